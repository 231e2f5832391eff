package jose

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Claims are the members of a token's payload. Names are case-sensitive. Every error of its methods but Decode
// and UnmarshalJSON is a [*ClaimError].
type Claims struct{ payload object }

// UnmarshalJSON reads claims from plain JSON, such as a UserInfo response, as strictly as those of a token.
func (c *Claims) UnmarshalJSON(raw []byte) (err error) {
	c.payload, err = parseObject(bytes.Clone(raw), maxDepth)
	return err
}

// Decode reads the claims into value, a pointer to a struct with json tags or to a map. Names are case-sensitive. An error names
// the Go type that a claim does not fit, and quotes no claim.
func (c Claims) Decode(value any) error {
	err := json.Unmarshal(c.payload.raw, value)
	if misfit := new(json.SemanticError); errors.As(err, &misfit) && misfit.GoType != nil {
		return fmt.Errorf("a claim does not fit the type %v", misfit.GoType)
	}
	if err != nil {
		return errors.New("the claims cannot be decoded")
	}
	return nil
}

// Has reports whether the claim is present, even if it is null.
func (c Claims) Has(name string) bool { return c.payload.value(name) != nil }

// String returns a claim that has to be a string if it is present. An absent claim is "".
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
	}
	r := newReader(value, maxDepth)
	defer r.release()
	audience, err := r.texts()
	if err != nil {
		return nil, &ClaimError{"aud", Invalid}
	}
	return audience, nil
}

// texts reads an array of strings.
func (r *reader) texts() ([]string, error) {
	if err := r.open('['); err != nil {
		return nil, err
	}
	list := make([]string, 0, 2)
	for r.decoder.PeekKind() != ']' {
		element, err := r.skip()
		if err != nil {
			return nil, err
		}
		value := element.of(r.raw)
		if value.Kind() != '"' {
			return nil, errNotText
		}
		list = append(list, text(value))
	}
	return list, nil
}

var errNotText = errors.New("not a string")

// maxNumericDate is the last second of the year 9999. Libraries disagree about later times.
const maxNumericDate = 253402300799

// Time returns a NumericDate (RFC 7519, section 2): a JSON number of seconds since 1970, whole or not, between 0 and the
// end of the year 9999. An absent claim is an error with [Missing].
func (c Claims) Time(name string) (time.Time, error) {
	value := c.payload.value(name)
	if value == nil {
		return time.Time{}, &ClaimError{name, Missing}
	}
	if seconds, err := strconv.ParseUint(string(value), 10, 64); err == nil && seconds <= maxNumericDate { // Most are whole numbers.
		return time.Unix(int64(seconds), 0), nil
	}
	seconds, err := strconv.ParseFloat(string(value), 64) // Of the kinds of JSON values, it accepts only numbers.
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

// Window is the time in which a token is valid, including the leeway.
type Window struct {
	From, Until time.Time
	start       string // the claim that From comes from
}

// Window returns when the token is valid: from the later of "nbf" and "iat", if it has them, until just before "exp", which
// it must have (RFC 7519, sections 4.1.4 to 4.1.6). Clocks may differ by leeway.
func (c Claims) Window(leeway time.Duration) (Window, error) {
	expires, err := c.Time("exp")
	if err != nil {
		return Window{}, err
	}
	w := Window{Until: expires.Add(leeway)}
	for _, name := range []string{"nbf", "iat"} {
		if !c.Has(name) {
			continue
		}
		start, err := c.Time(name)
		if err != nil {
			return Window{}, err
		}
		if start = start.Add(-leeway); start.After(w.From) {
			w.From, w.start = start, name
		}
	}
	return w, nil
}

// Check requires now to be within the window.
func (w Window) Check(now time.Time) error {
	switch {
	case !now.Before(w.Until):
		return &ClaimError{"exp", Expired}
	case now.Before(w.From):
		return &ClaimError{w.start, Early}
	}
	return nil
}

// CheckTime requires now to be within the token's [Claims.Window].
func (c Claims) CheckTime(now time.Time, leeway time.Duration) error {
	w, err := c.Window(leeway)
	if err != nil {
		return err
	}
	return w.Check(now)
}
