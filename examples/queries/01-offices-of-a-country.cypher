// Who holds, held or is about to hold which office of this country, its
// ministries and its other bodies?
// returns: person, status, office, body, country, articles
:param country => "Jordan"

MATCH (person:Person)-[holds:HOLDS_OFFICE]->(office:Office)-[:OFFICE_OF]->(body:Entity)
MATCH (body)-[:PART_OF*0..2]->(country:Country)
WHERE $country IN country.aliases
RETURN person.name AS person, holds.status AS status, office.name AS office,
       body.name AS body, country.name AS country, holds.articles AS articles
ORDER BY articles DESC, office, person
