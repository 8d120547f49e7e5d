package neo4j

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store"
)

// view runs body, which reads, in a transaction. What a load commits meanwhile may
// be seen in part: to wait for it would take a lock that only writers may have.
func (s *Store) view(ctx context.Context, doing string, body func(tx transaction) error) error {
	return s.failed(ctx, doing, s.begin(ctx, driver.AccessModeRead, body))
}

func unknown(id string) error { return fmt.Errorf("%s: %w", id, store.ErrUnknown) }

// first runs a statement and returns the only record that it yields, nil if none.
func (tx transaction) first(ctx context.Context, c statement, p params) (*driver.Record, error) {
	records, err := tx.collect(ctx, c, p)
	if err != nil || len(records) == 0 {
		return nil, err
	}
	return records[0], nil
}

// passing is the conditions of a filter, each after an AND, on a fact r that leads
// to m, and their parameters; with exempt, m passes if it stands for one of $exempt.
func passing(f store.Filter, exempt bool) (statement, params) {
	p := params{
		"minConfidence": f.MinConfidence, "minArticles": int64(f.MinArticles), "sources": f.Sources,
		"since": f.Since, "until": f.Until + "~", // which comes after all that may follow in a date
	}
	var c statement
	if f.MinConfidence > 0 {
		c += " AND r.confidence >= $minConfidence"
	}
	if f.MinArticles > 0 {
		c += " AND r.articles >= $minArticles"
	}
	if f.Since != "" {
		c += " AND r.lastReported + '~' >= $since"
	}
	if f.Until != "" {
		c += " AND r.firstReported <= $until"
	}
	if len(f.Sources) > 0 {
		c += " AND EXISTS { MATCH (c:Claim {fact: r.fact})<-[:STATES]-(a) WHERE a.source IN $sources }"
	}
	end := passingEnd(f, "m", p)
	if end != "" && exempt {
		end = compose(" AND (coalesce(m.canonicalId, m.id) IN $exempt OR true%s)", end)
	}
	return c + end, p
}

// passingEnd is the conditions, each after an AND, on an end of a fact, and adds
// their parameters to p.
func passingEnd(f store.Filter, end statement, p params) statement {
	p["eventTypes"], p["eventStatuses"] = f.EventTypes, f.EventStatuses
	var c statement
	if len(f.Labels) > 0 {
		c += " AND (false"
		for _, l := range schema.Graph.Entities() {
			if slices.Contains(f.Labels, l) {
				c += compose(" OR %s:%s", end, l)
			}
		}
		c += ")"
	}
	const own = " AND (NOT %[1]s:Event OR coalesce(head([(%[1]s)-[:SAME_AS]->(c) | c.%[2]s]), %[1]s.%[2]s) IN $%[3]s)"
	if len(f.EventTypes) > 0 {
		c += compose(own, end, "eventType", "eventTypes")
	}
	if len(f.EventStatuses) > 0 {
		c += compose(own, end, "status", "eventStatuses")
	}
	return c
}

// typesOf returns the types that pass the filter, as a pattern has them; "" if
// there are none.
func typesOf(f store.Filter) string {
	var types []string
	for _, t := range schema.Graph.Facts() {
		if len(f.Types) == 0 || slices.Contains(f.Types, t) {
			types = append(types, string(t))
		}
	}
	return strings.Join(types, "|")
}

// members yields n, each of the entities that are one with those of $ids, and
// stands, the one that stands for it.
const members statement = `UNWIND $ids AS id
MATCH (said:Entity {id: id})
OPTIONAL MATCH (said)-[:SAME_AS]->(canonical)
WITH DISTINCT coalesce(canonical, said) AS stands
OPTIONAL MATCH (stands)<-[:SAME_AS]-(other)
WITH stands, [stands] + collect(other) AS those
UNWIND those AS n
`

