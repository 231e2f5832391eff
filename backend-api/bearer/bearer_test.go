package bearer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/internal/jose"
	"wails-openid-oauth/internal/jwks"
	"wails-openid-oauth/test/josetest"
)

const (
	issuer   = "https://idp.example/"
	audience = "https://api.example"
	clientID = "the-app"
	now      = 1_700_000_000
	header   = `{"alg":"RS256","kid":"k1","typ":"at+jwt"}`

	bare       = `Bearer realm="api"`
	invalid    = bare + `, error="invalid_token", error_description="The access token is not valid"`
	expired    = bare + `, error="invalid_token", error_description="The access token expired"`
	badRequest = bare + `, error="invalid_request", ` +
		`error_description="Send one access token, in one Authorization header field"`
)

// keySource returns josetest.Key for the key ID "k1", and err for every other one.
type keySource struct{ err error }

func (k keySource) KeyfuncCtx(context.Context) jwt.Keyfunc {
	return func(token *jwt.Token) (any, error) {
		if token.Header["kid"] != "k1" {
			return nil, k.err
		}
		return &josetest.Key().PublicKey, nil
	}
}

// Holds is always false, as for a key that was withdrawn, so that no token is remembered.
func (keySource) Holds(jwt.VerificationKey) bool { return false }

// setup is what a test makes its guard from.
type setup struct {
	Options
	keys issuerKeys
}

func options() setup {
	return setup{
		Options{
			Issuer: issuer, Audience: audience, ClientID: clientID, Leeway: 30 * time.Second,
			Now: func() time.Time { return time.Unix(now, 0) },
		},
		keySource{jwks.ErrUnknownKey},
	}
}

func (s setup) guard(tb testing.TB) *Guard {
	tb.Helper()
	guard, err := NewWithKeys(s.Options, s.keys)
	if err != nil {
		tb.Fatal(err)
	}
	return guard
}

// claims is a good payload with members changed. The value nil removes a member.
func claims(changes ...any) string {
	members := map[string]any{
		"iss": issuer, "aud": audience, "sub": "user|1", "exp": now + 600, "iat": now, "scope": "openid read:messages",
		"client_id": "somebody", "jti": "1",
	}
	for i := 0; i < len(changes); i += 2 {
		members[changes[i].(string)] = changes[i+1]
		if changes[i+1] == nil {
			delete(members, changes[i].(string))
		}
	}
	return josetest.JSON(members)
}

func token(payload string) string { return josetest.Compact(josetest.Key(), header, payload) }

func typed(typ string) string {
	return josetest.Compact(josetest.Key(), `{"alg":"RS256","kid":"k1","typ":`+josetest.JSON(typ)+`}`, claims())
}

// answer is what a client and our log see.
type answer struct {
	Status    int
	Challenge string
	Reason    string
}

var passed = answer{Status: 200}

// ask sends r to a handler behind a guard.
func ask(t *testing.T, options setup, r *http.Request, scopes ...string) answer {
	t.Helper()
	var got answer
	options.OnRefuse = func(_ http.ResponseWriter, _ *http.Request, reason string) { got.Reason = reason }
	guard := options.guard(t)
	reached := false
	next := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		reached = true
		if _, ok := FromContext(r.Context()); !ok {
			t.Error("the handler got no token in its context")
		}
	})
	w := httptest.NewRecorder()
	guard.Require(next, scopes...).ServeHTTP(w, r)
	got.Status = w.Code
	got.Challenge = strings.Join(w.Result().Header["Www-Authenticate"], " | ")
	if reached != (w.Code == 200) {
		t.Errorf("status %d, but handler reached: %t", w.Code, reached)
	}
	if w.Header().Get("Cache-Control") != "no-store" {
		t.Error("A-NOSTORE: the answer may be stored")
	}
	return got
}

func get(authorization ...string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/private", nil)
	for _, field := range authorization {
		r.Header.Add("Authorization", field)
	}
	return r
}

