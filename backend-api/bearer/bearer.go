// Package bearer is HTTP middleware that lets a request pass only with a valid access token. It implements RFC 6750 for JSON Web
// Tokens of an OpenID provider.
//
//	guard, err := bearer.New(bearer.Options{
//		Issuer: "https://idp.example/", Audience: "https://api.example", Leeway: 30 * time.Second,
//	})
//	defer guard.Close()
//	mux.Handle("GET /messages", guard.Require(messages))
//	mux.Handle("GET /admin", guard.Require(admin, "read:admin"))
//
// The handler behind it gets the token from [FromContext].
//
// A guard takes the token only from the one Authorization header field. The token must be signed with RS256, or another of
// [Options.Algorithms], by a key of the issuer, name issuer and audience exactly, and be within its time. A guard refuses
// an ID token, and a token that is bound to a key ("cnf"), because a client that sends it as a plain bearer token has not
// shown that key.
//
// [New] starts to fetch the issuer's keys, and the guard keeps them fresh until [Guard.Close]. It fetches them every five
// minutes, and when a token names an unknown key. While the issuer does not answer, the last keys are used for a day.
// See [Guard.Ready] and [Guard.Stats].
//
// A guard remembers a good token by its hash, so that the next request with it needs no signature check. It remembers a bounded
// number of tokens, none beyond its "exp", and none whose key the issuer has withdrawn.
//
// Answers say which rule of RFC 6750 was broken and nothing else; [Options.OnRefuse] gets the precise reason. While the
// issuer's keys are not available, the answer is 503, because a 401 would make clients throw away good tokens. The answer is
// also 503 if only the token's key is unknown, and the issuer cannot be asked for it yet. Such a request waits for at most two
// seconds, and Retry-After says when the issuer may be asked again.
package bearer

import (
	"errors"
	"net/http"

	"wails-openid-oauth/internal/jose"
)

// Guard checks access tokens. It is safe for concurrent use.
type Guard struct {
	options    Options
	algorithms []jose.Algorithm
	keys       issuerKeys
	fetched    *fetchedKeys // the same as keys, except in tests of this package
	remembered remembered
	scopes     scopes
}

// New starts a guard; [Guard.Close] ends it. It refuses options that would leave a check out.
//
// It does not wait for the issuer, which may be down now and return later: see [Guard.Ready].
func New(options Options) (*Guard, error) {
	options = options.withDefaults()
	if err := options.check(); err != nil {
		return nil, err
	}
	keys, err := fetchKeys(options)
	if err != nil {
		return nil, err
	}
	guard := newGuard(options, keys)
	guard.fetched = keys
	return guard, nil
}

func newGuard(options Options, keys issuerKeys) *Guard {
	return &Guard{options: options, algorithms: options.algorithms(), keys: keys}
}

// Require passes requests to next if they carry a valid token with all of the given scopes. The token is in the request's
// context, see [FromContext]. Require panics on a scope that a challenge cannot name, and if the routes of a guard require
// more than 64 scopes in total.
func (g *Guard) Require(next http.Handler, scopes ...string) http.Handler {
	required := g.scopes.add(scopes)
	challenges := g.newChallenges(scopes)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Cache-Control"] = noStore
		token, refused := g.admit(r, required)
		if refused != nil {
			g.options.OnRefuse(w, r, refused.reason)
			challenges.refuse(w, refused)
			return
		}
		next.ServeHTTP(w, r.WithContext(&withToken{r.Context(), token}))
	})
}

// noStore follows RFC 6750, section 5.3. All answers share the slice, because Header.Add and Set do not change it.
var noStore = []string{"no-store"}

// admit makes the checks in the order of the errors in RFC 6750, section 3.1.
func (g *Guard) admit(r *http.Request, required scopeSet) (Token, *refusal) {
	compact, refused := credentials(r)
	if refused != nil {
		return Token{}, refused
	}
	token, err := g.verify(r.Context(), compact, required)
	switch {
	case err != nil && errors.Is(err, jose.ErrMalformed) && !isToken68(compact):
		return Token{}, headerMalformed
	case err != nil:
		return Token{}, refusalOf(err)
	case required != 0 && token.scopeErr != nil:
		return Token{}, refusalOf(token.scopeErr)
	case required&^token.scopes != 0:
		return Token{}, insufficientScope
	}
	return token, nil
}