// one returns the node that stands for an entity, and the keys of all for which it
// does.
func (tx transaction) one(ctx context.Context, id string) (graph.Node, []string, error) {
	records, err := tx.collect(ctx, members+"RETURN stands.id AS stands, properties(stands) AS properties, n.id AS id", params{"ids": []string{id}})
	if err != nil {
		return graph.Node{}, nil, err
	}
	if len(records) == 0 {
		return graph.Node{}, nil, unknown(id)
	}
	var keys []string
	for _, r := range records {
		keys = append(keys, text(r, "id"))
	}
	stands := text(records[0], "stands")
	return node(labelOf(stands), stands, object(records[0], "properties")), keys, nil
}

// ended reads, of a fact r, what facts makes of it.
const ended statement = `
WITH *, startNode(r) AS a, endNode(r) AS b
OPTIONAL MATCH (a)-[:SAME_AS]->(source)
OPTIONAL MATCH (b)-[:SAME_AS]->(target)
RETURN type(r) AS type, properties(r) AS properties, properties(coalesce(source, a)) AS source, properties(coalesce(target, b)) AS target`

// facts returns facts in the order of store.View, and the nodes that stand for
// their ends by their IDs.
func facts(records []*driver.Record) ([]graph.Relationship, map[string]graph.Node) {
	var out []graph.Relationship
	nodes := map[string]graph.Node{}
	end := func(raw params) string {
		id, _ := raw["id"].(string)
		if _, known := nodes[id]; !known {
			nodes[id] = node(labelOf(id), id, raw)
		}
		return id
	}
	for _, r := range records {
		from, to := end(object(r, "source")), end(object(r, "target"))
		out = append(out, relationship(schema.Type(text(r, "type")), from, to, object(r, "properties")))
	}
	slices.SortFunc(out, store.CompareFacts)
	return out, nodes
}

// factsOf returns the facts with the keys, as facts does.
func (tx transaction) factsOf(ctx context.Context, keys []string) ([]graph.Relationship, map[string]graph.Node, error) {
	byType := map[schema.Type][]string{}
	for _, k := range keys {
		if t := graph.TypeOf(k); t != "" {
			byType[t] = append(byType[t], k)
		}
	}
	var all []*driver.Record
	for t, some := range byType {
		records, err := tx.collect(ctx, compose(`UNWIND $ids AS id
MATCH ()-[r:%[1]s {fact: id}]->()
USING INDEX r:%[1]s(fact)`, t)+ended, params{"ids": some})
		if err != nil {
			return nil, nil, err
		}
		all = append(all, records...)
	}
	out, nodes := facts(all)
	return out, nodes, nil
}

const readStanding statement = `UNWIND $ids AS id
MATCH (n:Entity {id: id})
OPTIONAL MATCH (n)-[:SAME_AS]->(canonical)
RETURN DISTINCT coalesce(canonical, n).id AS id, properties(coalesce(canonical, n)) AS properties`

// Entities implements store.View.
func (s *Store) Entities(ctx context.Context, ids []string) ([]graph.Node, error) {
	var out []graph.Node
	err := s.view(ctx, "reading entities", func(tx transaction) error {
		nodes, err := tx.nodes(ctx, readStanding, ids)
		out = store.Once(nodes)
		return err
	})
	return out, err
}

// nodes returns by their IDs the nodes that a statement yields for all ids.
func (tx transaction) nodes(ctx context.Context, c statement, ids []string) (map[string]graph.Node, error) {
	out := map[string]graph.Node{}
	err := tx.read(ctx, c, ids, func(r *driver.Record) {
		id := text(r, "id")
		out[id] = node(labelOf(id), id, object(r, "properties"))
	})
	return out, err
}

