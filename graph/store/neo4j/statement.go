package neo4j

import (
	"fmt"
	"strings"

	"dateline/graph/schema"
)

// Where a statement follows relationships, a hint says where it begins and the
// other end has no label. The server keeps the plan that it made while the
// database was nearly empty, and then a scan of all articles seemed cheap.
const (
	readArticles statement = `UNWIND $ids AS id
MATCH (a:Article {id: id})
OPTIONAL MATCH (j:DatelineJournal {article: id})
RETURN id, a.publishedAt AS publishedAt, a.contentHash AS contentHash, a.extractorVersion AS extractorVersion,
  j.digest AS digest, j.origin AS origin, j.likeness AS likeness, j.extracted AS extracted`

	readMentioned statement = `UNWIND $ids AS id
MATCH (a:Article {id: id})-[:MENTIONS]->(n)
USING INDEX a:Article(id)
RETURN DISTINCT n.id AS id`

	readClaimed statement = `UNWIND $ids AS id
MATCH (a:Article {id: id})-[:STATES]->(c)
USING INDEX a:Article(id)
RETURN DISTINCT c.fact AS id`

	mergeArticles statement = `UNWIND $rows AS row
MERGE (a:Article {id: row.id})
SET a = row`

	mergeJournal statement = `UNWIND $rows AS row
MERGE (j:DatelineJournal {article: row.article})
SET j += row`

	createMentions statement = `UNWIND $rows AS row
MATCH (a:Article {id: row.article})
UNWIND row.mentions AS mention
MATCH (n:Entity {id: mention.entity})
CREATE (a)-[r:MENTIONS]->(n)
SET r = mention.properties`

	createClaims statement = `UNWIND $rows AS row
MATCH (a:Article {id: row.article})
UNWIND row.claims AS claim
CREATE (a)-[:STATES]->(c:Claim)
SET c = claim`

	deleteMentions statement = `UNWIND $ids AS id
MATCH (a:Article {id: id})-[r:MENTIONS]->()
USING INDEX a:Article(id)
DELETE r`

	deleteClaims statement = `UNWIND $ids AS id
MATCH (a:Article {id: id})-[:STATES]->(c)
USING INDEX a:Article(id)
DETACH DELETE c`

	deleteEntities statement = `UNWIND $ids AS id
MATCH (n:Entity {id: id})
DETACH DELETE n`

	deleteArticles statement = `UNWIND $ids AS id
MATCH (a:Article {id: id})
OPTIONAL MATCH (j:DatelineJournal {article: id})
DETACH DELETE a, j`

	// The last statement of every change: from here to the end of the commit it
	// keeps readers waiting who want to see whole changes.
	changed statement = `MATCH (m:DatelineMeta {name: 'store', owner: $owner})
SET m.changes = m.changes + 1
RETURN m.changes AS changes`

	// To write to the node is the one way to wait for a commit. Nothing comes of
	// it, because the transaction is not committed.
	countChanges statement = `MATCH (m:DatelineMeta {name: 'store'})
SET m.reading = true
RETURN m.changes AS changes`
)

// Of what a change touches it is known already what is there: to create it or to
// set it costs the server less than MERGE, which looks again.
func createEntities(l schema.Label) statement {
	return compose(`UNWIND $rows AS row
CREATE (n:%s:Entity)
SET n = row`, l)
}

func setEntities(l schema.Label) statement {
	return compose(`UNWIND $rows AS row
MATCH (n:%s {id: row.id})
SET n = row`, l)
}

// readEntities reads what the entities of a label have now; readMentions groups
// what articles say of them, without those in $gone. The columns are those that
// alike reads.
func readEntities(l schema.Label) statement {
	return compose(`UNWIND $ids AS id
MATCH (n:%s {id: id})
RETURN id, n.name AS name, n.aliases AS forms, n {%s} AS own,
  n.articles AS articles, n.firstReported AS first, n.lastReported AS last`, l, own(schema.Graph.Node(l).Properties))
}

func readMentions(l schema.Label) statement {
	return compose(`UNWIND $ids AS id
MATCH (n:%[1]s {id: id})<-[m:MENTIONS]-(a)
USING INDEX n:%[1]s(id)
WHERE NOT a.id IN $gone
RETURN id, m.name AS name, m.forms AS forms, m {%[2]s} AS own, m.copy AS copy,
  count(*) AS articles, min(a.publishedAt) AS first, max(a.publishedAt) AS last`, l, own(schema.Graph.Node(l).Properties))
}

// readFacts and readClaims do the same for facts.
func readFacts(t schema.Type) statement {
	return compose(`UNWIND $ids AS id
MATCH (from)-[r:%[1]s {fact: id}]->(to)
USING INDEX r:%[1]s(fact)
RETURN id, from.id AS source, to.id AS target, r {%[2]s} AS own, r.confidence AS confidence,
  r.articles AS articles, r.firstReported AS first, r.lastReported AS last`, t, own(schema.Graph.Relationship(t).Properties))
}

