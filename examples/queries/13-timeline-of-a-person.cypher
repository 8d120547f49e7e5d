// What did a person do, and what was done to them, in order? Events without a
// known day stand at the day of the first report, in the column beside.
// returns: date, reported, role, kind, status, event, places
:param person => "Tareq Majali"

MATCH (person:Person)-[took:PARTICIPATED_IN]->(event:Event)
WHERE $person IN person.aliases
OPTIONAL MATCH (event)-[:OCCURRED_IN]->(place:Entity)
RETURN event.date AS date, event.firstReported AS reported, took.role AS role, event.eventType AS kind,
       event.status AS status, event.name AS event, collect(place.name) AS places
ORDER BY coalesce(date, reported), event
