// What led to what? Every chain of responses from the event that began it to the
// last answer.
// returns: steps, chain, statuses, dates

MATCH path = (last:Event)-[:RESPONSE_TO*1..6]->(first:Event)
WHERE NOT EXISTS { (first)-[:RESPONSE_TO]->() } AND NOT EXISTS { ()-[:RESPONSE_TO]->(last) }
WITH length(path) AS steps, reverse(nodes(path)) AS events
RETURN steps, [e IN events | e.name] AS chain, [e IN events | e.status] AS statuses, [e IN events | e.date] AS dates
ORDER BY steps DESC, chain