func readClaims(t schema.Type) statement {
	return compose(`UNWIND $ids AS id
MATCH (from)-[r:%[1]s {fact: id}]->(to)
USING INDEX r:%[1]s(fact)
MATCH (c:Claim {fact: id})<-[:STATES]-(a)
USING INDEX c:Claim(fact)
WHERE NOT a.id IN $gone
RETURN id, from.id AS source, to.id AS target, c {%[2]s} AS own, c.copy AS copy, max(c.confidence) AS confidence,
  count(*) AS articles, min(a.publishedAt) AS first, max(a.publishedAt) AS last`, t, own(schema.Graph.Relationship(t).Properties))
}

func createFacts(t schema.Type) statement {
	return compose(`UNWIND $rows AS row
MATCH (a:Entity {id: row.source})
MATCH (b:Entity {id: row.target})
CREATE (a)-[r:%s]->(b)
SET r = row.properties`, t)
}

func setFacts(t schema.Type) statement {
	return compose(`UNWIND $rows AS row
MATCH ()-[r:%[1]s {fact: row.fact}]->()
USING INDEX r:%[1]s(fact)
SET r = row`, t)
}

func deleteFacts(t schema.Type) statement {
	return compose(`UNWIND $ids AS id
MATCH ()-[r:%[1]s {fact: id}]->()
USING INDEX r:%[1]s(fact)
DELETE r`, t)
}

// streamNodes reads the nodes of a label in the order of the index, which is
// that of UTF-8. Without the index the server would sort by UTF-16.
func streamNodes(l schema.Label) statement {
	return compose(`MATCH (n:%[1]s)
USING INDEX n:%[1]s(id)
WHERE n.id IS NOT NULL
RETURN n.id AS id, properties(n) AS properties
ORDER BY id`, l)
}

// streamRelationships reads those of one type in the order of their sources.
func streamRelationships(r schema.Relationship) statement {
	from := schema.Entity
	if schema.Graph.Node(r.From[0]).Provenance {
		from = r.From[0]
	}
	return compose(`MATCH (a:%[1]s)
USING INDEX a:%[1]s(id)
WHERE a.id IS NOT NULL
MATCH (a)-[r:%[2]s]->(b)
RETURN a.id AS source, b.id AS target, properties(r) AS properties
ORDER BY source`, from, r.Type)
}

// countAll counts by the server's own statistics, without looking at the graph.
func countAll(s *schema.Schema) statement {
	var parts []string
	for _, n := range s.Nodes {
		parts = append(parts, fmt.Sprintf("MATCH (n:%s) WITH count(n) AS n RETURN '%[1]s' AS name, n", n.Label))
	}
	for _, r := range s.Relationships {
		parts = append(parts, fmt.Sprintf("MATCH ()-[r:%s]->() WITH count(r) AS n RETURN '%[1]s' AS name, n", r.Type))
	}
	return statement(strings.Join(parts, "\nUNION ALL\n"))
}

// readFactsOf reads the facts at an entity, and at all that are judged to be one
// with it, with both ends.
func readFactsOf(s *schema.Schema) statement {
	var types []string
	for _, t := range s.Facts() {
		types = append(types, string(t))
	}
	return compose(`MATCH (n:Entity {id: $id})
OPTIONAL MATCH (n)-[:SAME_AS]->(canonical)
WITH coalesce(canonical, n) AS canonical
OPTIONAL MATCH (canonical)<-[:SAME_AS]-(other)
WITH canonical, collect(other) AS others
UNWIND [canonical] + others AS n
MATCH (n)-[r:%s]-()
WITH DISTINCT r, startNode(r) AS a, endNode(r) AS b
RETURN type(r) AS type, properties(r) AS properties,
  a.id AS source, properties(a) AS sourceProperties, b.id AS target, properties(b) AS targetProperties`, strings.Join(types, "|"))
}

const readStatements statement = `UNWIND $ids AS id
MATCH (c:Claim {fact: id})<-[:STATES]-(a)
USING INDEX c:Claim(fact)
RETURN id, properties(c) AS claim, properties(a) AS article`

const readNodes statement = `UNWIND $ids AS id
MATCH (n:Entity {id: id})
RETURN id, properties(n) AS properties`

// Names, and the entity that each of them stands for; see Find.
const (
	formsOfNode = `
OPTIONAL MATCH (node)-[:SAME_AS]->(canonical)
RETURN coalesce(canonical, node).id AS id, coalesce(canonical, node).articles AS articles, [node.name] + node.aliases AS forms`

	findCandidates statement = "CALL db.index.fulltext.queryNodes('" + schema.EntityNames + "', $query, {limit: $limit}) YIELD node" + formsOfNode

	scanEqual statement = `MATCH (node:Entity)
WHERE node.name =~ $like OR any(form IN node.aliases WHERE form =~ $like)` + formsOfNode

	findReported statement = `MATCH (n:Entity)
USING INDEX n:Entity(articles)
WHERE n.articles > 0 AND ` + standing + `
WITH n ORDER BY n.articles DESC LIMIT $limit
RETURN n.id AS id, n.articles AS articles,
  reduce(all = [n.name] + n.aliases, more IN [(n)<-[:SAME_AS]-(other) | [other.name] + other.aliases] | all + more) AS forms`
)

