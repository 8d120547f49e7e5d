package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/sketch"
)

// Random draws n graphs that keep to the schema. They are about few entities,
// so that articles overlap in what they mention and state, and of about n/2
// articles, so that some come in several versions. Half are copies of others, most
// of them with small changes. The same r draws the same graphs.
func Random(r *rand.Rand, n int) []*graph.Graph {
	graphs := make([]*graph.Graph, n)
	texts := make([][]int, n)
	for i := range graphs {
		k := r.IntN(n/2 + 1)
		graphs[i] = random(r, fmt.Sprintf("%s %d", words[k%len(words)], k))
		if i > 0 && r.IntN(2) == 0 {
			k := r.IntN(i)
			imitate(r, graphs[i], graphs[k])
			if texts[i] = slices.Clone(texts[k]); len(texts[i]) > 0 && r.IntN(3) > 0 {
				texts[i][r.IntN(len(texts[i]))] = r.IntN(2)
			}
		} else if r.IntN(10) > 0 {
			texts[i] = r.Perm(60)
		}
		graphs[i].Sketch = sketch.Of(fmt.Sprint(texts[i]))
		graphs[i].Article.ContentHash = graphs[i].Digest()
	}
	return graphs
}

// imitate makes of g a copy of another, perhaps without one of its mentions.
func imitate(r *rand.Rand, g, of *graph.Graph) {
	if r.IntN(3) > 0 {
		g.Article.PublishedAt = of.Article.PublishedAt
	}
	g.Mentions, g.Claims = slices.Clone(of.Mentions), nil
	if len(g.Mentions) > 0 && r.IntN(2) == 0 {
		k := r.IntN(len(g.Mentions))
		g.Mentions = slices.Delete(g.Mentions, k, k+1)
	}
	for _, c := range of.Claims {
		mentioned := func(key string) bool {
			return slices.ContainsFunc(g.Mentions, func(m graph.Mention) bool { return m.Entity == key })
		}
		if mentioned(c.From) && mentioned(c.To) && r.IntN(5) > 0 {
			g.Claims = append(g.Claims, c)
		}
	}
	for i, c := range g.Claims {
		if r.IntN(5) == 0 {
			g.Claims[i].Props = randomProps(r, schema.Graph.Relationship(c.Type).Properties)
		}
	}
}

// RandomJudgements draws at most n judgements on what graphs say that do not
// contradict each other.
func RandomJudgements(r *rand.Rand, graphs []*graph.Graph, n int) []graph.Judgement {
	var js []graph.Judgement
	for range min(n, n*len(graphs)) {
		g := pick(r, graphs)
		if len(g.Mentions) == 0 {
			continue
		}
		m := pick(r, g.Mentions)
		other := strings.ToLower(string(m.Label)) + ":" + pick(r, words)
		j := graph.Judgement{A: m.Entity, B: other}
		var more []graph.Judgement
		switch r.IntN(5) {
		case 0, 1:
			j.Kind = pick(r, []graph.JudgementKind{graph.JudgeMerge, graph.JudgeMerge, graph.JudgeApart, graph.JudgePropose})
		case 2:
			j = graph.Judgement{Kind: graph.JudgeSplit, A: m.Entity, B: pick(r, []string{"elder", "the younger"}), Articles: []string{g.Article.ID, "unknown"}}
			if r.IntN(2) == 0 {
				more = append(more, graph.Judgement{Kind: graph.JudgeMerge, A: graph.SplitKey(j.A, j.B), B: other})
			}
		default:
			if len(g.Claims) == 0 {
				continue
			}
			c := pick(r, g.Claims)
			j = graph.Judgement{Kind: graph.JudgeReject, A: c.Fact()}
			if r.IntN(3) == 0 {
				j.A = graph.FactKey(c.Type, graph.SplitKey(c.From, "elder"), c.To)
			}
			if r.IntN(2) == 0 {
				j.Articles = []string{g.Article.ID, pick(r, graphs).Article.ID}
			}
		}
		if more = slices.Concat(js, more, []graph.Judgement{j}); graph.CheckJudgements(more) == nil {
			js = more
		}
	}
	return js
}

