// What led to what? Every chain of responses from the event that began it to the
// last answer.

MATCH path = (last:Event)-[:RESPONSE_TO*1..6]->(first:Event)
WHERE NOT EXISTS { (first)-[:RESPONSE_TO]->() } AND NOT EXISTS { ()-[:RESPONSE_TO]->(last) }
WITH length(path) AS steps, reverse(nodes(path)) AS events
RETURN steps, [e IN events | e.date] AS dates, [e IN events | e.status] AS statuses, [e IN events | e.name] AS chain
ORDER BY steps DESC, chain, dates

// steps | dates                              | statuses                     | chain
// 2     | 2026-03-12; 2026-03-12; 2026-03-12 | happened; happened; happened | European Union: expulsions → Belarus, Lithuania; Lithuania, Belarus: expelled → Jurgita Vaitkute, A…
// 2     | 2026; 2026-03-03; 2026             | happened; happened; happened | Jordan: raid, Gulf of Aqaba; Sons of the Steppe: hit, Aqaba; Sons of the Steppe: retaliation, Aqaba
// 2     | ; 2026-03-03;                      | happened; happened; happened | attack → Jordan; Jordan, Jordanian army: bombs → Salim al-Furati; killed → Salim al-Furati
// 1     | 2026-03-12; 2021                   | happened; happened           | Alvaro Montt: resigned; Catalina Bascunan: appointed → Daniela Quispe
// 1     | 2026-03-13;                        | happened; possible           | Catalina Bascunan: asked → Japan, Inter-American Development Bank; Inter-American Development Bank:…
// 1     | 2026-03-12; 2026-03-12             | happened; happened           | European Union: expulsions → Belarus, Lithuania; Belarus, Lithuania: answered
// 1     | 2026-03-12;                        | happened; happened           | European Union: expulsions → Belarus, Lithuania; Poland, Estonia: opposes
// 1     | ; 2026-03-10                       | happened; happened           | Georgia, Peter Lindqvist: bribes → Erik Halvorsen, Halvorsen Marine; Tribune Service: convicted → P…
// … and 19 more
