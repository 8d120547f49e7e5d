// Who or what is called something like this? Lucene syntax: ~ allows for
// misspellings, * for any ending, AND and OR join words.
// returns: label, name, aliases, articles, score
:param name => "Namukola~ OR Haddad*"

CALL db.index.fulltext.queryNodes("entityNames", $name) YIELD node, score
RETURN [label IN labels(node) WHERE label <> "Entity"][0] AS label, node.name AS name, node.aliases AS aliases,
       node.articles AS articles, score
ORDER BY score DESC, name
LIMIT 20
