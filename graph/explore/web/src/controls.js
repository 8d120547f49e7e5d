// The filters' form and the legend.

import { element } from "./element.js";
import { active, none } from "./filter.js";
import { swatch } from "./shape.js";
import { number, phrase, plural } from "./words.js";

const without = (list, value) => list.filter((x) => x !== value);
const toggled = (list, value, on) => (on ? [...without(list, value), value] : without(list, value));

// Controls edits the filter; change is called with the new one.
export class Controls {
  constructor(form, legend, schema, sources, change) {
    this.form = form;
    this.legend = legend;
    this.schema = schema;
    this.sources = sources;
    this.change = change;
    this.filter = none;
    form.addEventListener("submit", (e) => e.preventDefault());
    this.draw();
  }

  edit(part) {
    this.change({ ...this.filter, ...part });
  }

  draw() {
    const s = this.schema;
    this.boxes = [];
    const box = (key, value, text, mark) => {
      const input = element("input", { type: "checkbox", name: key, value, onchange: (e) => this.toggle(key, value, e.target.checked) });
      this.boxes.push({ input, key, value });
      return element("label", { class: "check" }, input, mark, element("span", {}, text));
    };
    const group = (title, items, open) => items.length > 0 && element("details", { open }, element("summary", {}, title), element("fieldset", {}, element("legend", { class: "hidden" }, title), items));
    const slider = (name, title, min, max, step, write) => {
      const output = element("output", { for: `filter-${name}` });
      const input = element("input", { id: `filter-${name}`, type: "range", min, max, step, oninput: (e) => (output.textContent = write(Number(e.target.value))), onchange: (e) => this.edit({ [name]: Number(e.target.value) }) });
      this[name] = { input, output, write };
      return element("div", { class: "slider" }, element("label", { for: `filter-${name}` }, title), output, input);
    };
    this.clear = element("button", { type: "button", onclick: () => this.change(none) }, "Clear");
    this.form.replaceChildren(
      element("div", { class: "head" }, element("h2", {}, "Filters"), this.clear),
      slider("confidence", "Confidence", 0, 1, 0.05, (x) => (x === 0 ? "any" : `at least ${x.toFixed(2)}`)),
      slider("articles", "Articles", 1, 20, 1, (x) => (x === 1 ? "any" : `at least ${x}`)),
      group("Nodes", s.nodes.map((n) => box("labelsOff", n.label, plural(n.label), swatch(n.shape, n.color))), true),
      group("Facts", s.relationships.map((r) => box("typesOff", r.type, phrase(r.type))), false),
      group("Types of events", (s.eventTypes ?? []).map((t) => box("eventTypes", t, t)), false),
      group("Status of events", (s.eventStatuses ?? []).map((t) => box("eventStatuses", t, t)), false),
      group("Sources", this.sources.slice(0, 200).map((x) => box("sources", x.source, [x.source, element("span", { class: "quiet" }, ` ${number(x.articles)}`)])), false),
    );
    this.keys = this.schema.nodes.map((n) => {
      const input = element("input", { type: "checkbox", onchange: (e) => this.toggle("labelsOff", n.label, e.target.checked) });
      const amount = element("span", { class: "quiet n" });
      const label = element("label", { class: "key-of" }, input, swatch(n.shape, n.color), element("span", {}, plural(n.label)), amount);
      return { input, amount, label, of: n.label };
    });
    this.legend.replaceChildren(element("legend", { class: "hidden" }, "Kinds of nodes shown"), ...this.keys.map((k) => k.label));
  }

  // A box of labelsOff and typesOff is on while nothing is off; of the others all
  // pass while none is on.
  toggle(key, value, on) {
    const off = key.endsWith("Off");
    this.edit({ [key]: toggled(this.filter[key], value, off ? !on : on) });
  }

  // show draws a filter, and how many nodes of each label are shown.
  show(filter, nodes) {
    this.filter = filter;
    for (const { input, key, value } of this.boxes) input.checked = key.endsWith("Off") ? !filter[key].includes(value) : filter[key].includes(value);
    for (const name of ["confidence", "articles"]) {
      const { input, output, write } = this[name];
      input.value = filter[name];
      output.textContent = write(filter[name]);
    }
    this.clear.disabled = active(filter) === 0;
    const amounts = new Map();
    for (const n of nodes) amounts.set(n.label, (amounts.get(n.label) ?? 0) + 1);
    for (const k of this.keys) {
      k.input.checked = !filter.labelsOff.includes(k.of);
      k.amount.textContent = amounts.get(k.of) ? number(amounts.get(k.of)) : "";
      k.label.hidden = !amounts.has(k.of) && k.input.checked;
    }
  }
}
