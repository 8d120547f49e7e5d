// Which facts rest on a single article? The least certain readings first: this is
// the list to check before anyone relies on it.
// returns: fact, from, to, confidence, rule, sentence, article

MATCH (from:Entity)-[fact {articles: 1}]->(to:Entity)
MATCH (article:Article)-[:STATES]->(claim:Claim {fact: fact.fact})
RETURN type(fact) AS fact, from.name AS from, to.name AS to, fact.confidence AS confidence,
       claim.rule AS rule, claim.quote AS sentence, coalesce(article.title, article.id) AS article
ORDER BY confidence, fact, from, to
LIMIT 100
