// Which people, offices and organizations appear for the first time on this day
// or later? Names that nobody had heard of before, the most reported first.
:param since => "2026-03-16";

MATCH (article:Article)-[:MENTIONS]->(entity:Person|Office|Organization)
WHERE article.publishedAt >= $since AND entity.firstReported >= $since
RETURN DISTINCT entity.firstReported AS first, entity.name AS name,
       [label IN labels(entity) WHERE label <> "Entity"][0] AS label, entity.articles AS articles
ORDER BY articles DESC, first DESC, name, label
LIMIT 50

// first      | name                                     | label        | articles
// 2026-03-17 | Charles Mwila                            | Person       | 1
// 2026-03-17 | Olivier Marchetti                        | Person       | 1
// 2026-03-17 | Ruth Mumba                               | Person       | 1
// 2026-03-17 | South African President                  | Office       | 1
// 2026-03-17 | State House                              | Organization | 1
// 2026-03-17 | commander                                | Office       | 1
// 2026-03-17 | head of mission of International Moneta… | Office       | 1
// 2026-03-17 | inspector general of police              | Office       | 1
// … and 8 more
