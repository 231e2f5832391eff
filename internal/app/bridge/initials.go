package bridge

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// initials are the first letters of the first and the last word of a name.
func initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '@' })
	if len(words) == 0 {
		return ""
	}
	letters := []string{words[0], words[len(words)-1]}
	if len(words) == 1 {
		letters = letters[:1]
	}
	for i, word := range letters {
		first, _ := utf8.DecodeRuneInString(word)
		letters[i] = string(unicode.ToUpper(first))
	}
	return strings.Join(letters, "")
}
