// The page: one state, and what is drawn of it.

import * as api from "./api.js";
import { Controls } from "./controls.js";
import * as dialog from "./dialog.js";
import { announce, byId } from "./element.js";
import * as file from "./export.js";
import { active, none, query } from "./filter.js";
import { Canvas } from "./graph.js";
import * as menu from "./menu.js";
import { Panel } from "./panel.js";
import { Search } from "./search.js";
import { start } from "./start.js";
import { blank, decode, encode } from "./state.js";
import { Table } from "./table.js";
import { Timeline } from "./timeline.js";
import { count, name, number, phrase, plural } from "./words.js";
import { World } from "./world.js";

const MOST = 2500; // nodes shown at once, as many as the server joins

let state = blank;
let world;
let summary;
let canvas;
let table;
let panel;
let timeline;
let controls;
let seen = { nodes: [], facts: [] }; // what passes the filter
const undone = [];
const done = [];

// trouble shows what went wrong until something works again.
function trouble(cause) {
  const box = byId("trouble");
  if (cause?.name === "AbortError") return;
  if (cause && !(cause instanceof api.Trouble)) console.error(cause);
  box.hidden = !cause;
  box.textContent = cause ? cause.message : "";
}

const attempt = (act) => async (...args) => {
  try {
    const result = await act(...args);
    trouble(null);
    return result;
  } catch (cause) {
    trouble(cause);
  }
};

// commit makes a new state: a step back leads to the last one, unless the change
// is one of many of the same movement.
let writing = Promise.resolve();
function commit(change, { replace = false, remember = true } = {}) {
  const before = state;
  state = { ...state, ...change };
  if (remember && (change.shown || change.pins)) {
    done.push({ shown: before.shown, pins: before.pins });
    undone.length = 0;
  }
  const [kept, places] = [state, canvas.sigma ? canvas.places() : {}];
  writing = writing.then(async () => {
    const fragment = await encode(kept);
    if (fragment === location.hash) return;
    if (replace) history.replaceState({ places }, "", fragment);
    else history.pushState({ places }, "", fragment);
  });
  return render();
}

let turn = 0;
let joining;
// render draws the state; data that are missing come first.
const render = attempt(async () => {
  const mine = ++turn;
  const exploring = state.view !== "start";
  byId("start").hidden = exploring;
  byId("explore").hidden = !exploring;
  byId("graph").hidden = state.view !== "graph";
  byId("table").hidden = state.view !== "table";
  document.body.dataset.view = state.view;
  for (const view of ["start", "graph", "table"]) {
    if (state.view === view) byId(`to-${view}`).setAttribute("aria-current", "page");
    else byId(`to-${view}`).removeAttribute("aria-current");
  }
  byId("undo").disabled = done.length === 0;
  byId("redo").disabled = undone.length === 0;
  document.title = title();
  if (!exploring) return;

  canvas.open();
  select();
  draw(false);
  joining?.abort();
  joining = new AbortController();
  const { shown, filter } = state;
  byId("graph").setAttribute("aria-busy", "true");
  const known = await world.join(shown, joining.signal);
  await world.source(known, filter, joining.signal);
  if (mine !== turn) return;
  byId("graph").removeAttribute("aria-busy");
  if (known.length < shown.length) announce(`${count(shown.length - known.length, "node is", "nodes are")} not in the graph any more.`);
  draw(true);
  select();
});

function title() {
  const node = state.selection?.node && world.nodes.get(state.selection.node);
  return node ? `${name(node)} – dateline` : "dateline";
}

let followed = "";
// draw puts what passes the filter on the canvas, in the table and the legend;
// joined says that all of it has been fetched.
function draw(joined) {
  const keep = new Set([state.selection?.node, ...(state.path ?? [])].filter(Boolean));
  seen = world.visible(state.shown, state.filter, keep);
  const ready = seen.nodes.length > 0 || state.shown.length === 0;
  if (ready) canvas.show(seen.nodes, seen.facts, state.pins, history.state?.places);
  if (state.view === "table") table.show(seen.nodes, seen.facts, state.selection);
  controls.show(state.filter, seen.nodes);
  timeline.show(state.filter.since, state.filter.until);
  const filtered = active(state.filter);
  byId("show-filters").textContent = filtered > 0 ? `Filters (${filtered})` : "Filters";
  byId("count").textContent = [count(seen.nodes.length, "node"), count(seen.facts.length, "fact"), seen.kept > 0 && `${number(seen.kept)} filtered out`].filter(Boolean).join(" · ");
  const nothing = byId("nothing");
  nothing.hidden = seen.nodes.length > 0;
  nothing.textContent = state.shown.length === 0 ? "Search for a name to begin, or choose one on the start page." : seen.kept > 0 ? "The filters leave nothing to show." : joined ? "None of this is in the graph any more." : "Loading…";
  const key = JSON.stringify([state.path, state.filter]);
  if (key !== followed) {
    followed = key;
    follow();
  }
}

