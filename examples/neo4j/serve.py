"""Serves this folder to a Neo4j Browser on this machine, at http://localhost:8001."""

import functools
import http.server
import pathlib


class Handler(http.server.SimpleHTTPRequestHandler):
    """Lets pages of other origins read: the Browser is one, and asks first."""

    def end_headers(self):
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "*")
        super().end_headers()

    def do_OPTIONS(self):
        self.send_response(204)
        self.end_headers()


if __name__ == "__main__":
    folder = functools.partial(Handler, directory=pathlib.Path(__file__).parent)
    http.server.ThreadingHTTPServer(("127.0.0.1", 8001), folder).serve_forever()
