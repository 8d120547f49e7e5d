// The start view: what is in the graph, as numbers and as pictures.

import { drawing, element, outward } from "./element.js";
import { swatch } from "./shape.js";
import { count, date, name, number, plural } from "./words.js";

const sum = (counts) => Object.values(counts).reduce((a, b) => a + b, 0);
const only = (counts, names) => Object.fromEntries(names.map((n) => [n, counts[n] ?? 0]));

// start draws the summary. choose is called with the node, and read with the
// article, that is clicked.
export function start(section, summary, world, { choose, read }) {
  const articles = summary.nodes.Article ?? 0;
  const entities = only(summary.nodes, world.schema.nodes.map((n) => n.label));
  const facts = only(summary.relationships, world.schema.relationships.map((r) => r.type));
  if (articles === 0) {
    section.replaceChildren(empty());
    return;
  }
  section.replaceChildren(
    element(
      "div",
      { class: "numbers" },
      figure(sum(entities), "nodes"),
      figure(sum(facts), "facts"),
      figure(articles, "articles"),
      element("p", { class: "share" }, world.schema.nodes.filter((n) => entities[n.label]).map((n) =>
        element("span", {}, swatch(n.shape, n.color, 12), ` ${number(entities[n.label])} ${plural(n.label).toLowerCase()}`))),
    ),
    element("h2", {}, "Most reported"),
    element("div", { class: "tops" }, world.schema.nodes.filter((n) => summary.top[n.label]?.length && n.label !== "Event").map((n) => top(n, summary.top[n.label], choose))),
    element(
      "div",
      { class: "halves" },
      element("section", { "aria-labelledby": "events-title" }, element("h2", { id: "events-title" }, "Events by type over time"), events(summary.events)),
      element("section", { "aria-labelledby": "reported-events" }, element("h2", { id: "reported-events" }, "Most reported events"), list(world.kind("Event"), summary.top.Event ?? [], choose)),
      element("section", { "aria-labelledby": "newest-title" }, element("h2", { id: "newest-title" }, "Newest articles"), newest(summary.newest, read)),
    ),
  );
}

function empty() {
  return element(
    "div",
    { class: "lead" },
    element("h2", {}, "Nothing has been loaded yet"),
    element("p", {}, "Load articles, then reload this page:"),
    element("pre", {}, element("code", {}, "dateline load examples/articles")),
    element("p", {}, "Files and folders of plain text, HTML, feeds and JSON Lines are read."),
  );
}

function figure(n, noun) {
  return element("p", { class: "figure" }, element("strong", {}, number(n)), ` ${noun}`);
}

function top(kind, nodes, choose) {
  return element("section", { "aria-label": `Most reported ${plural(kind.label).toLowerCase()}` }, element("h3", {}, swatch(kind.shape, kind.color), plural(kind.label)), list(kind, nodes, choose));
}

function list(kind, nodes, choose) {
  const most = Math.max(...nodes.map((n) => n.articles), 1);
  return element("ol", { class: "bars" }, nodes.map((n) => {
    const bar = drawing("svg", { class: "bar", viewBox: "0 0 100 3", preserveAspectRatio: "none", "aria-hidden": "true" },
      drawing("rect", { width: (100 * n.articles) / most, height: 3, fill: kind.color }));
    return element("li", {}, element("button", { type: "button", class: "row", onclick: () => choose(n) },
      element("span", { class: "name" }, name(n)), element("span", { class: "n" }, number(n.articles), element("span", { class: "hidden" }, " articles")), bar));
  }));
}

const MONTHS = 120; // longer times are drawn by year

// events draws a row of small columns for each type of event, a column a month or
// a year.
function events(monthly) {
  const long = monthly.length > 0 && span(monthly.map((c) => c.month).sort()).length > MONTHS;
  const counts = long ? monthly.map((c) => ({ ...c, month: c.month.slice(0, 4) })) : monthly;
  if (counts.length === 0) return element("p", { class: "quiet" }, "No event has a date.");
  const totals = new Map();
  for (const c of counts) totals.set(c.eventType, (totals.get(c.eventType) ?? 0) + c.count);
  const types = [...totals.keys()].sort((a, b) => totals.get(b) - totals.get(a) || (a < b ? -1 : 1)).slice(0, 12);
  const months = span(counts.map((c) => c.month).sort());
  const at = new Map(months.map((m, i) => [m, i]));
  const columnSums = new Map();
  for (const c of counts) columnSums.set(`${c.eventType} ${c.month}`, (columnSums.get(`${c.eventType} ${c.month}`) ?? 0) + c.count);
  const most = Math.max(...columnSums.values());
  const width = 240 / months.length;
  const rows = types.map((type) => {
    const sums = new Map();
    for (const c of counts) if (c.eventType === type) sums.set(c.month, (sums.get(c.month) ?? 0) + c.count);
    const columns = [...sums].map(([month, sum]) => {
      const height = Math.max(2, (22 * sum) / most);
      return drawing("rect", { x: (at.get(month) * width).toFixed(2), y: (24 - height).toFixed(2), width: Math.max(1, Math.min(width * 0.86, 26)).toFixed(2), height: height.toFixed(2), class: "column" },
        drawing("title", {}, `${date(month)}: ${count(sum, type)}`));
    });
    const picture = drawing("svg", { class: "row-chart", viewBox: "0 0 240 24", preserveAspectRatio: "none", "aria-hidden": "true" },
      drawing("line", { x1: 0, x2: 240, y1: 23.5, y2: 23.5, class: "base" }), columns);
    return element("tr", {}, element("th", { scope: "row" }, type), element("td", { class: "chart" }, picture), element("td", { class: "n" }, number(totals.get(type))));
  });
  return element("table", { class: "events" },
    element("caption", { class: "hidden" }, "Events by type, with a column for each month or year"),
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Type"),
      element("th", { scope: "col", class: "axis" }, element("span", {}, date(months[0])), element("span", {}, months.length > 1 ? date(months.at(-1)) : "")),
      element("th", { scope: "col", class: "n" }, "Events"))),
    element("tbody", {}, rows));
}

// span lists all months, or years, from the first to the last.
function span(sorted) {
  const all = [];
  const last = sorted.at(-1);
  for (let at = sorted[0]; at <= last; at = following(at)) all.push(at);
  return all;
}

function following(period) {
  const [year, month] = period.split("-").map(Number);
  const text = (n, digits) => String(n).padStart(digits, "0");
  if (!month) return text(year + 1, 4);
  return month === 12 ? `${text(year + 1, 4)}-01` : `${text(year, 4)}-${text(month + 1, 2)}`;
}

function newest(articles, read) {
  return element("ul", { class: "articles" }, articles.map((a) => element("li", {},
    element("button", { type: "button", class: "row", onclick: () => read(a) }, element("span", { class: "name" }, a.title || a.id)),
    element("p", { class: "quiet" }, [a.source, date(a.publishedAt)].filter(Boolean).join(" · "), a.url && element("span", {}, " · ", outward(a.url, "open"))))));
}