// follow fetches the path and marks it.
const follow = attempt(async () => {
  if (!state.path) return canvas.follow([]);
  const [from, to] = state.path;
  const found = await api.path(from, to, query(state.filter, world.schema));
  if (state.path?.[0] !== from || state.path?.[1] !== to) return;
  world.add(found);
  if (found.nodes.length === 0) {
    canvas.follow([]);
    announce("There is no path between them.");
    byId("count").textContent += " · no path between them under these filters";
    return;
  }
  canvas.follow([...found.nodes, ...found.facts].map((x) => x.id));
  announce(`A path of ${count(found.facts.length, "fact")}: ${found.nodes.map(name).join(", ")}`);
  const missing = found.nodes.map((n) => n.id).filter((id) => !state.shown.includes(id));
  if (missing.length > 0) add(missing, { replace: true });
});

let selected = "";
function select() {
  const key = JSON.stringify([state.selection, state.pins[state.selection?.node] !== undefined, state.filter]);
  canvas.select(state.selection);
  byId("explore").classList.toggle("selecting", Boolean(state.selection));
  if (key === selected) return;
  selected = key;
  panel.show(state.selection).then(() => (document.title = title()));
}

// add shows more nodes beside those that are shown.
function add(ids, { selection = state.selection, replace = false, ...change } = {}) {
  const fresh = ids.filter((id) => !state.shown.includes(id));
  const room = MOST - state.shown.length;
  if (fresh.length > room) trouble(new api.Trouble(`At most ${number(MOST)} nodes are shown at once: hide some first.`));
  if (fresh.length === 0 && selection === state.selection) return render();
  return commit({ ...change, shown: [...state.shown, ...fresh.slice(0, Math.max(room, 0))], selection }, { replace });
}

const act = {
  state: () => state,
  fail: trouble,

  // choose selects a node, and shows it if it is not.
  choose(id) {
    const change = state.shown.includes(id) ? {} : { shown: [...state.shown, id] };
    return commit({ ...change, selection: { node: id } });
  },

  open: (fact) => commit({ selection: { fact } }),
  close: () => commit({ selection: null }),

  // only begins anew with the neighbourhood of one node.
  only: attempt(async (id) => {
    const answer = await api.node(id);
    world.add(answer);
    const own = answer.node.id;
    const { ids } = await world.neighbours(own, {}, state.filter, [own]);
    world.offsets.clear();
    return commit({ view: state.view === "table" ? "table" : "graph", shown: [own, ...ids], pins: {}, path: null, selection: { node: own } });
  }),

  expand: attempt(async (id, part) => {
    const { ids, left } = await world.neighbours(id, part, state.filter, state.shown);
    announce(ids.length === 0 ? "All of them are shown." : `${count(ids.length, "node")} added${left > 0 ? `, ${number(left)} more` : ""}.`);
    return add(ids);
  }),

  pin(id) {
    const { [id]: was, ...pins } = state.pins;
    const place = canvas.places()[id];
    announce(was ? "Unpinned" : "Pinned");
    return commit({ pins: was || !place ? pins : { ...pins, [id]: place } });
  },

  hide(id) {
    const { [id]: _, ...pins } = state.pins;
    announce(`${name(world.nodes.get(id) ?? { id })} is hidden`);
    const path = state.path?.includes(id) ? null : state.path;
    return commit({ shown: state.shown.filter((n) => n !== id), pins, path, selection: state.selection?.node === id ? null : state.selection });
  },

  begin(id) {
    const selection = state.selection?.node;
    const [from, to] = id ? [id, null] : [state.path?.[0] ?? selection, state.path?.[1]];
    dialog.path(world, world.nodes.get(from), world.nodes.get(to), (a, b) =>
      commit({ view: state.view === "start" ? "graph" : state.view, path: [a, b], shown: [...new Set([...state.shown, a, b])], selection: null }));
  },

  undo: () => step(done, undone),
  redo: () => step(undone, done),
};

