package bearer

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"

	"wails-openid-oauth/internal/jose"
)

// Profile is the kind of access token that an issuer makes.
type Profile string

// The profiles.
const (
	// Auth0 is what Auth0 and most providers make: "typ" is absent, "JWT" or "at+jwt", and only iss, aud and exp are
	// required.
	Auth0 Profile = "auth0"
	// RFC9068 takes only tokens of type "at+jwt" that carry every claim which RFC 9068, section 2.2, requires.
	RFC9068 Profile = "rfc9068"
)

// Why a token that is well signed is still not an access token for a bearer. The other errors of [Guard.Verify] are
// those of package jose.
var (
	// ErrType: its "typ" says that it is something else (RFC 8725, section 3.11).
	ErrType = errors.New("the token is of another type")
	// ErrIDToken: it is an ID token (RFC 8725, section 3.12).
	ErrIDToken = errors.New("the token is an ID token")
	// ErrBound: it is bound to a key or certificate (RFC 9449, section 7.2; RFC 8705, section 3).
	ErrBound = errors.New("the token is bound to a key")
)

// Token is an access token that was found good.
type Token struct {
	compact  string
	scopes   scopeSet
	scopeErr error
}

// Claims reads what the token says. That costs a microsecond or two, so it is left to the handlers that want to know.
func (t Token) Claims() jose.Claims {
	claims, _ := jose.ReadClaims(t.compact) // It was read before, so it has no fault.
	return claims
}

// Verify checks an access token in compact serialization.
//
// Errors: ErrType, ErrIDToken, ErrBound, jose.ErrMalformed, jose.ErrAlgorithm, jose.ErrSignature, a *jose.ClaimError,
// or what the key source returned, wrapped.
func (g *Guard) Verify(ctx context.Context, compact string) (Token, error) {
	return g.verify(ctx, compact, 0)
}

// verify recalls the token, if the scopes in question were looked for then, or checks everything.
func (g *Guard) verify(ctx context.Context, compact string, required scopeSet) (Token, error) {
	hash := digestOf(compact)
	if v, key, ok := g.remembered.recall(hash); ok {
		if v.isWithin(g.options.Now()) && g.holds(key) && required&^v.judged == 0 {
			return Token{compact: compact, scopes: v.scopes}, nil
		}
		g.remembered.forget(hash)
	}
	token, err := jose.Verify(ctx, compact, jose.MaxAccessToken, g.options.Keys)
	if err != nil {
		return Token{}, err
	}
	for _, check := range []func(*jose.Token) error{g.checkType, g.checkRegistered, g.checkPurpose} {
		if err := check(token); err != nil {
			return Token{}, err
		}
	}
	return g.judge(hash, compact, token), nil
}

// judge remembers what there is to remember of a good token.
func (g *Guard) judge(hash digest, compact string, token *jose.Token) Token {
	granted, judged, err := g.scopes.granted(token.Claims)
	if from, until, timeErr := token.Claims.Window(g.options.Leeway); timeErr == nil && g.holds(token.Key) {
		v := verdict{from: from.UnixMicro(), until: until.UnixMicro(), scopes: granted, judged: judged}
		g.remembered.remember(hash, v, token.Key)
	}
	return Token{compact: compact, scopes: granted, scopeErr: err}
}

// Remembered is about how many verified tokens are remembered now.
func (g *Guard) Remembered() int { return g.remembered.count() }

// holder is a key source that knows whether a key is still the issuer's.
type holder interface {
	Holds(key jwt.VerificationKey) bool
}

// holds is false for every key of a source that cannot say: then nothing is remembered.
func (g *Guard) holds(key jwt.VerificationKey) bool {
	keys, ok := g.options.Keys.(holder)
	return ok && keys.Holds(key)
}

// checkType compares media types: in any case, "application/" being optional (RFC 7515, section 4.1.9).
func (g *Guard) checkType(token *jose.Token) error {
	lenient := g.options.Profile == Auth0
	switch strings.ToLower(token.Header.Typ) {
	case "at+jwt", "application/at+jwt":
		return nil
	case "", "jwt", "application/jwt":
		if lenient {
			return nil
		}
	}
	return ErrType
}

// checkRegistered looks at the registered claims (RFC 7519, section 4.1; RFC 9068, section 2.2).
func (g *Guard) checkRegistered(token *jose.Token) error {
	claims := token.Claims
	if err := claims.CheckIssuer(g.options.Issuer); err != nil {
		return err
	}
	if err := claims.CheckAudience(g.options.Audience); err != nil {
		return err
	}
	if err := claims.CheckTime(g.options.Now(), g.options.Leeway); err != nil {
		return err
	}
	strict := g.options.Profile == RFC9068
	for _, name := range []string{"sub", "client_id", "jti"} {
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
func (g *Guard) checkPurpose(token *jose.Token) error {
	claims := token.Claims
	audience, err := claims.Audience()
	if err != nil {
		return err
	}
	if g.options.ClientID != "" && slices.Contains(audience, g.options.ClientID) {
		return ErrIDToken
	}
	for _, name := range []string{"nonce", "at_hash", "c_hash"} {
		if claims.Has(name) {
			return ErrIDToken
		}
	}
	if claims.Has("cnf") {
		return ErrBound
	}
	return nil
}
