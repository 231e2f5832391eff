package auth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// wire is a network that gives one answer and keeps the requests.
type wire struct {
	status   int
	header   http.Header
	body     string
	err      error
	requests []*http.Request
	forms    []string
}

// RoundTrip implements [http.RoundTripper].
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.requests = append(w.requests, r)
	if r.Body != nil {
		form, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		w.forms = append(w.forms, string(form))
	}
	if w.err != nil {
		return nil, w.err
	}
	header := w.header
	if header == nil {
		header = http.Header{"Content-Type": {"application/json"}}
	}
	body := io.NopCloser(strings.NewReader(w.body))
	return &http.Response{StatusCode: max(w.status, 200), Header: header, Body: body, Request: r}, nil
}

func (w *wire) client() client { return newClient(&http.Client{Transport: w}) }

// exchange redeems a code that must never be printed.
func (w *wire) exchange() (tokens, error) {
	provider := &Provider{Issuer: testIssuer, TokenEndpoint: "https://op.example/token"}
	transaction := testTransaction(false)
	transaction.oauth = oauthConfig(Config{ClientID: "app", RedirectURI: "http://localhost/callback", Scope: "openid"}, provider)
	return w.client().exchange(context.Background(), transaction, NewSecret("the code"))
}

// response is a good response with some members replaced; "" removes one.
func response(members ...string) string {
	all := map[string]string{
		"access_token": `"secret-access"`, "token_type": `"Bearer"`, "expires_in": "600", "id_token": `"secret.id.token"`,
	}
	for i := 0; i < len(members); i += 2 {
		all[members[i]] = members[i+1]
	}
	return object(all)
}

// object is a JSON object of the members that are not empty, in the order of their names.
func object(members map[string]string) string {
	var text []string
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if members[name] != "" {
			text = append(text, fmt.Sprintf("%q:%s", name, members[name]))
		}
	}
	return "{" + strings.Join(text, ",") + "}"
}

func TestTokenResponse(t *testing.T) {
	tests := []struct {
		id, body string
		want     error // nil: the token is accepted
	}{
		{"C-TOK-TYPE Bearer", response(), nil},
		{"C-TOK-TYPE bEARER", response("token_type", `"bEARER"`), nil},
		{"C-TOK-TYPE missing", response("token_type", ""), ErrProvider},
		{"C-TOK-TYPE null", response("token_type", "null"), ErrProvider},
		{"C-TOK-TYPE empty", response("token_type", `""`), ErrProvider},
		{"C-TOK-TYPE mac", response("token_type", `"mac"`), ErrProvider},
		{"C-TOK-TYPE DPoP, which was not asked for", response("token_type", `"DPoP"`), ErrProvider},
		{"C-TOK-TYPE with a space", response("token_type", `"Bearer "`), ErrProvider},
		{"C-TOK-TYPE a name in another case", response("token_type", "", "Token_Type", `"Bearer"`), ErrProvider},
		{"C-TOK-SIZE no access token", response("access_token", ""), ErrProvider},
		{"C-TOK-SIZE an access token in another case", response("access_token", "", "Access_Token", `"a"`), ErrProvider},
		{"C-TOK-SIZE a number", response("access_token", "7"), ErrProvider},
		{"C-TOK-SIZE empty", response("access_token", `""`), ErrProvider},
		{"C-TOK-SIZE line end", response("access_token", `"a\r\nHost: evil.example"`), ErrProvider},
		{"C-TOK-SIZE last line end", response("access_token", `"a\n"`), ErrProvider},
		{"C-TOK-SIZE space", response("access_token", `"a b"`), ErrProvider},
		{"C-TOK-SIZE comma", response("access_token", `"a,b"`), ErrProvider},
		{"C-TOK-SIZE not ASCII", response("access_token", `"ü"`), ErrProvider},
		{"C-TOK-SIZE all of token68", response("access_token", `"aZ09-._~+/=="`), nil},
		{"C-TOK-SIZE up to the cap", padded(maxBody), nil},
		{"C-TOK-SIZE over the cap", padded(maxBody + 1), ErrProvider},
		{"C-TOK-SIZE an array", "[" + response() + "]", ErrProvider},
		{"C-TOK-SIZE half", response()[:20], ErrProvider},
		{"C-TOK-SIZE empty body", "", ErrProvider},
		{"C-TOK-SIZE a page", "<html>Accept our terms", ErrProvider},
		{"C-TOK-SIZE an error with 200", `{"error":"invalid_grant"}`, &Error{Code: "invalid_grant"}},
		{"C-TOK-SIZE an error without a code", `{"error":7}`, ErrProvider},
		{"C-TOK-SIZE an error and a token", response("error", `"invalid_grant"`), ErrProvider},
		{"C-TOK-SIZE an error that is null", response("error", "null"), nil},
		{"C-TOK-SIZE two errors", `{"error":"invalid_grant","error":"invalid_grant"}`, ErrProvider},
		{"C-TOK-SIZE a name twice", `{"access_token":"a",` + response()[1:], ErrProvider},
		{"C-TOK-SIZE a name twice, escaped", `{"acces\u0073_token":"a",` + response()[1:], ErrProvider},
		{"C-TOK-SIZE a name twice, deep inside", response("x", `[{"a":1,"a":2}]`), ErrProvider},
		{"C-TOK-SIZE bytes behind it", response() + "x", ErrProvider},
		{"C-TOK-SIZE a second object", response() + response(), ErrProvider},
		{"C-TOK-SIZE no UTF-8", response("x", "\"\xff\""), ErrProvider},
		{"C-TOK-SIZE nested too deep", response("x", strings.Repeat("[", 16)+strings.Repeat("]", 16)), ErrProvider},
		{"C-TOK-SIZE nested deep", response("x", strings.Repeat("[", 15)+strings.Repeat("]", 15)), nil},
		{"C-TOK-SIZE a number beyond every bound", response("x", "1e999"), nil},
		{"C-TOK-SIZE white space around it", " \r\n" + response() + "\n", nil},
		{"C-TOK-SIZE an ID token that is no text", response("id_token", "[]"), ErrProvider},
		{"C-TOK-SIZE a refresh token that is no text", response("refresh_token", "true"), ErrProvider},
		{"C-TOK-SIZE a refresh token with a line end", response("refresh_token", `"a\n"`), ErrProvider},
		{"C-TOK-SIZE a refresh token over its bound", response("refresh_token", `"`+strings.Repeat("x", maxRefreshToken+1)+`"`), ErrProvider},
		{"C-TOK-SIZE a refresh token that is null", response("refresh_token", "null"), nil},
		{"C-TOK-SIZE a scope that is a list", response("scope", `["openid"]`), nil},
	}
	for _, tt := range tests {
		t.Run(tt.id, func(t *testing.T) {
			w := &wire{body: tt.body}
			got, err := w.exchange()
			if !same(err, tt.want) || got.access.IsZero() != (tt.want != nil) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if len(w.requests) != 1 {
				t.Errorf("C-TOK-ONE-POST: %d requests, want 1", len(w.requests))
			}
		})
	}
}

