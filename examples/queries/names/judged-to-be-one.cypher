// Which nodes are one by judgement, and what does each of them bring? Nodes that a
// judgement calls one keep their keys and facts, and share a canonicalId.
:param name => "Aqaba";

CALL db.index.fulltext.queryNodes("entityNames", 'aliases:"' + $name + '"') YIELD node AS named
WHERE $name IN named.aliases
WITH DISTINCT coalesce(named.canonicalId, named.id) AS canonicalId
MATCH (whole:Entity {id: canonicalId})<-[:SAME_AS*0..1]-(part:Entity)
OPTIONAL MATCH (part)-[fact]-(:Entity)
WHERE fact.fact IS NOT NULL
RETURN canonicalId, part.id AS id, part.name AS name, part.articles AS articles, count(fact) AS facts
ORDER BY canonicalId, id

// canonicalId    | id             | name  | articles | facts
// place:aqaba    | place:aqaba    | Aqaba | 3        | 5
// place:aqaba    | place:aqaba|jo | Aqaba | 1        | 3
// place:aqaba|sy | place:aqaba|sy | Aqaba | 1        | 3
