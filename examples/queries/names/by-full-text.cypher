// Who or what is called something like this? Lucene syntax: ~ allows for
// misspellings, * for any ending, quotes keep words together, name: and aliases:
// say where to look.
:param name => "aliases:Namukola~ OR aliases:Haddad*";

CALL db.index.fulltext.queryNodes("entityNames", $name) YIELD node, score
RETURN [label IN labels(node) WHERE label <> "Entity"][0] AS label, node.name AS name, node.aliases AS aliases,
       node.articles AS articles
ORDER BY score DESC, name
LIMIT 20

// label  | name           | aliases                  | articles
// Person | Grace Namukolo | Grace Namukolo; Namukolo | 4
// Person | Rania Haddadin | Haddadin; Rania Haddadin | 4
