package apiclient

import "strings"

// scanner reads the parts of a header field from its front. It does not move past text that does not match.
type scanner struct{ rest string }

// The characters of RFC 9110, sections 5.6.2 and 11.2.
const (
	alphanumeric = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	tokenChars   = alphanumeric + "!#$%&'*+-.^_`|~"
	token68Chars = alphanumeric + "-._~+/"
)

// run reads the longest text of the given characters.
func (s *scanner) run(chars string) string {
	rest := strings.TrimLeft(s.rest, chars)
	taken := s.rest[:len(s.rest)-len(rest)]
	s.rest = rest
	return taken
}

func (s *scanner) token() string { return s.run(tokenChars) }

// blank reads white space, and reports whether there was any.
func (s *scanner) blank() bool { return s.run(" \t") != "" }

// take reads text, and reports whether it was there.
func (s *scanner) take(text string) (ok bool) {
	s.rest, ok = strings.CutPrefix(s.rest, text)
	return ok
}

// ends reports whether a list element ends here: at the end of the field, or before a comma.
func (s *scanner) ends() bool {
	ahead := strings.TrimLeft(s.rest, " \t")
	return ahead == "" || ahead[0] == ','
}

// param reads a parameter: name, "=", and a token or a quoted string. White space around the "=" is allowed.
func (s *scanner) param() (name, value string, ok bool) {
	ahead := *s
	name = ahead.token()
	ahead.blank()
	if name == "" || !ahead.take("=") {
		return "", "", false
	}
	ahead.blank()
	if value, ok = ahead.quoted(); !ok {
		value = ahead.token()
	}
	if !ok && value == "" {
		return "", "", false
	}
	*s = ahead
	return name, value, true
}

// token68 reads a token68, which some schemes have in place of parameters, and reports whether it was there. A parameter can begin
// with the same characters, so the token68 has to fill the whole element.
func (s *scanner) token68() bool {
	ahead := *s
	if ahead.run(token68Chars) == "" {
		return false
	}
	ahead.run("=")
	if !ahead.ends() {
		return false
	}
	*s = ahead
	return true
}

// quoted reads a quoted string and returns its value (RFC 9110, section 5.6.4).
func (s *scanner) quoted() (string, bool) {
	var text strings.Builder
	for i := 1; strings.HasPrefix(s.rest, `"`) && i < len(s.rest); i++ {
		c := s.rest[i]
		if c == '"' {
			s.rest = s.rest[i+1:]
			return text.String(), true
		}
		if c == '\\' && i+1 < len(s.rest) {
			i++
			c = s.rest[i]
		}
		if c < ' ' && c != '\t' || c == 0x7f {
			return "", false
		}
		text.WriteByte(c)
	}
	return "", false
}
