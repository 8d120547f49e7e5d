// The sentences behind a fact.

import * as api from "./api.js";
import { element, outward } from "./element.js";
import { count, date, interval, phrase } from "./words.js";

const PAGE = 20;

// evidence fills a list with what articles say of a fact, and goes on by pages.
export async function evidence(fact, fail) {
  const first = await api.evidence(fact, 0, PAGE);
  const list = element("ol", { class: "evidence" }, first.statements.map((s) => statement(s, first)));
  const more = element("button", { type: "button", class: "more" });
  const rest = () => {
    const left = first.total - list.children.length;
    more.textContent = `${count(Math.min(left, PAGE), "more article")} of ${left}`;
    more.hidden = left <= 0;
  };
  more.addEventListener("click", async () => {
    try {
      const next = await api.evidence(fact, list.children.length, PAGE);
      const items = next.statements.map((s) => statement(s, first));
      list.append(...items);
      items[0]?.setAttribute("tabindex", "-1");
      items[0]?.focus();
      if (items.length === 0) more.hidden = true;
      else rest();
    } catch (cause) {
      fail(cause);
    }
  });
  rest();
  return { ...first, body: [list, more] };
}

function statement(s, { from, to }) {
  const marked = s.quote.map((piece) =>
    piece.node
      ? element("mark", { class: piece.node === from.id ? "from" : piece.node === to.id ? "to" : null }, piece.text)
      : piece.text);
  const article = s.article;
  const said = [
    article.source,
    date(article.publishedAt),
    `confidence ${s.confidence.toFixed(2)}`,
    s.attributedTo && `according to ${s.attributedTo}`,
    s.copy && "a copy of another article",
    ...details(s.properties),
  ].filter(Boolean);
  return element("li", {},
    element("blockquote", {}, marked),
    element("p", { class: "origin" }, article.url ? outward(article.url, article.title || article.url) : element("span", {}, article.title || article.id)),
    element("p", { class: "quiet" }, said.join(" · ")));
}

// details are the own properties of a fact in words.
export function details(properties = {}) {
  const { since, until, ...rest } = properties;
  return [...Object.values(rest).map(String), (since || until) && interval(since, until)].filter(Boolean);
}

// sentence is a fact in words: phrase and what it adds.
export function sentence(fact) {
  return [phrase(fact.type), ...details(fact.properties)].join(", ");
}
