// Which offices are at the center of events? Events in which a holder takes part,
// and the others whom a holder meets there.

MATCH (office:Office)<-[:HOLDS_OFFICE]-(person:Person)-[:PARTICIPATED_IN]->(event:Event)
OPTIONAL MATCH (event)<-[:PARTICIPATED_IN]-(other:Entity)
WHERE other <> person
WITH office, person, event, other ORDER BY person.name
RETURN office.name AS office, count(DISTINCT event) AS events, count(DISTINCT other) AS counterparts,
       collect(DISTINCT person.name) AS holders
ORDER BY counterparts DESC, events DESC, office, holders
LIMIT 25

// office                                   | events | counterparts | holders
// Jordanian Prime Minister                 | 12     | 7            | Tareq Majali
// chief financial officer of Halvorsen Ma… | 4      | 7            | Peter Lindqvist
// president of Zambia                      | 14     | 6            | Grace Namukolo; Kelvin Mulenga; Mutale Chanda; Thandeka Mokoena
// Jordanian Foreign Minister               | 6      | 5            | Rania Haddadin
// secretary of state of Jordan             | 6      | 5            | Rania Haddadin
// Chilean President                        | 5      | 5            | Catalina Bascunan
// Syrian President                         | 8      | 4            | Samir Jaber
// ambassador to the United Nations         | 3      | 4            | Leila Shahin
// … and 17 more
