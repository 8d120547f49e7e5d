// Where do articles state one fact in different ways: another status, role or
// kind? What most of them say is on the relationship; each version is on a claim.

MATCH (from:Entity)-[fact]->(to:Entity)
WHERE fact.articles > 1
MATCH (article:Article)-[:STATES]->(claim:Claim {fact: fact.fact})
WITH from, fact, to, claim, article ORDER BY article.publishedAt, article.id
WITH from, fact, to, coalesce(claim.status, claim.role, claim.kind) AS version,
     min(article.publishedAt) AS first, collect(DISTINCT coalesce(article.source, article.id)) AS articles
ORDER BY first, version
WITH from, fact, to, collect({says: version, first: first, articles: articles}) AS versions
WHERE size(versions) > 1
UNWIND versions AS version
RETURN from.name AS from, type(fact) AS fact, to.name AS to, version.says AS says, version.first AS first,
       version.articles AS articles
ORDER BY from, to, first

// from           | fact         | to                         | says     | first      | articles
// Grace Namukolo | HOLDS_OFFICE | president of Zambia        | incoming | 2026-03-08 | 06-namukolo-wins
// Grace Namukolo | HOLDS_OFFICE | president of Zambia        | current  | 2026-03-14 | 11-rabat-final; Southern Cross Agency
// Isaac Tembo    | HOLDS_OFFICE | foreign minister of Zambia | current  | 2026-03-08 | 06-namukolo-wins
// Isaac Tembo    | HOLDS_OFFICE | foreign minister of Zambia | incoming | 2026-03-17 | Southern Cross Agency
// Temwani Banda  | HOLDS_OFFICE | finance minister of Zambia | former   | 2026-03-08 | 06-namukolo-wins
// Temwani Banda  | HOLDS_OFFICE | finance minister of Zambia | current  | 2026-03-17 | Southern Cross Agency
