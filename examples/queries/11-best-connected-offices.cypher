// Which offices are at the center of events? Events in which a holder takes part,
// and the others whom a holder meets there.
// returns: office, holders, events, counterparts

MATCH (person:Person)-[:HOLDS_OFFICE]->(office:Office)
MATCH (person)-[:PARTICIPATED_IN]->(event:Event)
OPTIONAL MATCH (event)<-[:PARTICIPATED_IN]-(other:Entity)
WHERE other <> person
RETURN office.name AS office, collect(DISTINCT person.name) AS holders,
       count(DISTINCT event) AS events, count(DISTINCT other) AS counterparts
ORDER BY counterparts DESC, events DESC, office
LIMIT 25
