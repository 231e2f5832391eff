package bearer

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"wails-openid-oauth/internal/jose"
	"wails-openid-oauth/internal/jwks"
)

// refusal is an answer of RFC 6750, section 3.1. Its texts are all written in this file: none comes from a request, a
// token or a library.
type refusal struct {
	status int
	// code and description become "error" and "error_description"; both are empty where there were no credentials.
	code, description string
	// reason is for our own log.
	reason string
}

func noCredentials(reason string) *refusal {
	return &refusal{status: http.StatusUnauthorized, reason: reason}
}

func invalidRequest(reason string) *refusal {
	const description = "Send one access token, in one Authorization header field"
	return &refusal{http.StatusBadRequest, "invalid_request", description, reason}
}

func invalidToken(description, reason string) *refusal {
	return &refusal{http.StatusUnauthorized, "invalid_token", description, reason}
}

func insufficientScope() *refusal {
	return &refusal{http.StatusForbidden, "insufficient_scope", "The access token lacks a scope", "insufficient_scope"}
}

// refusalOf words an error of [Guard.Verify].
func refusalOf(err error) *refusal {
	var claim *jose.ClaimError
	switch {
	case errors.Is(err, jwks.ErrUnavailable):
		return &refusal{status: http.StatusServiceUnavailable, reason: "keys_unavailable"}
	case errors.As(err, &claim) && claim.Problem == jose.Expired:
		return invalidToken("The access token expired", claim.Code())
	case errors.As(err, &claim):
		return invalidToken(notValid, claim.Code())
	}
	for sentinel, reason := range reasons {
		if errors.Is(err, sentinel) {
			return invalidToken(notValid, reason)
		}
	}
	return invalidToken(notValid, "key")
}

const notValid = "The access token is not valid"

var reasons = map[error]string{
	jose.ErrMalformed:  "malformed",
	jose.ErrAlgorithm:  "algorithm",
	jose.ErrSignature:  "signature",
	jwks.ErrUnknownKey: "unknown_key",
	ErrType:            "typ",
	ErrIDToken:         "id_token",
	ErrBound:           "cnf",
}

// write answers. The body repeats the status for people who use curl.
func (f *refusal) write(w http.ResponseWriter, realm string, scopes []string) {
	if f.status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "1") // jwks tries twice a second.
	} else {
		w.Header().Set("WWW-Authenticate", f.challenge(realm, scopes))
	}
	http.Error(w, http.StatusText(f.status), f.status)
}

// challenge is RFC 6750, section 3, which wants at least one parameter: hence the realm.
func (f *refusal) challenge(realm string, scopes []string) string {
	challenge := fmt.Sprintf(`Bearer realm="%s"`, realm)
	if f.code != "" {
		challenge += fmt.Sprintf(`, error="%s", error_description="%s"`, f.code, f.description)
	}
	if f.status == http.StatusForbidden {
		challenge += fmt.Sprintf(`, scope="%s"`, strings.Join(scopes, " "))
	}
	return challenge
}

// quotable reports whether text can stand between the quotes of a challenge (RFC 6750, section 3), as a whole or as one
// scope.
func quotable(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(c rune) bool {
		return c <= ' ' || c > '~' || c == '"' || c == '\\'
	})
}
