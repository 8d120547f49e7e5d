// By which offices, countries, organizations and events are two people connected?
// The shortest path, over facts alone: that one article names both is no tie.
// returns: steps, names, facts
:param from => "Rania Haddadin"
:param to => "Tareq Majali"

MATCH (a:Person)
WHERE $from IN a.aliases
MATCH (b:Person)
WHERE $to IN b.aliases AND a <> b
MATCH path = shortestPath((a)-[:HOLDS_OFFICE|OFFICE_OF|MEMBER_OF|WORKS_FOR|CITIZEN_OF|RELATIVE_OF|PART_OF|BASED_IN|LOCATED_IN|PARTICIPATED_IN|OCCURRED_IN|RESPONSE_TO*..8]-(b))
RETURN length(path) AS steps, [n IN nodes(path) | n.name] AS names, [r IN relationships(path) | type(r)] AS facts
ORDER BY steps
