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
// president of Zambia                      | 18     | 9            | Grace Namukolo; Kelvin Mulenga; Mutale Chanda; Thandeka Mokoena
// chief financial officer of Halvorsen Ma… | 6      | 7            | Peter Lindqvist
// governor of the Bank of Zambia           | 15     | 6            | Grace Namukolo
// opposition leader of Zambia              | 15     | 6            | Grace Namukolo
// US Secretary of State                    | 11     | 6            | Eleanor Whitcomb
// Jordanian Foreign Minister               | 6      | 6            | Rania Haddadin
// secretary of state of Jordan             | 6      | 6            | Rania Haddadin
// Jordanian Prime Minister                 | 9      | 5            | Tareq Majali
// … and 17 more
