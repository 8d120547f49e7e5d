// What the page shows, as one value that stands in the URL's fragment: whoever
// opens the URL sees the same.

import { none } from "./filter.js";

// blank is the start page.
export const blank = Object.freeze({
  view: "start", // or graph, table
  shown: [], // ids of nodes, in the order in which they came
  pins: {}, // id to [x, y]
  selection: null, // {node: id} or {fact: id}
  path: null, // [from, to]
  filter: none,
});

// Longer fragments are packed: browsers take them, but not every mail program.
const plainLength = 1500;

const lists = { labelsOff: "without", typesOff: "withoutType", eventTypes: "event", eventStatuses: "status", sources: "source" };

// encode writes a state as a fragment, "#/…".
export async function encode(state) {
  const q = new URLSearchParams();
  for (const id of state.shown) q.append("show", id);
  for (const [id, [x, y]] of Object.entries(state.pins)) q.append("pin", `${Math.round(x)},${Math.round(y)},${id}`);
  if (state.selection?.node) q.set("node", state.selection.node);
  if (state.selection?.fact) q.set("fact", state.selection.fact);
  for (const id of state.path ?? []) q.append("path", id);
  const f = state.filter;
  for (const [key, word] of Object.entries(lists)) for (const value of f[key]) q.append(word, value);
  if (f.confidence > 0) q.set("confidence", f.confidence);
  if (f.articles > 1) q.set("articles", f.articles);
  if (f.since) q.set("since", f.since);
  if (f.until) q.set("until", f.until);
  const plain = q.toString().replaceAll("%3A", ":").replaceAll("%2C", ",");
  const view = state.view === "start" ? "" : state.view;
  if (!plain) return `#/${view}`;
  return plain.length <= plainLength ? `#/${view}?${plain}` : `#/${view}?packed=${await pack(plain)}`;
}

// decode reads a fragment; what it does not understand it leaves out.
export async function decode(fragment) {
  const [, view = "", text = ""] = /^#\/?([a-z]*)\??(.*)$/s.exec(fragment) ?? [];
  let q = new URLSearchParams(text);
  if (q.has("packed")) q = new URLSearchParams(await unpack(q.get("packed")).catch(() => ""));
  const pins = {};
  for (const pin of q.getAll("pin")) {
    const [, x, y, id] = /^(-?\d+),(-?\d+),(.+)$/s.exec(pin) ?? [];
    if (id) pins[id] = [Number(x), Number(y)];
  }
  const path = q.getAll("path");
  const filter = { ...none };
  for (const [key, word] of Object.entries(lists)) filter[key] = q.getAll(word);
  filter.confidence = clamp(Number(q.get("confidence")), 0, 1);
  filter.articles = clamp(Math.round(Number(q.get("articles"))), 1, 1e6);
  filter.since = day(q.get("since"));
  filter.until = day(q.get("until"));
  return {
    view: ["graph", "table"].includes(view) ? view : "start",
    shown: [...new Set(q.getAll("show"))],
    pins,
    selection: q.has("node") ? { node: q.get("node") } : q.has("fact") ? { fact: q.get("fact") } : null,
    path: path.length === 2 ? path : null,
    filter,
  };
}

const clamp = (x, least, most) => Math.min(most, Math.max(least, x || 0));
const day = (text) => (/^\d{4}(-\d\d(-\d\d)?)?$/.test(text ?? "") ? text : "");

async function pack(text) {
  const bytes = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  let binary = "";
  for (const b of bytes) binary += String.fromCharCode(b);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function unpack(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0));
  return new TextDecoder().decode(await through(bytes, new DecompressionStream("deflate-raw")));
}

async function through(bytes, stream) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}
