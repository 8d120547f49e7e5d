// What happened, or is to happen, in this country and the places within it,
// between two days? Events without a known day come last. A month or a year
// counts from its first day.
// returns: date, event, kind, status, place, participants
:param country => "Syria"
:param from => "2026-03-01"
:param until => "2026-03-31"

MATCH (country:Country)<-[:LOCATED_IN*0..3]-(place:Entity)<-[:OCCURRED_IN]-(event:Event)
WHERE $country IN country.aliases
  AND (event.date IS NULL OR left($from, size(event.date)) <= event.date <= $until)
OPTIONAL MATCH (participant:Entity)-[:PARTICIPATED_IN]->(event)
RETURN event.date AS date, event.name AS event, event.eventType AS kind, event.status AS status,
       place.name AS place, collect(DISTINCT participant.name) AS participants
ORDER BY date, event
