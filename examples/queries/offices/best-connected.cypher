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
// president of Zambia                      | 14     | 7            | Grace Namukolo; Kelvin Mulenga; Mutale Chanda; Thandeka Mokoena
// Jordanian Foreign Minister               | 6      | 6            | Rania Haddadin
// secretary of state of Jordan             | 6      | 6            | Rania Haddadin
// US Secretary of State                    | 10     | 5            | Eleanor Whitcomb
// Jordanian Prime Minister                 | 9      | 5            | Tareq Majali
// Chilean President                        | 5      | 5            | Catalina Bascunan
// chief financial officer of Halvorsen Ma… | 4      | 5            | Peter Lindqvist
// governor of the Bank of Zambia           | 11     | 4            | Grace Namukolo
// … and 17 more
