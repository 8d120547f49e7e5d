// How many days pass between an event and the response to it? A negative number
// is a cause that comes after its effect: a date or a reading to check.

MATCH (response:Event {datePrecision: "day"})-[:RESPONSE_TO]->(cause:Event {datePrecision: "day"})
RETURN duration.inDays(date(cause.date), date(response.date)).days AS days, cause.date AS date,
       cause.name AS cause, response.name AS response
ORDER BY days DESC, date, cause, response

// days | date       | cause                                    | response
// 3    | 2026-03-06 | Pakistan: bombing                        | United States: blocked
// 2    | 2026-03-12 | accused → Shirin Akhter Mim, Padma Appa… | Dhaka Metropolitan Police, United Needle Workers' Federation: arrest → Shirin Akhter Mim
// 1    | 2026-03-14 | Dhaka Metropolitan Police, United Needl… | United Needle Workers' Federation: strike, Dhaka
// 0    | 2026-03-09 | Leila Shahin: accused → Jordan           | Omar Nabulsi: replied
// 0    | 2026-03-12 | European Union: expulsions → Belarus, L… | Belarus, Lithuania: answered
// 0    | 2026-03-12 | European Union: expulsions → Belarus, L… | Lithuania, Belarus: expelled → Jurgita Vaitkute, Alena Karatkevich
// 0    | 2026-03-12 | Lithuania, Belarus: expelled → Jurgita … | Belarus, Lithuania: answered
// 0    | 2026-03-13 | earthquake, Chile                        | Japan: freed, Valparaiso
// … and 1 more
