// What led to what? Every chain of responses from the event that began it to the
// last answer.

MATCH path = (last:Event)-[:RESPONSE_TO*1..6]->(first:Event)
WHERE NOT EXISTS { (first)-[:RESPONSE_TO]->() } AND NOT EXISTS { ()-[:RESPONSE_TO]->(last) }
WITH length(path) AS steps, reverse(nodes(path)) AS events
RETURN steps, [e IN events | e.date] AS dates, [e IN events | e.status] AS statuses, [e IN events | e.name] AS chain
ORDER BY steps DESC, chain, dates

// steps | dates                               | statuses                              | chain
// 3     | 2026-03-12; 2026-03-14; 2026-03-15; | happened; happened; ongoing; happened | Dhaka Metropolitan Police: accused → Shirin Akhter Mim, Padma Apparel; Dhaka Metropolitan Police: a…
// 2     | ; 2026-03-16;                       | ongoing; happened; planned            | Jordan, Syria: hostilities, Aqaba; Jordan, Syria: signed, Baghdad; Syria, Jordan: close, Sons of th…
// 2     | ; 2026-03-16;                       | ongoing; happened; planned            | Jordan, Syria: hostilities, Aqaba; Jordan, Syria: signed, Baghdad; Syria, Jordan: close, Sons of th…
// 2     | ; 2026-03-16;                       | ongoing; happened; planned            | Jordan, Syria: hostilities, Aqaba; Jordan, Syria: signed, Baghdad; Syria, Jordan: close, Sons of th…
// 2     | ; 2026-03-16;                       | ongoing; happened; planned            | Jordan, Syria: hostilities, Aqaba; Jordan, Syria: signed, Baghdad; Syria, Jordan: close, Sons of th…
// 2     | ; ;                                 | happened; happened; happened          | Syria: attack; Harlan Brisco: called on → White House; Lucia Ferrante: rejected
// 2     | 2026-03-03; ;                       | happened; happened; happened          | attack → Jordan; Jordan: bombs → Salim al-Furati; killed → Salim al-Furati
// 1     | 2026-03-12; 2021                    | happened; happened                    | Alvaro Montt: resigned; Catalina Bascunan: appointed → Daniela Quispe
// … and 28 more