// own lists properties for a projection: .status, .since
func own(ps []schema.Property) string {
	var names []string
	for _, p := range ps {
		names = append(names, "."+p.Name)
	}
	return strings.Join(names, ", ")
}

// compose fills in labels, types and property names of the schema, which are
// words by its own check.
func compose(format string, words ...any) statement {
	return statement(fmt.Sprintf(format, words...))
}

// Copies of articles. What they say is read and marked article by article.
const (
	findLikenesses statement = `CALL db.index.fulltext.queryNodes('datelineBands', $query) YIELD node
MATCH (a:Article {id: node.article})
RETURN a.id AS id, a.publishedAt AS publishedAt, node.likeness AS likeness`

	readLikenesses statement = `UNWIND $ids AS id
MATCH (a:Article {id: id})
MATCH (j:DatelineJournal {article: id})
RETURN id, a.publishedAt AS publishedAt, j.likeness AS likeness`

	readKin statement = `UNWIND $ids AS id
MATCH (a:Article {id: id})
OPTIONAL MATCH (a)-[:DUPLICATE_OF]->(o)
WITH DISTINCT coalesce(o, a) AS o
MATCH (o)<-[:DUPLICATE_OF]-(c)
RETURN c.id AS article, o.id AS original`

	readMentionCopies statement = `UNWIND $ids AS id
MATCH (a:Article {id: id})-[m:MENTIONS]->(n)
USING INDEX a:Article(id)
RETURN id AS article, n.id AS id, m.copy AS copy`

	readClaimCopies statement = `UNWIND $ids AS id
MATCH (a:Article {id: id})-[:STATES]->(c)
USING INDEX a:Article(id)
RETURN id AS article, c.fact AS id, c.copy AS copy`

	markMentions statement = `UNWIND $rows AS row
MATCH (a:Article {id: row.article})-[m:MENTIONS]->(n)
USING INDEX a:Article(id)
WHERE n.id = row.entity
SET m.copy = row.copy`

	markClaims statement = `UNWIND $rows AS row
MATCH (c:Claim {id: row.id})
SET c.copy = row.copy`

	deleteDuplicates statement = `UNWIND $ids AS id
MATCH (a:Article {id: id})-[r:DUPLICATE_OF]->()
USING INDEX a:Article(id)
DELETE r`

	createDuplicates statement = `UNWIND $rows AS row
MATCH (a:Article {id: row.source})
MATCH (b:Article {id: row.target})
CREATE (a)-[:DUPLICATE_OF]->(b)`
)

// Judgements.
const (
	countJudged statement = `MATCH (m:DatelineMeta {name: 'store'})
RETURN m.judged AS judged`

	readJudgements statement = `MATCH (j:DatelineJudgement)
RETURN j.judgement AS judgement
ORDER BY j.number`

	deleteJudgements statement = `MATCH (m:DatelineMeta {name: 'store'})
SET m.judged = coalesce(m.judged, 0) + 1
WITH m
MATCH (j:DatelineJudgement)
DELETE j`

	createJudgements statement = `UNWIND $rows AS row
CREATE (j:DatelineJudgement)
SET j = row`

	readAltered statement = `MATCH (j:DatelineJournal)
WHERE j.extracted IS NOT NULL
RETURN j.article AS id`

	readStating statement = `UNWIND $ids AS id
MATCH (c:Claim {fact: id})<-[:STATES]-(a)
USING INDEX c:Claim(fact)
RETURN a.id AS id`

	readExtracted statement = `UNWIND $ids AS id
MATCH (a:Article {id: id})
MATCH (j:DatelineJournal {article: id})
RETURN properties(a) AS properties, j.likeness AS likeness, j.extracted AS extracted`

	readSaidMentions statement = `UNWIND $ids AS id
MATCH (a:Article {id: id})-[m:MENTIONS]->(n)
USING INDEX a:Article(id)
RETURN id AS article, n.id AS id, properties(m) AS properties`

	readSaidClaims statement = `UNWIND $ids AS id
MATCH (a:Article {id: id})-[:STATES]->(c)
USING INDEX a:Article(id)
RETURN id AS article, c.fact AS id, properties(c) AS properties`

	readArticleCounts statement = `UNWIND $ids AS id
MATCH (n:Entity {id: id})
RETURN id, n.articles AS articles`

	deleteCanonical statement = `UNWIND $ids AS id
MATCH (n:Entity {id: id})
REMOVE n.canonicalId
WITH n
MATCH (n)-[r:SAME_AS]->()
DELETE r`

	setCanonical statement = `UNWIND $rows AS row
MATCH (n:Entity {id: row.id})
SET n.canonicalId = row.canonical`

	createSameAs statement = `UNWIND $rows AS row
MATCH (a:Entity {id: row.source})
MATCH (b:Entity {id: row.target})
CREATE (a)-[:SAME_AS]->(b)`
)
