package gazetteer

import "testing"

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		s, err := inflate(surnamesGZ)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := parse(countriesTSV, organizationsTSV, placesTSV, givenTXT, s, wordsTXT); err != nil {
			b.Fatal(err)
		}
	}
}
