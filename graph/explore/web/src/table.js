// What is shown as two tables: the same as the graph, for reading and sorting.

import { element } from "./element.js";
import { swatch } from "./shape.js";
import { count, date, name, number, phrase } from "./words.js";

const MOST = 500; // rows of a table at once

const columns = {
  nodes: [
    ["Name", (n) => name(n)],
    ["Kind", (n) => n.label],
    ["Articles", (n) => n.articles],
    ["First reported", (n) => n.firstReported ?? ""],
    ["Last reported", (n) => n.lastReported ?? ""],
  ],
  facts: [
    ["From", (f, names) => names.get(f.from)],
    ["Fact", (f) => phrase(f.type)],
    ["To", (f, names) => names.get(f.to)],
    ["Articles", (f) => f.articles],
    ["Confidence", (f) => f.confidence],
    ["First reported", (f) => f.firstReported ?? ""],
    ["Last reported", (f) => f.lastReported ?? ""],
  ],
};

// Table draws the tables and remembers how they are sorted.
export class Table {
  constructor(container, world, { node, fact }) {
    this.container = container;
    this.world = world;
    this.choose = { nodes: node, facts: fact };
    this.order = { nodes: [2, -1], facts: [3, -1] }; // column and direction
    this.most = MOST;
  }

  show(nodes, facts, selection) {
    this.last = [nodes, facts, selection];
    const names = new Map(nodes.map((n) => [n.id, name(n)]));
    this.container.replaceChildren(
      this.table("nodes", "Nodes", nodes, names, selection?.node),
      this.table("facts", "Facts", facts, names, selection?.fact),
    );
  }

  table(which, title, rows, names, chosen) {
    const [by, way] = this.order[which];
    const value = columns[which][by][1];
    const compare = (a, b) => {
      const [x, y] = [value(a, names), value(b, names)];
      return way * (typeof x === "number" ? x - y : x.localeCompare(y)) || (a.id < b.id ? -1 : 1);
    };
    const sorted = [...rows].sort(compare);
    const head = columns[which].map(([text], i) => element("th", { scope: "col", "aria-sort": i === by ? (way > 0 ? "ascending" : "descending") : "none" },
      element("button", { type: "button", class: "sort", data: { sort: `${which}-${i}` }, onclick: () => this.sort(which, i) }, text, element("span", { "aria-hidden": "true" }, i === by ? (way > 0 ? " ↑" : " ↓") : ""))));
    const body = sorted.slice(0, this.most).map((row) => element("tr", { class: row.id === chosen ? "chosen" : null },
      columns[which].map(([text, of], i) => this.cell(which, row, text, of(row, names), i))));
    return element("section", { class: "sheet", "aria-label": title },
      element("h2", {}, `${title} `, element("span", { class: "quiet" }, number(rows.length))),
      rows.length === 0
        ? element("p", { class: "quiet" }, "None.")
        : element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": `Table of ${title.toLowerCase()}` }, element("table", { class: "rows" }, element("caption", { class: "hidden" }, title), element("thead", {}, element("tr", {}, head)), element("tbody", {}, body))),
      sorted.length > this.most && element("button", { type: "button", onclick: () => this.more() }, `${count(sorted.length - this.most, "more row")}`));
  }

  cell(which, row, column, value, i) {
    if (i === 0 || (which === "facts" && column === "Fact")) {
      const kind = which === "nodes" && this.world.kind(row.label);
      if (which === "facts" && i === 0) return element("td", {}, value);
      return element(i === 0 ? "th" : "td", i === 0 ? { scope: "row" } : {},
        element("button", { type: "button", class: "link", onclick: () => this.choose[which](row.id) }, kind && swatch(kind.shape, kind.color), value));
    }
    if (column === "Confidence") return element("td", { class: "n" }, value.toFixed(2));
    if (typeof value === "number") return element("td", { class: "n" }, number(value));
    return element("td", {}, column.endsWith("reported") ? date(value) : value);
  }

  sort(which, by) {
    const [now, way] = this.order[which];
    const textual = ![2, 3, 4].includes(by) || (which === "facts" && by === 2);
    this.order[which] = [by, now === by ? -way : textual ? 1 : -1];
    this.show(...this.last);
    this.container.querySelector(`[data-sort="${which}-${by}"]`)?.focus();
  }

  more() {
    this.most += MOST;
    this.show(...this.last);
  }
}
