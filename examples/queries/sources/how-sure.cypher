// How many facts of each type are there, and how many would a threshold of
// confidence keep? Choose yours here, then ask with WHERE fact.confidence >= 0.8.

MATCH (:Entity)-[fact]->(:Entity)
WHERE fact.confidence IS NOT NULL
RETURN type(fact) AS fact, count(*) AS facts, round(avg(fact.confidence), 2) AS mean,
       count(CASE WHEN fact.confidence >= 0.5 THEN 1 END) AS from50, count(CASE WHEN fact.confidence >= 0.8 THEN 1 END) AS from80,
       count(CASE WHEN fact.confidence >= 0.95 THEN 1 END) AS from95, count(CASE WHEN fact.articles > 1 THEN 1 END) AS confirmed
ORDER BY facts DESC, fact

// fact            | facts | mean | from50 | from80 | from95 | confirmed
// PARTICIPATED_IN | 361   | 0.73 | 344    | 147    | 21     | 0
// HOLDS_OFFICE    | 109   | 0.81 | 105    | 71     | 21     | 13
// OFFICE_OF       | 98    | 0.73 | 91     | 37     | 5      | 14
// OCCURRED_IN     | 95    | 0.72 | 90     | 32     | 0      | 0
// RESPONSE_TO     | 38    | 0.65 | 32     | 4      | 0      | 0
// PART_OF         | 26    | 0.7  | 20     | 16     | 0      | 2
// BASED_IN        | 17    | 0.7  | 15     | 3      | 0      | 0
// LOCATED_IN      | 12    | 0.81 | 12     | 5      | 0      | 0
// … and 4 more
