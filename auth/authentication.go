package auth

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// checkAuthentication checks that an ID token shows what acr_values and max_age asked for (OpenID Connect Core, section
// 3.1.3.7, steps 12 and 13). took is the time from the request to now. Errors: ErrIDToken with ErrAuthentication, and a
// *Detail with what was asked for and what came.
//
// The provider compares max_age with the time of the request, not of the token, and a person may take a while in
// between. "auth_time" and "iat" are both of the provider's clock, and took is of ours. So the check adds up durations
// only, and holds whatever the two clocks say.
func (c Config) checkAuthentication(id idToken, took time.Duration) error {
	if wanted := c.acrValues(); len(wanted) > 0 && !slices.Contains(wanted, id.acr) {
		text := "acr_values: " + printable(strings.Join(wanted, " ")) + "\nacr: " + cmp.Or(printable(id.acr), "none")
		return unmet(text, "acr is none of acr_values")
	}
	seconds, asked := c.maxAuthAge()
	if !asked {
		return nil
	}
	limit := time.Duration(seconds)*time.Second + max(took, 0) + skew
	switch {
	case id.authTime.IsZero():
		return unmet(fmt.Sprintf("max_age: %d s\nauth_time: none", seconds), "max_age was sent, and auth_time is missing")
	case id.issued.Sub(id.authTime) > limit:
		ago := id.issued.Sub(id.authTime) / time.Second
		return unmet(fmt.Sprintf("max_age: %d s\nauth_time: %d s before the sign-in", seconds, ago), "auth_time is longer ago than max_age")
	}
	return nil
}

// unmet is the error for an authentication that is not the one asked for. text has both values.
func unmet(text, why string) error {
	return fmt.Errorf("%w: %w", ErrIDToken, &Detail{ErrAuthentication, text, errors.New(why)})
}