var (
	words = []string{"Accra", "Été", "Ōsaka", "Łódź", "Zoë O'Neil", "ｚ", "𝒜𝒷", "Нева", "東京", "a<b>&\"c'", "the The", "🕊 dove"}
	dates = []string{"", "2023", "2024-02", "2024-02-29", "2024-10-11", "2024-10-14", "2024-10-20"}
)

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

func random(r *rand.Rand, id string) *graph.Graph {
	g := &graph.Graph{Article: graph.Article{
		ID: id, InputID: pick(r, words), Title: pick(r, words), PublishedAt: pick(r, dates), ExtractorVersion: "test",
	}}
	if r.IntN(2) == 0 {
		g.Article.URL, g.Article.Source = "https://example.org/"+id, pick(r, words)
	}
	for range r.IntN(12) {
		g.Mentions = append(g.Mentions, randomMention(r))
	}
	g.Sort()
	for range r.IntN(10) * len(g.Mentions) {
		if c, ok := randomClaim(r, pick(r, g.Mentions), pick(r, g.Mentions)); ok {
			g.Claims = append(g.Claims, c)
		}
	}
	g.Sort()
	return g
}

func randomMention(r *rand.Rand) graph.Mention {
	label := pick(r, schema.Graph.Entities())
	name := pick(r, words)
	m := graph.Mention{
		Entity: strings.ToLower(string(label)) + ":" + name,
		Label:  label, Name: name, Confidence: float64(r.IntN(101)) / 100,
		Props: randomProps(r, schema.Graph.Node(label).Properties),
	}
	at := 0
	for range 1 + r.IntN(3) {
		at += 1 + r.IntN(100)
		m.Starts = append(m.Starts, at)
		at += 1 + r.IntN(20)
		m.Ends = append(m.Ends, at)
		m.Forms = append(m.Forms, strings.Repeat(name+" ", r.IntN(2))+pick(r, words))
	}
	slices.Sort(m.Forms)
	m.Forms = slices.Compact(m.Forms)
	return m
}

// randomClaim draws a claim that from and to allow, if there is one.
func randomClaim(r *rand.Rand, from, to graph.Mention) (graph.Claim, bool) {
	var types []schema.Type
	for _, t := range schema.Graph.Facts() {
		d := schema.Graph.Relationship(t)
		if slices.Contains(d.From, from.Label) && slices.Contains(d.To, to.Label) {
			types = append(types, t)
		}
	}
	if len(types) == 0 {
		return graph.Claim{}, false
	}
	t := pick(r, types)
	quote := from.Name + " and " + to.Name + "."
	start := r.IntN(1000)
	c := graph.Claim{
		Type: t, From: from.Entity, To: to.Entity, Quote: quote, Start: start, End: start + len(quote),
		Confidence: float64(r.IntN(101)) / 100, Rule: pick(r, []string{"title", "verb"}),
		Props: randomProps(r, schema.Graph.Relationship(t).Properties),
	}
	if r.IntN(3) == 0 {
		c.AttributedTo = pick(r, words)
	}
	return c, true
}

func randomProps(r *rand.Rand, declared []schema.Property) graph.Props {
	p := graph.Props{}
	for _, d := range declared {
		if d.Optional && r.IntN(2) == 0 {
			continue
		}
		switch d.Kind {
		case schema.Enum:
			p[d.Name] = pick(r, d.Values)
		case schema.Date:
			p[d.Name] = pick(r, dates[1:])
		case schema.Bool:
			p[d.Name] = "true"
		case schema.Int:
			p[d.Name] = strconv.Itoa(r.IntN(3) - 1)
		default:
			p[d.Name] = pick(r, words)
		}
	}
	return p
}
