package sqlite

import (
	"bytes"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"
)

// asJSON is a column that holds v as JSON: a value to write, or a pointer to
// read into, which stays as it is if the column is NULL. A nil map is {}.
type asJSON struct{ v any }

func (j asJSON) Value() (driver.Value, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // people read it
	if err := enc.Encode(j.v); err != nil {
		return nil, err
	}
	if s := string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))); s != "null" {
		return s, nil
	}
	return "{}", nil
}

func (j asJSON) Scan(column any) error {
	switch column := column.(type) {
	case nil:
		return nil
	case string:
		dec := json.NewDecoder(strings.NewReader(column))
		dec.UseNumber() // an int64 is no float64
		return dec.Decode(j.v)
	default:
		return fmt.Errorf("JSON in a column of %T", column)
	}
}

// unset is a text column that is NULL for "".
func unset(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }
