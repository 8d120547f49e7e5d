// Who attacked whom, when and where, and which sentences say so? An attack that
// did not happen keeps its status: planned, possible, denied or cancelled.
// returns: attacker, target, date, status, places, sentences

MATCH (attacker:Entity)-[did:PARTICIPATED_IN {role: "agent"}]->(attack:Event {eventType: "attack"})
OPTIONAL MATCH (target:Entity)-[suffered:PARTICIPATED_IN {role: "target"}]->(attack)
OPTIONAL MATCH (attack)-[occurred:OCCURRED_IN]->(place:Entity)
MATCH (claim:Claim)
WHERE claim.fact IN [did.fact, suffered.fact, occurred.fact]
RETURN attacker.name AS attacker, target.name AS target, attack.date AS date, attack.status AS status,
       collect(DISTINCT place.name) AS places, collect(DISTINCT claim.quote) AS sentences
ORDER BY date, attacker, target
