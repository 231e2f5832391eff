package jose

import (
	"math"
	"strconv"
	"time"
)

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

// MaxAhead is how far ahead of our clock "iat" may be. See [Leeway].
const MaxAhead = 5 * time.Minute

// Leeway says how far each claim of time may be from our clock. A zero Leeway allows nothing.
//
// The claims differ in what a wrong clock can do. "exp" ends the use of a token that may be in the wrong hands, so it gets seconds.
// "iat" ends nothing. A token that seems to come from the future shows only that one of the two clocks is wrong, and many people
// cannot set the clock of their computer. So "iat" gets minutes, see [MaxAhead]. "nbf" is the time for which the issuer wants a
// recipient to wait. Most issuers that send it set it to the time of issue, and RFC 7519, section 4.1.5, allows a few minutes. A
// client that gets a token directly from the provider can allow them; a server that gets tokens from strangers need not.
type Leeway struct{ Exp, Nbf, Iat time.Duration }

// Window is the time in which a token is valid, including the leeway.
type Window struct {
	From, Until time.Time
	start       string // the claim that From comes from
}

// Window returns when the token is valid: from the later of "nbf" and "iat", if it has them, until just before "exp", which
// it must have (RFC 7519, sections 4.1.4 to 4.1.6). Each of them may be off by its leeway.
func (c Claims) Window(leeway Leeway) (Window, error) {
	expires, err := c.Time("exp")
	if err != nil {
		return Window{}, err
	}
	w := Window{Until: expires.Add(leeway.Exp)}
	for _, begin := range [...]struct {
		claim string
		early time.Duration
	}{{"nbf", leeway.Nbf}, {"iat", leeway.Iat}} {
		if !c.Has(begin.claim) {
			continue
		}
		start, err := c.Time(begin.claim)
		if err != nil {
			return Window{}, err
		}
		if start = start.Add(-begin.early); start.After(w.From) {
			w.From, w.start = start, begin.claim
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
func (c Claims) CheckTime(now time.Time, leeway Leeway) error {
	w, err := c.Window(leeway)
	if err != nil {
		return err
	}
	return w.Check(now)
}
