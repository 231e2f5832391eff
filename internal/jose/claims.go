package jose

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"time"
)

// Claims are the members of a token's payload. Names are case-sensitive, and numbers are [json.Number]s. Every error
// of its methods is a [*ClaimError].
type Claims map[string]any

// Has reports whether the claim is present, be it null.
func (c Claims) Has(name string) bool {
	_, present := c[name]
	return present
}

// String returns a claim that has to be a string if it is there at all; absent, it is "".
func (c Claims) String(name string) (string, error) {
	value, present := c[name]
	if !present {
		return "", nil
	}
	text, ok := value.(string)
	if !ok {
		return "", &ClaimError{name, Invalid}
	}
	return text, nil
}

// Audience returns the "aud" claim, a string or an array of strings (RFC 7519, section 4.1.3).
func (c Claims) Audience() ([]string, error) {
	switch value := c["aud"].(type) {
	case string:
		return []string{value}, nil
	case []any:
		audience := make([]string, 0, len(value))
		for _, member := range value {
			text, ok := member.(string)
			if !ok {
				return nil, &ClaimError{"aud", Invalid}
			}
			audience = append(audience, text)
		}
		return audience, nil
	}
	if !c.Has("aud") {
		return nil, &ClaimError{"aud", Missing}
	}
	return nil, &ClaimError{"aud", Invalid}
}

// maxNumericDate is the last second of the year 9999: beyond it no library agrees on what a time is.
const maxNumericDate = 253402300799

// Time returns a NumericDate (RFC 7519, section 2): a JSON number of seconds since 1970, whole or not, within 0 and the
// end of the year 9999. Absent, it is an error with [Missing].
func (c Claims) Time(name string) (time.Time, error) {
	value, present := c[name]
	if !present {
		return time.Time{}, &ClaimError{name, Missing}
	}
	number, ok := value.(json.Number)
	if !ok {
		return time.Time{}, &ClaimError{name, Invalid}
	}
	seconds, err := strconv.ParseFloat(number.String(), 64)
	if err != nil || seconds < 0 || seconds > maxNumericDate {
		return time.Time{}, &ClaimError{name, Invalid}
	}
	whole, fraction := math.Modf(seconds)
	return time.Unix(int64(whole), int64(fraction*1e9)), nil
}

// CheckIssuer requires "iss" to equal issuer byte for byte. An empty issuer matches nothing.
func (c Claims) CheckIssuer(issuer string) error {
	value, err := c.String("iss")
	switch {
	case err != nil:
		return err
	case !c.Has("iss"):
		return &ClaimError{"iss", Missing}
	case issuer == "" || value != issuer:
		return &ClaimError{"iss", Mismatch}
	}
	return nil
}

// CheckAudience requires "aud" to name audience. An empty audience matches nothing.
func (c Claims) CheckAudience(audience string) error {
	values, err := c.Audience()
	if err != nil {
		return err
	}
	if audience == "" || !slices.Contains(values, audience) {
		return &ClaimError{"aud", Mismatch}
	}
	return nil
}

// CheckTime requires "exp", and that now lies before it and not before "nbf" and "iat" where the token has them (RFC
// 7519, sections 4.1.4 to 4.1.6). Clocks may differ by leeway.
func (c Claims) CheckTime(now time.Time, leeway time.Duration) error {
	expires, err := c.Time("exp")
	if err != nil {
		return err
	}
	if !now.Before(expires.Add(leeway)) {
		return &ClaimError{"exp", Expired}
	}
	for _, name := range []string{"nbf", "iat"} {
		if !c.Has(name) {
			continue
		}
		start, err := c.Time(name)
		if err != nil {
			return err
		}
		if now.Add(leeway).Before(start) {
			return &ClaimError{name, Early}
		}
	}
	return nil
}
