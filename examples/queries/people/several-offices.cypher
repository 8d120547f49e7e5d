// Who holds or held more than one office? Careers, people with two hats, and now
// and then one office that articles word in two ways.

MATCH (person:Person)-[holds:HOLDS_OFFICE]->(office:Office)
WITH person, holds, office ORDER BY office.name, office.id
WITH person, collect(office.name + " (" + holds.status + ")") AS offices
WHERE size(offices) > 1
RETURN person.name AS person, size(offices) AS number, offices
ORDER BY number DESC, person
LIMIT 50

// person           | number | offices
// Grace Namukolo   | 3      | governor of the Bank of Zambia (former); opposition leader of Zambia (current); president of Zambia…
// Joseph Kabwe     | 3      | National Renewal Front lawmaker (current); lawmaker of Zambia (current); minister of home affairs o…
// Marta Kowalczyk  | 3      | UN envoy (current); envoy of Syria (current); foreign minister of Poland (former)
// Daniel Sichone   | 2      | chairperson (current); chairperson of the Electoral Commission of Zambia (current)
// Daniela Quispe   | 2      | deputy (current); minister of Chile (acting)
// Ingrid Halvorsen | 2      | Straits chief executive (incoming); chief executive of Halvorsen Marine (former)
// Kelvin Mulenga   | 2      | central bank governor (former); president of Zambia (acting)
// Khalaf al-Jabour | 2      | commander (former); commander (former)
// … and 6 more