// Entity implements store.View.
func (s *Store) Entity(ctx context.Context, id string) (graph.Node, []store.Degree, error) {
	var here graph.Node
	var out []store.Degree
	err := s.view(ctx, "reading an entity", func(tx transaction) (err error) {
		var keys []string
		if here, keys, err = tx.one(ctx, id); err != nil {
			return err
		}
		kinds, counts := degrees(here.Label, len(keys) > 1)
		records, err := tx.collect(ctx, counts, params{"ids": keys})
		if err != nil {
			return err
		}
		for i, d := range kinds {
			for _, r := range records {
				d.Facts += int(list[int64](value[[]any](r, "counts"))[i])
			}
			if d.Facts > 0 {
				out = append(out, d)
			}
		}
		return nil
	})
	slices.SortFunc(out, store.Degree.Compare)
	return here, out, err
}

// degrees returns the kinds of facts that entities of a label may have, and a
// statement that counts them in that order. Where a type has but one label at the
// far end, the server knows the number without looking, unless facts between the
// entities themselves have to be left out.
func degrees(l schema.Label, several bool) ([]store.Degree, statement) {
	var kinds []store.Degree
	var counts []string
	for _, t := range schema.Graph.Facts() {
		d := schema.Graph.Relationship(t)
		for _, way := range []struct {
			store.Direction
			near, far   []schema.Label
			left, right string
		}{{store.Out, d.From, d.To, "-", "->"}, {store.In, d.To, d.From, "<-", "-"}} {
			if !slices.Contains(way.near, l) {
				continue
			}
			for _, far := range way.far {
				end := "()"
				switch {
				case several:
					end = fmt.Sprintf("(m:%s) WHERE NOT m.id IN $ids", far)
				case len(way.far) > 1:
					end = fmt.Sprintf("(:%s)", far)
				}
				kinds = append(kinds, store.Degree{Type: t, Direction: way.Direction, Label: far})
				counts = append(counts, fmt.Sprintf("COUNT { (n)%s[:%s]%s%s }", way.left, t, way.right, end))
			}
		}
	}
	return kinds, compose(`UNWIND $ids AS id
MATCH (n:Entity {id: id})
RETURN [%s] AS counts`, strings.Join(counts, ", "))
}

// Neighbours implements store.View.
func (s *Store) Neighbours(ctx context.Context, id string, d store.Direction, f store.Filter, page store.Page) (store.Neighbours, error) {
	var out store.Neighbours
	err := s.view(ctx, "reading neighbours", func(tx transaction) error {
		here, keys, err := tx.one(ctx, id)
		types := typesOf(f)
		if err != nil || types == "" {
			return err
		}
		left, right := "-", "-"
		switch d {
		case store.Out:
			right = "->"
		case store.In:
			left = "<-"
		}
		conditions, p := passing(f, false)
		if len(keys) > 1 { // to ask that of all facts of a hub doubles the time
			conditions += " AND NOT m.id IN $ids"
		}
		p["ids"], p["from"], p["to"] = keys, int64(page.Offset), int64(page.Offset+page.Limit)
		records, err := tx.collect(ctx, compose(`UNWIND $ids AS id
MATCH (n:Entity {id: id})%s[r:%s]%s(m)
USING INDEX n:Entity(id)
WHERE true%s`, left, types, right, conditions)+onPage+ended+", total", p)
		if err != nil || len(records) == 0 {
			return err
		}
		out.Total = int(integer(records[0], "total"))
		all, nodes := facts(slices.DeleteFunc(records, func(r *driver.Record) bool { return text(r, "type") == "" }))
		out.Facts, out.Nodes = all, store.OtherEnds(all, here.ID, nodes)
		return nil
	})
	return out, err
}

