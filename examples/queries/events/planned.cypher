// What is planned or possible within so many days of this one? Events of which
// only the month is known are left out.
:param today => "2026-03-17";
:param days => 30;

MATCH (event:Event)
WHERE $today <= event.date <= toString(date($today) + duration({days: $days}))
  AND event.status IN ["planned", "possible"] AND event.datePrecision = "day"
RETURN event.date AS date, duration.inDays(date($today), date(event.date)).days AS days, event.eventType AS kind,
       event.status AS status, event.name AS event
ORDER BY date, event, kind

// date       | days | kind    | status   | event
// 2026-03-19 | 2    | visit   | planned  | Marta Kowalczyk: report → Security Council
// 2026-03-22 | 5    | visit   | planned  | Olivier Marchetti, Grace Namukolo: arrives, South Africa
// 2026-03-23 | 6    | meeting | planned  | Beatriz Alcazar: meet, Brussels
// 2026-03-23 | 6    | request | planned  | Beatriz Alcazar: raise, Brussels
// 2026-03-23 | 6    | other   | possible | Estonia: close → Belarus
