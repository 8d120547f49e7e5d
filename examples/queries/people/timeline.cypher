// What did a person do, and what was done to them, in order? Events without a
// known day stand at the day of the first report, in the column beside.
:param person => "Tareq Majali";

CALL db.index.fulltext.queryNodes("entityNames", 'aliases:"' + $person + '"') YIELD node AS person
WHERE person:Person AND $person IN person.aliases
MATCH (person)-[took:PARTICIPATED_IN]->(event:Event)
RETURN event.date AS date, event.firstReported AS reported, took.role AS role, event.eventType AS kind,
       event.status AS status, event.name AS event
ORDER BY coalesce(date, reported), event, kind, reported

// date       | reported   | role        | kind    | status    | event
//            | 2026-03-04 | participant | meeting | planned   | Eleanor Whitcomb, Tareq Majali: talks, Jordan
// 2026-03-04 | 2026-03-03 | participant | meeting | planned   | Tareq Majali, Katharina Vogt: meet, Berlin
// 2026-03-04 | 2026-03-03 | agent       | visit   | cancelled | Tareq Majali: visit, Berlin
// 2026-03-06 | 2026-03-06 | agent       | request | happened  | Hadi al-Rubaie, Tareq Majali: invited → Samir Jaber
// 2026-03-06 | 2026-03-06 | participant | call    | happened  | Hadi al-Rubaie, Tareq Majali: phoned
// 2026-03-06 | 2026-03-06 | participant | meeting | planned   | Hadi al-Rubaie, Tareq Majali: talks, Baghdad
// 2026-03-08 | 2026-03-08 | participant | meeting | happened  | Eleanor Whitcomb, Tareq Majali: met, Amman
//            | 2026-03-16 | participant | meeting | happened  | Tareq Majali, Samir Jaber: shook
// … and 1 more
