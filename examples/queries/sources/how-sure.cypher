// How many facts of each type are there, and how many would a threshold of
// confidence keep? Choose yours here, then ask with WHERE fact.confidence >= 0.8.

MATCH (:Entity)-[fact]->(:Entity)
WHERE fact.confidence IS NOT NULL
RETURN type(fact) AS fact, count(*) AS facts, round(avg(fact.confidence), 2) AS mean,
       count(CASE WHEN fact.confidence >= 0.5 THEN 1 END) AS from50, count(CASE WHEN fact.confidence >= 0.8 THEN 1 END) AS from80,
       count(CASE WHEN fact.confidence >= 0.95 THEN 1 END) AS from95, count(CASE WHEN fact.articles > 1 THEN 1 END) AS confirmed
ORDER BY facts DESC, fact

// fact            | facts | mean | from50 | from80 | from95 | confirmed
// PARTICIPATED_IN | 338   | 0.74 | 333    | 140    | 22     | 0
// HOLDS_OFFICE    | 110   | 0.82 | 105    | 71     | 29     | 13
// OFFICE_OF       | 97    | 0.69 | 73     | 30     | 2      | 14
// OCCURRED_IN     | 93    | 0.75 | 91     | 41     | 1      | 0
// RESPONSE_TO     | 30    | 0.63 | 30     | 3      | 0      | 0
// PART_OF         | 26    | 0.72 | 26     | 15     | 0      | 2
// BASED_IN        | 16    | 0.71 | 16     | 5      | 0      | 0
// LOCATED_IN      | 13    | 0.8  | 12     | 8      | 0      | 0
// … and 4 more
