package model_test

import (
	"fmt"

	"dateline/extract/model"
	"dateline/extract/text"
)

func ExampleTagger_Read() {
	tagger, err := model.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	splitter, err := text.NewSplitter()
	if err != nil {
		fmt.Println(err)
		return
	}
	t := splitter.Split("Swedish Prime Minister Anna Lindholm met Josphat Mwangi in Nairobi.")
	for _, s := range tagger.Read(t).Names {
		fmt.Println(s.Label, t.Source[s.Start:s.End])
	}
	// Output:
	// Country Swedish
	// Person Anna Lindholm
	// Person Josphat Mwangi
	// Place Nairobi
}
