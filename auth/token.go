package auth

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

const (
	// defaultLifetime applies if the provider names none: x/oauth2 would take that for "valid for ever"
	// (RFC 6749, section 5.1, leaves it to other means).
	defaultLifetime = 5 * time.Minute
	// maxLifetime bounds the lifetime that is accepted.
	maxLifetime = 24 * time.Hour
)

// tokens is a successful token response (RFC 6749, section 5.1). refresh is the token to use from now on. If a response
// has none, the old one stays valid (section 6).
type tokens struct {
	access, refresh, id Secret
	lifetime            time.Duration
	scope               string
}

// exchange redeems the code with one POST, which is never repeated (RFC 6749, section 4.1.2). With an error, the tokens
// hold only the refresh token of the refused answer, if there is one.
func (c client) exchange(ctx context.Context, t transaction, code Secret) (tokens, error) {
	guarded := c.guarded(ctx, t.config.resource())
	got, err := t.oauth.Exchange(guarded, code.Reveal(), oauth2.VerifierOption(t.verifier.Reveal()))
	if err != nil {
		return tokens{refresh: keptFrom(err)}, fmt.Errorf("token request: %w", tokenError(ctx, err))
	}
	return fromOAuth(got), nil
}

// renew redeems a refresh token (RFC 6749, section 6). With an error, the tokens hold only the refresh token of the
// refused answer, if there is one: the provider has replaced the one that was sent with it.
func (c client) renew(ctx context.Context, cfg Config, p *Provider, refresh Secret) (tokens, error) {
	guarded, oauth := c.guarded(ctx, cfg.resource()), oauthConfig(cfg, p)
	got, err := oauth.TokenSource(guarded, &oauth2.Token{RefreshToken: refresh.Reveal()}).Token()
	if err != nil {
		return tokens{refresh: keptFrom(err)}, fmt.Errorf("refresh: %w", tokenError(ctx, err))
	}
	return fromOAuth(got), nil
}

func fromOAuth(got *oauth2.Token) tokens {
	id, _ := got.Extra("id_token").(string)
	scope, _ := got.Extra("scope").(string)
	return tokens{
		access: NewSecret(got.AccessToken), refresh: NewSecret(got.RefreshToken), id: NewSecret(id),
		lifetime: time.Duration(got.ExpiresIn) * time.Second, scope: scope,
	}
}

// guarded gives x/oauth2 an HTTP client that passes on only valid token responses. It adds resource to the requests
// (RFC 8707, section 2.2), if it is not empty, because x/oauth2 has no way to send it with a refresh.
func (c client) guarded(ctx context.Context, resource string) context.Context {
	own := *c.http
	own.Transport = tokenGuard{c, resource}
	return context.WithValue(ctx, oauth2.HTTPClient, &own)
}

// withResource returns a copy of a token request with the parameter "resource" in its form.
func withResource(req *http.Request, resource string) (*http.Request, error) {
	form, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, fmt.Errorf("%w: the token request cannot be made", ErrConfig)
	}
	form = append(form, "&"+url.Values{"resource": {resource}}.Encode()...)
	own, err := http.NewRequestWithContext(req.Context(), req.Method, req.URL.String(), bytes.NewReader(form))
	if err != nil {
		return nil, fmt.Errorf("%w: the token request cannot be made", ErrConfig)
	}
	own.Header = req.Header
	return own, nil
}

// tokenGuard checks the token endpoint's answers before x/oauth2 reads them. It bounds the body, and refuses redirects
// and everything that is not one JSON object. It turns the standard's errors into [*Error] without the body, and
// converts expires_in to the one form that x/oauth2 reads. Of a success that it refuses, it keeps the refresh token.
type tokenGuard struct {
	client   client
	resource string
}

// RoundTrip implements [http.RoundTripper].
func (g tokenGuard) RoundTrip(req *http.Request) (*http.Response, error) {
	if g.resource != "" {
		var err error
		if req, err = withResource(req, g.resource); err != nil {
			return nil, err
		}
	}
	resp, body, err := g.client.do(req)
	isSuccess := resp != nil && resp.StatusCode >= 200 && resp.StatusCode < 300
	if err == nil {
		var members map[string]any
		if members, err = readTokenAnswer(req.URL.Host, resp, body); err == nil {
			return withBody(resp, members)
		}
	}
	if isSuccess {
		err = &refusedAnswer{err, keptToken(body)}
	}
	return nil, err
}

// refusedAnswer is a successful answer of the token endpoint that was not used. Its refresh token, if there is one, is
// the only valid one from now on.
type refusedAnswer struct {
	cause   error
	refresh Secret
}

// Error implements error.
func (e *refusedAnswer) Error() string { return e.cause.Error() }

// Unwrap returns why the answer was refused.
func (e *refusedAnswer) Unwrap() error { return e.cause }

// keptFrom returns the refresh token of a refused answer, or the empty secret.
func keptFrom(err error) Secret {
	if refused := new(refusedAnswer); errors.As(err, &refused) {
		return refused.refresh
	}
	return Secret{}
}