function step(from, to) {
  const last = from.pop();
  if (!last) return;
  to.push({ shown: state.shown, pins: state.pins });
  commit(last, { remember: false });
}

// found is what the search leads to: from the start page the neighbourhood, in
// the graph one node more.
function found(node) {
  world.add({ node });
  if (state.view === "start" || state.shown.length === 0) act.only(node.id);
  else {
    act.choose(node.id).then(() => canvas.reveal(node.id));
  }
  byId("panel").focus({ preventScroll: true });
}

// read shows what one article says.
const read = attempt(async (article) => {
  const answer = await api.article(article.id);
  world.add(answer);
  const ids = answer.nodes.map((n) => n.id).slice(0, MOST);
  if (ids.length === 0) return announce("Nothing was found in this article.");
  return commit({ view: "graph", shown: ids, pins: {}, path: null, selection: null });
});

async function offer(id, x, y) {
  const entry = (text, run) => [text, run];
  let degrees = [];
  try {
    ({ degrees } = await api.node(id));
  } catch (cause) {
    trouble(cause);
  }
  menu.open(x, y, [
    entry("Expand", () => act.expand(id, {})),
    ...degrees.slice(0, 8).map((d) => [`${phrase(d.type, d.direction)}: ${plural(d.label).toLowerCase()}`, () => act.expand(id, { type: d.type, direction: d.direction, label: d.label }), number(d.facts)]),
    entry(state.pins[id] ? "Unpin" : "Pin", () => act.pin(id)),
    entry("Hide", () => act.hide(id)),
    entry("Path from here", () => act.begin(id)),
    entry("Only this", () => act.only(id)),
  ]);
}

