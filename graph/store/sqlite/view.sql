-- What version 4 adds: indexes for looking at parts of the graph.

-- The facts at an entity by type, those first that most articles state.
CREATE INDEX fact_out ON fact (from_id, type, articles DESC, confidence DESC, id, to_id);
CREATE INDEX fact_in ON fact (to_id, type, articles DESC, confidence DESC, id, from_id);
DROP INDEX fact_from;
DROP INDEX fact_to;

-- Entities, those first that most articles mention.
CREATE INDEX entity_rank ON entity (articles DESC, id, label, canonical_id);

CREATE INDEX article_published ON article (published_at DESC, id);
CREATE INDEX article_source ON article (source, published_at DESC, id);
