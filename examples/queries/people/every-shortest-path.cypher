// In which ways are two people connected, if countries do not count? Everyone is
// connected by the United States. All paths of the least length and of the next,
// each as certain as the least certain reading on it.
:param from => "Peter Lindqvist";
:param to => "Mei-Ling Tan";

CALL db.index.fulltext.queryNodes("entityNames", 'aliases:"' + $from + '"') YIELD node AS a
WHERE a:Person AND $from IN a.aliases
CALL db.index.fulltext.queryNodes("entityNames", 'aliases:"' + $to + '"') YIELD node AS b
WHERE b:Person AND $to IN b.aliases
MATCH path = SHORTEST 2 GROUPS (a) (()-[fact:HOLDS_OFFICE|OFFICE_OF|MEMBER_OF|WORKS_FOR|RELATIVE_OF|PART_OF|PARTICIPATED_IN|RESPONSE_TO]-(met:!Country)){1,6} (b)
RETURN length(path) AS steps,
       reduce(least = 1.0, f IN fact | CASE WHEN f.confidence < least THEN f.confidence ELSE least END) AS confidence,
       [n IN met[..-1] | n.name] AS through
ORDER BY steps, confidence DESC, through
LIMIT 20

// steps | confidence | through
// 4     | 0.51       | Ingrid Halvorsen: testified → Peter Lindqvist; Ingrid Halvorsen; Straits chief executive
// 5     | 0.57       | chief financial officer of Halvorsen Marine; Halvorsen Marine; Ingrid Halvorsen; Straits chief exec…
// 5     | 0.54       | Peter Lindqvist: bribes → Erik Halvorsen, Halvorsen Marine; Erik Halvorsen; Ingrid Halvorsen; Strai…
// 5     | 0.5        | Peter Lindqvist: bribes → Erik Halvorsen, Halvorsen Marine; Halvorsen Marine; Ingrid Halvorsen; Str…
