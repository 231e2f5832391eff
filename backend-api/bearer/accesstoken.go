package bearer

import (
	"context"
	"slices"
	"strings"
	"time"

	"wails-openid-oauth/internal/jose"
)

// hold is how long a token waits for its key. Clients do not wait for long, and each waiting request holds a connection. So the
// client gets a time to try again instead. hold is long enough for a fetch from a provider that works.
const hold = 2 * time.Second

// Verify checks an access token in compact serialization. It waits for its key for at most two seconds.
//
// It is for servers that receive tokens in another way than HTTP. It checks no scope: see [Claims.Scopes]. Its errors are
// listed with [ErrMalformed], or are ctx's own.
func (g *Guard) Verify(ctx context.Context, compact string) (Token, error) {
	token, err := g.verify(ctx, compact, 0)
	if err != nil {
		return Token{}, published(err)
	}
	return token, nil
}

// verify uses the remembered result for the token if that result covers the required scopes. Otherwise it checks everything.
func (g *Guard) verify(ctx context.Context, compact string, required scopeSet) (Token, error) {
	if v, key, ok := g.remembered.recall(compact); ok {
		if v.isWithin(g.options.Now()) && g.keys.Holds(key) && required&^v.judged == 0 {
			return Token{compact: compact, scopes: v.scopes, permissions: g.options.Permissions}, nil
		}
		g.remembered.forget(compact)
	}
	unverified, err := jose.Parse(compact, jose.MaxAccessToken, g.algorithms)
	if err != nil {
		return Token{}, err
	}
	window, err := g.check(unverified)
	if err != nil {
		return Token{}, err
	}
	waiting := &holding{Context: ctx, hold: hold}
	defer waiting.cancel()
	token, err := unverified.Verify(waiting, g.keys)
	if err != nil {
		return Token{}, err
	}
	if err := window.Check(g.options.Now()); err != nil { // The key may have taken long to arrive.
		return Token{}, err
	}
	return g.judge(compact, window, token), nil
}

// judge remembers the result for a good token.
func (g *Guard) judge(compact string, window jose.Window, token *jose.Token) Token {
	granted, judged, err := g.scopes.granted(token.Claims, scopeClaims[g.options.Permissions])
	if g.keys.Holds(token.Key) {
		v := verdict{from: window.From.UnixMicro(), until: window.Until.UnixMicro(), scopes: granted, judged: judged}
		g.remembered.remember(compact, v, token.Key)
	}
	return Token{compact: compact, scopes: granted, permissions: g.options.Permissions, scopeErr: err}
}

// check makes all checks that do not need the signature. Only a token that passes them is worth a signature check, and a request
// to the provider for its key.
func (g *Guard) check(token *jose.Unverified) (jose.Window, error) {
	if err := g.checkType(token.Header); err != nil {
		return jose.Window{}, err
	}
	if err := token.Claims.CheckIssuer(g.options.Issuer); err != nil {
		return jose.Window{}, err
	}
	audience, err := g.checkAudience(token.Claims)
	if err != nil {
		return jose.Window{}, err
	}
	window, err := token.Claims.Window(g.options.leeway())
	if err != nil {
		return jose.Window{}, err
	}
	if err := window.Check(g.options.Now()); err != nil {
		return jose.Window{}, err
	}
	if err := g.checkSubject(token.Claims); err != nil {
		return jose.Window{}, err
	}
	if token.Claims.Has("cnf") {
		return jose.Window{}, ErrBound
	}
	return window, g.checkPurpose(token, audience)
}

// checkType compares media types: in any case, "application/" being optional (RFC 7515, section 4.1.9).
func (g *Guard) checkType(header jose.Header) error {
	lenient := g.options.Profile == Auth0
	if isAccessTokenType(header.Typ) {
		return nil
	}
	switch strings.ToLower(header.Typ) {
	case "", "jwt", "application/jwt":
		if lenient {
			return nil
		}
	}
	return ErrType
}

func isAccessTokenType(typ string) bool {
	return strings.EqualFold(typ, "at+jwt") || strings.EqualFold(typ, "application/at+jwt")
}

// checkAudience requires "aud" to name this API, and returns it. A token for the app alone is an ID token.
func (g *Guard) checkAudience(claims jose.Claims) ([]string, error) {
	audience, err := claims.Audience()
	isOther := func(one string) bool { return one != g.options.ClientID }
	switch {
	case err != nil:
		return nil, err
	case slices.Contains(audience, g.options.Audience):
		return audience, nil
	case g.options.ClientID != "" && len(audience) > 0 && !slices.ContainsFunc(audience, isOther):
		return nil, ErrIDToken
	}
	return nil, &jose.ClaimError{Claim: "aud", Problem: jose.Mismatch}
}

// checkSubject checks the claims that identify the user, the client and the token (RFC 9068, section 2.2).
func (g *Guard) checkSubject(claims jose.Claims) error {
	strict := g.options.Profile == RFC9068
	for _, name := range [...]string{"sub", "client_id", "jti"} {
		value, err := claims.String(name)
		switch {
		case err != nil:
			return err
		case value == "" && claims.Has(name):
			return &jose.ClaimError{Claim: name, Problem: jose.Invalid}
		case value == "" && strict:
			return &jose.ClaimError{Claim: name, Problem: jose.Missing}
		}
	}
	if strict && !claims.Has("iat") {
		return &jose.ClaimError{Claim: "iat", Problem: jose.Missing}
	}
	return nil
}
