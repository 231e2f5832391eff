package auth

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// endpoints are the names of the members that are URLs; the first three are required.
var endpoints = []string{
	"authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint", "end_session_endpoint", "revocation_endpoint",
}

// metadata is a good document with some members replaced; "" removes one.
func metadata(members ...string) string {
	all := map[string]string{"issuer": `"` + testIssuer + `"`}
	for _, name := range endpoints {
		all[name] = `"https://op.example/` + name + `"`
	}
	for i := 0; i < len(members); i += 2 {
		all[members[i]] = members[i+1]
	}
	return object(all)
}

func discoverFrom(w *wire, issuer string) (*Provider, error) {
	return discover(context.Background(), w.client(), Config{Issuer: issuer})
}

func TestDiscovery(t *testing.T) {
	w := &wire{body: metadata("code_challenge_methods_supported", `["plain","S256"]`, "unknown", `{"a":[1]}`,
		"authorization_response_iss_parameter_supported", "true")}
	got, err := discoverFrom(w, testIssuer)
	want := &Provider{
		Issuer: testIssuer, AuthorizationEndpoint: "https://op.example/authorization_endpoint",
		TokenEndpoint: "https://op.example/token_endpoint", JWKSURI: "https://op.example/jwks_uri",
		UserinfoEndpoint: "https://op.example/userinfo_endpoint", EndSessionEndpoint: "https://op.example/end_session_endpoint",
		RevocationEndpoint:   "https://op.example/revocation_endpoint",
		CodeChallengeMethods: []string{"plain", "S256"}, IssInResponse: true,
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	for issuer, document := range map[string]string{
		testIssuer:            "https://op.example/tenant/.well-known/openid-configuration",
		"https://op.example":  "https://op.example/.well-known/openid-configuration",
		"https://op.example/": "https://op.example/.well-known/openid-configuration",
	} {
		w := &wire{body: metadata("issuer", `"`+issuer+`"`)}
		if _, err := discoverFrom(w, issuer); err != nil || len(w.requests) != 1 || w.requests[0].URL.String() != document {
			t.Errorf("%s: %v; requests %v, want one to the document", issuer, err, w.requests)
		}
	}
}

func TestDiscoveryRefuses(t *testing.T) {
	tests := []struct {
		id, body string
		want     error
	}{
		{"C-DISC-ISSUER another", metadata("issuer", `"https://evil.example"`), ErrProvider},
		{"C-DISC-ISSUER with a slash", metadata("issuer", `"`+testIssuer+`/"`), ErrProvider},
		{"C-DISC-ISSUER in another case", metadata("issuer", `"https://OP.example/tenant"`), ErrProvider},
		{"C-DISC-ISSUER with its port", metadata("issuer", `"https://op.example:443/tenant"`), ErrProvider},
		{"C-DISC-ISSUER missing", metadata("issuer", ""), ErrProvider},
		{"C-DISC-ISSUER null", metadata("issuer", "null"), ErrProvider},
		{"C-DISC-ISSUER a name in another case", metadata("issuer", "", "Issuer", `"`+testIssuer+`"`), ErrProvider},
		{"C-DISC-ISSUER a name with a long s", metadata("issuer", "", "i\u017fsuer", `"`+testIssuer+`"`), ErrProvider},
		{"C-DISC-ISSUER a name that has an escape", strings.Replace(metadata(), `"issuer"`, `"\u0049ssuer"`, 1), ErrProvider},
		{"C-DISC-ISSUER a number", metadata("issuer", "7"), ErrProvider},
		{"C-DISC-ISSUER an array", "[" + metadata() + "]", ErrProvider},
		{"C-DISC-ISSUER half", metadata()[:40], ErrProvider},
		{"C-DISC-ISSUER text after it", metadata() + "x", ErrProvider},
		{"C-DISC-ISSUER twice", `{"issuer":"https://evil.example",` + metadata()[1:], ErrProvider},
		{"C-DISC-ISSUER twice, escaped", `{"i\u0073suer":"https://evil.example",` + metadata()[1:], ErrProvider},
		{"C-DISC-ISSUER no UTF-8", metadata("x", "\"\xff\""), ErrProvider},
		{"C-DISC-ISSUER nested deep", metadata("x", strings.Repeat("[", 16)+strings.Repeat("]", 16)), ErrProvider},
		{"C-PKCE-S256 only plain", metadata("code_challenge_methods_supported", `["plain"]`), ErrProvider},
		{"C-PKCE-S256 in another case", metadata("code_challenge_methods_supported", `["s256"]`), ErrProvider},
		{"C-IDT-ALG only HS256", metadata("id_token_signing_alg_values_supported", `["HS256","none"]`), ErrProvider},
	}
	for _, name := range endpoints {
		for what, url := range map[string]string{
			"http": "http://op.example/", "http on this machine, from elsewhere": "http://127.0.0.1/", "a script": "javascript:alert(1)",
			"a file": "file:///etc/passwd", "relative": "/token", "a user": "https://op.example@evil.example/",
			"a fragment": "https://op.example/#x", "a long host": "https://" + strings.Repeat("x", maxEndpoint) + "/",
		} {
			tests = append(tests, struct {
				id, body string
				want     error
			}{"C-AUTHZ-HTTPS " + name + " " + what, metadata(name, `"`+url+`"`), ErrProvider})
		}
	}
	for _, name := range endpoints[:3] {
		tests = append(tests, struct {
			id, body string
			want     error
		}{"C-AUTHZ-HTTPS no " + name, metadata(name, ""), ErrProvider})
	}
	for _, tt := range tests {
		t.Run(tt.id, func(t *testing.T) {
			if got, err := discoverFrom(&wire{body: tt.body}, testIssuer); !errors.Is(err, tt.want) || got != nil {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

// TestDiscoveryOnThisMachine: only a provider on this machine may have endpoints there without TLS.
func TestDiscoveryOnThisMachine(t *testing.T) {
	const issuer = "http://127.0.0.1:9096"
	local := strings.ReplaceAll(metadata("issuer", `"`+issuer+`"`), "https://op.example", issuer)
	if _, err := discoverFrom(&wire{body: local}, issuer); err != nil {
		t.Error(err)
	}
	elsewhere := strings.Replace(local, issuer+"/token_endpoint", "http://op.example/token_endpoint", 1)
	if _, err := discoverFrom(&wire{body: elsewhere}, issuer); !errors.Is(err, ErrProvider) {
		t.Errorf("C-AUTHZ-HTTPS: %v", err)
	}
}

func TestDiscoveryAnswers(t *testing.T) {
	html := http.Header{"Content-Type": {"text/html"}}
	for name, tt := range map[string]struct {
		wire *wire
		want error
	}{
		"not found":           {&wire{status: 404, body: metadata()}, ErrProvider},
		"C-TOK-NOREDIRECT":    {&wire{status: 302, body: metadata(), header: http.Header{"Location": {"https://evil.example"}}}, ErrProvider},
		"a captive portal":    {&wire{body: metadata(), header: html}, ErrOffline},
		"down":                {&wire{status: 503}, ErrOffline},
		"C-TOK-SIZE too long": {&wire{body: metadata() + strings.Repeat(" ", maxBody)}, ErrProvider},
		"no network":          {&wire{err: errors.New("no route to host")}, ErrOffline},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := discoverFrom(tt.wire, testIssuer); !errors.Is(err, tt.want) || len(tt.wire.requests) != 1 {
				t.Errorf("got %v after %d requests, want %v", err, len(tt.wire.requests), tt.want)
			}
		})
	}
}