// same compares protocol errors by their content, and others by identity.
func same(err, want error) bool {
	if want, ok := want.(*Error); ok {
		got := new(Error)
		return errors.As(err, &got) && *got == *want
	}
	return errors.Is(err, want)
}

// padded is a good response with exactly that many bytes.
func padded(size int) string { return response() + strings.Repeat(" ", size-len(response())) }

func TestC_TOK_SIZE_ContentType(t *testing.T) {
	for kind, want := range map[string]error{
		"application/json": nil, "application/json; charset=utf-8": nil, "APPLICATION/JSON": nil, "application/x+json": nil,
		"": ErrOffline, "text/html": ErrOffline, "text/json": ErrOffline, "application/jsonp": ErrOffline, "application/": ErrOffline,
	} {
		w := &wire{body: response(), header: http.Header{"Content-Type": {kind}}}
		if _, err := w.exchange(); !same(err, want) {
			t.Errorf("%q: got %v, want %v", kind, err, want)
		}
	}
}

func TestC_TOK_EXPIRES(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"600": 10 * time.Minute, `"600"`: 10 * time.Minute, "600.0": 10 * time.Minute, `"3600.0"`: time.Hour, "6e2": 10 * time.Minute,
		"1": time.Second, "86400": maxLifetime, "86401": maxLifetime, "1e300": maxLifetime, "99999999999999999999": maxLifetime,
		"": defaultLifetime, "null": defaultLifetime, "0": defaultLifetime, "-1": defaultLifetime, "0.5": defaultLifetime,
		`""`: defaultLifetime, `"soon"`: defaultLifetime, `"NaN"`: defaultLifetime, `"-Inf"`: defaultLifetime, "1e999": defaultLifetime,
		"true": defaultLifetime, "[600]": defaultLifetime, "{}": defaultLifetime,
	} {
		got, err := (&wire{body: response("expires_in", text)}).exchange()
		if err != nil || got.lifetime != want {
			t.Errorf("%s: got %v and %v, want %v", text, got.lifetime, err, want)
		}
	}
}

