package jose

import "strings"

// Scopes returns the scopes that a token grants. It reads each of the named claims that the token has, and adds up what they say:
// the issuer has signed all of them.
//
// A claim is a text of names that are separated by spaces (RFC 9068, section 2.2.3; RFC 8693, section 4.2), or a list of names.
// Providers use "scope" and "scp" in both forms. A name in a list is taken as it is, so one with a space in it is no scope (RFC
// 6749, section 3.3), and is left out. A claim of another type is an error with [Invalid], even if another claim is well formed.
func (c Claims) Scopes(claims ...string) ([]string, error) {
	var granted []string
	for _, claim := range claims {
		value := c.payload.value(claim)
		if value == nil {
			continue
		}
		names, list, err := textOrTexts(value)
		if err != nil {
			return nil, &ClaimError{claim, Invalid}
		}
		if !list {
			names = strings.Split(names[0], " ")
		}
		for _, name := range names {
			if name != "" && !strings.Contains(name, " ") {
				granted = append(granted, name)
			}
		}
	}
	return granted, nil
}
