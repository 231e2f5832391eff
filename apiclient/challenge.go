package apiclient

import (
	"net/http"
	"strings"
)

const (
	// maxChallenges bounds what is read of all WWW-Authenticate fields together, in bytes.
	maxChallenges = 8 << 10
	// maxScopes and maxScope bound the reported scopes: how many names, and how many bytes each.
	maxScopes, maxScope = 10, 100
)

// The error codes of RFC 6750, section 3.1, that change what a client does next.
const (
	invalidToken      = "invalid_token"
	insufficientScope = "insufficient_scope"
)

// bearerChallenge is what an API says about a token that it refuses (RFC 6750, section 3). Nothing else in the fields is used: no
// URL, and no text for people.
type bearerChallenge struct {
	// code is one of the constants above, or empty.
	code string
	// scopes are the names that the API asks for. There are none if they are missing, too many, too long, or invalid.
	scopes []string
}

// bearer finds the Bearer challenge in an answer. Of several, the first with a known code counts. It ignores a field with a syntax
// error as a whole, because the broken text may belong to any challenge.
func bearer(header http.Header) bearerChallenge {
	left := maxChallenges
	for _, field := range header.Values("WWW-Authenticate") {
		if left -= len(field); left < 0 {
			break
		}
		challenges, _ := parseChallenges(field)
		for _, c := range challenges {
			code := c.params["error"]
			if strings.EqualFold(c.scheme, "Bearer") && (code == invalidToken || code == insufficientScope) {
				return bearerChallenge{code: code, scopes: scopeNames(c.params["scope"])}
			}
		}
	}
	return bearerChallenge{}
}

// scopeNames splits a list of scope-tokens (RFC 6749, section 3.3).
func scopeNames(list string) []string {
	names := strings.Split(list, " ")
	if len(names) > maxScopes {
		return nil
	}
	for _, name := range names {
		if name == "" || len(name) > maxScope || strings.ContainsFunc(name, notInScope) {
			return nil
		}
	}
	return names
}

func notInScope(c rune) bool { return c <= ' ' || c > '~' || c == '"' || c == '\\' }

// challenge is a challenge of RFC 9110, section 11.6.1. The names of its parameters are in lower case. params is nil if a token68
// takes their place; no scheme that matters here uses one.
type challenge struct {
	scheme string
	params map[string]string
}

// parseChallenges reads a field: a list of challenges, each with a list of parameters. The same comma separates challenges and
// parameters. For a field with a syntax error it returns no challenge, and false.
func parseChallenges(field string) (all []challenge, ok bool) {
	for s := (scanner{field}); ; {
		switch {
		case s.blank(), s.take(","): // A list may have empty elements (section 5.6.1.2).
		case s.rest == "":
			return all, true
		default:
			if all, ok = s.element(all); !ok {
				return nil, false
			}
		}
	}
}

// element reads the text between two commas: a parameter of the last challenge, or another challenge with its first parameter, if
// it has one.
func (s *scanner) element(all []challenge) ([]challenge, bool) {
	name, value, isParam := s.param()
	if !isParam {
		next := challenge{s.token(), map[string]string{}}
		all = append(all, next)
		switch {
		case s.ends():
			return all, true
		case !s.blank(): // This also covers a missing scheme name.
			return nil, false
		case s.token68():
			all[len(all)-1].params = nil
			return all, true
		}
		if name, value, isParam = s.param(); !isParam {
			return nil, false
		}
	}
	return all, len(all) > 0 && all[len(all)-1].add(name, value) && s.ends()
}

// add adds a parameter. It reports false if the challenge cannot have it: each name must occur only once (section 11.2).
func (c challenge) add(name, value string) bool {
	name = strings.ToLower(name)
	if _, twice := c.params[name]; twice || c.params == nil {
		return false
	}
	c.params[name] = value
	return true
}
