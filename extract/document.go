package extract

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/sketch"
)

// Document is the graph of one article with the places in its text that it
// comes from: the line that `dateline extract` writes and `dateline load` reads.
// Entities and Relations are never nil.
type Document struct {
	ID          string `json:"id"`
	Key         string `json:"key"` // of the article in the graph
	URL         string `json:"url,omitempty"`
	Title       string `json:"title,omitempty"`
	Source      string `json:"source,omitempty"`
	Published   string `json:"published,omitempty"`
	ContentHash string `json:"contentHash"`
	Extractor   string `json:"extractor"`        // version
	Sketch      string `json:"sketch,omitempty"` // of the text, see package sketch; older lines have none

	Entities  []Entity   `json:"entities"`
	Relations []Relation `json:"relations"`
}

// Entity is one person, office, organization, country, place or event of an
// article.
type Entity struct {
	ID       string       `json:"id"` // unique in the document
	Type     schema.Label `json:"type"`
	Name     string       `json:"name"` // the fullest that the article gives
	Key      string       `json:"key"`  // in the graph
	Mentions []Mention    `json:"mentions"`

	Title     string `json:"title,omitempty"`         // Office: lower case, without what it is the office of
	Kind      string `json:"kind,omitempty"`          // Organization, Place
	ISO2      string `json:"iso2,omitempty"`          // Country
	ISO3      string `json:"iso3,omitempty"`          // Country
	Event     string `json:"event,omitempty"`         // Event: its type
	Status    string `json:"status,omitempty"`        // Event
	Date      string `json:"date,omitempty"`          // Event: ISO 8601 prefix
	Precision string `json:"datePrecision,omitempty"` // Event: day, month or year

	// What outside lists call it, where the article leaves no doubt that it is the
	// same: no part of the key.
	WikidataID string `json:"wikidataId,omitempty"` // Country, Person: Q30
	GeoNamesID int    `json:"geonamesId,omitempty"` // Place: a city or first-level region
}

// Mention is one place where the article names an entity: byte offsets into
// Article.Text, half-open, with Text[Start:End] == Mention.Text.
type Mention struct {
	Start      int     `json:"start"`
	End        int     `json:"end"`
	Text       string  `json:"text"`
	Confidence float64 `json:"confidence"`
}

// Relation is a fact between two entities, by their IDs.
type Relation struct {
	Type         schema.Type `json:"type"`
	From         string      `json:"from"`
	To           string      `json:"to"`
	Status       string      `json:"status,omitempty"` // HOLDS_OFFICE
	Since        string      `json:"since,omitempty"`  // HOLDS_OFFICE
	Until        string      `json:"until,omitempty"`  // HOLDS_OFFICE
	Role         string      `json:"role,omitempty"`   // PARTICIPATED_IN
	Kind         string      `json:"kind,omitempty"`   // RELATIVE_OF
	Confidence   float64     `json:"confidence"`
	Rule         string      `json:"rule"` // what found it
	AttributedTo string      `json:"attributedTo,omitempty"`
	Evidence     []Evidence  `json:"evidence"` // the best first, at least one
}

// Evidence is a sentence that states a relation, by byte offsets into the text.
type Evidence struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Quote string `json:"quote"`
}

