// Which facts rest on a single article? The least certain readings first: this is
// the list to check before anyone relies on it.

MATCH (from:Entity)-[fact {articles: 1}]->(to:Entity)
MATCH (article:Article)-[:STATES]->(claim:Claim {fact: fact.fact})
RETURN fact.confidence AS confidence, type(fact) AS fact, from.name AS from, to.name AS to,
       claim.rule AS rule, claim.quote AS sentence, coalesce(article.title, article.id) AS article
ORDER BY confidence, fact, from, to, sentence
LIMIT 100

// confidence | fact         | from                                     | to                           | rule    | sentence                                 | article
// 0.37       | MEMBER_OF    | Ruth Mumba                               | United Progress Party        | network | Former acting President Mutale Chanda d… | Zambia's new president sacks police chief, names cabinet
// 0.38       | OFFICE_OF    | leader of the team of Tokyo Fire Depart… | Tokyo Fire Department        | network | The leader of the team, Daisuke Kuroda,… | Japanese rescuers pull teacher from Valparaiso rubble
// 0.39       | MEMBER_OF    | Grace Namukolo                           | National Renewal Front       | network | His main rival, Grace Namukolo, was gov… | Zambians vote for a new president after months of mourning
// 0.39       | OFFICE_OF    | deputy minister of United States         | United States                | network | Tbilisi court clears extradition of for… | Tbilisi court clears extradition of former deputy minister to US
// 0.42       | MEMBER_OF    | Helena Macuacua                          | African Union                | network | The observers of the African Union are … | Zambians vote for a new president after months of mourning
// 0.44       | OFFICE_OF    | editor of Rubezh                         | Rubezh                       | network | Karatkevich, 41, worked for the website… | Belarus and Lithuania trade expulsions over sanctions on judges
// 0.45       | HOLDS_OFFICE | Helena Macuacua                          | prime minister of Mozambique | network | The observers of the African Union are … | Zambians vote for a new president after months of mourning
// 0.45       | OFFICE_OF    | ambassador to the United Kingdom         | United Kingdom               | network | Odera was born in Nyeri in 1941 and tau… | Wanjiku Odera, Kenyan diplomat who ended a border war, dies at 84
// … and 92 more
