// From which countries are the members and officers of organizations? A person is
// of the country whose citizen they are called, or whose office they hold.

MATCH (person:Person)-[:CITIZEN_OF|HOLDS_OFFICE|OFFICE_OF*1..2]->(country:Country)
MATCH (person)-[:MEMBER_OF|WORKS_FOR|HOLDS_OFFICE|OFFICE_OF*1..2]->(organization:Organization)
WITH DISTINCT organization, country, person ORDER BY person.name
RETURN organization.name AS organization, country.name AS country, count(person) AS number, collect(person.name) AS people
ORDER BY number DESC, organization, country
LIMIT 50

// organization                    | country       | number | people
// United Progress Party           | Zambia        | 3      | Grace Namukolo; Kelvin Mulenga; Mutale Chanda
// National Renewal Front          | Zambia        | 2      | Grace Namukolo; Joseph Kabwe
// African Union                   | Mozambique    | 1      | Helena Macuacua
// Bank of Zambia                  | Zambia        | 1      | Grace Namukolo
// Bayan Alliance                  | Philippines   | 1      | Carmela Ungson
// Halvorsen Marine                | Sweden        | 1      | Peter Lindqvist
// Senate Armed Services Committee | United States | 1      | Harlan Brisco
// UN                              | Poland        | 1      | Marta Kowalczyk
// … and 2 more