// onPage leaves, of facts r, those from $from to $to in the order of store.View, a
// null if there are none, and their total. Of a hub with 100,000 facts a few
// hundred groups have one number of articles and one confidence: to read the keys
// of the groups that are on the page alone spares the server most of the work.
const onPage statement = `
WITH r.articles AS articles, r.confidence AS confidence, collect(r) AS equals
ORDER BY articles DESC, confidence DESC
WITH collect({facts: equals, n: size(equals)}) AS groups
WITH reduce(walk = {total: 0, before: 0, page: []}, g IN groups | {
  total: walk.total + g.n,
  before: walk.before + CASE WHEN walk.total + g.n <= $from THEN g.n ELSE 0 END,
  page: walk.page + CASE WHEN walk.total + g.n > $from AND walk.total < $to THEN [g.facts] ELSE [] END
}) AS walk
WITH walk, reduce(all = [], some IN walk.page | all + some) AS page
UNWIND CASE page WHEN [] THEN [null] ELSE page END AS r
WITH walk, r ORDER BY r.articles DESC, r.confidence DESC, r.fact
WITH walk, collect(r)[$from - walk.before .. $to - walk.before] AS page
UNWIND CASE page WHEN [] THEN [null] ELSE page END AS r
WITH r, walk.total AS total`

// Between implements store.View.
func (s *Store) Between(ctx context.Context, ids []string, f store.Filter, limit int) ([]graph.Relationship, error) {
	var out []graph.Relationship
	err := s.view(ctx, "reading facts", func(tx transaction) error {
		types := typesOf(f)
		if types == "" {
			return nil
		}
		records, err := tx.collect(ctx, members+"RETURN collect(n.id) AS ids", params{"ids": ids})
		if err != nil {
			return err
		}
		conditions, p := passing(f, false)
		p["ids"], p["limit"] = texts(records[0], "ids"), int64(limit)
		records, err = tx.collect(ctx, compose(`UNWIND $ids AS id
MATCH (n:Entity {id: id})-[r:%s]->(m)
USING INDEX n:Entity(id)
WHERE m.id IN $ids AND coalesce(n.canonicalId, n.id) <> coalesce(m.canonicalId, m.id)%s%s
WITH r ORDER BY r.articles DESC, r.confidence DESC, r.fact LIMIT $limit`, types, conditions, passingEnd(f, "n", p))+ended, p)
		out, _ = facts(records)
		return err
	})
	return out, err
}

// Path implements store.View.
func (s *Store) Path(ctx context.Context, from, to string, longest int, f store.Filter) (store.Path, error) {
	var out store.Path
	err := s.view(ctx, "looking for a path", func(tx transaction) error {
		start, _, err := tx.one(ctx, from)
		if err != nil {
			return err
		}
		end, _, err := tx.one(ctx, to)
		if err != nil {
			return err
		}
		if start.ID == end.ID {
			out.Nodes = []graph.Node{start}
			return nil
		}
		types := typesOf(f)
		if types == "" {
			return nil
		}
		conditions, p := passing(f, true)
		p["exempt"] = []string{start.ID, end.ID}
		steps, err := store.Search(store.Terrain{
			Cost:  func(entities []string) (int, error) { return tx.cost(ctx, types, entities) },
			Steps: func(entities []string) ([]store.Step, error) { return tx.steps(ctx, types, conditions, p, entities) },
		}, start.ID, end.ID, longest)
		if err != nil || len(steps) == 0 {
			return err
		}
		var keys []string
		for _, step := range steps {
			keys = append(keys, step.Fact)
		}
		all, nodes, err := tx.factsOf(ctx, keys)
		if err != nil {
			return err
		}
		out = store.Way(start.ID, steps, all, nodes)
		return nil
	})
	return out, err
}

// cost counts the facts of the types at entities.
func (tx transaction) cost(ctx context.Context, types string, entities []string) (int, error) {
	r, err := tx.first(ctx, compose(`UNWIND $ids AS id
MATCH (n:Entity {id: id})
RETURN sum(COUNT { (n)-[:%s]-() }) AS facts`, types), params{"ids": entities})
	if err != nil {
		return 0, err
	}
	return int(integer(r, "facts")), nil
}