// TestOnlyExactNames: the names of members are case-sensitive.
func TestOnlyExactNames(t *testing.T) {
	w := &wire{body: response(
		"ACCESS_TOKEN", `"evil"`, "Access_Token", `"evil"`, "Refresh_Token", `"evil"`, "ID_TOKEN", `"evil"`, "Scope", `"evil"`,
	)}
	got, err := w.exchange()
	ours := err == nil && got.access.Reveal() == "secret-access" && got.id.Reveal() == "secret.id.token"
	if !ours || !got.refresh.IsZero() || got.scope != "" {
		t.Errorf("%v: a member with a name in another case was used", err)
	}
}

func TestC_TOK_NOREDIRECT(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		w := &wire{status: status, header: http.Header{"Location": {"https://evil.example/token"}}, body: response()}
		for _, kind := range []string{"application/json", "text/html", ""} {
			w.requests = nil
			w.header.Set("Content-Type", kind)
			if _, err := w.exchange(); !errors.Is(err, ErrProvider) || len(w.requests) != 1 {
				t.Errorf("token request, %d %q: %v, %d requests", status, kind, err, len(w.requests))
			}
		}
		w.requests = nil
		err := w.client().getJSON(context.Background(), "https://op.example/userinfo", NewSecret("secret-access"), new(any))
		if !errors.Is(err, ErrProvider) || len(w.requests) != 1 {
			t.Errorf("GET, %d: %v, %d requests", status, err, len(w.requests))
		}
	}
}

// TestC_TOK_ONE_POST looks at the token request, whatever its answer: one POST without a client secret.
func TestC_TOK_ONE_POST(t *testing.T) {
	answers := []*wire{
		{body: response()}, {status: 400, body: `{"error":"invalid_client"}`}, {status: 401, body: `{"error":"invalid_client"}`},
		{status: 500}, {status: 429}, {status: 404, body: "none"}, {err: errors.New("connection reset")},
	}
	for _, w := range answers {
		_, err := w.exchange()
		if (err == nil) != (w.status == 0 && w.err == nil) {
			t.Errorf("status %d: got %v", w.status, err)
		}
		if len(w.requests) != 1 || len(w.forms) != 1 {
			t.Fatalf("status %d: %d requests, want 1", w.status, len(w.requests))
		}
		request := w.requests[0]
		if request.Method != http.MethodPost || request.URL.String() != "https://op.example/token" {
			t.Errorf("got %s %s, want POST to the token endpoint", request.Method, request.URL)
		}
		if auth := request.Header.Get("Authorization"); auth != "" {
			t.Error("C-NO-SECRET: the client authenticates itself")
		}
		form, err := url.ParseQuery(w.forms[0])
		want := url.Values{
			"grant_type": {"authorization_code"}, "code": {"the code"}, "client_id": {"app"},
			"code_verifier": {"the verifier"}, "redirect_uri": {"http://localhost/callback"},
		}
		if diff := cmp.Diff(want, form); err != nil || diff != "" {
			t.Errorf("C-NO-SECRET, C-PKCE-PRESENT: %v %s", err, diff)
		}
	}
}

// TestTokenAnswersThatMeanNothing has answers that must not end a session, because they say nothing about the token.
func TestTokenAnswersThatMeanNothing(t *testing.T) {
	for _, w := range []*wire{
		{status: 500, body: `{"error":"invalid_grant"}`}, {status: 503}, {status: 429, body: `{"error":"invalid_grant"}`},
		{status: 403, body: "<html>", header: http.Header{"Content-Type": {"text/html"}}}, {err: io.ErrUnexpectedEOF},
	} {
		if _, err := w.exchange(); !errors.Is(err, ErrOffline) || isEnd(err) {
			t.Errorf("C-RT-TRANSIENT: %d: %v", w.status, err)
		}
	}
	w := &wire{status: 400, body: `{"error":"invalid_grant","error_description":"gone\n"}`}
	if _, err := w.exchange(); !isEnd(err) || !same(err, &Error{Code: "invalid_grant", Description: "gone"}) {
		t.Errorf("invalid_grant: %v", err)
	}
}

// TestC_TOK_ERRORS_CLEAN sends every kind of error answer, each full of secrets.
func TestC_TOK_ERRORS_CLEAN(t *testing.T) {
	const body = `"secret-access secret-refresh"`
	secret := regexp.MustCompile(`secret-|the code|verifier`)
	for _, w := range []*wire{
		{body: response("token_type", body)}, {body: response("access_token", body)}, {body: body}, {body: "{" + body},
		{status: 302, body: body, header: http.Header{"Location": {"https://op.example/?code=secret-code"}}},
		{status: 400, body: `{"error_description":` + body + `}`}, {status: 400, body: body}, {status: 500, body: body},
		{status: 400, body: `{"error":"invalid_grant","error_description":` + body + `}`},
		{body: response() + strings.Repeat(body, maxBody/10)},
	} {
		_, err := w.exchange()
		if err == nil {
			t.Errorf("%s: no error", w.body)
			continue
		}
		for _, verb := range []string{"%v", "%+v", "%s", "%q"} {
			if text := fmt.Sprintf(verb, err); secret.MatchString(text) {
				t.Errorf("%s: the error says %s", w.body[:min(len(w.body), 80)], text)
			}
		}
	}
}

