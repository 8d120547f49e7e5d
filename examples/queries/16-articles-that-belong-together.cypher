// Which articles are about the same things? Countries alone do not count: half of
// all articles name the United States.
// returns: first, second, shared, names

MATCH (first:Article)-[:MENTIONS]->(entity:Entity)<-[:MENTIONS]-(second:Article)
WHERE first.id < second.id AND NOT entity:Country
WITH first, second, collect(entity.name) AS names
WHERE size(names) > 1
RETURN coalesce(first.title, first.id) AS first, coalesce(second.title, second.id) AS second,
       size(names) AS shared, names[..8] AS names
ORDER BY shared DESC, first, second
