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
	// defaultLifetime holds where the provider names none: x/oauth2 would take that for "valid for ever"
	// (RFC 6749, section 5.1, leaves it to other means).
	defaultLifetime = 5 * time.Minute
	// maxLifetime bounds what is believed.
	maxLifetime = 24 * time.Hour
)

// tokens is a successful token response (RFC 6749, section 5.1). refresh is the one to use from now on: a response
// without one leaves the old in force (section 6).
type tokens struct {
	access, refresh, id Secret
	lifetime            time.Duration
	scope               string
}

// exchange redeems the code: one POST, never repeated (RFC 6749, section 4.1.2).
func (c client) exchange(ctx context.Context, t transaction, code Secret) (tokens, error) {
	got, err := t.oauth.Exchange(c.guarded(ctx), code.Reveal(), oauth2.VerifierOption(t.verifier.Reveal()))
	if err != nil {
		return tokens{}, fmt.Errorf("token request: %w", tokenError(ctx, err))
	}
	return fromOAuth(got), nil
}

// renew redeems a refresh token (RFC 6749, section 6).
func (c client) renew(ctx context.Context, oauth *oauth2.Config, refresh Secret) (tokens, error) {
	got, err := oauth.TokenSource(c.guarded(ctx), &oauth2.Token{RefreshToken: refresh.Reveal()}).Token()
	if err != nil {
		return tokens{}, fmt.Errorf("refresh: %w", tokenError(ctx, err))
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

// guarded hands x/oauth2 an HTTP client that lets only sound token responses through.
func (c client) guarded(ctx context.Context) context.Context {
	own := *c.http
	own.Transport = tokenGuard{c}
	return context.WithValue(ctx, oauth2.HTTPClient, &own)
}

// tokenGuard stands between x/oauth2 and the network. It bounds the body, refuses redirects and everything that is not
// JSON, turns the standard's errors into [*Error] without the body, and puts expires_in into the one form that x/oauth2
// reads: a rotated refresh token must not be lost because its answer said "3600.0".
type tokenGuard struct{ client client }

// RoundTrip implements [http.RoundTripper].
func (g tokenGuard) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, body, err := g.client.do(req)
	if err != nil {
		return nil, err
	}
	var fields map[string]any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	isObject := isJSON(resp) && decoder.Decode(&fields) == nil
	switch {
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		return nil, fmt.Errorf("%w: the token endpoint redirects", ErrProvider)
	case !isObject:
		return nil, fmt.Errorf("%w: %s answered %d with something that is not JSON", ErrOffline, req.URL.Host, resp.StatusCode)
	case resp.StatusCode != http.StatusOK || fields["error"] != nil:
		return nil, protocolError(fields)
	}
	if err := checkToken(fields); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrProvider, err)
	}
	// Only the exact names go on: encoding/json would take "Access_Token" for "access_token".
	sound := map[string]any{"token_type": "Bearer", "expires_in": lifetime(fields["expires_in"])}
	for _, name := range []string{"access_token", "refresh_token", "id_token", "scope"} {
		if text, ok := fields[name].(string); ok {
			sound[name] = text
		}
	}
	if body, err = json.Marshal(sound); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrProvider, err)
	}
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return resp, nil
}

func protocolError(fields map[string]any) error {
	code, _ := fields["error"].(string)
	if code = printable(code); code == "" {
		return fmt.Errorf("%w: an error without a code", ErrProvider)
	}
	description, _ := fields["error_description"].(string)
	return &Error{Code: code, Description: printable(description)}
}

// token68 is what fits behind "Bearer " (RFC 9110, section 11.2): no space, no line end.
var token68 = regexp.MustCompile(`^[A-Za-z0-9._~+/-]+=*$`)

// checkToken refuses a token of another type: it "MUST NOT be used" (RFC 6749, section 7.1).
func checkToken(fields map[string]any) error {
	kind, _ := fields["token_type"].(string)
	if !strings.EqualFold(kind, "Bearer") {
		return fmt.Errorf("the access token is not of type Bearer")
	}
	access, _ := fields["access_token"].(string)
	if !token68.MatchString(access) {
		return fmt.Errorf("there is no usable access token")
	}
	return nil
}

// lifetime reads expires_in, in seconds, from a number or a numeric text. What makes no sense gets the default.
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

// tokenError takes off what net/http and x/oauth2 put around the guard's own errors.
func tokenError(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return unreachable(ctx, cause)
	}
	if around := new(url.Error); errors.As(err, &around) {
		return around.Err
	}
	// Not the guard's: x/oauth2 could not read what passed it. Its text may hold the body, so it stays here.
	return fmt.Errorf("%w: the token response cannot be read", ErrProvider)
}
