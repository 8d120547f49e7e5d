// How the graph's names read in a sentence.

const phrases = {
  HOLDS_OFFICE: ["holds the office", "held by"],
  OFFICE_OF: ["office of", "has the office"],
  MEMBER_OF: ["member of", "has as member"],
  WORKS_FOR: ["works for", "employs"],
  CITIZEN_OF: ["citizen of", "has as citizen"],
  RELATIVE_OF: ["relative of", "relative of"],
  PART_OF: ["part of", "consists of"],
  BASED_IN: ["based in", "seat of"],
  LOCATED_IN: ["located in", "contains"],
  PARTICIPATED_IN: ["took part in", "participants"],
  OCCURRED_IN: ["occurred in", "scene of"],
  RESPONSE_TO: ["response to", "answered by"],
};

const plurals = { Person: "People", Country: "Countries" };

// phrase puts a relationship type into words, as read from its "out" or "in" end.
export function phrase(type, direction = "out") {
  const known = phrases[type];
  if (known) return known[direction === "in" ? 1 : 0];
  const words = type.toLowerCase().replaceAll("_", " ");
  return direction === "in" ? `${words} (from)` : words;
}

// plural is the label of several nodes.
export function plural(label) {
  return plurals[label] ?? `${label}s`;
}

const decimal = new Intl.NumberFormat("en");

// number writes 12345 as 12,345.
export function number(n) {
  return decimal.format(n);
}

// count writes a number and its noun: 1 article, 2 articles.
export function count(n, noun, nouns = `${noun}s`) {
  return `${number(n)} ${n === 1 ? noun : nouns}`;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// date writes an ISO 8601 prefix as 8 Mar 2026, Mar 2026 or 2026.
export function date(iso) {
  if (!iso) return "";
  const [year, month, day] = iso.slice(0, 10).split("-");
  if (!month) return year;
  const name = months[Number(month) - 1] ?? month;
  return day ? `${Number(day)} ${name} ${year}` : `${name} ${year}`;
}

// interval writes both ends of a time, once if they are equal.
export function interval(from, to) {
  if (!from && !to) return "";
  if (!to || from === to) return date(from || to);
  if (!from) return `until ${date(to)}`;
  return `${date(from)} – ${date(to)}`;
}

// name is what a node is called, never empty.
export function name(node) {
  return node.name || node.id;
}

// shorten cuts a text to about this many characters at a word's end.
export function shorten(text, most) {
  if (text.length <= most) return text;
  const cut = text.slice(0, most);
  const space = cut.lastIndexOf(" ");
  return `${space > most / 2 ? cut.slice(0, space) : cut}…`;
}