// readTokenAnswer returns the members of a token response that may be used (RFC 6749, section 5.1), in a form that
// x/oauth2 reads.
func readTokenAnswer(host string, resp *http.Response, body []byte) (map[string]any, error) {
	if isRedirect(resp.StatusCode) {
		return nil, redirected(host, resp)
	}
	var fields map[string]any
	if err := readAnswer(host, resp, body, &fields); err != nil {
		return nil, err
	}
	hasToken := fields["access_token"] != nil || fields["refresh_token"] != nil
	switch isError := fields["error"] != nil; {
	case resp.StatusCode >= 400, isError && !hasToken:
		return nil, protocolError(fields)
	case isError:
		return nil, invalid(errors.New("the token response contains an error and a token"))
	case resp.StatusCode != http.StatusOK:
		return nil, invalid(fmt.Errorf("the token endpoint answered %d", resp.StatusCode))
	}
	if err := checkToken(fields); err != nil {
		return nil, invalid(err)
	}
	// Only exact names pass: encoding/json would take "Access_Token" for "access_token".
	sound := map[string]any{"token_type": "Bearer", "expires_in": lifetime(fields["expires_in"])}
	for _, name := range []string{"access_token", "refresh_token", "id_token", "scope"} {
		if text, ok := fields[name].(string); ok {
			sound[name] = text
		}
	}
	return sound, nil
}

// withBody replaces the body of a response with members.
func withBody(resp *http.Response, members map[string]any) (*http.Response, error) {
	body, err := json.Marshal(members)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrProvider, err)
	}
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return resp, nil
}

// keptToken returns the refresh token of an answer that was refused for its form, if the answer has exactly one and it
// is well-formed. It reads as far as the text can be read: a token before the fault is valid, because the one that was
// sent is spent. Only members of the outermost object with the exact name count. Members of a second object after the
// first count, too, because nothing says which object is meant.
func keptToken(body []byte) Secret {
	decoder := json.NewDecoder(bytes.NewReader(body))
	var found []string
	for more := true; more; {
		var here []string
		here, more = refreshTokens(decoder)
		found = append(found, here...)
	}
	if len(found) != 1 || !isRefreshToken(found[0]) {
		return Secret{}
	}
	return NewSecret(found[0])
}

// refreshTokens returns the values of all refresh_token members of the next object; a value that is no string counts as
// empty. more is false when the text cannot be read any further.
func refreshTokens(decoder *json.Decoder) (found []string, more bool) {
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		return nil, false
	}
	for decoder.More() {
		name, err := decoder.Token()
		var value json.RawMessage
		if err != nil || decoder.Decode(&value) != nil {
			return found, false
		}
		if name == "refresh_token" {
			var text string
			_ = json.Unmarshal(value, &text)
			found = append(found, text)
		}
	}
	_, err := decoder.Token() // the object's end
	return found, err == nil
}

// maxRefreshToken bounds a refresh token that is stored, in bytes. The longest in use, which are JWTs, have a few
// thousand.
const maxRefreshToken = 16 << 10

// isRefreshToken reports whether text is a well-formed refresh token: 1*VSCHAR (RFC 6749, appendix A.17), at most
// maxRefreshToken bytes.
func isRefreshToken(text string) bool {
	return text != "" && len(text) <= maxRefreshToken && !strings.ContainsFunc(text, func(r rune) bool { return r < 0x20 || r > 0x7e })
}

func protocolError(fields map[string]any) error {
	code, _ := fields["error"].(string)
	if code == "" {
		return invalid(errors.New("the token response is an error without a code"))
	}
	description, _ := fields["error_description"].(string)
	return newError(code, description)
}

// token68 is the syntax of a token after "Bearer " (RFC 9110, section 11.2): no space, no line end.
var token68 = regexp.MustCompile(`^[A-Za-z0-9._~+/-]+=*$`)

// checkToken refuses an access token of another type, which "MUST NOT be used" (RFC 6749, section 7.1). The refresh
// token and the ID token may be missing, null or empty. It refuses a refresh token that cannot be sent, and an ID token
// that is no string.
func checkToken(fields map[string]any) error {
	kind, _ := fields["token_type"].(string)
	if !strings.EqualFold(kind, "Bearer") {
		return errors.New("the access token is not of type Bearer")
	}
	access, _ := fields["access_token"].(string)
	if !token68.MatchString(access) {
		return errors.New("there is no usable access token")
	}
	for _, name := range []string{"refresh_token", "id_token"} {
		if _, isText := fields[name].(string); fields[name] != nil && !isText {
			return errors.New("the " + name + " is not a string")
		}
	}
	if refresh, _ := fields["refresh_token"].(string); refresh != "" && !isRefreshToken(refresh) {
		return errors.New("there is no usable refresh token")
	}
	return nil
}

// lifetime reads expires_in, in seconds, from a number or a numeric string. An unusable value gives defaultLifetime.
func lifetime(field any) int64 {
	var text string
	switch v := field.(type) {
	case json.Number:
		text = v.String()
	case string:
		text = v
	}
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(seconds) || seconds < 1 {
		return int64(defaultLifetime / time.Second)
	}
	return int64(min(seconds, maxLifetime.Seconds()))
}

// tokenError removes what net/http and x/oauth2 wrap around the guard's own errors.
func tokenError(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return unreachable(ctx, cause)
	}
	if around := new(url.Error); errors.As(err, &around) {
		return around.Err
	}
	// Not the guard's error: x/oauth2 could not read the response. Its text may contain the body, so it is dropped.
	return fmt.Errorf("%w: the token response cannot be read", ErrProvider)
}
