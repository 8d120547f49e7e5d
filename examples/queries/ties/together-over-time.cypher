// With whom does one appear in events, and when? One row for each counterpart,
// with the days of their common events.
:param name => "Eleanor Whitcomb";

CALL db.index.fulltext.queryNodes("entityNames", 'aliases:"' + $name + '"') YIELD node AS one
WHERE $name IN one.aliases
MATCH (one)-[:PARTICIPATED_IN]->(event:Event)<-[:PARTICIPATED_IN]-(other:Entity)
WITH other, event, coalesce(event.date, event.firstReported) AS day ORDER BY day, event.eventType, event.status
WITH other, collect(day + " " + event.eventType + " " + event.status) AS events
RETURN other.name AS other, size(events) AS number, events
ORDER BY number DESC, other

// other          | number | events
// Jordan         | 2      | 2026-03-08 agreement planned; 2026-03-08 request happened
// Rania Haddadin | 2      | 2026-03-04 call happened; 2026-03-08 meeting happened
// Tareq Majali   | 2      | 2026-03-04 meeting planned; 2026-03-08 meeting happened
// Iraq           | 1      | 2026-03-08 agreement planned
// Nadia Fahmy    | 1      | 2026-03-09 meeting planned
// United States  | 1      | 2026-03-08 request happened
