-- What version 3 adds: copies of articles, and judgements.

-- Articles that are nearly the same text, and the one of them that was published
-- first. An article that is the original of others, or has no copies, is not here.
CREATE TABLE duplicate (
  article  TEXT PRIMARY KEY REFERENCES article ON DELETE CASCADE,
  original TEXT NOT NULL REFERENCES article DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX duplicate_original ON duplicate (original);

-- 1: an article of which this one is a copy says so too, so it does not count.
ALTER TABLE mention ADD COLUMN copy INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claim ADD COLUMN copy INTEGER NOT NULL DEFAULT 0;

-- Bookkeeping: what tells the copies of an article, and keys of which two copies
-- have one in common.
CREATE TABLE likeness (
  number   INTEGER PRIMARY KEY, -- of this file only
  article  TEXT NOT NULL UNIQUE REFERENCES article ON DELETE CASCADE,
  likeness TEXT NOT NULL -- sketch of the text and hashes of names, base64
) STRICT;
CREATE TABLE band (
  key    INTEGER NOT NULL,
  number INTEGER NOT NULL, -- of the likeness
  PRIMARY KEY (key, number)
) STRICT, WITHOUT ROWID;

-- Of entities that are judged to be one, on each of them: the id of the one that
-- stands for all.
ALTER TABLE entity ADD COLUMN canonical_id TEXT;
CREATE INDEX entity_canonical ON entity (canonical_id) WHERE canonical_id IS NOT NULL;

-- What analysts have decided about what articles say: JSON of all fields.
CREATE TABLE judgement (
  number    INTEGER PRIMARY KEY, -- their order
  judgement TEXT NOT NULL
) STRICT;
ALTER TABLE meta ADD COLUMN judged INTEGER NOT NULL DEFAULT 0; -- how often the judgements were set

-- Bookkeeping: the graph of an article as extracted, where judgements have made
-- another of it.
ALTER TABLE journal ADD COLUMN extracted TEXT;