async function download(format) {
  const names = new Map(seen.nodes.map((n) => [n.id, name(n)]));
  if (state.view === "table" && ["png", "svg"].includes(format)) {
    await commit({ view: "graph" });
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  const { facts, nodes } = seen;
  switch (format) {
    case "png":
      return file.save("dateline.png", "image/png", [await file.png(canvas.scene(), canvas)]);
    case "svg":
      return file.save("dateline.svg", "image/svg+xml", [file.svg(canvas.scene(), canvas.colors)]);
    case "graphml":
      return file.save("dateline.graphml", "application/graphml+xml", [file.graphml(nodes, facts)]);
    case "nodes.csv":
      return file.save("dateline-nodes.csv", "text/csv;charset=utf-8", ["\ufeff", file.nodesCSV(nodes)]);
    default:
      return file.save("dateline-facts.csv", "text/csv;charset=utf-8", ["\ufeff", file.factsCSV(facts, names)]);
  }
}

const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// steer is the keyboard on the canvas.
function steer(e) {
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  const id = state.selection?.node;
  const run = {
    Enter: () => byId("panel").focus(),
    e: () => id && act.expand(id, {}),
    p: () => id && act.pin(id),
    Delete: () => id && act.hide(id),
    Backspace: () => id && act.hide(id),
    "+": () => canvas.zoom(1 / 1.4),
    "=": () => canvas.zoom(1 / 1.4),
    "-": () => canvas.zoom(1.4),
    0: () => canvas.fit(),
    ContextMenu: () => id && offerAt(id),
    F10: () => e.shiftKey && id && offerAt(id),
    Escape: () => act.close(),
  }[e.key.length === 1 ? e.key.toLowerCase() : e.key];
  if (arrows[e.key]) {
    const next = canvas.nextTo(id, ...arrows[e.key]);
    if (next) {
      const node = world.nodes.get(next);
      commit({ selection: { node: next } }, { replace: true });
      canvas.reveal(next);
      announce(`${name(node)}, ${node.label}, ${count(node.articles, "article")}, ${count(canvas.graph.degree(next), "fact")} shown`);
    }
  } else if (run) run();
  else return;
  e.preventDefault();
}

function offerAt(id) {
  const { x, y } = canvas.sigma.graphToViewport(canvas.graph.getNodeAttributes(id));
  const box = byId("canvas").getBoundingClientRect();
  offer(id, box.left + x, box.top + y);
}

function typing(target) {
  return target.closest("input:not([type=checkbox]):not([type=range]), textarea, select") !== null;
}

function listen() {
  byId("to-graph").addEventListener("click", () => commit({ view: "graph" }));
  byId("to-table").addEventListener("click", () => commit({ view: "table" }));
  byId("to-start").addEventListener("click", (e) => {
    e.preventDefault();
    commit({ view: "start" });
  });
  byId("undo").addEventListener("click", act.undo);
  byId("redo").addEventListener("click", act.redo);
  byId("find-path").addEventListener("click", () => act.begin());
  byId("export").addEventListener("click", () => dialog.exports(attempt(download)));
  byId("keys").addEventListener("click", dialog.keys);
  byId("zoom-in").addEventListener("click", () => canvas.zoom(1 / 1.4));
  byId("zoom-out").addEventListener("click", () => canvas.zoom(1.4));
  byId("fit").addEventListener("click", () => canvas.fit());
  byId("show-filters").addEventListener("click", (e) => {
    const form = byId("filters");
    form.hidden = !form.hidden;
    e.target.setAttribute("aria-expanded", String(!form.hidden));
  });
  byId("canvas").addEventListener("keydown", steer);
  canvas.addEventListener("node", (e) => act.choose(e.detail));
  canvas.addEventListener("fact", (e) => act.open(e.detail));
  canvas.addEventListener("nothing", () => state.selection && act.close());
  canvas.addEventListener("expand", (e) => act.expand(e.detail, {}));
  canvas.addEventListener("menu", (e) => offer(e.detail.node, e.detail.x, e.detail.y));
  canvas.addEventListener("pin", (e) => commit({ pins: { ...state.pins, [e.detail.node]: e.detail.place } }));
  canvas.addEventListener("settled", () => {
    writing = writing.then(() => history.replaceState({ places: canvas.places() }, ""));
  });
  addEventListener("popstate", async () => {
    state = await decode(location.hash);
    render();
  });
  addEventListener("keydown", (e) => {
    if (byId("dialog").open) return;
    const command = e.ctrlKey || e.metaKey;
    if (e.key === "/" && !typing(e.target)) byId("query").focus();
    else if (command && e.key.toLowerCase() === "z" && !typing(e.target)) e.shiftKey ? act.redo() : act.undo();
    else if (command && e.key.toLowerCase() === "y" && !typing(e.target)) act.redo();
    else return;
    e.preventDefault();
  });
}

// theme follows the system until its button is used.
function theme() {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const button = byId("theme");
  let chosen = null;
  try {
    chosen = localStorage.getItem("theme");
  } catch {
    // A browser that stores nothing follows the system.
  }
  const apply = () => {
    const dark = chosen ? chosen === "dark" : system.matches;
    root.dataset.theme = dark ? "dark" : "light";
    button.textContent = dark ? "Light" : "Dark";
    button.setAttribute("aria-label", dark ? "Light theme" : "Dark theme");
    canvas?.dress();
  };
  system.addEventListener("change", apply);
  button.addEventListener("click", () => {
    chosen = root.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("theme", chosen);
    } catch {
      // The choice then holds until the page is closed.
    }
    apply();
  });
  apply();
}

// dates counts articles by day where there are few, else by month as the server
// has counted them.
async function dates() {
  if ((summary.nodes.Article ?? 0) <= 500) {
    const { articles } = await api.articles({ limit: 500 });
    const days = new Map();
    for (const a of articles) if (a.publishedAt) days.set(a.publishedAt, (days.get(a.publishedAt) ?? 0) + 1);
    return [...days].map(([day, n]) => ({ date: day, articles: n }));
  }
  return summary.reported.map((r) => ({ date: r.month, articles: r.articles }));
}

theme();

const open = attempt(async () => {
  const [declared, counted, restored] = await Promise.all([api.schema(), api.summary(), decode(location.hash)]);
  summary = counted;
  const days = await dates();
  world = new World(declared);
  canvas = new Canvas(byId("canvas"), new Map(declared.nodes.map((n) => [n.label, n])));
  table = new Table(byId("table"), world, { node: act.choose, fact: act.open });
  panel = new Panel(byId("panel"), world, act);
  const edit = (filter, moving = false) => commit({ filter }, { replace: moving });
  timeline = new Timeline(byId("timeline"), (range, moving) => edit({ ...state.filter, ...range }, moving));
  controls = new Controls(byId("filters"), byId("legend"), declared, summary.sources ?? [], edit);
  new Search(world, found, trouble);
  start(byId("start"), summary, world, { choose: (n) => act.only(n.id), read });
  listen();
  state = restored;
  panel.show(null);
  // Before the graph: it fits the room that the timeline leaves it.
  timeline.fill(days);
  await render();
});

open();
