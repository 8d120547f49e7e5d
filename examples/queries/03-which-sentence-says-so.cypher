// What do the articles state about a person, and in which sentences? Each fact with
// every sentence, who is quoted for it, and how sure the reading is.
// returns: fact, from, to, sentence, attributedTo, article, published, confidence
:param person => "Rania Haddadin"

MATCH (person:Person)-[fact]-(:Entity)
WHERE $person IN person.aliases
MATCH (article:Article)-[:STATES]->(claim:Claim {fact: fact.fact})
RETURN type(fact) AS fact, startNode(fact).name AS from, endNode(fact).name AS to, claim.quote AS sentence,
       claim.attributedTo AS attributedTo, coalesce(article.title, article.id) AS article,
       article.publishedAt AS published, claim.confidence AS confidence
ORDER BY fact, to, published
