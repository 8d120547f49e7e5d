// A filter says which nodes and facts are shown and fetched.

// none lets everything pass.
export const none = Object.freeze({
  labelsOff: [],
  typesOff: [],
  eventTypes: [], // all if empty, as are the next two
  eventStatuses: [],
  sources: [],
  confidence: 0,
  articles: 1,
  since: "",
  until: "",
});

// active counts the parts of a filter that keep something out.
export function active(f) {
  return (
    [f.labelsOff, f.typesOff, f.eventTypes, f.eventStatuses, f.sources].filter((list) => list.length > 0).length +
    (f.confidence > 0) +
    (f.articles > 1) +
    Boolean(f.since || f.until)
  );
}

// query writes the filter as the API's parameters.
export function query(f, schema) {
  const on = (all, off) => (off.length === 0 ? [] : all.filter((x) => !off.includes(x)));
  return {
    label: on(schema.nodes.map((n) => n.label), f.labelsOff),
    type: on(schema.relationships.map((r) => r.type), f.typesOff),
    eventType: f.eventTypes,
    eventStatus: f.eventStatuses,
    source: f.sources,
    minConfidence: f.confidence || undefined,
    minArticles: f.articles > 1 ? f.articles : undefined,
    since: f.since,
    until: f.until,
  };
}

// passesNode reports whether a node passes by itself.
export function passesNode(f, node) {
  if (f.labelsOff.includes(node.label)) return false;
  if (node.label !== "Event") return true;
  const own = node.properties ?? {};
  if (f.eventTypes.length > 0 && !f.eventTypes.includes(own.eventType)) return false;
  return f.eventStatuses.length === 0 || f.eventStatuses.includes(own.status);
}

// passesFact reports whether a fact passes by itself; its source only the server
// can tell.
export function passesFact(f, fact) {
  if (f.typesOff.includes(fact.type)) return false;
  if (fact.confidence < f.confidence || fact.articles < f.articles) return false;
  return overlaps(f, fact.firstReported, fact.lastReported);
}

function overlaps(f, first, last) {
  if (!f.since && !f.until) return true;
  if (!first && !last) return false;
  if (f.since && (last || first) < f.since) return false;
  return !f.until || (first || last).slice(0, f.until.length) <= f.until;
}
