// Which people, organizations and countries take part in the same events, and in
// what kinds of events? Each pair once, the closest first.

MATCH (first:Entity)-[:PARTICIPATED_IN]->(event:Event)<-[:PARTICIPATED_IN]-(second:Entity)
WHERE first.id < second.id
WITH first, second, event ORDER BY event.eventType
RETURN first.name AS first, second.name AS second,
       count(DISTINCT event) AS events, collect(DISTINCT event.eventType) AS kinds
ORDER BY events DESC, first, second
LIMIT 50

// first          | second           | events | kinds
// Jordan         | Syria            | 7      | agreement; aid; attack; other
// Hadi al-Rubaie | Samir Jaber      | 5      | call; meeting; request
// Hadi al-Rubaie | Tareq Majali     | 5      | call; meeting; request
// Samir Jaber    | Tareq Majali     | 5      | call; meeting; request
// Belarus        | Lithuania        | 4      | agreement; sanction; trial
// Belarus        | Jurgita Vaitkute | 3      | sanction; trial
// Japan          | Philippines      | 3      | mobilization; sanction; threat
// Lithuania      | Jurgita Vaitkute | 3      | sanction; trial
// … and 42 more
