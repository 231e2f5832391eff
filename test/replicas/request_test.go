//go:build replicas

package replicas

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"wails-openid-oauth/backend-api/api"
	"wails-openid-oauth/internal/jose"
	"wails-openid-oauth/test/josetest"
)

const (
	audience = "https://api.example"
	metadata = `, resource_metadata="https://api.example/.well-known/oauth-protected-resource"`
)

// answer is what a client sees.
type answer struct {
	Status          int
	Challenge, Body string
}

func (a answer) String() string { return fmt.Sprintf("%d %s %q", a.Status, a.Challenge, a.Body) }

func refused(status int, parameters string) answer {
	return answer{status, `Bearer realm="api"` + parameters + metadata, http.StatusText(status) + "\n"}
}

// These are the right answers.
var (
	public       = answer{Status: 200, Body: api.PublicMessage}
	private      = answer{Status: 200, Body: api.PrivateMessage}
	scoped       = answer{Status: 200, Body: api.ScopedMessage}
	bare         = refused(401, "")
	twice        = refused(400, `, error="invalid_request", error_description="Send one access token, in one Authorization header field"`)
	notValid     = refused(401, `, error="invalid_token", error_description="The access token is not valid"`)
	expired      = refused(401, `, error="invalid_token", error_description="The access token expired"`)
	tooLong      = answer{Status: http.StatusRequestHeaderFieldsTooLarge, Body: http.StatusText(http.StatusRequestHeaderFieldsTooLarge) + "\n"}
	lacksScope   = refused(403, `, error="insufficient_scope", error_description="The access token lacks a scope", scope="read:messages"`)
	fromBalancer = answer{Status: 404}
)

// request is a request that clients send again and again.
type request struct {
	kind, path, token string
	right             answer
	signed            *generation // the key that signed the token, if the answer depends on it
}

// rightNow returns the answers that are right in the current state of the key that signed the token.
func (r request) rightNow() []answer {
	if r.signed == nil {
		return []answer{r.right}
	}
	switch r.signed.state.Load() {
	case serving:
		return []answer{r.right}
	case leaving:
		return []answer{r.right, notValid}
	}
	return []answer{notValid}
}

// deck returns every kind of request, with tokens of one generation.
func deck(issuer string, g *generation) []request {
	token := func(n int, scope string, life time.Duration) string {
		return josetest.Compact(g.key, fmt.Sprintf(`{"alg":"RS256","kid":%q}`, g.kid), fmt.Sprintf(
			`{"iss":%q,"aud":%q,"sub":"person-%d","scope":%q,"exp":%d}`, issuer, audience, n, scope, time.Now().Add(life).Unix()))
	}
	tampered := func(n int) string { // A client adds a scope to its own token.
		_, rest, _ := strings.Cut(token(n, "openid", time.Hour), ".")
		header, payload, _ := strings.Cut(token(n, "read:messages", time.Hour), ".")
		payload, _, _ = strings.Cut(payload, ".")
		_, signature, _ := strings.Cut(rest, ".")
		return header + "." + payload + "." + signature
	}
	long := func(n int) string { // It has as many bytes as a token may have, or up to three less.
		room := (jose.MaxAccessToken-len(token(n, "openid ", time.Hour)))*3/4 - 2
		return token(n, "openid "+strings.Repeat("x", room), time.Hour)
	}
	requests := []request{
		{"public", "/public", "", public, nil},
		{"no token", "/private", "", bare, nil},
		{"not offered", "/metrics", "", fromBalancer, nil},
		{"too long", "/private", strings.Repeat("x", jose.MaxAccessToken+1), tooLong, nil},
		{"not offered, spelled otherwise", "/%6detrics", "", fromBalancer, nil},
	}
	for n := range 8 {
		good := token(n, "openid read:messages", time.Hour)
		requests = append(requests,
			request{"valid", "/private", good, private, g},
			request{"valid, with scope", "/private-scoped", good, scoped, g},
			request{"without scope", "/private-scoped", token(n, "openid", time.Hour), lacksScope, g},
			request{"valid, of 24 KiB", "/private", long(n), private, g},
			request{"expired", "/private", token(n, "openid", -time.Hour), expired, nil}, // The key makes no difference.
			request{"tampered", "/private-scoped", tampered(n), notValid, nil},
			request{"in the query too", "/private?access_token=" + good, good, twice, nil},
		)
	}
	return requests
}

// valid returns a request with a good token of a generation.
func valid(issuer string, g *generation) request {
	for _, r := range deck(issuer, g) {
		if r.kind == "valid" {
			return r
		}
	}
	panic("the deck has no valid request")
}

// junk returns a request with a token whose key is never published. It may have to wait for a fetch from the provider.
func junk(issuer string) request {
	r := valid(issuer, &generation{kid: "stranger", key: josetest.Key()})
	r.kind, r.right, r.signed = "of an unknown key", notValid, nil
	return r
}
