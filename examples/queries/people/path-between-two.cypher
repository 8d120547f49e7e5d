// By which offices, countries, organizations and events are two people connected?
// The shortest path, over facts alone: that one article names both is no tie.
:param from => "Katharina Vogt";
:param to => "Rania Haddadin";

CALL db.index.fulltext.queryNodes("entityNames", 'aliases:"' + $from + '"') YIELD node AS a
WHERE a:Person AND $from IN a.aliases
CALL db.index.fulltext.queryNodes("entityNames", 'aliases:"' + $to + '"') YIELD node AS b
WHERE b:Person AND $to IN b.aliases
MATCH path = SHORTEST 1 (a)-[:HOLDS_OFFICE|OFFICE_OF|MEMBER_OF|WORKS_FOR|CITIZEN_OF|RELATIVE_OF|PART_OF|BASED_IN|LOCATED_IN|PARTICIPATED_IN|OCCURRED_IN|RESPONSE_TO]-{1,8}(b)
RETURN length(path) AS steps, [r IN relationships(path) | type(r)] AS facts, [n IN nodes(path) | n.name] AS names

// steps | facts                                    | names
// 4     | PARTICIPATED_IN; PARTICIPATED_IN; PARTI… | Katharina Vogt; Tareq Majali, Katharina Vogt: meet, Berlin; Tareq Majali; Eleanor Whitcomb, Tareq M…