// Graph returns what the document contributes to the graph. It computes all keys
// anew. A document that does not keep to the schema is an error.
func (d *Document) Graph() (*graph.Graph, error) {
	drawn, err := sketch.Parse(d.Sketch)
	if err != nil {
		return nil, fmt.Errorf("reading the sketch: %w", err)
	}
	g := &graph.Graph{Sketch: drawn, Article: graph.Article{
		ID: d.Key, InputID: d.ID, URL: d.URL, Title: d.Title, Source: d.Source, PublishedAt: d.Published,
		ContentHash: d.ContentHash, ExtractorVersion: d.Extractor,
	}}
	if strings.HasPrefix(d.Key, "sha256:") {
		g.Article.InputID = "" // a line's number in some file, which says nothing elsewhere
	}
	keys := d.keys()
	for _, e := range d.Entities {
		m := graph.Mention{Entity: keys[e.ID], Label: e.Type, Name: e.Name, Props: graph.Props{}}
		mentions := slices.Clone(e.Mentions)
		slices.SortFunc(mentions, func(a, b Mention) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
		for _, x := range mentions {
			m.Starts, m.Ends = append(m.Starts, x.Start), append(m.Ends, x.End)
			m.Forms = append(m.Forms, x.Text)
			m.Confidence = max(m.Confidence, x.Confidence)
		}
		slices.Sort(m.Forms)
		m.Forms = slices.Compact(m.Forms)
		for k, v := range map[string]string{
			"title": e.Title, "kind": e.Kind, "iso2": e.ISO2, "iso3": e.ISO3, "eventType": e.Event,
			"status": e.Status, "date": e.Date, "datePrecision": e.Precision, "wikidataId": e.WikidataID,
		} {
			if v != "" {
				m.Props[k] = v
			}
		}
		if e.GeoNamesID != 0 {
			m.Props["geonamesId"] = strconv.Itoa(e.GeoNamesID)
		}
		if _, ambiguous := graph.PersonKey(e.Name, d.Key); e.Type == schema.Person && ambiguous {
			m.Props["ambiguous"] = "true"
		}
		g.Mentions = append(g.Mentions, m)
	}
	for _, r := range d.Relations {
		if len(r.Evidence) == 0 {
			return nil, fmt.Errorf("%s from %s to %s: no evidence", r.Type, r.From, r.To)
		}
		c := graph.Claim{
			Type: r.Type, From: keys[r.From], To: keys[r.To], Quote: r.Evidence[0].Quote, Start: r.Evidence[0].Start,
			End: r.Evidence[0].End, Confidence: r.Confidence, Rule: r.Rule, AttributedTo: r.AttributedTo, Props: graph.Props{},
		}
		for k, v := range map[string]string{"status": r.Status, "since": r.Since, "until": r.Until, "role": r.Role, "kind": r.Kind} {
			if v != "" {
				c.Props[k] = v
			}
		}
		g.Claims = append(g.Claims, c)
	}
	g.Sort()
	if err := g.Check(schema.Graph); err != nil {
		return nil, err
	}
	return g, nil
}

// keys returns the keys of the document's entities by their IDs. What a key is
// made of comes first: countries, then places, organizations and persons, then
// offices and events.
func (d *Document) keys() map[string]string {
	keys := map[string]string{}
	to := func(from string, t schema.Type) string { // the least key at the far end
		best := ""
		for _, r := range d.Relations {
			if k := keys[r.To]; r.From == from && r.Type == t && k != "" && (best == "" || k < best) {
				best = k
			}
		}
		return best
	}
	country := func(place string) string { // up LOCATED_IN, at most as often as there are steps
		for range 4 {
			next := ""
			for _, r := range d.Relations {
				if r.From != place || r.Type != schema.LocatedIn {
					continue
				}
				if k, ok := keys[r.To]; ok {
					return k
				}
				if next == "" || r.To < next {
					next = r.To
				}
			}
			place = next
		}
		return ""
	}
	places := map[string]string{}
	for _, e := range d.Entities {
		if e.Type == schema.Country {
			keys[e.ID] = graph.CountryKey(e.ISO2, e.Name)
		}
	}
	for _, e := range d.Entities {
		if e.Type == schema.Place {
			places[e.ID] = graph.PlaceKey(e.Name, country(e.ID))
		}
	}
	for _, e := range d.Entities {
		switch e.Type {
		case schema.Place:
			keys[e.ID] = places[e.ID]
		case schema.Organization:
			keys[e.ID] = graph.OrganizationKey(e.Name)
		case schema.Person:
			keys[e.ID], _ = graph.PersonKey(e.Name, d.Key)
		}
	}
	shared := map[string]int{}
	events := map[string]string{}
	for _, e := range d.Entities {
		switch e.Type {
		case schema.Office:
			keys[e.ID] = graph.OfficeKey(e.Title, to(e.ID, schema.OfficeOf), d.Key)
		case schema.Event:
			var participants []string
			for _, r := range d.Relations {
				if r.To == e.ID && r.Type == schema.ParticipatedIn {
					participants = append(participants, keys[r.From])
				}
			}
			if k, ok := graph.EventKey(e.Event, e.Date, participants, to(e.ID, schema.OccurredIn)); ok {
				events[e.ID] = k
				shared[k]++
			}
		}
	}
	ordinals := map[string]int{}
	for _, e := range d.Entities {
		if e.Type != schema.Event {
			continue
		}
		ordinals[e.Event]++
		if k, ok := events[e.ID]; ok && shared[k] == 1 {
			keys[e.ID] = k
		} else {
			keys[e.ID] = graph.ArticleEventKey(d.Key, e.Event, ordinals[e.Event])
		}
	}
	return keys
}

// DropBelow removes the relations whose confidence is less than min; entities
// stay. The keys of offices, places and events, which are made of relations,
// follow.
func (d *Document) DropBelow(min float64) {
	d.Relations = slices.DeleteFunc(d.Relations, func(r Relation) bool { return r.Confidence < min })
	keys := d.keys()
	for i, e := range d.Entities {
		d.Entities[i].Key = keys[e.ID]
	}
}
