// What does one source report that no other does?
// returns: fact, from, to, sentence, article
:param source => "Orient Wire"

MATCH (article:Article {source: $source})-[:STATES]->(claim:Claim)
WHERE NOT EXISTS {
  MATCH (other:Article)-[:STATES]->(:Claim {fact: claim.fact})
  WHERE other.source IS NULL OR other.source <> $source
}
MATCH (article)-[:MENTIONS]->(from:Entity)-[fact {fact: claim.fact}]->(to:Entity)
RETURN type(fact) AS fact, from.name AS from, to.name AS to,
       claim.quote AS sentence, coalesce(article.title, article.id) AS article
ORDER BY article, claim.start, fact, from, to
