// Which facts did the articles report for the first time after one day and up to
// another, and in which sentence?
// returns: reported, fact, from, to, sentence
:param after => "2026-03-09"
:param until => "2026-03-13"

MATCH (from:Entity)-[fact]->(to:Entity)
WHERE $after < fact.firstReported <= $until
MATCH (article:Article {publishedAt: fact.firstReported})-[:STATES]->(claim:Claim {fact: fact.fact})
RETURN fact.firstReported AS reported, type(fact) AS fact, from.name AS from, to.name AS to,
       min(claim.quote) AS sentence
ORDER BY reported, fact, from, to
