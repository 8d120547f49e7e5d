// The search field: names and aliases as one types.

import * as api from "./api.js";
import { announce, byId, element } from "./element.js";
import { swatch } from "./shape.js";
import { count, name } from "./words.js";

const WAIT = 90; // milliseconds after the last key

// Search is a combobox whose list is filled by the server. choose is called
// with the node that is chosen.
export class Search {
  constructor(world, choose, fail) {
    this.world = world;
    this.choose = choose;
    this.fail = fail;
    this.field = byId("query");
    this.list = byId("found");
    this.found = [];
    this.at = -1;
    this.field.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), WAIT);
    });
    this.field.addEventListener("keydown", (e) => this.key(e));
    this.field.addEventListener("focus", () => this.found.length > 0 && this.open());
    this.field.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (e) => e.preventDefault());
  }

  async ask() {
    this.asking?.abort();
    const q = this.field.value.trim();
    if (!q) {
      this.found = [];
      return this.close();
    }
    this.asking = new AbortController();
    try {
      const { nodes } = await api.search(q, this.asking.signal);
      this.show(q, nodes);
    } catch (cause) {
      if (cause.name !== "AbortError") this.fail(cause);
    }
  }

  show(q, nodes) {
    this.found = nodes;
    this.at = nodes.length > 0 ? 0 : -1;
    this.list.replaceChildren(
      ...nodes.map((n, i) => {
        const { shape, color } = this.world.kind(n.label);
        const also = (n.properties?.aliases ?? []).filter((a) => a !== n.name).slice(0, 3).join(", ");
        return element("div", { role: "option", id: `found-${i}`, class: "option", "aria-selected": String(i === this.at), onclick: () => this.take(i) },
          swatch(shape, color), element("span", { class: "name" }, name(n), also && element("span", { class: "quiet" }, ` ${also}`)),
          element("span", { class: "quiet n" }, `${n.label} · ${n.articles}`));
      }),
    );
    if (nodes.length === 0) this.list.append(element("div", { role: "option", class: "option none", "aria-disabled": "true", "aria-selected": "false" }, `Nothing is called “${q}”.`));
    announce(nodes.length === 0 ? `Nothing found for ${q}` : `${count(nodes.length, "result")} for ${q}`);
    this.open();
  }

  open() {
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    this.mark();
  }

  close() {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  mark() {
    for (const [i, option] of [...this.list.children].entries()) option.setAttribute("aria-selected", String(i === this.at));
    if (this.at < 0) return this.field.removeAttribute("aria-activedescendant");
    this.field.setAttribute("aria-activedescendant", `found-${this.at}`);
    byId(`found-${this.at}`)?.scrollIntoView({ block: "nearest" });
  }

  key(e) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step && this.found.length > 0) {
      e.preventDefault();
      this.at = (this.at + step + this.found.length) % this.found.length;
      this.open();
    } else if (e.key === "Enter") {
      e.preventDefault();
      if (!this.list.hidden && this.at >= 0) this.take(this.at);
      else this.ask();
    } else if (e.key === "Escape") {
      if (this.list.hidden) this.field.value = "";
      this.close();
    }
  }

  take(i) {
    const node = this.found[i];
    this.field.value = "";
    this.found = [];
    this.close();
    this.field.blur();
    this.choose(node);
  }
}
