package auth

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// What can be wrong with an answer that belongs to the log-in.
var (
	errNamesAnother = errors.New("the answer does not name the issuer that was asked")
	errNoCode       = errors.New("the answer has no code")
)

// accepts reports whether u answers this transaction: its query can be parsed and has our state exactly once (RFC 6749,
// section 10.12). The log-in ignores everything else that reaches the redirect URI, and keeps waiting.
//
// A URL without any parameter may be a forgery, so it ends nothing. It may also be an answer in another response mode
// (form_post, fragment), which has its parameters elsewhere. This is remembered, for the words when the log-in ends
// without an answer.
func (t transaction) accepts(u *url.URL) bool {
	if u.RawQuery == "" && t.blank != nil {
		t.blank.Store(true)
	}
	query, err := url.ParseQuery(u.RawQuery)
	return err == nil && len(query["state"]) == 1 && equal(query.Get("state"), t.state)
}

// code returns the authorization code from the redirect (RFC 6749, section 4.1.2).
//
// Errors: ErrStateMismatch when u is not the answer or repeats a parameter; *Error with the provider's code;
// ErrProvider when "iss" is wrong or missing (RFC 9207, section 2.4), or there is no code. No token request may follow
// an error.
func (t transaction) code(u *url.URL) (Secret, error) {
	if !t.accepts(u) {
		return Secret{}, fmt.Errorf("callback: %w", ErrStateMismatch)
	}
	query := u.Query()
	for _, name := range []string{"code", "iss", "error", "error_description"} {
		if len(query[name]) > 1 {
			return Secret{}, fmt.Errorf("callback: %w: it repeats a parameter", ErrStateMismatch)
		}
	}
	if iss, named := query["iss"]; named && iss[0] != t.provider.Issuer || !named && t.provider.IssInResponse {
		return Secret{}, fmt.Errorf("callback: %w", invalid(errNamesAnother))
	}
	if code := query.Get("error"); code != "" {
		return Secret{}, fmt.Errorf("callback: %w", newError(code, query.Get("error_description")))
	}
	if query.Get("code") == "" {
		return Secret{}, fmt.Errorf("callback: %w", invalid(errNoCode))
	}
	return NewSecret(query.Get("code")), nil
}

// equal compares in constant time, so that the time of a refusal tells nothing about the secret.
func equal(text string, secret Secret) bool {
	return !secret.IsZero() && subtle.ConstantTimeCompare([]byte(text), []byte(secret.Reveal())) == 1
}

// maxText bounds the text of a provider that is kept, in bytes.
const maxText = 200

// printable keeps only the characters that RFC 6749, section 4.1.2.1, allows in an error, and cuts the text at maxText.
func printable(text string) string {
	kept := strings.Map(func(r rune) rune {
		if r < 0x20 || r > 0x7e || r == '"' || r == '\\' {
			return -1
		}
		return r
	}, text)
	return kept[:min(len(kept), maxText)]
}