// steps returns the steps from entities along facts of the types that pass the
// conditions.
func (tx transaction) steps(ctx context.Context, types string, conditions statement, p params, entities []string) ([]store.Step, error) {
	p = maps.Clone(p)
	var out []store.Step
	for some := range slices.Chunk(entities, batch) {
		p["ids"] = some
		result, err := tx.Run(ctx, string(members+compose(`MATCH (n)-[r:%s]-(m)
WHERE coalesce(m.canonicalId, m.id) <> stands.id%s
RETURN r.fact AS fact, stands.id AS source, coalesce(m.canonicalId, m.id) AS target, r.articles AS articles, r.confidence AS confidence`,
			types, conditions)), p)
		if err != nil {
			return nil, err
		}
		for r, err := range result.Records(ctx) {
			if err != nil {
				return nil, err
			}
			out = append(out, store.Step{
				Fact: text(r, "fact"), From: text(r, "source"), To: text(r, "target"),
				Articles: integer(r, "articles"), Confidence: number(r, "confidence"),
			})
		}
	}
	return out, nil
}

// day is how much is dated so; "" is not dated.
type day struct {
	date string
	n    int
}

// days reads the columns date and n.
func days(records []*driver.Record) []day {
	var out []day
	for _, r := range records {
		out = append(out, day{text(r, "date"), int(integer(r, "n"))})
	}
	return out
}

// latest returns the dates of what stands on a page of a list, latest first, the
// offset of the page in that part of the list, and the length of the list. The
// server cannot sort what is of one date, since it orders text otherwise than Go.
func latest(days []day, p store.Page) (dates []string, offset, total int) {
	slices.SortFunc(days, func(a, b day) int { return cmp.Compare(b.date, a.date) })
	for _, d := range days {
		if total+d.n > p.Offset && total < p.Offset+p.Limit {
			if len(dates) == 0 {
				offset = p.Offset - total
			}
			dates = append(dates, d.date)
		}
		total += d.n
	}
	return dates, offset, total
}

// dated is an article, as far as its place in a list depends on it.
type dated struct{ date, id string }

// pageOf returns the IDs of the articles on a page: records have the columns date
// and id, of all articles of the dates of which the page has some.
func pageOf(records []*driver.Record, offset, limit int) []string {
	var all []dated
	for _, r := range records {
		all = append(all, dated{text(r, "date"), text(r, "id")})
	}
	slices.SortFunc(all, func(a, b dated) int { return cmp.Or(cmp.Compare(b.date, a.date), cmp.Compare(a.id, b.id)) })
	var ids []string
	for _, a := range all[min(offset, len(all)):min(offset+limit, len(all))] {
		ids = append(ids, a.id)
	}
	return ids
}

// Evidence implements store.View.
func (s *Store) Evidence(ctx context.Context, fact string, page store.Page) (store.Evidence, error) {
	var out store.Evidence
	err := s.view(ctx, "reading evidence", func(tx transaction) error {
		all, nodes, err := tx.factsOf(ctx, []string{fact})
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return unknown(fact)
		}
		out.Relationship, out.From, out.To = all[0], nodes[all[0].From], nodes[all[0].To]
		records, err := tx.collect(ctx, claimDates, params{"fact": fact})
		if err != nil {
			return err
		}
		dates, offset, total := latest(days(records), page)
		out.Total = total
		records, err = tx.collect(ctx, claimsOfDates, params{"fact": fact, "dates": dates})
		if err != nil {
			return err
		}
		articles := pageOf(records, offset, page.Limit)
		claims := make([]string, len(articles))
		for i, a := range articles {
			claims[i] = graph.ClaimKey(fact, a)
		}
		records, err = tx.collect(ctx, readTestimonies(graph.TypeOf(fact)), params{"fact": fact, "ids": claims})
		out.Testimonies = make([]store.Testimony, len(records))
		for _, r := range records {
			from, to := text(r, "source"), text(r, "target")
			a := article(object(r, "article"))
			raw := object(r, "claim")
			out.Testimonies[slices.Index(articles, a.ID)] = store.Testimony{
				Statement: store.Statement{
					Article: a, Claim: claim(graph.Relationship{Type: all[0].Type, From: from, To: to}, raw), Copy: raw["copy"] == true,
				},
				From: mention(from, object(r, "mentionSource")), To: mention(to, object(r, "mentionTarget")),
			}
		}
		return err
	})
	return out, err
}

