// For which facts does an article only report what somebody says, and who is it?
// The more sentences rest on one mouth, the higher it stands.

MATCH (article:Article)-[:STATES]->(claim:Claim)
WHERE claim.attributedTo IS NOT NULL
WITH claim.attributedTo AS says, article, claim ORDER BY article.publishedAt, article.id, claim.start
RETURN says, count(DISTINCT claim.fact) AS facts, count(DISTINCT article) AS articles,
       collect(DISTINCT claim.quote)[0] AS firstSentence
ORDER BY facts DESC, says
LIMIT 25

// says                           | facts | articles | firstSentence
// Jordanian army                 | 8     | 1        | DEIR EZ-ZOR, Syria, March 6 (Orient Wire) – Jordanian warplanes bombed two camps of the Sons of the…
// Rania Haddadin                 | 8     | 1        | Asked about an Iraqi offer to host talks, Haddadin said that Jordan would go to Baghdad if Syrian P…
// China                          | 6     | 1        | Philippines and Japan start naval drill; Beijing warns of consequences
// Philippine Coast Guard         | 6     | 1        | A Philippine fishing boat was damaged on Sunday when a Chinese coast guard vessel fired water canno…
// Sons of the Steppe             | 6     | 2        | The Sons of the Steppe, an armed group that operates from eastern Syria, said that it had carried o…
// Daniel Osei                    | 5     | 1        | He added that Whitcomb would fly to Jordan on Saturday for talks with Prime Minister Tareq Majali.
// Electoral Commission of Zambia | 5     | 1        | LUSAKA -- Opposition leader Grace Namukolo won Zambia's presidential election with 52.4 percent of …
// Caroline Jordan                | 4     | 1        | The Pentagon is sending two destroyers to the Red Sea, its press secretary, Caroline Jordan, told a…
// … and 17 more
