package date

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// token is a word, a number or one mark of punctuation.
type token struct {
	start, end int
	mark       rune    // of punctuation, else 0
	number     int     // of up to four digits, else -1
	lex        *lexeme // never nil; &unknown for a word that is not in the lexicon
	glued      bool    // nothing stands between it and the token before
	capital    bool    // it begins with a capital letter
}

// lexeme is what the grammar knows of a word. A word may be several things:
// "second" is an ordinal and a unit, "fall" a season and a verb.
type lexeme struct {
	word    string // as it is looked up, in lower case
	month   int
	short   bool // an abbreviation: "Oct", "Thurs"
	weekday int  // 1 + time.Weekday
	plural  bool // "Fridays", "weeks"
	unit    string
	number  int // a cardinal
	ordinal int
	part    string // of a day
	season  string
	tense   tense
	prep    bool // goes before a date
	measure bool // what a number before it counts: "people", "pounds"
}

var (
	unknown = lexeme{}
	lexicon = newLexicon()
)

func newLexicon() map[string]*lexeme {
	m := map[string]*lexeme{}
	each := func(words string, set func(l *lexeme, i int)) {
		for i, group := range strings.Fields(words) {
			for w := range strings.SplitSeq(group, "/") {
				if m[w] == nil {
					m[w] = &lexeme{word: w}
				}
				set(m[w], i)
			}
		}
	}
	each("january february march april may june july august september october november december",
		func(l *lexeme, i int) { l.month = i + 1 })
	each("jan feb mar apr may jun jul aug sep/sept oct nov dec",
		func(l *lexeme, i int) { l.month, l.short = i+1, i != 4 })
	each("sunday monday tuesday wednesday thursday friday saturday",
		func(l *lexeme, i int) { l.weekday = i + 1 })
	each("sundays mondays tuesdays wednesdays thursdays fridays saturdays",
		func(l *lexeme, i int) { l.weekday, l.plural = i+1, true })
	each("sun mon tue/tues wed/weds thu/thur/thurs fri sat",
		func(l *lexeme, i int) { l.weekday, l.short = i+1, true })
	each("second/seconds minute/minutes hour/hours day/days week/weeks month/months year/years decade/decades century/centuries quarter/quarters weekend/weekends",
		func(l *lexeme, i int) {
			l.unit = [...]string{"TS", "TM", "TH", "D", "W", "M", "Y", "DE", "CE", "Q", "WE"}[i]
			l.plural = strings.HasSuffix(l.word, "s")
		})
	each("one two three four five six seven eight nine ten eleven twelve/dozen thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty",
		func(l *lexeme, i int) { l.number = i + 1 })
	each("thirty forty fifty sixty seventy eighty ninety", func(l *lexeme, i int) { l.number = 10 * (i + 3) })
	each("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
		func(l *lexeme, i int) { l.ordinal = i + 1 })
	each("morning afternoon evening night/overnight", func(l *lexeme, i int) { l.part = [...]string{"MO", "AF", "EV", "NI"}[i] })
	each("spring summer autumn/fall winter", func(l *lexeme, i int) { l.season = [...]string{"SP", "SU", "FA", "WI"}[i] })
	each("in on at by of since until till from to for through during before after between early late mid last next this past around about "+
		"following and or throughout within towards toward every each",
		func(l *lexeme, _ int) { l.prep = true })
	each("people persons troops soldiers men women children students workers employees police officers protesters refugees migrants "+
		"voters residents families homes houses buildings dollars pounds euros yen yuan rubles rupees cents tons tonnes kilos kilograms "+
		"kilometers kilometres kilometer miles mile meters metres feet inches acres hectares barrels gallons liters litres degrees votes "+
		"points seats jobs copies times cases deaths troop million billion thousand percent hours minutes days weeks months years "+
		"passengers prisoners civilians fighters rockets missiles shares units tickets vehicles cars trucks companies schools",
		func(l *lexeme, _ int) { l.measure = true })
	each("will ll shall may wo would should might must due scheduled slated expected planned upcoming forthcoming tomorrow "+
		"going plans intends hopes begins starts opens meets convenes resumes travels arrives expires heads returns tonight",
		func(l *lexeme, _ int) { l.tense = future })
	each("said was were had did didn been has have told met held took came went made began won lost gave got left led sent sat spoke "+
		"fell found kept knew ran rose saw set shot stood struck thought threw wrote broke brought built bought caught chose "+
		"drew drove fought flew forgot froze grew hid hit hurt laid put quit read rang says sold shook shut sank slid sought "+
		"spent split spread stole swore taught tore understood wasn weren hadn wore withdrew became blew burst cut dealt felt "+
		"heard paid swept",
		func(l *lexeme, _ int) { l.tense = past })
	each("a an the that same day previous prior later earlier ago ahead beginning end start half old long age now currently nowadays "+
		"recently lately today yesterday future present near present couple few several many some recent coming daily weekly monthly "+
		"yearly annually annual other s st nd rd th q1 q2 q3 q4 t be is are am bc ad christmas thanksgiving easter halloween eve new election boxing "+
		"labor labour memorial independence valentine his her their its our my no any all not as "+
		"could plan agreed wants promised vowed pledged threatened decided invited ordered ready likely deadline proposed preparing planning "+
		"asked urged need needs room flight number page route section model nearly almost over than more less approximately roughly mr mrs dr gen sen rep gov col "+
		"sgt capt maj rev prof",
		func(*lexeme, int) {})
	return m
}

