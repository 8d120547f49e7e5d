// Which facts rest on a single article? The least certain readings first: this is
// the list to check before anyone relies on it.

MATCH (from:Entity)-[fact {articles: 1}]->(to:Entity)
MATCH (article:Article)-[:STATES]->(claim:Claim {fact: fact.fact})
RETURN fact.confidence AS confidence, type(fact) AS fact, from.name AS from, to.name AS to,
       claim.rule AS rule, claim.quote AS sentence, coalesce(article.title, article.id) AS article
ORDER BY confidence, fact, from, to, sentence
LIMIT 100

// confidence | fact         | from                                     | to                                  | rule    | sentence                                 | article
// 0.4        | OFFICE_OF    | leader of the team of Tokyo Fire Depart… | Tokyo Fire Department               | network | The leader of the team, Daisuke Kuroda,… | Japanese rescuers pull teacher from Valparaiso rubble
// 0.41       | OFFICE_OF    | fisheries minister of China              | China                               | network | China canceled a visit by its fisheries… | Philippines and Japan start naval drill; Beijing warns of consequences
// 0.43       | OFFICE_OF    | ambassador to the United Nations         | United Nations Security Council     | network | Syria's ambassador to the United Nation… | Security Council splits over Jordanian strikes
// 0.43       | OFFICE_OF    | executive of Georgia                     | Georgia                             | network | Georgia jury convicts former Halvorsen … | Georgia jury convicts former Halvorsen executive over Georgian bribes
// 0.44       | HOLDS_OFFICE | Ingrid Halvorsen                         | chief executive of Halvorsen Marine | network | It is now led by his granddaughter, Ing… | Georgia jury convicts former Halvorsen executive over Georgian bribes
// 0.44       | MEMBER_OF    | Kelvin Mulenga                           | United Progress Party               | network | Zambia's acting president, Mutale Chand… | Zambians vote for a new president after months of mourning
// 0.45       | MEMBER_OF    | Grace Namukolo                           | United Progress Party               | network | His main rival, Grace Namukolo, was gov… | Zambians vote for a new president after months of mourning
// 0.45       | OFFICE_OF    | ambassador to the United Kingdom         | United Kingdom                      | network | Odera was born in Nyeri in 1941 and tau… | Wanjiku Odera, Kenyan diplomat who ended a border war, dies at 84
// … and 92 more
