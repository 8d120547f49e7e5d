package extract

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"dateline/extract/date"
	"dateline/extract/gazetteer"
	"dateline/extract/model"
	"dateline/extract/text"
	"dateline/graph/sketch"
)

// Version names the extractor in what it writes; a change of its output changes it.
const Version = "0.2.0"

// MaxText is the length in bytes of the longest text that is extracted, some
// 700,000 words.
const MaxText = 4 << 20

// Extractor turns articles into documents. It is safe for concurrent use.
type Extractor struct {
	splitter *text.Splitter
	gaz      *gazetteer.Gazetteer
	lex      *lexicon
	tagger   *model.Tagger
}

// New loads what an Extractor knows. Knowledge that is missing or damaged is an
// error.
func New() (*Extractor, error) {
	splitter, err := text.NewSplitter()
	if err != nil {
		return nil, err
	}
	gaz, err := gazetteer.Load()
	if err != nil {
		return nil, fmt.Errorf("loading gazetteer: %w", err)
	}
	lex, err := newLexicon()
	if err != nil {
		return nil, fmt.Errorf("loading lexicon: %w", err)
	}
	tagger, err := model.Load()
	if err != nil {
		return nil, err
	}
	return &Extractor{splitter, gaz, lex, tagger}, nil
}

// Extract returns the document of an article: a pure function of the article.
// What a plain text says of itself, its headline and its date line, stands for
// what the article does not say.
// Text that is empty, too long or not UTF-8 is an error.
func (x *Extractor) Extract(a Article) (*Document, error) {
	switch {
	case a.Text == "":
		return nil, errors.New("the text is empty")
	case len(a.Text) > MaxText:
		return nil, fmt.Errorf("the text has %d bytes, more than %d: split it", len(a.Text), MaxText)
	case !utf8.ValidString(a.Text):
		return nil, errors.New("the text is not UTF-8: convert it")
	}
	tokens := x.splitter.Split(a.Text)
	read := x.tagger.Read(tokens)
	read.Names = parted(a.Text, read.Names)
	p := &page{cut(tokens, read.Spans), x.lex, x.gaz}
	published := a.Published
	if published == "" {
		published = date.Article(p.head())
	}
	mentions := p.metonyms(p.names(read.Names))
	entities, of := p.resolve(mentions)
	offices := p.offices(read.Offices, mentions)
	triggers := p.triggers(read.Events)
	pronouns := p.pronouns(mentions)
	related := p.relate(read, mentions, pronouns, offices, triggers)
	offices = p.settled(offices, mentions, related)
	events := p.events(triggers, related, mentions, of, published)
	d := p.document(a, mentions, pronouns, entities, of, offices, triggers, events, related)
	d.Published = published
	d.Sketch = sketch.Of(a.Text).String()
	if a.Headline && d.Title == "" && len(p.Sentences) > 0 {
		d.Title = p.headline()
	}
	return d, nil
}

// headline returns the first line of the text.
func (p *page) headline() string {
	line, _, _ := strings.Cut(strings.TrimSpace(p.Source), "\n")
	return strings.Join(strings.Fields(line), " ")
}

// head returns the first lines of the text, where an article has its date.
func (p *page) head() string {
	n := min(len(p.Sentences), 4)
	if n == 0 {
		return ""
	}
	return p.Source[:p.Sentences[n-1].End]
}
