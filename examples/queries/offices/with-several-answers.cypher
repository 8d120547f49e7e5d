// Which offices have more than one holder, or one holder with more than one
// status, and which articles say which? disputed: two people are called the
// current or acting holder.

MATCH (person:Person)-[holds:HOLDS_OFFICE]->(office:Office)
MATCH (article:Article)-[:STATES]->(claim:Claim {fact: holds.fact})
WITH office, person, claim, article ORDER BY article.publishedAt, article.id
WITH office, person, claim.status AS status, min(article.publishedAt) AS from, max(article.publishedAt) AS until,
     collect(coalesce(article.title, article.id)) AS articles
WITH office, collect({person: person, status: status, from: from, until: until, articles: articles}) AS answers
WHERE size(answers) > 1
UNWIND answers AS answer
WITH office, answer,
     COUNT { UNWIND answers AS a WITH a WHERE a.status IN ["current", "acting"] RETURN DISTINCT a.person } AS holders
RETURN office.name AS office, answer.person.name AS person, answer.status AS status,
       answer.from AS from, answer.until AS until, holders > 1 AS disputed, answer.articles AS articles
ORDER BY disputed DESC, office, from, person, status

// office              | person            | status   | from       | until      | disputed | articles
// Kenyan President    | Elijah Mutua      | current  | 2026-03-09 | 2026-03-09 | true     | Wanjiku Odera, Kenyan diplomat who ended a border war, dies at 84
// Kenyan President    | Josephine Kilonzo | current  | 2026-03-09 | 2026-03-09 | true     | Wanjiku Odera, Kenyan diplomat who ended a border war, dies at 84
// US Ambassador       | Leila Shahin      | current  | 2026-03-10 | 2026-03-10 | true     | Security Council splits over Jordanian strikes
// US Ambassador       | Theodore Lindgren | current  | 2026-03-10 | 2026-03-10 | true     | Security Council splits over Jordanian strikes
// US Ambassador       | Robert Ashworth   | current  | 2026-03-13 | 2026-03-13 | true     | Tbilisi court clears extradition of former deputy minister to US
// president of Zambia | Kelvin Mulenga    | acting   | 2026-03-05 | 2026-03-05 | true     | Zambians vote for a new president after months of mourning
// president of Zambia | Grace Namukolo    | incoming | 2026-03-08 | 2026-03-08 | true     | Namukolo wins in Zambia; Chanda concedes within the hour
// president of Zambia | Mutale Chanda     | acting   | 2026-03-08 | 2026-03-17 | true     | Namukolo wins in Zambia; Chanda concedes within the hour; Zambia's new president sacks police chief…
// … and 10 more
