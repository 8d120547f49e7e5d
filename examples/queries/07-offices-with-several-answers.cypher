// Which offices have more than one holder, or one holder with more than one
// status, and which articles say which? disputed: two people are called the
// current or acting holder.
// returns: office, person, status, articles, from, until, disputed

MATCH (person:Person)-[holds:HOLDS_OFFICE]->(office:Office)
MATCH (article:Article)-[:STATES]->(claim:Claim {fact: holds.fact})
WITH office, person, claim.status AS status, collect(coalesce(article.title, article.id)) AS articles,
     min(article.publishedAt) AS from, max(article.publishedAt) AS until
WITH office, collect({person: person, status: status, articles: articles, from: from, until: until}) AS answers
WHERE size(answers) > 1
UNWIND answers AS answer
WITH office, answer,
     COUNT { UNWIND answers AS a WITH a WHERE a.status IN ["current", "acting"] RETURN DISTINCT a.person } AS holders
RETURN office.name AS office, answer.person.name AS person, answer.status AS status, answer.articles AS articles,
       answer.from AS from, answer.until AS until, holders > 1 AS disputed
ORDER BY office, from, person, status
