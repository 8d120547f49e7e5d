// What was planned for a day that has passed by now, without any article that says
// it happened? The last report came before the day: worth a call.
:param today => "2026-03-17";

MATCH (event:Event)
WHERE event.date < $today AND event.status = "planned" AND event.datePrecision = "day" AND event.lastReported <= event.date
  AND NOT EXISTS {
    MATCH (who:Entity)-[:PARTICIPATED_IN]->(event)
    MATCH (who)-[:PARTICIPATED_IN]->(later:Event {eventType: event.eventType, status: "happened"})
    WHERE later.date >= event.date
  }
RETURN event.date AS date, duration.inDays(date(event.date), date($today)).days AS late, event.eventType AS kind, event.name AS event,
       event.lastReported AS reported
ORDER BY date, event, kind

// date       | late | kind    | event                                    | reported
// 2026-03-08 | 9    | visit   | Grace Namukolo: trip, South Africa       | 2026-03-08
// 2026-03-09 | 8    | meeting | Eleanor Whitcomb, Nadia Fahmy: meet, Ca… | 2026-03-08
// 2026-03-09 | 8    | visit   | Eleanor Whitcomb: goes, Cairo            | 2026-03-08
// 2026-03-09 | 8    | meeting | UN Security Council: session, New York   | 2026-03-06
// 2026-03-11 | 6    | visit   | Haruka Minamoto: leave, Tokyo            | 2026-03-11
// 2026-03-11 | 6    | visit   | Marta Kowalczyk: fly, Damascus           | 2026-03-10
// 2026-03-13 | 4    | visit   | Grant Kealoha: visit, Subic Bay          | 2026-03-09
// 2026-03-14 | 3    | meeting | Dawit Bekele: state funeral, All Saints… | 2026-03-09
// … and 2 more
