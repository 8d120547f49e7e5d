// The server's answers. Every function returns what /api/openapi.yaml says, or
// throws a Trouble that says what to do.

// Trouble is an answer that the page cannot work with, in words for its reader.
export class Trouble extends Error {
  constructor(message, status) {
    super(message);
    this.status = status; // of HTTP; 0 if there was no answer
  }
}

const advice = {
  401: "The server asks for its token: open the address that dateline printed when it started.",
  403: "The server does not answer to this host name: open the address that dateline printed when it started.",
  404: "There is no such thing in the graph (any more).",
  503: "The database is out of reach. It is tried again as soon as you do something.",
  504: "The database took too long. Ask for less, or try again.",
};

async function ask(path, query, options = {}) {
  const url = new URL(path, document.baseURI);
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== "" && one !== null) url.searchParams.append(name, one);
    }
  }
  let answer;
  try {
    answer = await fetch(url, { credentials: "same-origin", ...options });
  } catch (cause) {
    if (cause.name === "AbortError") throw cause;
    throw new Trouble("The server is gone. Start dateline explore again: this page goes on where it was.", 0);
  }
  if (answer.ok) return answer.json();
  const said = await answer.json().catch(() => ({}));
  throw new Trouble(advice[answer.status] ?? said.error ?? `The server answered ${answer.status}.`, answer.status);
}

export const schema = () => ask("api/schema", {});
export const summary = () => ask("api/summary", {});
export const search = (q, signal) => ask("api/search", { q, limit: 12 }, { signal });
export const node = (id) => ask("api/node", { id });
export const neighbours = (id, query) => ask("api/neighbours", { id, ...query });
export const evidence = (fact, offset = 0, limit = 20) => ask("api/evidence", { fact, offset, limit });
export const path = (from, to, filter) => ask("api/path", { from, to, ...filter });
export const articles = (query) => ask("api/articles", query);
export const article = (id) => ask("api/article", { id });

// between returns the nodes of these ids and the facts among them.
export const between = (ids, filter, signal) =>
  ask("api/between", filter, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ids }),
    signal,
  });
