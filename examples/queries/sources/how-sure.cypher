// How many facts of each type are there, and how many would a threshold of
// confidence keep? Choose yours here, then ask with WHERE fact.confidence >= 0.8.

MATCH (:Entity)-[fact]->(:Entity)
WHERE fact.confidence IS NOT NULL
RETURN type(fact) AS fact, count(*) AS facts, round(avg(fact.confidence), 2) AS mean,
       count(CASE WHEN fact.confidence >= 0.5 THEN 1 END) AS from50, count(CASE WHEN fact.confidence >= 0.8 THEN 1 END) AS from80,
       count(CASE WHEN fact.confidence >= 0.95 THEN 1 END) AS from95, count(CASE WHEN fact.articles > 1 THEN 1 END) AS confirmed
ORDER BY facts DESC, fact

// fact            | facts | mean | from50 | from80 | from95 | confirmed
// PARTICIPATED_IN | 346   | 0.73 | 327    | 138    | 25     | 0
// HOLDS_OFFICE    | 111   | 0.82 | 105    | 73     | 32     | 13
// OFFICE_OF       | 96    | 0.71 | 88     | 37     | 5      | 14
// OCCURRED_IN     | 93    | 0.75 | 91     | 41     | 1      | 0
// RESPONSE_TO     | 40    | 0.61 | 35     | 2      | 0      | 0
// PART_OF         | 26    | 0.73 | 25     | 15     | 0      | 2
// BASED_IN        | 17    | 0.71 | 16     | 4      | 0      | 0
// LOCATED_IN      | 12    | 0.78 | 12     | 7      | 0      | 0
// … and 4 more
