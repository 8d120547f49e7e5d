// The dialogs: path, export, keys.

import * as api from "./api.js";
import { byId, element } from "./element.js";
import { swatch } from "./shape.js";
import { name } from "./words.js";

function open(title, ...content) {
  const dialog = byId("dialog");
  dialog.replaceChildren(
    element("div", { class: "head" }, element("h2", { id: "dialog-title" }, title), element("button", { type: "button", class: "closer", "aria-label": "Close", onclick: () => dialog.close() }, "×")),
    ...content,
  );
  dialog.showModal();
  return dialog;
}

// exports offers the files; choose is called with the format.
export function exports(choose) {
  const formats = [
    ["png", "PNG", "picture, as it looks now"],
    ["svg", "SVG", "drawing, as it looks now"],
    ["graphml", "GraphML", "nodes and facts for Gephi, yEd, networkx"],
    ["nodes.csv", "CSV of nodes", "a line for each node"],
    ["facts.csv", "CSV of facts", "a line for each fact"],
  ];
  const dialog = open("Export what is shown", element("ul", { class: "choices" }, formats.map(([format, title, text]) =>
    element("li", {}, element("button", { type: "button", data: { format }, onclick: () => (dialog.close(), choose(format)) }, element("strong", {}, title), element("span", { class: "quiet" }, text))))));
}

// keys lists what the keyboard does.
export function keys() {
  const rows = [
    ["/", "search"],
    ["← ↑ → ↓", "go to the nearest node (in the graph)"],
    ["Enter", "read about the selected node"],
    ["E", "expand it"],
    ["P", "pin it, or let it go"],
    ["Delete", "hide it"],
    ["Menu, Shift F10", "what else can be done with it"],
    ["+  −  0", "zoom in, out, fit"],
    ["Ctrl Z, Ctrl Shift Z", "undo, redo"],
    ["Esc", "close"],
  ];
  open("Keys", element("table", { class: "rows keys" }, element("tbody", {}, rows.map(([key, text]) => element("tr", {}, element("th", { scope: "row" }, key), element("td", {}, text))))));
}

// path asks for both ends; either may be given as a node. choose is called with
// their ids.
export function path(world, from, to, choose) {
  const ends = [from, to];
  const go = element("button", { type: "submit", class: "strong", disabled: true }, "Find the path");
  const fields = ["From", "To"].map((text, i) => end(world, text, i, ends[i], (node) => {
    ends[i] = node;
    go.disabled = !ends[0] || !ends[1] || ends[0].id === ends[1].id;
  }));
  const form = element("form", { class: "path", method: "dialog", onsubmit: () => choose(ends[0].id, ends[1].id) },
    element("p", { class: "quiet" }, "A shortest chain of facts between two nodes, under the present filters."), fields, go);
  const dialog = open("Path", form);
  dialog.querySelector(from ? "#path-1" : "#path-0").focus();
}

// end is a field with suggestions, as radio buttons.
function end(world, text, i, node, take) {
  const list = element("div", { class: "suggestions", role: "group", "aria-label": `Suggestions: ${text}` });
  let timer;
  let turn = 0;
  const input = element("input", { id: `path-${i}`, type: "search", autocomplete: "off", value: node ? name(node) : "", oninput: () => {
    take(null);
    clearTimeout(timer);
    timer = setTimeout(suggest, 120);
  } });
  const pick = (n) => {
    input.value = name(n);
    list.replaceChildren();
    take(n);
    input.focus();
  };
  const suggest = async () => {
    const asked = ++turn;
    if (!input.value.trim()) return list.replaceChildren();
    const { nodes } = await api.search(input.value).catch(() => ({ nodes: [] }));
    if (asked !== turn) return;
    list.replaceChildren(...nodes.slice(0, 6).map((n) => {
      const { shape, color } = world.kind(n.label);
      return element("button", { type: "button", class: "option", onclick: () => pick(n) }, swatch(shape, color), element("span", { class: "name" }, name(n)), element("span", { class: "quiet n" }, n.label));
    }));
    if (nodes.length === 0) list.append(element("p", { class: "quiet" }, "Nothing is called so."));
  };
  if (node) queueMicrotask(() => take(node));
  return element("div", { class: "field" }, element("label", { for: `path-${i}` }, text), input, list);
}
