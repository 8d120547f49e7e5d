// Which stories run since this day, and who is in each? Those who are tied by a
// chain of common events are one group, countries left out: everyone takes the
// least key within four events. The day and the four keep it cheap; for a whole
// large graph there is the Graph Data Science library.
:param since => "2026-03-08";
:param least => 4;

MATCH (event:Event)<-[:PARTICIPATED_IN]-(one:Person|Organization)
WHERE event.date >= $since
WITH DISTINCT one
MATCH path = (one)-[:PARTICIPATED_IN*0..8]-(other:Person|Organization)
WHERE all(node IN nodes(path) WHERE NOT node:Country AND coalesce(node.date, $since) >= $since)
WITH DISTINCT one, other
WITH one, min(other.id) AS group ORDER BY one.articles DESC, one.name
WITH group, collect(one.name) AS members
WHERE size(members) >= $least
RETURN size(members) AS size, members
ORDER BY size DESC, members

// size | members
// 6    | Grace Namukolo; United Progress Party; Isaac Tembo; Temwani Banda; Charles Mwila; Olivier Marchetti
// 4    | Dhaka Metropolitan Police; Padma Apparel; Shirin Akhter Mim; United Needle Workers' Federation
// 4    | Peter Lindqvist; Zurab Lomtadze; Miriam Acheampong; Tribune Service
// 4    | Tareq Majali; Rania Haddadin; Eleanor Whitcomb; Nadia Fahmy
