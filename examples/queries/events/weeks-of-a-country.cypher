// What did a country live through, week by week? Events there or with it, by kind,
// each week from its Monday. Only events whose day is known.
:param country => "Jordan";

CALL db.index.fulltext.queryNodes("entityNames", 'aliases:"' + $country + '"') YIELD node AS country
WHERE country:Country AND $country IN country.aliases
MATCH (country)<-[:LOCATED_IN*0..3]-(place:Entity)-[:OCCURRED_IN|PARTICIPATED_IN]-(event:Event {datePrecision: "day"})
WITH DISTINCT event
WITH date.truncate("week", date(event.date)) AS week, event.eventType AS kind, count(*) AS number
ORDER BY number DESC, kind
RETURN toString(week) AS week, sum(number) AS events, collect(number + " " + kind) AS kinds
ORDER BY week

// week       | events | kinds
// 2026-03-02 | 7      | 3 attack; 2 visit; 1 agreement; 1 other
// 2026-03-09 | 1      | 1 accusation
// 2026-03-16 | 1      | 1 agreement
