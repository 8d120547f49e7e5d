package schema

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const small = `
version: 3
entity: [{name: id, kind: string, doc: key}]
fact: [{name: articles, kind: int, doc: how many}]
nodes:
  - {label: Ship, doc: A vessel., key: name | flag, properties: [{name: size, kind: enum, values: [big, small], optional: true, doc: how big}]}
  - {label: Harbour, doc: Where ships lie., key: name}
relationships:
  - {type: LIES_IN, doc: It is moored there., from: [Ship], to: [Harbour], properties: [{name: since, kind: date, doc: first day}]}
  - {type: SEES, provenance: true, doc: Not a fact., from: [Ship, Harbour], to: [Ship]}
`

func TestMarkdown(t *testing.T) {
	s, err := Parse([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	want := `# The graph, version 3

Nodes that stand for something in the world also carry the label ` + "`Entity`" + `. A date is an ISO 8601 prefix: 2024, 2024-10 or 2024-10-11. Properties with ? may be absent.

## Nodes

| label | what it is | key |
|---|---|---|
| Ship | A vessel. | name \| flag |
| Harbour | Where ships lie. | name |

### Every entity

| property | kind | meaning |
|---|---|---|
| id | string | key |

### Ship

| property | kind | meaning |
|---|---|---|
| size? | big, small | how big |

## Relationships

| type | from | to | when |
|---|---|---|---|
| LIES_IN | Ship | Harbour | It is moored there. |
| SEES | Ship, Harbour | Ship | Not a fact. |

### Every fact

Facts are LIES_IN: one for each type and pair of ends, however many articles state it.

| property | kind | meaning |
|---|---|---|
| articles | int | how many |

### LIES_IN

| property | kind | meaning |
|---|---|---|
| since | date | first day |
`
	if diff := cmp.Diff(want, s.Markdown()); diff != "" {
		t.Error(diff)
	}
}
