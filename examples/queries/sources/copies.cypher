// Which articles are copies of another, and how much would they have doubled? An
// article and its copies count once in every number of articles.

MATCH (copy:Article)-[:DUPLICATE_OF]->(first:Article)
WITH copy, first ORDER BY copy.publishedAt, copy.id
RETURN coalesce(first.title, first.id) AS first, first.source AS source, first.publishedAt AS published,
       collect(coalesce(copy.source, copy.id) + ", " + copy.publishedAt) AS copies,
       COUNT { (first)-[:STATES]->(:Claim) } AS claims
ORDER BY size(copies) DESC, published, first

// first                                    | source      | published  | copies                      | claims
// Jordan and Syria sign border accord in … | Orient Wire | 2026-03-16 | Red Sea Courier, 2026-03-17 | 38