func TestCredentials(t *testing.T) {
	good := token(claims())
	query := func(query string, authorization ...string) *http.Request {
		r := get(authorization...)
		r.URL.RawQuery = query
		return r
	}
	form := func(contentType, body string, authorization ...string) *http.Request {
		r := httptest.NewRequest(http.MethodPost, "/private", strings.NewReader(body))
		r.Header.Set("Content-Type", contentType)
		for _, field := range authorization {
			r.Header.Add("Authorization", field)
		}
		return r
	}
	const urlencoded = "application/x-www-form-urlencoded"
	tests := []struct {
		name string
		r    *http.Request
		want answer
	}{
		{"a good token", get("Bearer " + good), passed},
		{"A-SCHEME-CI", get("bEARER " + good), passed},
		{"A-SCHEME-CI/several spaces", get("Bearer   " + good), passed},
		{"A-401-BARE", get(), answer{401, bare, "no_credentials"}},
		{"A-401-BARE/empty", get(""), answer{401, bare, "no_credentials"}},
		{"A-401-BARE/Basic", get("Basic dTpw"), answer{401, bare, "other_scheme"}},
		{"A-DPOP: it is not offered", get("DPoP " + good), answer{401, bare, "other_scheme"}},
		{"A-401-BARE/no scheme", get(good), answer{401, bare, "other_scheme"}},
		{"A-401-BARE/longer scheme", get("Bearers " + good), answer{401, bare, "other_scheme"}},
		{"A-ONE-HEADER", get("Bearer "+good, "Bearer "+good), answer{400, badRequest, "header_repeated"}},
		{"A-ONE-HEADER/Basic", get("Basic dTpw", "Bearer "+good), answer{400, badRequest, "header_repeated"}},
		{"A-ONE-HEADER/empty", get("", "Bearer "+good), answer{400, badRequest, "header_repeated"}},
		{"A-ONE-HEADER/joined", get("Bearer " + good + ", Bearer " + good), answer{400, badRequest, "header_malformed"}},
		{"A-ERR-INVALID-REQUEST/no token", get("Bearer"), answer{400, badRequest, "header_malformed"}},
		{"A-ERR-INVALID-REQUEST/space", get("Bearer "), answer{400, badRequest, "header_malformed"}},
		{"A-ERR-INVALID-REQUEST/two words", get("Bearer a b"), answer{400, badRequest, "header_malformed"}},
		{"A-ERR-INVALID-REQUEST/quoted", get(`Bearer "a"`), answer{400, badRequest, "header_malformed"}},
		{"A-ERR-INVALID-REQUEST/parameter", get("Bearer token=" + good), answer{400, badRequest, "header_malformed"}},
		{"A-ERR-INVALID-REQUEST/tab", get("Bearer \t" + good), answer{400, badRequest, "header_malformed"}},
		{"A-ERR-INVALID-REQUEST/not ASCII", get("Bearer ä"), answer{400, badRequest, "header_malformed"}},
		{"A-ERR-INVALID-REQUEST/padding only", get("Bearer =="), answer{400, badRequest, "header_malformed"}},
		{"A-ERR-INVALID-TOKEN/token68, but no JWT", get("Bearer a-._~+/=="), answer{401, invalid, "opaque"}},
		{"A-NO-QUERY", query("access_token=" + good), answer{401, bare, "no_credentials"}},
		{"A-NO-QUERY/with the header", query("access_token="+good, "Bearer "+good), answer{400, badRequest, "token_twice"}},
		{"A-NO-QUERY/escaped", query("access%5Ftoken=", "Bearer "+good), answer{400, badRequest, "token_twice"}},
		{"A-NO-QUERY/other parameter", query("token=x", "Bearer "+good), passed},
		{"A-NO-BODY", form(urlencoded, "access_token="+good), answer{401, bare, "no_credentials"}},
		{"A-NO-BODY/with the header", form(urlencoded+"; charset=utf-8", "a=b&access_token=x", "Bearer "+good),
			answer{400, badRequest, "token_twice"}},
		{"A-NO-BODY/no form", form("text/plain", "access_token=x", "Bearer "+good), passed},
		{"A-NO-BODY/other field", form(urlencoded, "a=access_token", "Bearer "+good), passed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, ask(t, options(), tt.r)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// counted counts the bytes that were read from it.
type counted struct {
	io.Reader
	read int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.read += n
	return n, err
}

// The guard looks for a token in the beginning of a form. The handler still gets the whole form, however long it is.
func TestFormReachesTheHandler(t *testing.T) {
	guard := options().guard(t)
	body := "a=" + strings.Repeat("x", 2*maxForm)
	sent := &counted{Reader: strings.NewReader(body)}
	r := httptest.NewRequest(http.MethodPost, "/", sent)
	r.Header.Set("Authorization", "Bearer "+token(claims()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	guard.Require(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if sent.read > maxForm {
			t.Errorf("the guard read %d bytes of the form", sent.read)
		}
		if got, err := io.ReadAll(r.Body); err != nil || string(got) != body {
			t.Errorf("the handler got %d bytes of the form, %v", len(got), err)
		}
	})).ServeHTTP(httptest.NewRecorder(), r)
}

func TestTokens(t *testing.T) {
	refused := func(reason string) answer { return answer{401, invalid, reason} }
	tests := []struct {
		name, token string
		want        answer
	}{
		{"A-ISS/other", token(claims("iss", "https://evil.example/")), refused("iss_mismatch")},
		{"A-ISS/slash", token(claims("iss", strings.TrimSuffix(issuer, "/"))), refused("iss_mismatch")},
		{"A-ISS/absent", token(claims("iss", nil)), refused("iss_missing")},
		{"A-ISS/empty", token(claims("iss", "")), refused("iss_mismatch")},
		{"A-AUD/array", token(claims("aud", []string{"https://idp.example/userinfo", audience})), passed},
		{"A-AUD/other", token(claims("aud", "https://other.example")), refused("aud_mismatch")},
		{"A-AUD/prefix", token(claims("aud", audience+"/v2")), refused("aud_mismatch")},
		{"A-AUD/empty array", token(claims("aud", []string{})), refused("aud_mismatch")},
		{"A-AUD/object", token(claims("aud", map[string]string{audience: audience})), refused("aud_invalid")},
		{"A-AUD/case", token(claims("aud", strings.ToUpper(audience))), refused("aud_mismatch")},
		{"A-AUD/absent", token(claims("aud", nil)), refused("aud_missing")},
		{"A-AUD/number in the array", token(claims("aud", []any{audience, 1})), refused("aud_invalid")},
		{"A-EXP/past", token(claims("exp", now-31)), answer{401, expired, "exp_expired"}},
		{"A-EXP/zero", token(claims("exp", 0)), answer{401, expired, "exp_expired"}},
		{"A-EXP/absent", token(claims("exp", nil)), refused("exp_missing")},
		{"A-SKEW/within", token(claims("exp", now-29, "nbf", now+30, "iat", now+30)), passed},
		{"A-SKEW/at its end", token(claims("exp", now-30)), answer{401, expired, "exp_expired"}},
		{"A-NBF", token(claims("nbf", now+31)), refused("nbf_early")},
		{"A-IAT/minutes ahead", token(claims("iat", now+300)), passed},
		{"A-IAT/future", token(claims("iat", now+301)), refused("iat_early")},
		{"A-IAT/string", token(claims("iat", "now")), refused("iat_invalid")},
		{"A-NUMDATE/string", token(claims("exp", fmt.Sprint(now+600))), refused("exp_invalid")},
		{"A-NUMDATE/fraction", token(claims("exp", now+600.5)), passed},
		{"A-NUMDATE/huge", token(claims("exp", 1e19)), refused("exp_invalid")},
		{"A-SUB/number", token(claims("sub", 1)), refused("sub_invalid")},
		{"A-SUB/empty", token(claims("sub", "")), refused("sub_invalid")},
		{"A-CASE", token(claims("exp", now-31, "EXP", now+600)), answer{401, expired, "exp_expired"}},
		{"A-CNF", token(claims("cnf", map[string]string{"jkt": "x"})), refused("cnf")},
		{"A-CNF/empty", token(claims("cnf", map[string]string{})), refused("cnf")},

		{"A-ALG/none", josetest.Encode(`{"alg":"none"}`) + "." + josetest.Encode(claims()) + ".AA", refused("algorithm")},
		{"A-FORMAT/unsigned", josetest.Encode(header) + "." + josetest.Encode(claims()) + ".", refused("malformed")},
		{"A-CRIT", josetest.Compact(josetest.Key(), `{"alg":"RS256","kid":"k1","crit":["x"]}`, claims()), refused("malformed")},
		{"A-DUP", token(`{"iss":"a",` + claims()[1:]), refused("malformed")},
		{"A-FORMAT/opaque", "v9Hq2mE1rT0aZ_-x", refused("opaque")},
		{"A-FORMAT/encrypted", josetest.Encode(`{"alg":"dir","enc":"A256GCM"}`) + "..YWJj.YWJj.YWJj", refused("opaque")},
		{"A-SIZE", token(claims("x", strings.Repeat("x", jose.MaxAccessToken))), answer{431, "", "too_long"}},
		{"A-SIZE/and no JWT", strings.Repeat("x", jose.MaxAccessToken+1), answer{431, "", "too_long"}},
		{"A-SIZE/of 20 KiB", token(claims("groups", strings.Repeat("g", 20<<10*3/4))), passed},
		{"signature", josetest.Compact(josetest.Other(), header, claims()), refused("signature")},
		{"unknown kid", josetest.Compact(josetest.Other(), `{"alg":"RS256","kid":"k2","typ":"at+jwt"}`, claims()), refused("unknown_key")},
	}
	for _, tt := range tests {
		for _, profile := range []Profile{Auth0, RFC9068} {
			t.Run(tt.name+"/"+string(profile), func(t *testing.T) {
				o := options()
				o.Profile = profile
				if diff := cmp.Diff(tt.want, ask(t, o, get("Bearer "+tt.token))); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

func TestA_TYP(t *testing.T) {
	untyped := josetest.Compact(josetest.Key(), `{"alg":"RS256","kid":"k1"}`, claims())
	full := func(typ string) string {
		return josetest.Compact(josetest.Key(), `{"alg":"RS256","kid":"k1","typ":`+josetest.JSON(typ)+`}`,
			claims("client_id", "c", "jti", "j"))
	}
	lacking := func(name string) string {
		return josetest.Compact(josetest.Key(), header, claims("client_id", "c", "jti", "j", name, nil))
	}
	spare := func(name string) string { return token(claims("client_id", nil, "jti", nil, name, nil)) }
	refused := func(reason string) answer { return answer{401, invalid, reason} }
	tests := []struct {
		name, token string
		profile     Profile
		want        answer
	}{
		{"auth0/absent", untyped, Auth0, passed},
		{"auth0/JWT", typed("JWT"), Auth0, passed},
		{"auth0/application/jwt", typed("application/jwt"), Auth0, passed},
		{"auth0/at+jwt", typed("AT+JWT"), Auth0, passed},
		{"auth0/application/at+jwt", typed("application/at+jwt"), Auth0, passed},
		{"auth0/empty", typed(""), Auth0, refused("malformed")},
		{"auth0/application/", typed("application/"), Auth0, refused("typ")},
		{"auth0/logout+jwt", typed("logout+jwt"), Auth0, refused("typ")},
		{"auth0/dpop+jwt", typed("dpop+jwt"), Auth0, refused("typ")},
		{"auth0/id+jwt", typed("id+jwt"), Auth0, refused("typ")},
		{"auth0/A-SUB absent", spare("sub"), Auth0, passed},
		{"auth0/A-IAT absent", spare("iat"), Auth0, passed},
		{"auth0/client_id empty", token(claims("client_id", "")), Auth0, refused("client_id_invalid")},
		{"rfc9068/at+jwt", full("at+jwt"), RFC9068, passed},
		{"rfc9068/application/at+jwt", full("Application/AT+jwt"), RFC9068, passed},
		{"rfc9068/JWT", full("JWT"), RFC9068, refused("typ")},
		{"rfc9068/absent", untyped, RFC9068, refused("typ")},
		{"rfc9068/A-SUB", lacking("sub"), RFC9068, refused("sub_missing")},
		{"rfc9068/client_id", lacking("client_id"), RFC9068, refused("client_id_missing")},
		{"rfc9068/jti", lacking("jti"), RFC9068, refused("jti_missing")},
		{"rfc9068/A-IAT", lacking("iat"), RFC9068, refused("iat_missing")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := options()
			o.Profile = tt.profile
			if diff := cmp.Diff(tt.want, ask(t, o, get("Bearer "+tt.token))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestA_ERR_SCOPE(t *testing.T) {
	lacking := answer{403, bare + `, error="insufficient_scope", error_description="The access token lacks a scope",` +
		` scope="read:messages write:messages"`, "insufficient_scope"}
	for scope, want := range map[any]answer{
		"read:messages write:messages openid": passed,
		"read:messages":                       lacking,
		"READ:messages write:messages":        lacking,
		"read:message write:messages":         lacking,
		"read:messages2 write:messages":       lacking,
		"":                                    lacking,
		nil:                                   lacking,
		7:                                     {401, invalid, "scope_invalid"},
	} {
		got := ask(t, options(), get("Bearer "+token(claims("scope", scope))), "read:messages", "write:messages")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%v: %s", scope, diff)
		}
	}
}

// Providers write scopes in several ways. All of them count, and one that cannot be read spoils the others.
func TestA_ERR_SCOPE_claims(t *testing.T) {
	lacking := answer{403, bare + `, error="insufficient_scope", error_description="The access token lacks a scope",` +
		` scope="read:messages write:messages"`, "insufficient_scope"}
	list, half := []string{"write:messages", "read:messages"}, []string{"write:messages"}
	for name, tt := range map[string]struct {
		payload     string
		permissions bool
		want        answer
	}{
		"scope, a list":                     {claims("scope", list), false, passed},
		"scp, a list":                       {claims("scope", nil, "scp", list), false, passed},
		"scp, a text":                       {claims("scope", nil, "scp", "read:messages write:messages"), false, passed},
		"scope and scp, a half each":        {claims("scope", "read:messages", "scp", half), false, passed},
		"permissions":                       {claims("scope", "openid", "permissions", list), true, passed},
		"permissions without the setting":   {claims("scope", "openid", "permissions", list), false, lacking},
		"scope and permissions":             {claims("scope", "read:messages", "permissions", half), true, passed},
		"a name with a space in a list":     {claims("scope", []string{"read:messages write:messages"}), false, lacking},
		"a number in the list":              {claims("scope", []any{"write:messages", "read:messages", 1}), false, answer{401, invalid, "scope_invalid"}},
		"scp malformed":                     {claims("scope", list, "scp", 7), false, answer{401, invalid, "scp_invalid"}},
		"permissions malformed":             {claims("scope", list, "permissions", 7), true, answer{401, invalid, "permissions_invalid"}},
		"permissions malformed, but unread": {claims("scope", list, "permissions", 7), false, passed},
		"roles are no scopes":               {claims("scope", nil, "roles", list), true, lacking},
	} {
		o := options()
		o.Permissions = tt.permissions
		if diff := cmp.Diff(tt.want, ask(t, o, get("Bearer "+token(tt.payload)), "read:messages", "write:messages")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestA_JWKS_503(t *testing.T) {
	for cause, after := range map[error]string{
		jwks.ErrUnavailable:                                  "1",
		jwks.ErrUndecided:                                    "1",
		context.DeadlineExceeded:                             "1",
		&jwks.UndecidedError{}:                               "1",
		&jwks.UndecidedError{After: time.Nanosecond}:         "1",
		&jwks.UndecidedError{After: 7900 * time.Millisecond}: "8",
		&jwks.UndecidedError{After: jwks.Cooldown}:           "10",
	} {
		o := options()
		o.keys = keySource{fmt.Errorf("wrapped: %w", cause)}
		guard := o.guard(t)
		w := httptest.NewRecorder()
		r := get("Bearer " + josetest.Compact(josetest.Key(), `{"alg":"RS256","kid":"k2"}`, claims()))
		guard.Require(http.NotFoundHandler()).ServeHTTP(w, r)
		if w.Code != 503 || w.Header().Get("Retry-After") != after || w.Header().Get("WWW-Authenticate") != "" {
			t.Errorf("%v: got %d %v", cause, w.Code, w.Header())
		}
	}
}

// patientSource has no key, and returns its error only after the caller has stopped waiting.
type patientSource struct{ keySource }

func (patientSource) KeyfuncCtx(ctx context.Context) jwt.Keyfunc {
	return func(*jwt.Token) (any, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
}

// A token whose key does not come waits for two seconds at most, whatever the key source does. It is not called invalid.
func TestA_JWKS_503_holds_nobody_for_long(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := options()
		o.keys = patientSource{}
		guard := o.guard(t)
		w, start := httptest.NewRecorder(), time.Now()
		guard.Require(http.NotFoundHandler()).ServeHTTP(w, get("Bearer "+token(claims())))
		if waited := time.Since(start); waited != 2*time.Second || w.Code != 503 || w.Header().Get("Retry-After") != "1" {
			t.Errorf("got %d after %v, with %v; want 503 after 2 s, with Retry-After 1", w.Code, waited, w.Header())
		}
	})
}

// If the key source returns an unknown error, the token is refused, and the answer does not quote the error.
func TestUnforeseenKeyError(t *testing.T) {
	o := options()
	o.keys = keySource{errors.New("database password is hunter2")}
	got := ask(t, o, get("Bearer "+josetest.Compact(josetest.Key(), `{"alg":"RS256"}`, claims())))
	if diff := cmp.Diff(answer{401, invalid, "key"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestA_CONFIG_CLOSED(t *testing.T) {
	for name, spoil := range map[string]func(*Options){
		"no issuer":          func(o *Options) { o.Issuer = "" },
		"http issuer":        func(o *Options) { o.Issuer = "http://idp.example/" },
		"no audience":        func(o *Options) { o.Audience = "" },
		"audience is client": func(o *Options) { o.ClientID = audience },
		"http keys":          func(o *Options) { o.JWKSURI = "http://idp.example/keys" },
		"no URL of keys":     func(o *Options) { o.JWKSURI = "keys" },
		"unknown profile":    func(o *Options) { o.Profile = "none" },
		"A-SKEW/too much":    func(o *Options) { o.Leeway = time.Minute + 1 },
		"A-SKEW/negative":    func(o *Options) { o.Leeway = -1 },
		"A-ERR-CHARS/realm":  func(o *Options) { o.Realm = `a"b` },
		"A-ALG/none":         func(o *Options) { o.Algorithms = []string{"RS256", "none"} },
		"A-ALG/HS256":        func(o *Options) { o.Algorithms = []string{"HS256"} },
		"A-ALG/RS512":        func(o *Options) { o.Algorithms = []string{"RS512"} },
		"A-ALG/empty":        func(o *Options) { o.Algorithms = []string{""} },
	} {
		o := options()
		spoil(&o.Options)
		if guard, err := New(o.Options); err == nil || guard != nil {
			t.Errorf("%s: New accepted the options", name)
		}
	}
	o := options()
	o.Issuer, o.ClientID, o.Realm, o.Now = "http://127.0.0.1:1", "", "messages", nil
	o.Log = slog.New(slog.DiscardHandler)
	guard, err := New(o.Options)
	if err != nil {
		t.Fatal(err)
	}
	guard.Close()
}

func TestA_ERR_CHARS(t *testing.T) {
	guard := options().guard(t)
	for _, scope := range []string{"", "two words", `quo"te`, `back\slash`, "ä", "line\n"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("the scope %q was accepted", scope)
				}
			}()
			guard.Require(http.NotFoundHandler(), scope)
		}()
	}
}

// FuzzAuthorization checks that only a header with the one good token passes, and that no answer repeats a part of a header.
func FuzzAuthorization(f *testing.F) {
	good := token(claims())
	for _, seed := range []string{
		"", "Bearer", "bearer " + good, "Basic dTpw", "Bearer a b", "Bearer ..", "Bearer " + token(`{}`),
	} {
		f.Add(seed)
	}
	guard := options().guard(f)
	handler := guard.Require(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	answers := map[string]bool{"": true, bare: true, invalid: true, expired: true, badRequest: true}
	f.Fuzz(func(t *testing.T, field string) {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, get(field))
		if w.Code == 200 && !strings.HasSuffix(field, " "+good) {
			t.Error("a header without the good token passed")
		}
		if challenge := w.Header().Get("WWW-Authenticate"); !answers[challenge] || (challenge == "") != (w.Code == 200) {
			t.Errorf("status %d with the unexpected challenge %q", w.Code, challenge)
		}
	})
}