// scan splits a text into tokens.
func scan(text string) []token {
	var tokens []token
	end := 0 // of the token before
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		if unicode.IsSpace(r) {
			i += size
			continue
		}
		t := token{start: i, number: -1, lex: &unknown, glued: i > 0 && end == i}
		switch {
		case '0' <= r && r <= '9':
			t.end = numberEnd(text, i)
			if t.end-i <= 4 {
				t.number = value(text[i:t.end])
			}
		case unicode.IsLetter(r):
			t.end = wordEnd(text, i)
			t.capital = unicode.IsUpper(r)
			t.lex = look(text[i:t.end])
		default:
			t.mark, t.end = r, i+size
		}
		if tokens == nil {
			tokens = make([]token, 0, len(text)/5+1)
		}
		tokens = append(tokens, t)
		i, end = t.end, t.end
	}
	return tokens
}

// numberEnd returns where the number at i ends: "1,999" and "3.5" are one.
func numberEnd(text string, i int) int {
	for i < len(text) {
		switch c := text[i]; {
		case isDigit(c):
			i++
		case c == '.' && i+1 < len(text) && isDigit(text[i+1]):
			i += 2
		case c == ',' && isGroup(text[i+1:]):
			i += 4
		default:
			return i
		}
	}
	return i
}

// isGroup reports whether s begins with exactly three digits.
func isGroup(s string) bool {
	return len(s) >= 3 && isDigit(s[0]) && isDigit(s[1]) && isDigit(s[2]) && (len(s) == 3 || !isDigit(s[3]))
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// value returns the number that digits stand for, or -1 where there is something
// else among them.
func value(digits string) int {
	n := 0
	for i := range len(digits) {
		if !isDigit(digits[i]) {
			return -1
		}
		n = 10*n + int(digits[i]-'0')
	}
	return n
}

// wordEnd returns where the word at i ends: letters, and digits after them.
func wordEnd(text string, i int) int {
	for i < len(text) {
		c := text[i]
		if c < utf8.RuneSelf {
			if c|0x20 < 'a' || c|0x20 > 'z' {
				if !isDigit(c) {
					return i
				}
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			return i
		}
		i += size
	}
	return i
}

// look returns what the lexicon has of a word, in whatever case.
func look(word string) *lexeme {
	var lower [16]byte
	if len(word) > len(lower) {
		return &unknown
	}
	for i := range len(word) {
		c := word[i]
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		lower[i] = c
	}
	if l := lexicon[string(lower[:len(word)])]; l != nil {
		return l
	}
	return &unknown
}

// dayOfWeek returns the day that the lexeme names.
func (l *lexeme) dayOfWeek() time.Weekday { return time.Weekday(l.weekday - 1) }
