package bearer

import (
	"context"
	"slices"
	"strings"
	"time"

	"wails-openid-oauth/internal/jose"
)

// hold is how long a token waits for its key. Clients do not wait for long, and each that waits holds a connection: it is
// told when to come again. It is long enough for a look at a provider that is well.
const hold = 2 * time.Second

// Verify checks an access token in compact serialization. It waits for its key for at most two seconds.
//
// It is for servers that take tokens by another way than HTTP, and looks at no scope: see [Claims.Scopes]. Its errors are
// listed with [ErrMalformed], or are ctx's own.
func (g *Guard) Verify(ctx context.Context, compact string) (Token, error) {
	token, err := g.verify(ctx, compact, 0)
	if err != nil {
		return Token{}, published(err)
	}
	return token, nil
}

// verify recalls the token, if the scopes in question were looked for then, or checks everything.
func (g *Guard) verify(ctx context.Context, compact string, required scopeSet) (Token, error) {
	hash := digestOf(compact)
	if v, key, ok := g.remembered.recall(hash); ok {
		if v.isWithin(g.options.Now()) && g.keys.Holds(key) && required&^v.judged == 0 {
			return Token{compact: compact, scopes: v.scopes}, nil
		}
		g.remembered.forget(hash)
	}
	unverified, err := jose.Parse(compact, jose.MaxAccessToken)
	if err != nil {
		return Token{}, err
	}
	window, err := g.check(unverified)
	if err != nil {
		return Token{}, err
	}
	holding, cancel := context.WithTimeout(ctx, hold)
	defer cancel()
	token, err := unverified.Verify(holding, g.keys)
	if err != nil {
		return Token{}, err
	}
	if err := window.Check(g.options.Now()); err != nil { // The key may have been long in coming.
		return Token{}, err
	}
	return g.judge(hash, compact, window, token), nil
}

// judge remembers what there is to remember of a good token.
func (g *Guard) judge(hash digest, compact string, window jose.Window, token *jose.Token) Token {
	granted, judged, err := g.scopes.granted(token.Claims)
	if g.keys.Holds(token.Key) {
		v := verdict{from: window.From.UnixMicro(), until: window.Until.UnixMicro(), scopes: granted, judged: judged}
		g.remembered.remember(hash, v, token.Key)
	}
	return Token{compact: compact, scopes: granted, scopeErr: err}
}

// check goes through everything that is wrong with a token whoever signed it. Only what passes is worth a signature, and
// a look at the provider for its key.
func (g *Guard) check(token *jose.Unverified) (jose.Window, error) {
	if err := g.checkType(token.Header); err != nil {
		return jose.Window{}, err
	}
	if err := token.Claims.CheckIssuer(g.options.Issuer); err != nil {
		return jose.Window{}, err
	}
	if err := g.checkAudience(token.Claims); err != nil {
		return jose.Window{}, err
	}
	window, err := token.Claims.Window(g.options.Leeway)
	if err != nil {
		return jose.Window{}, err
	}
	if err := window.Check(g.options.Now()); err != nil {
		return jose.Window{}, err
	}
	if err := g.checkSubject(token.Claims); err != nil {
		return jose.Window{}, err
	}
	return window, checkPurpose(token.Claims)
}

// checkType compares media types: in any case, "application/" being optional (RFC 7515, section 4.1.9).
func (g *Guard) checkType(header jose.Header) error {
	lenient := g.options.Profile == Auth0
	switch strings.ToLower(header.Typ) {
	case "at+jwt", "application/at+jwt":
		return nil
	case "", "jwt", "application/jwt":
		if lenient {
			return nil
		}
	}
	return ErrType
}

// checkAudience wants this API named, and not the app: its tokens are ID tokens.
func (g *Guard) checkAudience(claims jose.Claims) error {
	audience, err := claims.Audience()
	switch {
	case err != nil:
		return err
	case !slices.Contains(audience, g.options.Audience):
		return &jose.ClaimError{Claim: "aud", Problem: jose.Mismatch}
	case g.options.ClientID != "" && slices.Contains(audience, g.options.ClientID):
		return ErrIDToken
	}
	return nil
}

// checkSubject looks at the claims that say whose token it is and which (RFC 9068, section 2.2).
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

// checkPurpose refuses tokens that were made for another use.
func checkPurpose(claims jose.Claims) error {
	for _, name := range [...]string{"nonce", "at_hash", "c_hash"} {
		if claims.Has(name) {
			return ErrIDToken
		}
	}
	if claims.Has("cnf") {
		return ErrBound
	}
	return nil
}
