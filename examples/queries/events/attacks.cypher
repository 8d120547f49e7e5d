// Who attacked whom, when and where, and which sentences say so? An attack that
// did not happen keeps its status: planned, possible, denied or cancelled.

MATCH (attacker:Entity)-[did:PARTICIPATED_IN {role: "agent"}]->(attack:Event {eventType: "attack"})
OPTIONAL MATCH (target:Entity)-[suffered:PARTICIPATED_IN {role: "target"}]->(attack)
OPTIONAL MATCH (attack)-[occurred:OCCURRED_IN]->(place:Entity)
MATCH (claim:Claim)
WHERE claim.fact IN [did.fact, suffered.fact, occurred.fact]
WITH attacker, target, attack, place, claim ORDER BY place.name, claim.id
RETURN attacker.name AS attacker, target.name AS target, attack.date AS date, attack.status AS status,
       collect(DISTINCT place.name) AS places, collect(DISTINCT claim.quote) AS sentences
ORDER BY date, attacker, target, sentences

// attacker            | target             | date       | status   | places             | sentences
// Jordan              |                    | 2026       | happened | Bukamal            | The Sons of the Steppe, an armed group that operates from eastern Syria, said that it had carried o…
// Jordan              |                    | 2026-03-06 | happened |                    | "Nobody asked us to stop, and nobody asked us to go on," Majali said of the strikes that Jordanian …
// Pakistan            |                    | 2026-03-06 | happened |                    | The United States blocked a draft by Pakistan that would have condemned Friday's bombing.
// Chinese coast guard | Philippines        | 2026-03-08 | happened | Batanes            | A Philippine fishing boat was damaged on Sunday when a Chinese coast guard vessel fired water canno…
// Jordan              | Salim al-Furati    |            | happened | Sons of the Steppe | The group's commander, Abu Salim al-Furati, was killed in the strike near Bukamal, according to the…
// Syria               |                    |            | happened |                    | The committee's senior Democrat, Lucia Ferrante, rejected the idea, saying that nobody had shown Da…
// United States       | Sons of the Steppe |            | possible |                    | Jordan declined to say whether American forces would join a strike against the Sons of the Steppe, …
