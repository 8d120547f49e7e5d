// Which people, organizations and countries take part in the same events, and in
// what kinds of events? Each pair once, the closest first.

MATCH (first:Entity)-[:PARTICIPATED_IN]->(event:Event)<-[:PARTICIPATED_IN]-(second:Entity)
WHERE first.id < second.id
WITH first, second, event ORDER BY event.eventType
RETURN first.name AS first, second.name AS second,
       count(DISTINCT event) AS events, collect(DISTINCT event.eventType) AS kinds
ORDER BY events DESC, first, second
LIMIT 50

// first          | second       | events | kinds
// Samir Jaber    | Tareq Majali | 8      | agreement; call; meeting; protest; request
// Hadi al-Rubaie | Samir Jaber  | 7      | call; meeting; protest; request
// Hadi al-Rubaie | Tareq Majali | 7      | call; meeting; protest; request
// Jordan         | Syria        | 6      | agreement; aid; attack; other
// Belarus        | Lithuania    | 5      | accusation; agreement; sanction; trial
// Japan          | Philippines  | 4      | mobilization; sanction; threat
// China          | Japan        | 3      | sanction; threat
// China          | Philippines  | 3      | sanction; threat
// … and 42 more
