// Package bearer is HTTP middleware that lets a request pass only with a valid access token: RFC 6750 on the wire, JSON
// Web Tokens of an OpenID provider inside.
//
//	guard, err := bearer.New(bearer.Options{
//		Issuer: "https://idp.example/", Audience: "https://api.example", Leeway: 30 * time.Second, Keys: keys,
//	})
//	mux.Handle("GET /messages", guard.Require(messages))
//	mux.Handle("GET /admin", guard.Require(admin, "read:admin"))
//
// A token is taken from the one Authorization header field and from nowhere else. It must be signed with RS256 by a
// key of the issuer, name issuer and audience exactly, and be within its time. An ID token is refused, and so is a
// token that is bound to a key ("cnf"), because whoever sends it as a plain bearer has not shown that key.
//
// A token that was found good is remembered by its hash, so that the next request with it costs no signature: a bounded
// number of them, never beyond "exp", and only as long as the key source holds the key (see jwks.Set.Holds; a source
// without that method has every token verified anew).
//
// Answers say which rule of RFC 6750 was broken and nothing else; [Options.OnRefuse] hears the precise reason. While
// the issuer's keys are not available the answer is 503, because a 401 would make clients throw away good tokens; so it is
// for a token that nothing is wrong with but a key that the issuer could not be asked for yet: it waits for two seconds at
// most, and Retry-After says what is left of the time after which the issuer may be asked again.
package bearer

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"wails-openid-oauth/internal/endpoint"
	"wails-openid-oauth/internal/jose"
)

// maxLeeway keeps the tolerance well below the "few minutes" of RFC 7519, section 4.1.4.
const maxLeeway = time.Minute

// Options say what a token must be. Issuer, Audience and Keys are needed.
type Options struct {
	// Issuer is what "iss" must equal, byte for byte.
	Issuer string
	// Audience is what "aud" must be or contain: the identifier of this API.
	Audience string
	// ClientID is the app's client_id, or empty. A token for that audience is an ID token, and refused.
	ClientID string
	// Profile says which kinds of tokens the issuer makes; empty is [Auth0].
	Profile Profile
	// Leeway is how far the issuer's clock may be from ours, at most a minute.
	Leeway time.Duration
	// Keys are the issuer's: a *jwks.Set, or any keyfunc.Keyfunc.
	Keys jose.KeySource
	// ResourceMetadata is the URL of this API's metadata, which challenges name (RFC 9728, section 5.1), or empty.
	ResourceMetadata string
	// Realm is named in every challenge; empty is "api".
	Realm string
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// OnRefuse, if set, is told a short reason, such as "exp_expired", for every request that is refused. The reason is
	// one of a fixed set and holds nothing of the request.
	OnRefuse func(r *http.Request, reason string)
}

// Guard checks access tokens. It is safe for concurrent use.
type Guard struct {
	options    Options
	holder     holder // is options.Keys, or nil
	remembered remembered
	scopes     scopes
}

// New refuses options that would leave a check out.
func New(options Options) (*Guard, error) {
	if options.Profile == "" {
		options.Profile = Auth0
	}
	if options.Realm == "" {
		options.Realm = "api"
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.OnRefuse == nil {
		options.OnRefuse = func(*http.Request, string) {}
	}
	if _, err := endpoint.Parse(options.Issuer); err != nil {
		return nil, fmt.Errorf("bearer: the issuer %w", err)
	}
	switch {
	case options.Audience == "":
		return nil, errors.New("bearer: the audience is empty")
	case options.Audience == options.ClientID:
		return nil, errors.New("bearer: the audience is the client ID, so access tokens and ID tokens would look the same")
	case options.Keys == nil:
		return nil, errors.New("bearer: there is no key source")
	case options.Profile != Auth0 && options.Profile != RFC9068:
		return nil, fmt.Errorf("bearer: there is no token profile %q", options.Profile)
	case options.Leeway < 0 || options.Leeway > maxLeeway:
		return nil, fmt.Errorf("bearer: the leeway is not within 0 and %v", maxLeeway)
	case !quotable(options.Realm):
		return nil, errors.New("bearer: the realm cannot be written in a challenge")
	case options.ResourceMetadata != "" && !quotable(options.ResourceMetadata):
		return nil, errors.New("bearer: the metadata's URL cannot be written in a challenge")
	}
	guard := &Guard{options: options}
	guard.holder, _ = options.Keys.(holder)
	return guard, nil
}

// Require lets requests pass to next that bring a valid token with all of the given scopes. The token is in the
// request's context, see [FromContext]. It panics on a scope that no challenge could name, and if the routes of a guard
// ask for more than 64 of them.
func (g *Guard) Require(next http.Handler, scopes ...string) http.Handler {
	required := g.scopes.add(scopes)
	challenges := g.newChallenges(scopes)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Cache-Control"] = noStore
		token, refused := g.admit(r, required)
		if refused != nil {
			g.options.OnRefuse(r, refused.reason)
			challenges.refuse(w, refused)
			return
		}
		next.ServeHTTP(w, r.WithContext(&withToken{r.Context(), token}))
	})
}

// noStore is RFC 6750, section 5.3. It is one slice for all answers; Header.Add and Set leave it as it is.
var noStore = []string{"no-store"}

// admit goes through the checks in the order in which RFC 6750, section 3.1, tells their failures apart.
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

// withToken is a request's context with its token.
type withToken struct {
	context.Context
	token Token
}

type contextKey struct{}

// Value implements [context.Context].
func (c *withToken) Value(key any) any {
	if key == (contextKey{}) {
		return c
	}
	return c.Context.Value(key)
}

// FromContext returns the verified token of a request that a [Guard] let pass.
func FromContext(ctx context.Context) (Token, bool) {
	c, ok := ctx.Value(contextKey{}).(*withToken)
	if !ok {
		return Token{}, false
	}
	return c.token, true
}
