"""Executes graph.ipynb against the Neo4j of NEO4J_URI and checks what comes out.

    execute.py EXPECTED [--update] [--figures FOLDER]

EXPECTED is a file of JSON lines, `dateline export` of the same articles: the
figures of the notebook's tables have to be those of the export. The notebook's
outputs have to be the ones that it was committed with; with --update it is
rewritten instead. --figures writes the plots as PNG files.
"""

import argparse
import base64
import collections
import html
import json
import pathlib
import re
import sys

import nbclient
import nbformat

notebook = pathlib.Path(__file__).parent / "graph.ipynb"
figure_bytes = 10_000  # less is an empty plot
notebook_bytes = 300_000


def outputs(nb, mime):
    """The outputs of this kind, in the order of the cells."""
    return [
        output["data"][mime]
        for cell in nb.cells
        for output in cell.get("outputs", [])
        if mime in output.get("data", {})
    ]


def strip(nb):
    """Drops what differs from one execution to the next, and from one machine to another."""
    nb.metadata.language_info = {"name": "python"}
    for cell in nb.cells:
        cell.metadata.pop("execution", None)


def check(nb, export):
    """Yields what is wrong with an executed notebook."""
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            if output.output_type in ("stream", "error"):
                yield f"a cell prints instead of showing a table or a plot: {output}"
    figures = outputs(nb, "image/png")
    if len(figures) != 3:
        yield f"{len(figures)} plots instead of 3"
    for i, figure in enumerate(figures):
        if len(base64.b64decode(figure)) < figure_bytes:
            yield f"plot {i + 1} is empty"

    entities, sentences = collections.Counter(), []
    for line in export:
        row = json.loads(line)
        if row.get("node") == "Claim":
            sentences.append(html.escape(row["properties"]["quote"], quote=False))
        elif row.get("node") not in (None, "Article"):
            entities[row["node"]] += 1
    counts, evidence = outputs(nb, "text/html")
    table = {label: int(n) for label, n in re.findall(r"<th>(\w+)</th>\s*<td>(\d+)</td>", counts)}
    if table != entities:
        yield f"the first table has {table}, the export {dict(entities)}"
    quotes = [row[-1].removesuffix("...") for row in zip(*[iter(re.findall(r"<td>(.*?)</td>", evidence))] * 4)]
    for quote in quotes:
        if not any(s.startswith(quote) for s in sentences):
            yield f"no article has the sentence {quote}"
    if not quotes:
        yield "the last table has no sentence"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("expected", type=pathlib.Path)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--figures", type=pathlib.Path)
    arguments = parser.parse_args()

    committed = nbformat.read(notebook, as_version=4)
    nb = nbformat.read(notebook, as_version=4)
    nbclient.NotebookClient(nb, timeout=120, kernel_name="python3").execute()
    strip(nb)
    wrong = list(check(nb, arguments.expected.open()))
    if arguments.figures:
        for i, figure in enumerate(outputs(nb, "image/png")):
            (arguments.figures / f"{i + 1}.png").write_bytes(base64.b64decode(figure))
    if arguments.update:
        nbformat.write(nb, notebook)
    elif outputs(committed, "text/html") != outputs(nb, "text/html"):
        wrong.append("its tables are not those that it was committed with: UPDATE=1 examples/notebook/test rewrites it")
    if notebook.stat().st_size > notebook_bytes:
        wrong.append(f"graph.ipynb has more than {notebook_bytes} bytes")
    for problem in wrong:
        print(f"graph.ipynb: {problem}", file=sys.stderr)
    sys.exit(1 if wrong else 0)


main()
