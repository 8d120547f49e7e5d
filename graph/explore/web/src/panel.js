// The side panel: all about the node or the fact that is selected.

import * as api from "./api.js";
import { element, outward } from "./element.js";
import { details, evidence, sentence } from "./evidence.js";
import { query } from "./filter.js";
import { swatch } from "./shape.js";
import { PAGE } from "./world.js";
import { count, date, interval, name, number, phrase, plural } from "./words.js";

const HOLDERS = 200; // of an office, as also the facts of an event, at most
const SAID = 12; // facts of an event whose articles are listed

// Panel shows one selection at a time. Its actions are functions: choose(id),
// open(fact id), expand(id, part), pin(id), hide(id), begin(id) for a path, only(id),
// close() and fail(error); its page is asked by state() for what is shown.
export class Panel {
  constructor(aside, world, actions) {
    this.aside = aside;
    this.world = world;
    this.act = actions;
    this.showing = 0;
  }

  // show draws the selection; it returns when all of it is there.
  async show(selection) {
    const turn = ++this.showing;
    this.selection = selection;
    if (!selection) {
      this.aside.replaceChildren(this.hint());
      return;
    }
    this.aside.setAttribute("aria-busy", "true");
    try {
      const parts = selection.node ? await this.node(selection.node) : await this.fact(selection.fact);
      if (turn !== this.showing) return;
      this.aside.replaceChildren(this.closer(), ...parts.flat().filter(Boolean));
      this.aside.scrollTop = 0;
    } catch (cause) {
      if (turn !== this.showing) return;
      this.aside.replaceChildren(this.closer(), element("p", { class: "lead" }, cause.message));
      if (cause.status !== 404) this.act.fail(cause);
    } finally {
      if (turn === this.showing) this.aside.removeAttribute("aria-busy");
    }
  }

  hint() {
    return element("div", { class: "hint" },
      element("h2", {}, "Nothing selected"),
      element("p", {}, "Choose a node to see what is known of it, or an edge to read the sentences behind it."),
      element("p", {}, "A double click expands a node; a right click shows what else can be done with it."));
  }

  closer() {
    return element("button", { type: "button", class: "closer", "aria-label": "Close details", onclick: () => this.act.close() }, "×");
  }

  async node(id) {
    const answer = await api.node(id);
    const { node, degrees } = answer;
    this.world.add(answer);
    const special = await this.special(node);
    const kind = this.world.kind(node.label);
    const pinned = this.act.state().pins[node.id];
    return [
      element("p", { class: "kind" }, swatch(kind.shape, kind.color), node.label),
      element("h2", {}, name(node)),
      element("p", { class: "quiet" }, [count(node.articles, "article"), interval(node.firstReported, node.lastReported)].filter(Boolean).join(" · ")),
      element("div", { class: "actions" },
        this.action("Expand", () => this.act.expand(node.id, {})),
        this.action(pinned ? "Unpin" : "Pin", () => this.act.pin(node.id)),
        this.action("Hide", () => this.act.hide(node.id)),
        this.action("Path from here", () => this.act.begin(node.id)),
        this.action("Only this", () => this.act.only(node.id))),
      this.properties(node),
      special,
      this.connections(node, degrees),
    ];
  }

  action(text, act) {
    return element("button", { type: "button", onclick: act }, text);
  }

  properties(node) {
    const { aliases = [], title, ...rest } = node.properties ?? {};
    const others = aliases.filter((a) => a !== node.name);
    const rows = [
      ...Object.entries(rest).map(([key, value]) => [spaced(key), key === "date" ? date(value) : key === "wikidataId" ? outward(`https://www.wikidata.org/wiki/${encodeURIComponent(value)}`, String(value)) : show(value)]),
      others.length > 0 && ["also named", others.join(", ")],
    ].filter(Boolean);
    if (rows.length === 0) return null;
    return element("dl", { class: "properties" }, rows.map(([key, value]) => [element("dt", {}, key), element("dd", {}, value)]));
  }

  // special is what one wants to know first of an office or an event.
  async special(node) {
    if (node.label === "Office") return this.holders(node);
    if (node.label === "Event") return this.event(node);
    return null;
  }

