// Which people, organizations and countries take part in the same events, and in
// what kinds of events? Each pair once, the closest first.
// returns: first, second, events, kinds

MATCH (first:Entity)-[:PARTICIPATED_IN]->(event:Event)<-[:PARTICIPATED_IN]-(second:Entity)
WHERE first.id < second.id
RETURN first.name AS first, second.name AS second,
       count(DISTINCT event) AS events, collect(DISTINCT event.eventType) AS kinds
ORDER BY events DESC, first, second
LIMIT 50
