// What the page has fetched so far.

import * as api from "./api.js";
import { passesFact, passesNode, query } from "./filter.js";

// PAGE is how many neighbours a node is expanded by at a time.
export const PAGE = 25;

// World keeps nodes and facts by id, so that nothing is fetched twice.
export class World {
  constructor(schema) {
    this.schema = schema;
    this.nodes = new Map();
    this.facts = new Map();
    this.joined = ""; // the ids whose facts are known
    this.offsets = new Map(); // of pages of neighbours
    this.sourced = { key: "", facts: null };
  }

  add({ node, nodes = [], facts = [] }) {
    if (node) this.nodes.set(node.id, node);
    for (const n of nodes) this.nodes.set(n.id, n);
    for (const f of facts) this.facts.set(f.id, f);
  }

  // join fetches the nodes of these ids, where they are not known, and the facts
  // among them, and returns the ids that the graph has.
  async join(ids, signal) {
    const key = ids.join("\n");
    if (key === this.joined || ids.length === 0) return ids.filter((id) => this.nodes.has(id));
    const answer = await api.between(ids, {}, signal);
    this.add(answer);
    await this.complete(ids);
    this.joined = key;
    return ids.filter((id) => this.nodes.has(id));
  }

  // complete fetches one by one what is still not known.
  async complete(ids) {
    const missing = ids.filter((id) => !this.nodes.has(id));
    const fetch = async () => {
      for (let id = missing.pop(); id; id = missing.pop()) {
        try {
          this.add(await api.node(id));
        } catch (cause) {
          if (cause.status !== 404) throw cause;
        }
      }
    };
    await Promise.all(Array.from({ length: 6 }, fetch));
  }

  // source asks which facts among these ids come from the filter's sources.
  async source(ids, filter, signal) {
    const key = JSON.stringify([ids, filter.sources]);
    if (filter.sources.length === 0) this.sourced = { key: "", facts: null };
    else if (key !== this.sourced.key) {
      const { facts } = await api.between(ids, { source: filter.sources }, signal);
      this.sourced = { key, facts: new Set(facts.map((f) => f.id)) };
    }
  }

  // visible returns what of these ids passes the filter: the facts, the nodes
  // that pass themselves, without those that the filter leaves without a fact,
  // and how many nodes it keeps out. Nodes to keep stay in any case.
  visible(ids, filter, keep) {
    const shown = new Set(ids);
    const nodes = ids.map((id) => this.nodes.get(id)).filter(Boolean);
    const open = new Set(nodes.filter((n) => keep.has(n.id) || passesNode(filter, n)).map((n) => n.id));
    const before = new Set();
    const after = new Set();
    const facts = [];
    for (const f of this.facts.values()) {
      if (!shown.has(f.from) || !shown.has(f.to)) continue;
      before.add(f.from).add(f.to);
      if (!open.has(f.from) || !open.has(f.to) || !passesFact(filter, f)) continue;
      if (this.sourced.facts && !this.sourced.facts.has(f.id)) continue;
      facts.push(f);
      after.add(f.from).add(f.to);
    }
    const stay = nodes.filter((n) => open.has(n.id) && (keep.has(n.id) || after.has(n.id) || !before.has(n.id)));
    return { nodes: stay, facts, kept: nodes.length - stay.length };
  }

  // neighbours fetches the next page of a node's neighbours in which there is one
  // that is not shown. It returns the ids and how many facts are left.
  async neighbours(id, part, filter, shown) {
    const known = new Set(shown);
    const parameters = { ...query(filter, this.schema), ...part, limit: PAGE };
    const key = JSON.stringify([id, parameters]);
    for (let offset = this.offsets.get(key) ?? 0; ; offset += PAGE) {
      const answer = await api.neighbours(id, { ...parameters, offset });
      this.add(answer);
      const left = Math.max(0, answer.total - offset - PAGE);
      const fresh = answer.nodes.map((n) => n.id).filter((n) => !known.has(n));
      if (fresh.length > 0 || left === 0) {
        this.offsets.set(key, left === 0 ? 0 : offset + PAGE);
        return { ids: fresh, left, total: answer.total };
      }
    }
  }

  kind(label) {
    return this.schema.nodes.find((n) => n.label === label) ?? { label, color: "#888888", shape: "circle" };
  }
}