// brokenOff is a network that breaks off every answer after its first part.
type brokenOff struct {
	text     string
	requests int
}

// RoundTrip implements [http.RoundTripper].
func (b *brokenOff) RoundTrip(r *http.Request) (*http.Response, error) {
	b.requests++
	body := io.MultiReader(strings.NewReader(b.text), iotest.ErrReader(io.ErrUnexpectedEOF))
	header := http.Header{"Content-Type": {"application/json"}}
	return &http.Response{StatusCode: 200, Header: header, Body: io.NopCloser(body), Request: r}, nil
}

// TestAnAnswerThatBreaksOff: a refresh token that came before the connection ended is kept, and the spent one is not
// sent again. If none came, the old one is sent once more, since many providers accept that.
func TestAnAnswerThatBreaksOff(t *testing.T) {
	for text, want := range map[string]struct {
		refresh  string
		requests int
	}{
		`{"refresh_token":"new","access_token":"secr`: {"new", 1},
		`{"refresh_token":"ne`:                        {"spent", 2},
		"":                                            {"spent", 2},
	} {
		network := &brokenOff{text: text}
		s, err := New(Options{
			Config: Config{Issuer: testIssuer, ClientID: "app", RedirectURI: "http://localhost/callback", Scope: "openid"},
			HTTP:   &http.Client{Transport: network}, Log: slog.New(slog.DiscardHandler),
		})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		s.provider = &Provider{Issuer: testIssuer, TokenEndpoint: "https://op.example/token"}
		next, _, err := s.redeem(t.Context(), t.Context(), held{grant: Grant{RefreshToken: NewSecret("spent"), Subject: "ada"}})
		if !errors.Is(err, ErrOffline) || next.grant.RefreshToken.Reveal() != want.refresh || network.requests != want.requests {
			t.Errorf("%s: %v, %d requests", text, err, network.requests)
		}
	}
}

// TestKeptToken looks for the refresh token in answers that are refused.
func TestKeptToken(t *testing.T) {
	for text, want := range map[string]string{
		`{"refresh_token":"r"}`:                                "r",
		`{"refresh\u005ftoken":"r"}`:                           "r",
		` {"a":[{"refresh_token":"x"}],"refresh_token":"r"} x`: "r",
		`{"refresh_token":"r","a":`:                            "r",
		`{"refresh_token":"r","a":1e999,"b":"\ud800"}`:         "r",
		`{"refresh_token":"r"}{"b":1}`:                         "r",
		`{"refresh_token":" ~"}`:                               " ~",
		`{"refresh_token":"r","refresh_token":"r"}`:            "",
		`{"refresh_token":"r","refresh_token":7}`:              "",
		`{"refresh_token":"r","refresh_token":null}`:           "",
		`{"refresh_token":"r","refresh\u005ftoken":"s"}`:       "",
		`{"refresh_token":"r"}{"refresh_token":"s"}`:           "",
		`{"refresh_token":"r`:                                  "",
		`{"refresh_token":"r\`:                                 "",
		`{"refresh_token":`:                                    "",
		`{"a":x,"refresh_token":"r"}`:                          "",
		`{"a":1 "refresh_token":"r"}`:                          "",
		`{refresh_token:"r"}`:                                  "",
		`{'refresh_token':'r'}`:                                "",
		`{"Refresh_token":"r"}`:                                "",
		`{"refresh_token ":"r"}`:                               "",
		`{"refresh_token":""}`:                                 "",
		`{"refresh_token":["r"]}`:                              "",
		`{"refresh_token":{"refresh_token":"r"}}`:              "",
		"{\"refresh_token\":\"r\xff\"}":                        "",
		`{"refresh_token":"r\u0000"}`:                          "",
		`{"refresh_token":"\u007f"}`:                           "",
		`[{"refresh_token":"r"}]`:                              "",
		`"refresh_token"`:                                      "",
		"refresh_token=r":                                      "",
		"":                                                     "",
		"null":                                                 "",
		`{"refresh_token":"` + strings.Repeat("r", maxRefreshToken) + `"}`:   strings.Repeat("r", maxRefreshToken),
		`{"refresh_token":"` + strings.Repeat("r", maxRefreshToken+1) + `"}`: "",
		strings.Repeat(`{"a":`, 100_000) + `{"refresh_token":"r"}`:           "",
	} {
		if got := keptToken([]byte(text)).Reveal(); got != want {
			t.Errorf("%.80s: kept %.80q", text, got)
		}
	}
}
