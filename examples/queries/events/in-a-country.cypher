// What happened, or is to happen, in this country and the places within it,
// between two days? Events without a known day come last. A month or a year
// counts from its first day.
:param country => "Syria";
:param from => "2026-03-01";
:param until => "2026-03-31";

CALL db.index.fulltext.queryNodes("entityNames", 'aliases:"' + $country + '"') YIELD node AS country
WHERE country:Country AND $country IN country.aliases
MATCH (country)<-[:LOCATED_IN*0..3]-(place:Entity)<-[:OCCURRED_IN]-(event:Event)
WHERE event.date IS NULL OR left($from, size(event.date)) <= event.date <= $until
WITH event, place ORDER BY place.name
RETURN event.date AS date, event.name AS event, event.eventType AS kind, event.status AS status,
       collect(DISTINCT place.name) AS places
ORDER BY date, event, status

// date       | event                           | kind         | status   | places
// 2026-03-03 | Jordanian army: moved, Syria    | mobilization | happened | Syria
// 2026-03-03 | attack → Jordan                 | attack       | happened | Aqaba; Sons of the Steppe
// 2026-03-05 | buried, Aqaba                   | meeting      | happened | Aqaba
//            | Jordan: bombs → Salim al-Furati | attack       | happened | Sons of the Steppe
