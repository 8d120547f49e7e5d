// Which facts did the articles report for the first time after one day and up to
// another, and in which sentence?
:param after => "2026-03-09";
:param until => "2026-03-13";

MATCH (article:Article)-[:STATES]->(claim:Claim)
WHERE $after < article.publishedAt <= $until
MATCH (article)-[:MENTIONS]->(from:Entity)-[fact {fact: claim.fact, firstReported: article.publishedAt}]->(to:Entity)
RETURN fact.firstReported AS reported, type(fact) AS fact, from.name AS from, to.name AS to,
       min(claim.quote) AS sentence
ORDER BY reported, fact, from, to

// reported   | fact         | from              | to                                  | sentence
// 2026-03-10 | BASED_IN     | Halvorsen Marine  | Bergen                              | Halvorsen Marine, which is based in Bergen, Norway, was founded in 1961 by Erik Halvorsen.
// 2026-03-10 | CITIZEN_OF   | Peter Lindqvist   | Sweden                              | Prosecutors said that Lindqvist, a Swedish citizen, had moved the money through a bank in Savannah,…
// 2026-03-10 | HOLDS_OFFICE | Amara Diallo      | UN Secretary-General                | UN Secretary-General Amara Diallo told the members that 1,900 families had fled the area since Frid…
// 2026-03-10 | HOLDS_OFFICE | Erik Halvorsen    | Halvorsen executive                 | Georgia jury convicts former Halvorsen executive over Georgian bribes
// 2026-03-10 | HOLDS_OFFICE | Ingrid Halvorsen  | chief executive of Halvorsen Marine | It is now led by his granddaughter, Ingrid Halvorsen, who became chief executive after the Federal …
// 2026-03-10 | HOLDS_OFFICE | Leila Shahin      | US Ambassador                       | Syria's ambassador to the United Nations, Leila Shahin, accused Jordan of aggression and held up a …
// 2026-03-10 | HOLDS_OFFICE | Marcus Washington | Assistant US Attorney               | "He bought a harbor one envelope at a time," Assistant US Attorney Marcus Washington told the jury.
// 2026-03-10 | HOLDS_OFFICE | Marta Kowalczyk   | envoy of Syria                      | UN Secretary-General Amara Diallo told the members that 1,900 families had fled the area since Frid…
// … and 240 more
