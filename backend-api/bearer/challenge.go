package bearer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"wails-openid-oauth/internal/jose"
	"wails-openid-oauth/internal/jwks"
)

// refusal is an answer of RFC 6750, section 3.1. Its texts are all written in this file: none comes from a request, a
// token or a library.
type refusal struct {
	kind kind
	// reason is for our own log.
	reason string
	// after is the Retry-After of this answer, in seconds; 0 means that of its kind.
	after int
}

func because(kind kind, reason string) *refusal { return &refusal{kind, reason, 0} }

// kind decides what the client is told.
type kind int

const (
	unauthenticated kind = iota // no credentials, so the answer names no error
	requestInvalid
	tokenInvalid
	tokenExpired
	scopeInsufficient
	tokenTooLong
	unavailable // no token can be checked now
	undecided   // this token cannot be checked now
)

// kinds are the status, "error" and "error_description" of each kind, and the least Retry-After in seconds for those without a
// challenge.
var kinds = [...]struct {
	status            int
	code, description string
	retryAfter        int
}{
	unauthenticated:   {http.StatusUnauthorized, "", "", 0},
	requestInvalid:    {http.StatusBadRequest, "invalid_request", "Send one access token, in one Authorization header field", 0},
	tokenInvalid:      {http.StatusUnauthorized, "invalid_token", "The access token is not valid", 0},
	tokenExpired:      {http.StatusUnauthorized, "invalid_token", "The access token expired", 0},
	scopeInsufficient: {http.StatusForbidden, "insufficient_scope", "The access token lacks a scope", 0},
	// With invalid_token, a client would get a new token, which would be as long (RFC 6585, section 5).
	tokenTooLong: {http.StatusRequestHeaderFieldsTooLarge, "", "", 0},
	unavailable:  {http.StatusServiceUnavailable, "", "", 1}, // jwks tries twice a second.
	undecided:    {http.StatusServiceUnavailable, "", "", 1}, // For a key source that does not say when.
}

// The refusals that come without an error.
var (
	noCredentials     = because(unauthenticated, "no_credentials")
	otherScheme       = because(unauthenticated, "other_scheme")
	headerRepeated    = because(requestInvalid, "header_repeated")
	headerMalformed   = because(requestInvalid, "header_malformed")
	tokenTwice        = because(requestInvalid, "token_twice")
	insufficientScope = because(scopeInsufficient, "insufficient_scope")
)

// refusalOf returns the refusal for an error of [Guard.Verify].
func refusalOf(err error) *refusal {
	var claim *jose.ClaimError
	switch {
	case errors.Is(err, jose.ErrSignature):
		return because(tokenInvalid, "signature")
	case errors.Is(err, jose.ErrTooLong):
		return because(tokenTooLong, "too_long")
	case errors.Is(err, jose.ErrOpaque):
		return because(tokenInvalid, "opaque")
	case errors.Is(err, jose.ErrMalformed):
		return because(tokenInvalid, "malformed")
	case errors.Is(err, jose.ErrAlgorithm):
		return because(tokenInvalid, "algorithm")
	case errors.Is(err, jwks.ErrUnavailable):
		return because(unavailable, "keys_unavailable")
	case errors.Is(err, context.Canceled): // The client is gone, or will try again elsewhere.
		return because(unavailable, "canceled")
	case errors.Is(err, jwks.ErrUndecided), errors.Is(err, context.DeadlineExceeded): // See hold.
		return &refusal{undecided, "key_undecided", secondsOf(err)}
	case errors.Is(err, jwks.ErrUnknownKey):
		return because(tokenInvalid, "unknown_key")
	case errors.Is(err, ErrType):
		return because(tokenInvalid, "typ")
	case errors.Is(err, ErrIDToken):
		return because(tokenInvalid, "id_token")
	case errors.Is(err, ErrBound):
		return because(tokenInvalid, "cnf")
	case errors.As(err, &claim) && claim.Problem == jose.Expired:
		return because(tokenExpired, claim.Code())
	case errors.As(err, &claim):
		return because(tokenInvalid, claim.Code())
	}
	return because(tokenInvalid, "key")
}

// secondsOf returns after how many seconds an unknown key may be known. It rounds up, so that no client comes too early. It is 0
// if the key source did not say.
func secondsOf(err error) int {
	later := new(jwks.UndecidedError)
	if !errors.As(err, &later) {
		return 0
	}
	return int((later.After + time.Second - 1) / time.Second)
}

// challenges are the WWW-Authenticate fields of a route, by kind. They are the same for every request.
type challenges [len(kinds)][]string

// newChallenges writes the challenges of RFC 6750, section 3. That section requires at least one parameter, so each has a realm.
func (g *Guard) newChallenges(scopes []string) challenges {
	var c challenges
	for kind, answer := range kinds {
		challenge := fmt.Sprintf(`Bearer realm="%s"`, g.options.Realm)
		if answer.code != "" {
			challenge += fmt.Sprintf(`, error="%s", error_description="%s"`, answer.code, answer.description)
		}
		if answer.status == http.StatusForbidden {
			challenge += fmt.Sprintf(`, scope="%s"`, strings.Join(scopes, " "))
		}
		if g.options.ResourceMetadata != "" {
			challenge += fmt.Sprintf(`, resource_metadata="%s"`, g.options.ResourceMetadata)
		}
		c[kind] = []string{challenge}
	}
	return c
}

// refuse sends the answer. The body repeats the status for users of curl.
func (c *challenges) refuse(w http.ResponseWriter, refused *refusal) {
	answer := kinds[refused.kind]
	switch {
	case answer.retryAfter > 0:
		w.Header().Set("Retry-After", strconv.Itoa(cmp.Or(refused.after, answer.retryAfter)))
	case refused.kind != tokenTooLong:
		w.Header()["Www-Authenticate"] = c[refused.kind]
	}
	http.Error(w, http.StatusText(answer.status), answer.status)
}

// quotable reports whether text can stand between the quotes of a challenge (RFC 6750, section 3), as a whole or as one
// scope.
func quotable(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(c rune) bool {
		return c <= ' ' || c > '~' || c == '"' || c == '\\'
	})
}
