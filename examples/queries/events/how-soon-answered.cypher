// How many days pass between an event and the response to it? A negative number
// is a cause that comes after its effect: a date or a reading to check.

MATCH (response:Event {datePrecision: "day"})-[:RESPONSE_TO]->(cause:Event {datePrecision: "day"})
RETURN duration.inDays(date(cause.date), date(response.date)).days AS days, cause.date AS date,
       cause.name AS cause, response.name AS response
ORDER BY days DESC, date, cause, response

// days | date       | cause                                    | response
// 2    | 2026-03-12 | Dhaka Metropolitan Police: accused → Sh… | Dhaka Metropolitan Police: arrest → Shirin Akhter Mim
// 1    | 2026-03-14 | Dhaka Metropolitan Police: arrest → Shi… | United Needle Workers' Federation, Shirin Akhter Mim: strike, Dhaka–
// 0    | 2026-03-09 | Leila Shahin: accused → Jordan           | Omar Nabulsi: replied
// 0    | 2026-03-09 | Syria: request → United Nations Securit… | United Nations Security Council: met, New York
// 0    | 2026-03-12 | Belarus, Lithuania: expulsions → Jurgit… | Belarus, Jurgita Vaitkute: answered
// 0    | 2026-03-12 | Belarus, Lithuania: expulsions → Jurgit… | Lithuania, Belarus: expelled → Jurgita Vaitkute
// 0    | 2026-03-13 | earthquake, Chile                        | Japan: freed, Valparaiso
