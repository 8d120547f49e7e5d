// What is planned or possible, seen from this day? Events without a known day
// come last, the latest report first.
// returns: date, event, kind, status, participants, reported
:param today => "2026-03-05"

MATCH (event:Event)
WHERE event.status IN ["planned", "possible"] AND (event.date IS NULL OR event.date >= left($today, size(event.date)))
OPTIONAL MATCH (participant:Entity)-[:PARTICIPATED_IN]->(event)
RETURN event.date AS date, event.name AS event, event.eventType AS kind, event.status AS status,
       collect(participant.name) AS participants, event.lastReported AS reported
ORDER BY date, reported DESC, event
