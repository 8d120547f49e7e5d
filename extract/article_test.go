package extract

import "testing"

func TestParseDate(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "2024": "2024", "2024-10": "2024-10", "2024-02-29": "2024-02-29",
		"2024-10-11T00:30:00+09:00": "2024-10-11", "2024-10-11T09:30:00.123Z": "2024-10-11",
		"2023-02-29": "error", "2024-13": "error", "11 Oct 2024": "error", "2024-10-11T09:30": "error", " 2024": "error", "20241011": "error",
	} {
		got, err := ParseDate(in)
		if err != nil {
			got = "error"
		}
		if got != want {
			t.Errorf("ParseDate(%q) is %q, want %q", in, got, want)
		}
	}
}
