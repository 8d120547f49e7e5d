-- The tables of a store, version 1. What articles say is in article, mention and
-- claim; entity and fact are derived from these for the whole world, in the same
-- transaction. Dates are ISO 8601 prefixes (2024, 2024-10, 2024-10-11). Columns
-- called properties hold a JSON object of the own properties that the graph's
-- schema declares: json_extract(properties, '$.status').

CREATE TABLE meta (
  version INTEGER NOT NULL -- of these tables; the only row
) STRICT;
INSERT INTO meta VALUES (0);

CREATE TABLE article (
  id                TEXT PRIMARY KEY, -- canonical URL, else the given id, else a hash
  input_id          TEXT, -- the id that the input gave, or the file's base name
  url               TEXT, -- as given
  title             TEXT,
  source            TEXT,
  published_at      TEXT, -- date
  content_hash      TEXT NOT NULL,
  extractor_version TEXT NOT NULL
) STRICT;

CREATE TABLE entity (
  number         INTEGER PRIMARY KEY, -- of this file only; the rowid in entity_fts
  id             TEXT NOT NULL UNIQUE, -- key, computed from content
  label          TEXT NOT NULL, -- Person, Office, Organization, Country, Place, Event
  name           TEXT NOT NULL, -- the longest that any article gives
  aliases        TEXT NOT NULL, -- JSON array of all forms, sorted
  articles       INTEGER NOT NULL, -- how many articles mention it
  first_reported TEXT, -- least date of these articles
  last_reported  TEXT, -- greatest date of these articles
  properties     TEXT NOT NULL
) STRICT;
CREATE INDEX entity_label ON entity (label, id);

-- The names and aliases of entities, folded (lower case, no accents, no
-- punctuation), one a line: SELECT name FROM entity JOIN entity_fts
-- ON entity_fts.rowid = number WHERE entity_fts MATCH 'erdogan'.
CREATE VIRTUAL TABLE entity_fts USING fts5 (
  forms, tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* P* S* Cn Co'"
);

-- What one article says of one entity. Offsets are UTF-8 bytes in its text.
CREATE TABLE mention (
  article    TEXT NOT NULL REFERENCES article ON DELETE CASCADE,
  entity     TEXT NOT NULL REFERENCES entity (id) DEFERRABLE INITIALLY DEFERRED,
  label      TEXT NOT NULL, -- of the entity
  name       TEXT NOT NULL, -- the fullest that this article gives
  starts     TEXT NOT NULL, -- JSON array of the first bytes of the mentions
  ends       TEXT NOT NULL, -- JSON array of the bytes after the mentions
  forms      TEXT NOT NULL, -- JSON array of the distinct strings, sorted
  confidence REAL NOT NULL, -- 0 to 1, the highest of the mentions
  properties TEXT NOT NULL, -- of the entity as this article states them
  PRIMARY KEY (article, entity)
) STRICT;
CREATE INDEX mention_entity ON mention (entity);

-- A relationship between two entities, whatever the number of articles.
CREATE TABLE fact (
  id             TEXT PRIMARY KEY, -- of type and both ends
  type           TEXT NOT NULL, -- HOLDS_OFFICE, OFFICE_OF, ...
  from_id        TEXT NOT NULL REFERENCES entity (id) DEFERRABLE INITIALLY DEFERRED,
  to_id          TEXT NOT NULL REFERENCES entity (id) DEFERRABLE INITIALLY DEFERRED,
  articles       INTEGER NOT NULL, -- how many articles state it
  confidence     REAL NOT NULL, -- 0 to 1, the highest of its claims
  first_reported TEXT, -- least date of these articles
  last_reported  TEXT, -- greatest date of these articles
  properties     TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX fact_ends ON fact (type, from_id, to_id);
CREATE INDEX fact_from ON fact (from_id);
CREATE INDEX fact_to ON fact (to_id);

-- What one article says of one fact: the sentence behind it.
CREATE TABLE claim (
  id            TEXT PRIMARY KEY, -- of fact and article
  article       TEXT NOT NULL REFERENCES article ON DELETE CASCADE,
  fact          TEXT NOT NULL REFERENCES fact (id) DEFERRABLE INITIALLY DEFERRED,
  type          TEXT NOT NULL, -- of the fact, as from_id and to_id
  from_id       TEXT NOT NULL,
  to_id         TEXT NOT NULL,
  quote         TEXT NOT NULL, -- the sentence
  start_byte    INTEGER NOT NULL, -- of the quote in the article's text
  end_byte      INTEGER NOT NULL, -- the byte after it
  confidence    REAL NOT NULL, -- 0 to 1
  rule          TEXT NOT NULL, -- what found it
  attributed_to TEXT, -- who says so, when the sentence reports speech
  properties    TEXT NOT NULL -- of the fact as this article states them
) STRICT;
CREATE INDEX claim_article ON claim (article, id);
CREATE INDEX claim_fact ON claim (fact, article);

-- Bookkeeping: an article that comes with the same digest is skipped. Version 2
-- adds origin, which tells that before the article is read closely.
CREATE TABLE journal (
  article TEXT PRIMARY KEY REFERENCES article ON DELETE CASCADE,
  digest  TEXT NOT NULL -- of all that was put for it
) STRICT;