const (
	claimDates statement = `MATCH (c:Claim {fact: $fact})<-[:STATES]-(a)
USING INDEX c:Claim(fact)
RETURN a.publishedAt AS date, count(*) AS n`

	claimsOfDates statement = `MATCH (c:Claim {fact: $fact})<-[:STATES]-(a)
USING INDEX c:Claim(fact)
WHERE coalesce(a.publishedAt, '') IN $dates
RETURN a.publishedAt AS date, a.id AS id`
)

// readTestimonies reads claims of the fact with their articles, and where these
// mention both ends.
func readTestimonies(t schema.Type) statement {
	return compose(`MATCH (source)-[r:%[1]s {fact: $fact}]->(target)
USING INDEX r:%[1]s(fact)
UNWIND $ids AS id
MATCH (c:Claim {id: id})<-[:STATES]-(a)
USING INDEX c:Claim(id)
MATCH (a)-[p:MENTIONS]->(x)
WHERE x = source OR x = target
WITH source, target, c, a, collect([x.id, properties(p)]) AS places
RETURN source.id AS source, target.id AS target, properties(c) AS claim, properties(a) AS article,
  head([p IN places WHERE p[0] = source.id | p[1]]) AS mentionSource, head([p IN places WHERE p[0] = target.id | p[1]]) AS mentionTarget`, t)
}

// Newest implements store.View.
func (s *Store) Newest(ctx context.Context, f store.ArticleFilter, page store.Page) (articles []graph.Article, total int, err error) {
	where := statement("WHERE true")
	if len(f.Sources) > 0 {
		where += " AND a.source IN $sources"
	}
	if f.Since != "" {
		where += " AND a.publishedAt + '~' >= $since"
	}
	if f.Until != "" {
		where += " AND a.publishedAt <= $until"
	}
	p := params{"sources": f.Sources, "since": f.Since, "until": f.Until + "~"}
	err = s.view(ctx, "reading articles", func(tx transaction) error {
		records, err := tx.collect(ctx, "MATCH (a:Article)\n"+where+"\nRETURN a.publishedAt AS date, count(*) AS n", p)
		if err != nil {
			return err
		}
		var dates []string
		var offset int
		dates, offset, total = latest(days(records), page)
		p["dates"] = dates
		of := "\nMATCH (a:Article)\n" + where
		end := statement("\nRETURN a.publishedAt AS date, a.id AS id")
		query := of + " AND a.publishedAt IN $dates" + end
		if slices.Contains(dates, "") {
			query += "\nUNION ALL" + of + " AND a.publishedAt IS NULL" + end
		}
		if records, err = tx.collect(ctx, query, p); err != nil {
			return err
		}
		ids := pageOf(records, offset, page.Limit)
		articles = make([]graph.Article, len(ids))
		return tx.read(ctx, readArticleNodes, ids, func(r *driver.Record) {
			a := article(object(r, "properties"))
			articles[slices.Index(ids, a.ID)] = a
		})
	})
	return articles, total, err
}

const (
	readArticleNodes statement = `UNWIND $ids AS id
MATCH (a:Article {id: id})
RETURN properties(a) AS properties`

	readMentionedNodes statement = `UNWIND $ids AS id
MATCH (a:Article {id: id})-[:MENTIONS]->(n)
USING INDEX a:Article(id)
OPTIONAL MATCH (n)-[:SAME_AS]->(canonical)
RETURN DISTINCT coalesce(canonical, n).id AS id, properties(coalesce(canonical, n)) AS properties`
)

