package bearer_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wails-openid-oauth/apiclient"
	"wails-openid-oauth/backend-api/bearer"
	"wails-openid-oauth/internal/jwks"
	"wails-openid-oauth/test/josetest"
)

const issuer, audience = "https://op.example/", "https://api.example"

// keys returns the error why until it was asked missing times. Then it has the key.
type keys struct {
	missing int
	why     error
}

func (k *keys) KeyfuncCtx(context.Context) jwt.Keyfunc {
	return func(*jwt.Token) (any, error) {
		if k.missing > 0 {
			k.missing--
			return nil, k.why
		}
		return &josetest.Key().PublicKey, nil
	}
}

// Holds implements bearer.IssuerKeys: every token is verified again.
func (*keys) Holds(jwt.VerificationKey) bool { return false }

// tokens returns the next token for every rejected one. It repeats the last one.
type tokens []string

func (t *tokens) Token(_ context.Context, rejected string) (string, error) {
	if rejected == (*t)[0] && len(*t) > 1 {
		*t = (*t)[1:]
	}
	return (*t)[0], nil
}

func token(expires time.Duration, scope string) string {
	now := time.Now()
	return josetest.Compact(josetest.Key(), `{"alg":"RS256","kid":"k"}`, josetest.JSON(map[string]any{
		"iss": issuer, "aud": audience, "sub": "ada", "iat": now.Add(-time.Hour).Unix(), "exp": now.Add(expires).Unix(), "scope": scope,
	}))
}

// TestMirror runs the client that is made for this middleware: it must understand every answer of the middleware.
func TestMirror(t *testing.T) {
	const scope = "read:messages"
	good, expired := token(time.Hour, scope), token(-time.Minute, scope)
	tests := []struct {
		name   string
		tokens tokens
		keys   keys
		want   *apiclient.Error // nil: the call succeeds
		left   int              // tokens that remain
		waits  []time.Duration
	}{
		{"a good token", tokens{good}, keys{}, nil, 1, nil},
		{"an expired token is renewed", tokens{expired, good}, keys{}, nil, 1, nil},
		{"a forged one too", tokens{good + "AA", good}, keys{}, nil, 1, nil},
		{"and that only once", tokens{expired, expired + "AA", good}, keys{}, &apiclient.Error{Kind: apiclient.Unauthorized, Status: 401}, 2, nil},
		{"a token that is too long is not renewed", tokens{strings.Repeat("x", 25<<10), good}, keys{}, &apiclient.Error{Kind: apiclient.TooLarge, Status: 431}, 2, nil},
		{"a scope is missing", tokens{token(time.Hour, "openid"), good}, keys{},
			&apiclient.Error{Kind: apiclient.InsufficientScope, Status: 403, Scopes: []string{scope}}, 2, nil},
		{"a new key", tokens{good}, keys{1, &jwks.UndecidedError{After: 7900 * time.Millisecond}}, nil, 1, []time.Duration{8 * time.Second}},
		{"a new key in a new cool-down", tokens{good}, keys{1, &jwks.UndecidedError{After: jwks.Cooldown}}, nil, 1, []time.Duration{10 * time.Second}},
		{"a new key that is being fetched", tokens{good}, keys{2, &jwks.UndecidedError{}}, nil, 1, []time.Duration{time.Second, time.Second}},
		{"keys that come", tokens{good}, keys{2, jwks.ErrUnavailable}, nil, 1, []time.Duration{time.Second, time.Second}},
		{"keys that do not", tokens{good}, keys{3, jwks.ErrUnavailable}, &apiclient.Error{Kind: apiclient.Unavailable, Status: 503, RetryAfter: time.Second}, 1,
			[]time.Duration{time.Second, time.Second}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			guard, err := bearer.NewWithKeys(bearer.Options{Issuer: issuer, Audience: audience, ResourceMetadata: audience + "/metadata"}, &tt.keys)
			if err != nil {
				t.Fatal(err)
			}
			hello := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello") })
			server := httptest.NewServer(guard.Require(hello, scope))
			defer server.Close()
			var waits []time.Duration
			client, err := apiclient.New(apiclient.Options{BaseURL: server.URL, Tokens: &tt.tokens, After: func(wait time.Duration) <-chan time.Time {
				waits = append(waits, wait)
				return time.After(0)
			}})
			if err != nil {
				t.Fatal(err)
			}
			text, err := client.GetText(t.Context(), "/private-scoped")
			failed := new(apiclient.Error)
			if !errors.As(err, &failed) {
				failed = nil
			}
			if (text == "hello") != (tt.want == nil) {
				t.Errorf("got %q, %v", text, err)
			}
			if diff := cmp.Diff(tt.want, failed, cmpopts.IgnoreUnexported(apiclient.Error{})); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.waits, waits); diff != "" || len(tt.tokens) != tt.left {
				t.Errorf("%d tokens left; waits (-want +got):\n%s", len(tt.tokens), diff)
			}
		})
	}
}
