// What is denied, and in which words? What somebody denies is in the graph with
// the status denied: it has been said, not that it happened.

MATCH (event:Event {status: "denied"})-[fact]-(other:Entity)
WHERE fact.fact IS NOT NULL
MATCH (article:Article)-[:STATES]->(claim:Claim {fact: fact.fact})
WITH event, other, claim ORDER BY other.name, claim.id
RETURN event.eventType AS kind, collect(DISTINCT other.name) AS about, collect(DISTINCT claim.attributedTo) AS says,
       collect(DISTINCT claim.quote) AS sentences
ORDER BY kind, about

// kind  | about                                    | says           | sentences
// other | Lithuania; Minsk; Quweira; Viktar Sushk… | Nasser Obeidat | His Belarusian counterpart, Viktar Sushko, accused Lithuania of running spies from its embassy in M…