// Contents implements store.View.
func (s *Store) Contents(ctx context.Context, id string) (store.Contents, error) {
	var out store.Contents
	err := s.view(ctx, "reading an article", func(tx transaction) error {
		ids := []string{id}
		r, err := tx.first(ctx, readArticleNodes, params{"ids": ids})
		if err != nil {
			return err
		}
		if r == nil {
			return unknown(id)
		}
		nodes, err := tx.nodes(ctx, readMentionedNodes, ids)
		if err != nil {
			return err
		}
		var keys []string
		if err := tx.read(ctx, readClaimed, ids, func(r *driver.Record) { keys = append(keys, text(r, "id")) }); err != nil {
			return err
		}
		all, _, err := tx.factsOf(ctx, keys)
		out = store.NewContents(article(object(r, "properties")), nodes, all)
		return err
	})
	return out, err
}

// Summary implements store.View.
func (s *Store) Summary(ctx context.Context, top int) (store.Summary, error) {
	counts, err := s.Count(ctx)
	if err != nil {
		return store.Summary{}, err
	}
	out := store.Summary{Counts: counts, Top: map[schema.Label][]graph.Node{}}
	err = s.view(ctx, "summing up", func(tx transaction) (err error) {
		for _, l := range schema.Graph.Entities() {
			if out.Top[l], err = tx.top(ctx, l, top); err != nil {
				return err
			}
		}
		records, err := tx.collect(ctx, compose(`MATCH (n:Event)
WHERE %s AND size(n.date) >= 7
RETURN left(n.date, 7) AS month, n.eventType AS type, count(*) AS n
ORDER BY month, type`, standing), nil)
		if err != nil {
			return err
		}
		for _, r := range records {
			out.Events = append(out.Events, store.EventCount{Month: text(r, "month"), EventType: text(r, "type"), Events: int(integer(r, "n"))})
		}
		records, err = tx.collect(ctx, `MATCH (a:Article)
WHERE size(a.publishedAt) >= 7
RETURN left(a.publishedAt, 7) AS month, count(*) AS n
ORDER BY month`, nil)
		if err != nil {
			return err
		}
		for _, r := range records {
			out.Reported = append(out.Reported, store.MonthCount{Month: text(r, "month"), Articles: int(integer(r, "n"))})
		}
		records, err = tx.collect(ctx, `MATCH (a:Article)
WHERE a.source IS NOT NULL
RETURN a.source AS source, count(*) AS n`, nil)
		for _, r := range records {
			out.Sources = append(out.Sources, store.SourceCount{Source: text(r, "source"), Articles: int(integer(r, "n"))})
		}
		return err
	})
	slices.SortFunc(out.Sources, func(a, b store.SourceCount) int {
		return cmp.Or(b.Articles-a.Articles, cmp.Compare(a.Source, b.Source))
	})
	out.Sources = out.Sources[:min(len(out.Sources), store.MaxSources)]
	return out, err
}

// standing is the condition that an entity n stands for itself.
const standing = "(n.canonicalId IS NULL OR n.canonicalId = n.id)"

// top returns the first entities of a label, those first that most articles
// mention. Of those that equally many do, the index has the order of Go.
func (tx transaction) top(ctx context.Context, l schema.Label, limit int) ([]graph.Node, error) {
	records, err := tx.collect(ctx, compose(`MATCH (n:%s)
WHERE %s
RETURN n.articles AS articles, count(*) AS n
ORDER BY articles DESC`, l, standing), nil)
	if err != nil {
		return nil, err
	}
	var out []graph.Node
	for _, r := range records {
		some, err := tx.collect(ctx, compose(`MATCH (n:%[1]s)
USING INDEX n:%[1]s(id)
WHERE n.id IS NOT NULL AND n.articles = $articles AND %[2]s
RETURN n.id AS id, properties(n) AS properties
ORDER BY id LIMIT $limit`, l, standing), params{"articles": integer(r, "articles"), "limit": int64(limit - len(out))})
		if err != nil {
			return nil, err
		}
		for _, r := range some {
			id := text(r, "id")
			out = append(out, node(l, id, object(r, "properties")))
		}
		if len(out) == limit {
			break
		}
	}
	return out, nil
}
