// Which offices have no current holder that any article names, though someone
// left, is to come or acts? Vacant, or a question for the next article.

MATCH (office:Office)<-[holds:HOLDS_OFFICE]-(person:Person)
WITH office, holds, person ORDER BY person.name
WITH office, collect(holds.status) AS statuses, max(holds.lastReported) AS reported,
     collect(person.name + " (" + holds.status + ")") AS known
WHERE NOT "current" IN statuses
RETURN office.name AS office, known, reported
ORDER BY reported IS NULL, reported DESC, office, known
LIMIT 50

// office                                   | known                     | reported
// commander                                | Khalaf al-Jabour (former) | 2026-03-17
// foreign minister of Zambia               | Isaac Tembo (incoming)    | 2026-03-17
// inspector general of police              | Charles Mwila (former)    | 2026-03-17
// minister of home affairs of Zambia       | Joseph Kabwe (incoming)   | 2026-03-17
// commander                                | Khalaf al-Jabour (former) | 2026-03-16
// chief financial officer of Halvorsen Ma… | Peter Lindqvist (former)  | 2026-03-13
// deputy transport minister of Georgia     | Zurab Lomtadze (former)   | 2026-03-13
// minister of Chile                        | Daniela Quispe (acting)   | 2026-03-13
// … and 14 more
