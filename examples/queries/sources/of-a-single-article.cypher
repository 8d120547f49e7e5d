// Which facts rest on a single article? The least certain readings first: this is
// the list to check before anyone relies on it.

MATCH (from:Entity)-[fact {articles: 1}]->(to:Entity)
MATCH (article:Article)-[:STATES]->(claim:Claim {fact: fact.fact})
RETURN fact.confidence AS confidence, type(fact) AS fact, from.name AS from, to.name AS to,
       claim.rule AS rule, claim.quote AS sentence, coalesce(article.title, article.id) AS article
ORDER BY confidence, fact, from, to, sentence
LIMIT 100

// confidence | fact         | from                                     | to                           | rule    | sentence                                 | article
// 0.39       | MEMBER_OF    | Harlan Brisco                            | Democrat                     | network | The committee's senior Democrat, Lucia … | US, Jordanian diplomats weigh answer to port attack
// 0.39       | OFFICE_OF    | captain of Zambia                        | Zambia                       | network | RABAT, March 14 (Sports Cable) – Zambia… | Zambia stun Morocco to win first African women's title
// 0.4        | OFFICE_OF    | leader of the team of Tokyo Fire Depart… | Tokyo Fire Department        | network | The leader of the team, Daisuke Kuroda,… | Japanese rescuers pull teacher from Valparaiso rubble
// 0.41       | MEMBER_OF    | Helena Macuacua                          | African Union                | network | The observers of the African Union are … | Zambians vote for a new president after months of mourning
// 0.41       | MEMBER_OF    | Joseph Kabwe                             | United Progress Party        | network | Joseph Kabwe, the National Renewal Fron… | Namukolo wins in Zambia; Chanda concedes within the hour
// 0.41       | OFFICE_OF    | ambassador to the United Kingdom         | United Kingdom               | network | Odera was born in Nyeri in 1941 and tau… | Wanjiku Odera, Kenyan diplomat who ended a border war, dies at 84
// 0.42       | OFFICE_OF    | leader of European Choice party          | European Choice party        | network | Outside the court about two hundred mem… | Tbilisi court clears extradition of former deputy minister to US
// 0.43       | HOLDS_OFFICE | Helena Macuacua                          | prime minister of Mozambique | network | The observers of the African Union are … | Zambians vote for a new president after months of mourning
// … and 92 more