  async holders(office) {
    const answer = await api.neighbours(office.id, { type: "HOLDS_OFFICE", direction: "in", limit: HOLDERS });
    this.world.add(answer);
    if (answer.facts.length === 0) return null;
    const people = new Map(answer.nodes.map((n) => [n.id, n]));
    const latest = (f) => f.properties?.until ?? f.properties?.since ?? f.lastReported ?? "";
    const facts = answer.facts.sort((a, b) => (latest(a) < latest(b) ? 1 : -1));
    return element("section", { class: "block" },
      element("h3", {}, "Holders over time"),
      element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Holders over time" }, element("table", { class: "rows" },
        element("thead", {}, element("tr", {}, ["Holder", "Status", "Since", "Until", "First reported", "Last reported"].map((t) => element("th", { scope: "col" }, t)))),
        element("tbody", {}, facts.map((f) => element("tr", {},
          element("th", { scope: "row" }, this.link(people.get(f.from), f.from)),
          element("td", {}, this.opener(f, f.properties?.status ?? "")),
          element("td", {}, date(f.properties?.since)),
          element("td", {}, date(f.properties?.until)),
          element("td", {}, date(f.firstReported)),
          element("td", {}, date(f.lastReported))))))));
  }

  async event(event) {
    const answer = await api.neighbours(event.id, { limit: HOLDERS });
    this.world.add(answer);
    const at = new Map(answer.nodes.map((n) => [n.id, n]));
    const other = (f) => (f.from === event.id ? f.to : f.from);
    const of = (type, out) => answer.facts.filter((f) => f.type === type && (f.from === event.id) === out);
    const own = event.properties ?? {};
    const cells = (facts) => element("ul", { class: "plain" }, facts.map((f) => element("li", {},
      this.link(at.get(other(f)), other(f)), f.properties?.role && element("span", { class: "quiet" }, ` ${f.properties.role}`), " ", this.opener(f, "evidence"))));
    const order = { agent: 0, target: 1, participant: 2 };
    const who = of("PARTICIPATED_IN", false).sort((a, b) => (order[a.properties?.role] ?? 3) - (order[b.properties?.role] ?? 3));
    const rows = [
      ["Who", who.length > 0 && cells(who)],
      ["What", [own.eventType, own.status].filter(Boolean).join(", ")],
      ["Where", of("OCCURRED_IN", true).length > 0 && cells(of("OCCURRED_IN", true))],
      ["When", date(own.date)],
      ["Response to", of("RESPONSE_TO", true).length > 0 && cells(of("RESPONSE_TO", true))],
      ["Answered by", of("RESPONSE_TO", false).length > 0 && cells(of("RESPONSE_TO", false))],
      ["Reported by", answer.facts.length > 0 && (await this.reported(answer.facts))],
    ].filter(([, value]) => value);
    return element("section", { class: "block" },
      element("h3", {}, "What is reported"),
      element("table", { class: "facts" }, element("tbody", {}, rows.map(([key, value]) => element("tr", {}, element("th", { scope: "row" }, key), element("td", {}, value))))));
  }

  link(node, id) {
    return element("button", { type: "button", class: "link", onclick: () => this.act.choose(id) }, node ? name(node) : id);
  }

  opener(fact, text) {
    return element("button", { type: "button", class: "link faint", "aria-label": `Evidence: ${text}`, onclick: () => this.act.open(fact.id) }, text || "evidence");
  }

  connections(node, degrees) {
    if (degrees.length === 0) return element("p", { class: "quiet" }, "No fact is known of it.");
    return element("section", { class: "block" }, element("h3", {}, "Facts"),
      degrees.map((d) => this.degree(node, d)));
  }

  degree(node, d) {
    const part = { type: d.type, direction: d.direction, label: d.label };
    const list = element("ul", { class: "plain" });
    const more = element("button", { type: "button", class: "more", hidden: true }, "More");
    let offset = 0;
    const load = async () => {
      try {
        const answer = await api.neighbours(node.id, { ...query(this.act.state().filter, this.world.schema), ...part, limit: PAGE, offset });
        this.world.add(answer);
        const at = new Map(answer.nodes.map((n) => [n.id, n]));
        list.append(...answer.facts.map((f) => {
          const other = d.direction === "out" ? f.to : f.from;
          return element("li", {}, this.link(at.get(other), other), " ",
            element("button", { type: "button", class: "link faint", onclick: () => this.act.open(f.id) }, [count(f.articles, "article"), ...details(f.properties)].join(", ")));
        }));
        offset += PAGE;
        const left = answer.total - offset;
        more.hidden = left <= 0;
        more.textContent = `${count(Math.min(left, PAGE), "more fact")} of ${number(left)}`;
        if (answer.total === 0) list.append(element("li", { class: "quiet" }, "None passes the filters."));
      } catch (cause) {
        this.act.fail(cause);
      }
    };
    more.addEventListener("click", load);
    const open = element("details", { class: "degree", ontoggle: (e) => e.target.open && offset === 0 && load() },
      element("summary", {}, element("span", { class: "name" }, `${phrase(d.type, d.direction)} `, element("span", { class: "quiet" }, d.facts === 1 ? d.label.toLowerCase() : plural(d.label).toLowerCase())), element("span", { class: "n" }, number(d.facts))),
      list, more);
    const expand = element("button", { type: "button", class: "expand", title: "Show them in the graph", onclick: () => this.act.expand(node.id, part) },
      `+ ${number(Math.min(d.facts, PAGE))}`, element("span", { class: "hidden" }, `: expand ${phrase(d.type, d.direction)}, ${plural(d.label)}`));
    return element("div", { class: "connection" }, open, expand);
  }

  // reported lists the articles behind an event's facts, latest first.
  async reported(facts) {
    const answers = await Promise.all(facts.slice(0, SAID).map((f) => api.evidence(f.id, 0, 5)));
    const articles = new Map(answers.flatMap((a) => a.statements.map((s) => [s.article.id, s.article])));
    const latest = [...articles.values()].sort((a, b) => ((a.publishedAt ?? "") < (b.publishedAt ?? "") ? 1 : -1));
    return element("ul", { class: "articles" }, latest.slice(0, 10).map((a) => element("li", {},
      a.url ? outward(a.url, a.title || a.id) : element("span", {}, a.title || a.id),
      element("p", { class: "quiet" }, [a.source, date(a.publishedAt)].filter(Boolean).join(" · ")))));
  }

  async fact(id) {
    const { fact, from, to, total, body } = await evidence(id, this.act.fail);
    this.world.add({ nodes: [from, to], facts: [fact] });
    const siblings = [...this.world.facts.values()].filter((f) =>
      (f.from === fact.from && f.to === fact.to) || (f.from === fact.to && f.to === fact.from));
    const end = (n) => {
      const kind = this.world.kind(n.label);
      return element("p", { class: "end" }, swatch(kind.shape, kind.color), this.link(n, n.id));
    };
    return [
      element("p", { class: "kind" }, "Fact"),
      element("h2", { class: "hidden" }, `${name(from)} ${phrase(fact.type)} ${name(to)}`),
      element("div", { class: "triple" }, end(from), element("p", { class: "verb" }, sentence(fact)), end(to)),
      element("p", { class: "quiet" }, [count(fact.articles, "article"), `confidence ${fact.confidence.toFixed(2)}`, interval(fact.firstReported, fact.lastReported)].filter(Boolean).join(" · ")),
      siblings.length > 1 && element("nav", { class: "actions", "aria-label": "Facts between these two" }, siblings.map((f) =>
        element("button", { type: "button", "aria-pressed": String(f.id === fact.id), onclick: () => this.act.open(f.id) }, f.from === fact.from ? phrase(f.type) : phrase(f.type, "in")))),
      element("section", { class: "block" }, element("h3", {}, "Evidence ", element("span", { class: "quiet" }, count(total, "statement"))), body),
    ];
  }
}

const spaced = (key) => key.replace(/([A-Z])/g, (c) => ` ${c.toLowerCase()}`).replace(" id", " id");

function show(value) {
  if (Array.isArray(value)) return value.join(", ");
  if (value && typeof value === "object") return JSON.stringify(value);
  return value === true ? "yes" : String(value);
}
