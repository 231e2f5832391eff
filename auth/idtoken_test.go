package auth

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/internal/jose"
	"wails-openid-oauth/internal/jwks"
	"wails-openid-oauth/test/josetest"
)

var testNow = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// testAccessHash is the at_hash of the access token "secret-access".
const testAccessHash = "JhPZ48vNdgnvxTKfmEjDlA"

// goodClaims are the claims of a valid ID token, with some replaced. The value nil removes a claim.
func goodClaims(edits ...any) string {
	now := testNow.Unix()
	claims := map[string]any{
		"iss": testIssuer, "aud": "app", "sub": "ada", "iat": now, "exp": now + 600, "nonce": "the nonce", "name": "Ada",
	}
	for i := 0; i < len(edits); i += 2 {
		claims[edits[i].(string)] = edits[i+1]
	}
	maps.DeleteFunc(claims, func(_ string, value any) bool { return value == nil })
	return josetest.JSON(claims)
}

const goodHeader = `{"alg":"RS256","kid":"k1","typ":"JWT"}`

func goodKeys() string { return josetest.Set(josetest.JWK(&josetest.Key().PublicKey, "k1")) }

// keysFrom is the provider's key set on this wire. It fetches again for every unknown key, so that no test waits for a
// fetch.
func keysFrom(t testing.TB, w *wire) *jwks.Set {
	t.Helper()
	set, err := jwks.New(jwks.Options{
		URL: "https://op.example/keys", Client: &http.Client{Transport: w}, Cooldown: time.Nanosecond, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func testCheck(t testing.TB, w *wire) idTokenCheck {
	return idTokenCheck{
		issuer: testIssuer, clientID: "app", alg: jose.RS256, keys: keysFrom(t, w), access: NewSecret("secret-access"), now: testNow,
	}
}

func TestIDTokenClaims(t *testing.T) {
	now := testNow.Unix()
	list := func(values ...any) []any { return values }
	tests := []struct {
		id, claims string
		good       bool
	}{
		{"C-IDT-ISS", goodClaims(), true},
		{"C-IDT-ISS a slash", goodClaims("iss", testIssuer+"/"), false},
		{"C-IDT-ISS a list", goodClaims("iss", list(testIssuer)), false},
		{"C-IDT-ISS in another case", goodClaims("iss", nil, "ISS", testIssuer), false},
		{"C-IDT-AUD a list", goodClaims("aud", list("app")), true},
		{"C-IDT-AUD untrusted second", goodClaims("aud", list("app", "other"), "azp", "app"), false},
		{"C-IDT-AUD untrusted first", goodClaims("aud", list("other", "app"), "azp", "app"), false},
		{"C-IDT-AUD a number", goodClaims("aud", list("app", 1)), false},
		{"C-IDT-AUD empty", goodClaims("aud", ""), false},
		{"C-IDT-AUD an empty list", goodClaims("aud", []string{}, "azp", "app"), false},
		{"C-IDT-AZP ours", goodClaims("azp", "app"), true},
		{"C-IDT-AZP another", goodClaims("azp", "other"), false},
		{"C-IDT-AZP empty", goodClaims("azp", ""), false},
		{"C-IDT-AZP a list", goodClaims("azp", list("app")), false},
		{"C-IDT-AZP several audiences with it", goodClaims("aud", list("app", "app"), "azp", "app"), true},
		{"C-IDT-AZP several audiences without it", goodClaims("aud", list("app", "app")), false},
		{"C-IDT-EXP within the skew", goodClaims("exp", now-29), true},
		{"C-IDT-EXP past the skew", goodClaims("exp", now-30), false},
		{"C-IDT-EXP zero", goodClaims("exp", 0), false},
		{"C-IDT-EXP missing", goodClaims("exp", nil), false},
		{"C-IDT-EXP in another case", goodClaims("exp", now-60, "EXP", now+60), false},
		{"C-IDT-IAT missing", goodClaims("iat", nil), false},
		{"C-IDT-IAT text", goodClaims("iat", "now"), false},
		{"C-IDT-IAT a day ago", goodClaims("iat", now-24*60*60), true},
		{"C-IDT-IAT longer ago", goodClaims("iat", now-24*60*60-1), false},
		{"C-IDT-IAT a clock 45 s behind", goodClaims("iat", now+45, "nbf", now+45), true},
		{"C-IDT-IAT a clock minutes behind", goodClaims("iat", now+300), true},
		{"C-IDT-IAT a clock too far behind", goodClaims("iat", now+301), false},
		{"not before, a clock minutes behind", goodClaims("nbf", now+300), true},
		{"not before", goodClaims("nbf", now+301), false},
		{"not before, text", goodClaims("nbf", "now"), false},
		{"C-IDT-SUB missing", goodClaims("sub", nil), false},
		{"C-IDT-SUB a number", goodClaims("sub", 7), false},
		{"C-IDT-SUB 255 characters", goodClaims("sub", strings.Repeat("x", 255)), true},
		{"C-IDT-SUB 256 characters", goodClaims("sub", strings.Repeat("x", 256)), false},
		{"C-IDT-SUB a line end", goodClaims("sub", "a\nb"), false},
		{"C-IDT-SUB not ASCII", goodClaims("sub", "ü"), false},
		{"C-IDT-ATHASH", goodClaims("at_hash", testAccessHash), true},
		{"C-IDT-ATHASH another", goodClaims("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"), false},
		{"C-IDT-ATHASH empty", goodClaims("at_hash", ""), false},
		{"C-IDT-ATHASH a number", goodClaims("at_hash", 7), false},
		{"C-IDT-ATHASH padded", goodClaims("at_hash", testAccessHash+"=="), false},
		{"C-IDT-AUTHTIME", goodClaims("auth_time", now-5), true},
		{"C-IDT-AUTHTIME text", goodClaims("auth_time", "then"), false},
	}
	check := testCheck(t, &wire{body: goodKeys()})
	for _, tt := range tests {
		t.Run(tt.id, func(t *testing.T) {
			compact := josetest.Compact(josetest.Key(), goodHeader, tt.claims)
			got, err := check.verify(context.Background(), NewSecret(compact))
			if tt.good && err != nil || !tt.good && !errors.Is(err, ErrIDToken) {
				t.Errorf("got %v; want an error, ErrIDToken, only for a bad token", err)
			}
			if diff := cmp.Diff(tt.good, got.profile.Subject != ""); diff != "" {
				t.Errorf("a profile was returned (-want +got):\n%s", diff)
			}
		})
	}
}

func TestIDTokenSignature(t *testing.T) {
	sign := func(header string) string { return josetest.Compact(josetest.Key(), header, goodClaims()) }
	good := sign(goodHeader)
	input, signature := good[:strings.LastIndex(good, ".")], good[strings.LastIndex(good, ".")+1:]
	ownKey := `{"alg":"RS256","kid":"k1","jwk":` + josetest.JWK(&josetest.Other().PublicKey, "k1") + `}`
	for id, compact := range map[string]string{
		"C-IDT-SIG another key":        josetest.Compact(josetest.Other(), goodHeader, goodClaims()),
		"C-IDT-SIG another payload":    josetest.Encode(goodHeader) + "." + josetest.Encode(goodClaims("sub", "eve")) + "." + signature,
		"C-IDT-SIG another header":     josetest.Encode(`{"alg":"RS256","kid":"k1"}`) + input[strings.Index(input, "."):] + "." + signature,
		"C-IDT-SIG none":               input + ".",
		"C-IDT-SIG cut":                good[:len(good)-4],
		"C-IDT-SIG an unknown key":     sign(`{"alg":"RS256","kid":"k2"}`),
		"C-IDT-SIG a key in the token": josetest.Compact(josetest.Other(), ownKey, goodClaims()),
		"C-IDT-ALG none":               josetest.Encode(`{"alg":"none"}`) + "." + josetest.Encode(goodClaims()) + ".",
		"C-IDT-ALG none, signed":       sign(`{"alg":"none","kid":"k1"}`),
		"C-IDT-ALG HS256":              sign(`{"alg":"HS256","kid":"k1"}`),
		"C-IDT-ALG ES256":              sign(`{"alg":"ES256","kid":"k1"}`),
		"C-IDT-ALG PS256":              sign(`{"alg":"PS256","kid":"k1"}`),
		"C-IDT-ALG in another case":    sign(`{"alg":"rs256","kid":"k1"}`),
		"C-IDT-ALG missing":            sign(`{"kid":"k1"}`),
		"an access token":              sign(`{"alg":"RS256","kid":"k1","typ":"at+jwt"}`),
		"a log-out token":              sign(`{"alg":"RS256","kid":"k1","typ":"logout+jwt"}`),
		"nothing":                      "",
	} {
		t.Run(id, func(t *testing.T) {
			got, err := testCheck(t, &wire{body: goodKeys()}).verify(context.Background(), NewSecret(compact))
			if !errors.Is(err, ErrIDToken) || got.profile != (Profile{}) {
				t.Errorf("got %v, want ErrIDToken", err)
			}
			if text := err.Error(); compact != "" && strings.Contains(text, compact) || strings.Contains(text, "k2") {
				t.Errorf("C-TOK-ERRORS-CLEAN: the error says %s", text)
			}
		})
	}
	if _, err := testCheck(t, &wire{body: goodKeys()}).verify(context.Background(), NewSecret(good)); err != nil {
		t.Errorf("a valid token was refused: %v", err)
	}
}

// TestC_IDT_KIDLESS: a token without a key ID is verified with the only key. If there are several keys, none is
// tried (OpenID Connect Core, section 10.1).
func TestC_IDT_KIDLESS(t *testing.T) {
	compact := NewSecret(josetest.Compact(josetest.Key(), `{"alg":"RS256"}`, goodClaims()))
	anonymous := func(keys ...*rsa.PrivateKey) string {
		var set []string
		for _, key := range keys {
			var members map[string]any
			if err := json.Unmarshal([]byte(josetest.JWK(&key.PublicKey, "x")), &members); err != nil {
				t.Fatal(err)
			}
			delete(members, "kid")
			set = append(set, josetest.JSON(members))
		}
		return josetest.Set(set...)
	}
	for name, tt := range map[string]struct {
		keys string
		want error
	}{
		"one key with a name": {goodKeys(), nil}, "one key without": {anonymous(josetest.Key()), nil},
		"another key":           {anonymous(josetest.Other()), ErrIDToken},
		"two keys":              {anonymous(josetest.Key(), josetest.Other()), ErrIDToken},
		"two keys, other order": {anonymous(josetest.Other(), josetest.Key()), ErrIDToken},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := testCheck(t, &wire{body: tt.keys}).verify(context.Background(), compact); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

// TestIDTokenWithoutKeys: if the keys cannot be fetched, the token is not called invalid.
func TestIDTokenWithoutKeys(t *testing.T) {
	compact := NewSecret(josetest.Compact(josetest.Key(), goodHeader, goodClaims()))
	for name, w := range map[string]*wire{
		"down":             {status: 503},
		"C-TOK-NOREDIRECT": {status: 302, body: goodKeys(), header: http.Header{"Location": {"https://evil.example"}}},
		"no network":       {err: errors.New("no route to host")},
		"a portal":         {body: "<html>Accept our terms", header: http.Header{"Content-Type": {"text/html"}}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := testCheck(t, w).verify(context.Background(), compact)
			if !errors.Is(err, ErrOffline) || errors.Is(err, ErrIDToken) || len(w.requests) != 1 {
				t.Errorf("got %v after %d requests, want ErrOffline", err, len(w.requests))
			}
			answered := map[string]error{"down": ErrBusy, "C-TOK-NOREDIRECT": ErrPortal, "a portal": ErrPortal}[name]
			for _, one := range []error{ErrBusy, ErrPortal, ErrTLS, ErrKeys} {
				if errors.Is(err, one) != (one == answered) {
					t.Errorf("got %v; is it %v?", err, one)
				}
			}
		})
	}
	for name, w := range map[string]*wire{
		"an empty set": {body: `{"keys":[]}`}, "not found": {status: 404},
		"no usable key": {body: josetest.Set(josetest.JWK(&josetest.Key().PublicKey, "k1", `"use":"enc"`))},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := testCheck(t, w).verify(context.Background(), compact)
			if !errors.Is(err, ErrKeys) || !errors.Is(err, ErrProvider) || errors.Is(err, ErrOffline) || errors.Is(err, ErrIDToken) {
				t.Errorf("got %v, want ErrKeys beside ErrProvider", err)
			}
		})
	}
}

// TestTrustedAudiences: others beside us have to be in the settings (C-IDT-AUD), and azp is ours if there is one.
func TestTrustedAudiences(t *testing.T) {
	list := func(values ...any) []any { return values }
	for _, tt := range []struct {
		id, claims string
		good       bool
		others     string // those that the error names
	}{
		{"C-IDT-AUD one trusted", goodClaims("aud", list("app", "project")), true, ""},
		{"C-IDT-AUD all trusted", goodClaims("aud", list("project", "app", "other app"), "azp", "app"), true, ""},
		{"C-IDT-AUD one of three is not", goodClaims("aud", list("app", "project", "evil"), "azp", "app"), false, "evil"},
		{"C-IDT-AUD two are not", goodClaims("aud", list("app", "one", "two")), false, "one two"},
		{"C-IDT-AUD a trusted one alone", goodClaims("aud", "project"), false, ""},
		{"C-IDT-AUD trusted ones without us", goodClaims("aud", list("project", "other app"), "azp", "app"), false, ""},
		{"C-IDT-AZP a trusted one", goodClaims("aud", list("app", "project"), "azp", "project"), false, ""},
		{"C-IDT-AZP us twice, without it", goodClaims("aud", list("app", "app")), false, ""},
	} {
		t.Run(tt.id, func(t *testing.T) {
			check := testCheck(t, &wire{body: goodKeys()})
			check.trusted = []string{"project", "other app"}
			_, err := check.verify(context.Background(), NewSecret(josetest.Compact(josetest.Key(), goodHeader, tt.claims)))
			if tt.good != (err == nil) || err != nil && !errors.Is(err, ErrIDToken) {
				t.Errorf("got %v", err)
			}
			got := new(Detail)
			if named := errors.As(err, &got) && errors.Is(err, ErrAudience); named != (tt.others != "") {
				t.Fatalf("got %v; does it name the audiences?", err)
			}
			if want := "not in trustedAudiences: " + tt.others; tt.others != "" && got.Text != want {
				t.Errorf("the detail is %q, want %q", got.Text, want)
			}
		})
	}
}

func TestProfile(t *testing.T) {
	for claims, want := range map[string]Profile{
		goodClaims("email", "a@example.com", "picture", "https://op.example/a.png"): {
			Subject: "ada", Name: "Ada", Email: "a@example.com", Picture: "https://op.example/a.png"},
		goodClaims("name", "", "nickname", "A"):           {Subject: "ada", Name: "A"},
		goodClaims("name", 7, "preferred_username", "al"): {Subject: "ada", Name: "al"},
		goodClaims("name", nil, "email", "a@example.com"): {Subject: "ada", Name: "a@example.com", Email: "a@example.com"},
		goodClaims("name", nil, "NAME", "Eve"):            {Subject: "ada"},
	} {
		compact := NewSecret(josetest.Compact(josetest.Key(), goodHeader, claims))
		got, err := testCheck(t, &wire{body: goodKeys()}).verify(context.Background(), compact)
		if diff := cmp.Diff(want, got.profile); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
	}
}
