package apiclient

import (
	"net/http"
	"strings"
)

const (
	// maxChallenges bounds what is read of all WWW-Authenticate fields together, in bytes.
	maxChallenges = 8 << 10
	// maxScopes and maxScope bound what is told of a scope: how many names, and the bytes of each.
	maxScopes, maxScope = 10, 100
)

// The error codes of RFC 6750, section 3.1, that change what a client does next.
const (
	invalidToken      = "invalid_token"
	insufficientScope = "insufficient_scope"
)

// bearerChallenge is what an API says of a token that it does not take (RFC 6750, section 3). Of all that stands in the
// fields, only this is used: no URL, and no text that was written for people.
type bearerChallenge struct {
	// code is one of the constants above, or empty.
	code string
	// scopes are the names that the API asks for; none when they are missing, too many, too long, or not names.
	scopes []string
}

// bearer finds the Bearer challenge in an answer. Of several, the first with a code that is known counts. A field against
// the grammar is passed over as a whole, because nothing tells which challenge a broken text belongs to.
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

// scopeNames takes a list of scope-tokens apart (RFC 6749, section 3.3).
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

// challenge is one of RFC 9110, section 11.6.1. The names of its parameters are in small letters; params is nil where a
// token68 takes their place, which no scheme of ours has.
type challenge struct {
	scheme string
	params map[string]string
}

// parseChallenges reads a field: a list of challenges, each with a list of parameters, and all with the same comma between
// them. It reports false, and nothing else, for a field against the grammar.
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

// element takes what stands between two commas: a parameter of the last challenge, or another challenge with its first
// parameter, if there is one.
func (s *scanner) element(all []challenge) ([]challenge, bool) {
	name, value, isParam := s.param()
	if !isParam {
		next := challenge{s.token(), map[string]string{}}
		all = append(all, next)
		switch {
		case s.ends():
			return all, true
		case !s.blank(): // Nor was there a name of a scheme, perhaps.
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

// add reports whether the challenge can have this parameter: it must be there only once (section 11.2).
func (c challenge) add(name, value string) bool {
	name = strings.ToLower(name)
	if _, twice := c.params[name]; twice || c.params == nil {
		return false
	}
	c.params[name] = value
	return true
}
