package jose

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Claims are the members of a token's payload. Names are case-sensitive. Every error of its methods but UnmarshalJSON
// is a [*ClaimError].
type Claims struct{ payload object }

// UnmarshalJSON reads claims that come as they are, such as a UserInfo response, as strictly as those of a token.
func (c *Claims) UnmarshalJSON(raw []byte) (err error) {
	c.payload, err = parseObject(bytes.Clone(raw), maxDepth)
	return err
}

// Has reports whether the claim is present, be it null.
func (c Claims) Has(name string) bool { return c.payload.value(name) != nil }

// String returns a claim that has to be a string if it is there at all; absent, it is "".
func (c Claims) String(name string) (string, error) {
	value := c.payload.value(name)
	switch {
	case value == nil:
		return "", nil
	case value.Kind() != '"':
		return "", &ClaimError{name, Invalid}
	}
	return text(value), nil
}

// HasScope reports whether the claim "scope", a space-separated list (RFC 9068, section 2.2.3), names scope.
func (c Claims) HasScope(scope string) (bool, error) {
	granted, err := c.String("scope")
	if err != nil {
		return false, err
	}
	for one := range strings.SplitSeq(granted, " ") {
		if one == scope {
			return true, nil
		}
	}
	return false, nil
}

// Audience returns the "aud" claim, a string or an array of strings (RFC 7519, section 4.1.3).
func (c Claims) Audience() ([]string, error) {
	value := c.payload.value("aud")
	switch value.Kind() {
	case jsontext.KindInvalid:
		return nil, &ClaimError{"aud", Missing}
	case '"':
		return []string{text(value)}, nil
	case '[':
	default:
		return nil, &ClaimError{"aud", Invalid}
	}
	var members []jsontext.Value
	if err := json.Unmarshal(value, &members); err != nil {
		return nil, &ClaimError{"aud", Invalid}
	}
	audience := make([]string, len(members))
	for i, member := range members {
		if member.Kind() != '"' {
			return nil, &ClaimError{"aud", Invalid}
		}
		audience[i] = text(member)
	}
	return audience, nil
}

// maxNumericDate is the last second of the year 9999: beyond it no library agrees on what a time is.
const maxNumericDate = 253402300799

// Time returns a NumericDate (RFC 7519, section 2): a JSON number of seconds since 1970, whole or not, within 0 and the
// end of the year 9999. Absent, it is an error with [Missing].
func (c Claims) Time(name string) (time.Time, error) {
	value := c.payload.value(name)
	if value == nil {
		return time.Time{}, &ClaimError{name, Missing}
	}
	seconds, err := strconv.ParseFloat(string(value), 64) // Of JSON's values, it takes numbers only.
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

// Window returns when the token is valid: from the later of "nbf" and "iat", where it has them, until before "exp", which
// it must have (RFC 7519, sections 4.1.4 to 4.1.6). Clocks may differ by leeway.
func (c Claims) Window(leeway time.Duration) (from, until time.Time, err error) {
	expires, err := c.Time("exp")
	if err != nil {
		return from, until, err
	}
	for _, name := range []string{"nbf", "iat"} {
		if !c.Has(name) {
			continue
		}
		start, err := c.Time(name)
		if err != nil {
			return from, until, err
		}
		if start = start.Add(-leeway); start.After(from) {
			from = start
		}
	}
	return from, expires.Add(leeway), nil
}

// CheckTime requires now to be within the token's time, see [Claims.Window].
func (c Claims) CheckTime(now time.Time, leeway time.Duration) error {
	_, until, err := c.Window(leeway)
	if err != nil {
		return err
	}
	if !now.Before(until) {
		return &ClaimError{"exp", Expired}
	}
	for _, name := range []string{"nbf", "iat"} {
		if start, err := c.Time(name); err == nil && now.Add(leeway).Before(start) {
			return &ClaimError{name, Early}
		}
	}
	return nil
}
