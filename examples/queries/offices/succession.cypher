// Who follows whom in the offices of this country? Every holder with the status
// that articles gave them, from the first report to the last, in that order.
:param country => "Zambia";

CALL db.index.fulltext.queryNodes("entityNames", 'aliases:"' + $country + '"') YIELD node AS country
WHERE country:Country AND $country IN country.aliases
MATCH (country)<-[:OFFICE_OF]-(office:Office)<-[holds:HOLDS_OFFICE]-(person:Person)
MATCH (article:Article)-[:STATES]->(claim:Claim {fact: holds.fact})
WITH office, person, claim.status AS status, min(article.publishedAt) AS first, max(article.publishedAt) AS last
WITH office, person, status, first, last ORDER BY first, last, person.name
WITH office, collect({person: person.name, status: status, first: first, last: last}) AS steps
WHERE size(steps) > 1
UNWIND steps AS step
RETURN office.name AS office, step.first AS first, step.last AS last, step.person AS person, step.status AS status
ORDER BY office, first, last, person

// office                     | first      | last       | person           | status
// finance minister of Zambia | 2026-03-08 | 2026-03-08 | Temwani Banda    | former
// finance minister of Zambia | 2026-03-17 | 2026-03-17 | Temwani Banda    | current
// foreign minister of Zambia | 2026-03-08 | 2026-03-08 | Isaac Tembo      | current
// foreign minister of Zambia | 2026-03-17 | 2026-03-17 | Isaac Tembo      | incoming
// president of Zambia        | 2026-03-05 | 2026-03-05 | Kelvin Mulenga   | acting
// president of Zambia        | 2026-03-08 | 2026-03-08 | Grace Namukolo   | incoming
// president of Zambia        | 2026-03-08 | 2026-03-08 | Thandeka Mokoena | current
// president of Zambia        | 2026-03-08 | 2026-03-17 | Mutale Chanda    | acting
// … and 1 more
