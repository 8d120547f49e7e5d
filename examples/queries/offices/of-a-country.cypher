// Who holds, held or is about to hold which office of this country, its
// ministries and its other bodies?
:param country => "Jordan";

CALL db.index.fulltext.queryNodes("entityNames", 'aliases:"' + $country + '"') YIELD node AS country
WHERE country:Country AND $country IN country.aliases
MATCH (country)<-[:PART_OF*0..2]-(body:Entity)<-[:OFFICE_OF]-(office:Office)<-[holds:HOLDS_OFFICE]-(person:Person)
RETURN person.name AS person, holds.status AS status, office.name AS office, body.name AS body, holds.articles AS articles
ORDER BY articles DESC, office, person

// person         | status  | office                       | body   | articles
// Tareq Majali   | current | Jordanian Prime Minister     | Jordan | 5
// Rania Haddadin | current | Jordanian Foreign Minister   | Jordan | 3
// Nasser Obeidat | current | interior minister of Jordan  | Jordan | 2
// Omar Nabulsi   | current | ambassador of Jordan         | Jordan | 1
// Rania Haddadin | current | secretary of state of Jordan | Jordan | 1
