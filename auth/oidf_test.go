package auth_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

// module is one test of the OpenID Foundation's client test plans, rebuilt in this process. docs/requirements.md lists
// the modules that do not apply to a public client of the code flow.
type module struct {
	name string
	// id is the requirement that the module belongs to.
	id  string
	run func(t *testing.T, p *party)
}

// fapi2 begins the names of the modules of the FAPI 2.0 Security Profile's client plan.
const fapi2 = "fapi2-security-profile-final-client-test-"

// TestOIDF: a module with a bad answer passes only if the client made no further request, gave a typed reason, and
// stored nothing. Every other module must end as its entry in oidfModules says.
func TestOIDF(t *testing.T) {
	for _, m := range oidfModules {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			p := newParty(t)
			m.run(t, p)
			if t.Failed() {
				t.Logf("this module is about %s", m.id)
			}
		})
	}
}

var oidfModules = []module{
	// The Basic RP plan.
	{"oidcc-client-test", "C-UI-HEADER", readsUserInfo},
	{"oidcc-client-test-nonce-invalid", "C-IDT-NONCE", refusesClaim("nonce", "another")},
	{"oidcc-client-test-scope-userinfo-claims", "C-SCOPE-OPENID", readsUserInfo},
	{"oidcc-client-test-kid-absent-single-jwks", "C-IDT-KIDLESS", acceptsNoKeyID},
	{"oidcc-client-test-kid-absent-multiple-jwks", "C-IDT-KIDLESS", refusesNoKeyID},
	{"oidcc-client-test-missing-iat", "C-IDT-IAT", refusesClaim("iat", nil)},
	{"oidcc-client-test-invalid-aud", "C-IDT-AUD", refusesClaim("aud", "another")},
	{"oidcc-client-test-missing-sub", "C-IDT-SUB", refusesClaim("sub", nil)},
	{"oidcc-client-test-invalid-iss", "C-IDT-ISS", refusesClaim("iss", "http://127.0.0.1:1")},
	{"oidcc-client-test-idtoken-sig-rs256", "C-IDT-SIG", logsIn},
	{"oidcc-client-test-idtoken-sig-none", "C-IDT-ALG", refusesSignature(jwt.SigningMethodNone, noKey)},
	{"oidcc-client-test-invalid-sig-rs256", "C-IDT-SIG", refusesSignature(jwt.SigningMethodRS256, rsaKey)},
	{"oidcc-client-test-userinfo-invalid-sub", "C-UI-SUB", refusesOtherSubject},
	// The Config RP plan.
	{"oidcc-client-test-discovery-openid-config", "C-DISC-ISSUER", usesDiscovery},
	{"oidcc-client-test-discovery-jwks-uri-keys", "C-DISC-ISSUER", usesJWKSURI},
	{"oidcc-client-test-discovery-issuer-mismatch", "C-DISC-ISSUER", refusesOtherIssuer},
	{"oidcc-client-test-signing-key-rotation", "C-IDT-ROTATE", acceptsRotation},
	{"oidcc-client-test-signing-key-rotation-just-before-signing", "C-IDT-ROTATE", acceptsLateRotation},
	// The Refresh plan, and a module that it once had.
	{"oidcc-client-test-refresh-token", "C-RT-ROTATE-STORE", refreshes},
	{"oidcc-client-test-refresh-token-invalid-issuer", "C-RFIDT-ISS", refusesRefreshed("iss", "http://127.0.0.1:1")},
	{"oidcc-client-test-refresh-token-invalid-sub", "C-RFIDT-SUB", refusesRefreshed("sub", "somebody else")},
	{"oidcc-client-test-refresh-token-invalid-aud", "C-RFIDT-AUD", refusesRefreshed("aud", "another")},
	// The RP-initiated logout plan.
	{"oidcc-client-test-rp-init-logout", "C-LOGOUT-RP", logsOut(nil)},
	{"oidcc-client-test-rp-init-logout-no-state", "C-LOGOUT-STATE", logsOut(set("state", ""))},
	{"oidcc-client-test-rp-init-logout-other-state", "C-LOGOUT-STATE", logsOut(set("state", "x"))},
	// The comprehensive plan.
	{"oidcc-client-test-missing-aud", "C-IDT-AUD", refusesClaim("aud", nil)},
	{"oidcc-client-test-invalid-sig-hs256", "C-IDT-ALG", refusesSignature(jwt.SigningMethodHS256, sharedKey)},
	{"oidcc-client-test-invalid-sig-es256", "C-IDT-ALG", refusesSignature(jwt.SigningMethodES256, ecdsaKey)},
	{"oidcc-client-test-userinfo-bearer-header", "C-UI-HEADER", readsUserInfo},
	{"oidcc-client-test-invalid-athash", "C-IDT-ATHASH", refusesClaim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA")},
	{"oidcc-client-test-aggregated-claims", "no row of its own", ignoresClaimSources},
	// The FAPI 2.0 Security Profile's client plan, as far as it is about OpenID Connect without DPoP.
	{fapi2 + "happy-path", "C-PKCE-PRESENT", logsIn},
	{fapi2 + "discovery-issuer-mismatch", "C-DISC-ISSUER", refusesOtherIssuer},
	{fapi2 + "invalid-authorization-response-iss", "C-ISS-MATCH", refusesAnswer(set("iss", "http://127.0.0.1:1"))},
	{fapi2 + "remove-authorization-response-iss", "C-ISS-REQUIRED", refusesAnswer(set("iss", ""))},
	{fapi2 + "ensure-authorization-response-with-invalid-state-fails", "C-STATE-CHECK", passesOver(set("state", "x"))},
	{fapi2 + "ensure-authorization-response-with-invalid-missing-state-fails", "C-STATE-CHECK", passesOver(set("state", ""))},
	{fapi2 + "invalid-iss", "C-IDT-ISS", refusesClaim("iss", "http://127.0.0.1:1")},
	{fapi2 + "invalid-missing-iss", "C-IDT-ISS", refusesClaim("iss", nil)},
	{fapi2 + "invalid-nonce", "C-IDT-NONCE", refusesClaim("nonce", "another")},
	{fapi2 + "invalid-missing-nonce", "C-IDT-NONCE", refusesClaim("nonce", nil)},
	{fapi2 + "invalid-missing-exp", "C-IDT-EXP", refusesClaim("exp", nil)},
	{fapi2 + "invalid-expired-exp", "C-IDT-EXP", refusesClaim("exp", time.Now().Add(-time.Minute).Unix())},
	{fapi2 + "invalid-null-alg", "C-IDT-ALG", refusesSignature(jwt.SigningMethodNone, noKey)},
	{fapi2 + "invalid-alternate-alg", "C-IDT-ALG", refusesSignature(jwt.SigningMethodPS256, rsaKey)},
	{fapi2 + "invalid-aud", "C-IDT-AUD", refusesClaim("aud", "another")},
	{fapi2 + "invalid-missing-aud", "C-IDT-AUD", refusesClaim("aud", nil)},
	{fapi2 + "invalid-secondary-aud", "C-IDT-AUD", refusesClaim("aud", []string{authtest.ClientID, "another"})},
	{fapi2 + "valid-aud-as-array", "C-IDT-AUD", acceptsArray},
	{fapi2 + "token-endpoint-response-without-expires_in", "C-TOK-EXPIRES", acceptsToken("expires_in", nil)},
	{fapi2 + "token-type-case-insensitivity", "C-TOK-TYPE", acceptsToken("token_type", "bEARER")},
}

// set changes a parameter of a redirect; "" takes it away.
func set(name, value string) func(url.Values) {
	return func(query url.Values) {
		if query.Set(name, value); value == "" {
			query.Del(name)
		}
	}
}

// bad makes the answers of a path bad. It returns how many requests had arrived when the first bad answer was sent.
func (p *party) bad(path string, tamper authtest.Tamper) (arrived *atomic.Int64) {
	arrived = new(atomic.Int64)
	p.provider.Tamper(path, func(r *authtest.Response) {
		body, location := bytes.Clone(r.Body), r.Header().Get("Location")
		tamper(r)
		if !bytes.Equal(body, r.Body) || location != r.Header().Get("Location") {
			arrived.CompareAndSwap(0, int64(len(p.provider.Requests(""))))
		}
	})
	return arrived
}

// stopped checks that the client made no request after the first bad answer. Fetching keys and revoking the refresh
// token of that answer do not count. A retry would need a timer.
func (p *party) stopped(t *testing.T, arrived *atomic.Int64) {
	t.Helper()
	n := arrived.Load()
	if n == 0 {
		t.Fatal("no bad answer was sent")
	}
	for _, request := range p.provider.Requests("")[n:] {
		if request.Path != idp.PathJWKS && request.Path != idp.PathRevoke {
			t.Errorf("after the bad answer the client sent %v", request)
		}
	}
}

// refused checks the end of a log-in with a bad answer.
func (p *party) refused(t *testing.T, err, want error, arrived *atomic.Int64) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}
	p.stopped(t, arrived)
	p.want(t, auth.SignedOut)
	if _, err := p.Token(ctx(t), ""); !errors.Is(err, auth.ErrLoginRequired) {
		t.Errorf("token: got %v, want ErrLoginRequired", err)
	}
	if n := len(p.store.Calls()); n != 0 {
		t.Errorf("the store was called %d times, want 0", n)
	}
	if n := len(p.clock.asked); n != 0 {
		t.Errorf("%d timers were started, want none", n)
	}
}

func setClaim(name string, value any) func(_, claims map[string]any) {
	return func(_, claims map[string]any) {
		if claims[name] = value; value == nil {
			delete(claims, name)
		}
	}
}

func refusesClaim(name string, value any) func(*testing.T, *party) {
	return func(t *testing.T, p *party) {
		arrived := p.bad(idp.PathToken, p.provider.EditIDToken(setClaim(name, value)))
		p.refused(t, p.Login(ctx(t)), auth.ErrIDToken, arrived)
	}
}

// strangersKey is an RSA key that is not the provider's. Making one takes longer than most tests do.
var strangersKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// Keys that are not the provider's.
func noKey() (any, error) { return jwt.UnsafeAllowNoneSignatureType, nil }
func sharedKey() (any, error) {
	return []byte("a secret that a public client would have to share"), nil
}
func rsaKey() (any, error)   { return strangersKey(), nil }
func ecdsaKey() (any, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) }

// refusesSignature signs with another key or algorithm, but names the provider's key.
func refusesSignature(method jwt.SigningMethod, makeKey func() (any, error)) func(*testing.T, *party) {
	return func(t *testing.T, p *party) {
		key, err := makeKey()
		if err != nil {
			t.Fatal(err)
		}
		arrived := p.bad(idp.PathToken, authtest.ReplaceIDToken(func(header, claims map[string]any) (string, error) {
			header["alg"] = method.Alg()
			return authtest.Sign(method, key, header, claims)
		}))
		p.refused(t, p.Login(ctx(t)), auth.ErrIDToken, arrived)
	}
}

func refusesAnswer(edit func(url.Values)) func(*testing.T, *party) {
	return func(t *testing.T, p *party) {
		arrived := p.bad("", authtest.EditRedirect(authtest.RedirectURI, edit))
		p.refused(t, p.Login(ctx(t)), auth.ErrProvider, arrived)
	}
}

// passesOver: an answer without our state is ignored, and the log-in keeps waiting until the user gives up.
func passesOver(edit func(url.Values)) func(*testing.T, *party) {
	return func(t *testing.T, p *party) {
		arrived := p.bad("", authtest.EditRedirect(authtest.RedirectURI, edit))
		p.browser.Set(func(b *authtest.Browser) { b.OnPassedOver = func(*url.URL) { p.CancelLogin() } })
		p.refused(t, p.Login(ctx(t)), auth.ErrCancelled, arrived)
	}
}

func refusesOtherIssuer(t *testing.T, p *party) {
	arrived := p.bad(idp.PathDiscovery, authtest.EditJSON(func(body map[string]any) { body["issuer"] = p.provider.Issuer + "/" }))
	p.refused(t, p.Login(ctx(t)), auth.ErrProvider, arrived)
	if n := len(p.browser.Opened()); n != 0 {
		t.Errorf("the browser was opened %d times, want 0", n)
	}
}

// logsIn is the expected end of every module without a bad answer.
func logsIn(t *testing.T, p *party) {
	t.Helper()
	if err := p.Login(ctx(t)); err != nil {
		t.Fatal(err)
	}
	p.want(t, auth.SignedIn)
	p.token(t, "")
	p.refreshToken(t)
}

func acceptsArray(t *testing.T, p *party) {
	p.bad(idp.PathToken, p.provider.EditIDToken(setClaim("aud", []string{authtest.ClientID})))
	logsIn(t, p)
}

func acceptsToken(name string, value any) func(*testing.T, *party) {
	return func(t *testing.T, p *party) {
		p.provider.Tamper(idp.PathToken, authtest.EditJSON(func(body map[string]any) {
			if body[name] = value; value == nil {
				delete(body, name)
			}
		}))
		logsIn(t, p)
	}
}

// TestDistributedClaims: they are not supported, so the module of the OpenID Foundation that wants them fetched is not met.
func TestDistributedClaims(t *testing.T) { ignoresClaimSources(t, newParty(t)) }

// ignoresClaimSources: aggregated and distributed claims are not read, and no request is made for them.
func ignoresClaimSources(t *testing.T, p *party) {
	p.provider.Tamper(idp.PathToken, p.provider.EditIDToken(func(_, claims map[string]any) {
		claims["_claim_names"] = map[string]string{"picture": "there", "email": "here"}
		claims["_claim_sources"] = map[string]any{
			"there": map[string]string{"endpoint": p.provider.Issuer + "/claims", "access_token": "x"},
			"here":  map[string]string{"JWT": "x.y.z"},
		}
	}))
	logsIn(t, p)
	if n := len(p.provider.Requests("/claims")); n != 0 {
		t.Errorf("%d requests to the source of a claim, want none", n)
	}
}

// withoutKeyIDs removes the key IDs from the ID token and the key set.
func (p *party) withoutKeyIDs() (arrived *atomic.Int64) {
	p.provider.Tamper(idp.PathJWKS, authtest.EditJSON(func(body map[string]any) {
		for _, key := range body["keys"].([]any) {
			delete(key.(map[string]any), "kid")
		}
	}))
	return p.bad(idp.PathToken, p.provider.EditIDToken(func(header, _ map[string]any) { header["kid"] = nil }))
}

func acceptsNoKeyID(t *testing.T, p *party) {
	p.withoutKeyIDs()
	logsIn(t, p)
}

func refusesNoKeyID(t *testing.T, p *party) {
	p.rotate(t)
	arrived := p.withoutKeyIDs()
	p.refused(t, p.Login(ctx(t)), auth.ErrIDToken, arrived)
}

func (p *party) rotate(t *testing.T) {
	t.Helper()
	if err := p.provider.RotateKeys(); err != nil {
		t.Error(err)
	}
}

// keyPause is longer than the time during which an unknown key causes no second fetch.
const keyPause = time.Minute

func acceptsRotation(t *testing.T, p *party) {
	logsIn(t, p)
	p.rotate(t)
	p.provider.WithdrawOldKeys()
	p.clock.Advance(keyPause)
	logsIn(t, p)
}

// acceptsLateRotation logs in once, so that the client has the keys. During the second log-in the provider rotates its
// keys, right before it signs the ID token.
func acceptsLateRotation(t *testing.T, p *party) {
	logsIn(t, p)
	p.clock.Advance(keyPause)
	fetched := len(p.provider.Requests(idp.PathJWKS))
	p.provider.Tamper(idp.PathToken, func(r *authtest.Response) {
		p.rotate(t)
		p.provider.WithdrawOldKeys()
		p.provider.EditIDToken(func(header, _ map[string]any) { delete(header, "kid") })(r)
	})
	logsIn(t, p)
	if n := len(p.provider.Requests(idp.PathJWKS)); n != fetched+1 {
		t.Errorf("the keys were fetched %d times, want %d", n, fetched+1)
	}
}

func usesDiscovery(t *testing.T, p *party) {
	logsIn(t, p)
	first := p.provider.Requests("")[0]
	if first.Path != idp.PathDiscovery || first.Method != http.MethodGet {
		t.Errorf("the first request was %v", first)
	}
}

func usesJWKSURI(t *testing.T, p *party) {
	p.provider.Tamper(idp.PathDiscovery, authtest.EditJSON(func(body map[string]any) {
		body["jwks_uri"] = p.provider.Issuer + idp.PathJWKS + "?run=7"
	}))
	logsIn(t, p)
	requests := p.provider.Requests(idp.PathJWKS)
	if len(requests) != 1 || requests[0].Query.Get("run") != "7" {
		t.Errorf("the keys were fetched with %v", requests)
	}
}

// restoreWithoutIDToken starts the app again with a provider whose refreshed answers have no ID token: then the UserInfo
// endpoint is asked.
func (p *party) restoreWithoutIDToken(t *testing.T) {
	t.Helper()
	p.logIn(t)
	p.provider.Tamper(idp.PathToken, authtest.EditJSON(func(body map[string]any) { delete(body, "id_token") }))
	p.reopen(t)
	if err := p.Restore(ctx(t)); err != nil {
		t.Fatal(err)
	}
}

func readsUserInfo(t *testing.T, p *party) {
	p.restoreWithoutIDToken(t)
	snapshots, stop := p.Subscribe()
	defer stop()
	ada := idp.DemoPeople()[0]
	for end := time.After(waitLimit); ; {
		select {
		case s := <-snapshots:
			if s.Profile.Name == "" {
				continue
			}
			if s.Profile.Name != ada.Name || s.Profile.Email == "" || s.Profile.Picture == "" || s.Profile.Subject != ada.Subject() {
				t.Errorf("the profile is %+v", s.Profile)
			}
			requests := p.provider.Requests(idp.PathUserInfo)
			if len(requests) != 1 || requests[0].AuthScheme != "Bearer" || len(requests[0].Form)+len(requests[0].Query) != 0 {
				t.Errorf("the UserInfo endpoint received %v", requests)
			}
			return
		case <-end:
			t.Fatal("the profile did not get its name")
		}
	}
}

func refusesOtherSubject(t *testing.T, p *party) {
	arrived := p.bad(idp.PathUserInfo, authtest.EditJSON(func(body map[string]any) { body["sub"] = "somebody else" }))
	p.restoreWithoutIDToken(t)
	p.log.wait(t, "another subject")
	p.stopped(t, arrived)
	if profile := p.Snapshot().Profile; profile != (auth.Profile{Subject: idp.DemoPeople()[0].Subject()}) {
		t.Errorf("the profile is %+v", profile)
	}
}

func refreshes(t *testing.T, p *party) {
	logsIn(t, p)
	access, refresh := p.token(t, ""), p.refreshToken(t)
	p.clock.Advance(time.Hour)
	if p.token(t, "") == access || p.refreshToken(t) == refresh || p.tokenRequests("refresh_token") != 1 {
		t.Error("the tokens are the old ones, or it took more than one refresh")
	}
}

// refusesRefreshed: an ID token for another party ends the session, and nothing that came with it is used or stored.
func refusesRefreshed(name string, value any) func(*testing.T, *party) {
	return func(t *testing.T, p *party) {
		logsIn(t, p)
		access := p.token(t, "")
		arrived := p.bad(idp.PathToken, p.provider.EditIDToken(setClaim(name, value)))
		got, err := p.Token(ctx(t), access)
		if got != "" || !errors.Is(err, auth.ErrIDToken) {
			t.Errorf("got a token: %t, %v, want ErrIDToken", got != "", err)
		}
		p.stopped(t, arrived)
		p.want(t, auth.Expired)
		saves := 0
		for _, call := range p.store.Calls() {
			if call.Op == authtest.Save {
				saves++
			}
		}
		if p.store.Len() != 0 || saves != 1 {
			t.Errorf("%d entries are left, want 0; %d were written, want only the log-in's", p.store.Len(), saves)
		}
	}
}

// logsOut ends the session, with the state returned unchanged or edited. A wrong state has one effect only: the log-out
// counts as not confirmed, and the next log-in asks for credentials.
func logsOut(edit func(url.Values)) func(*testing.T, *party) {
	return func(t *testing.T, p *party) {
		logsIn(t, p)
		p.provider.ForgetRequests()
		if edit != nil {
			p.provider.Tamper(idp.PathEndSession, authtest.EditRedirect(authtest.RedirectURI, edit))
		}
		if err := p.Logout(ctx(t)); err != nil {
			t.Fatal(err)
		}
		if requests := p.provider.Requests(idp.PathEndSession); len(requests) != 1 || requests[0].Query.Get("id_token_hint") == "" {
			t.Errorf("the end-session endpoint received %v", requests)
		}
		if snapshot := p.Snapshot(); snapshot != (auth.Snapshot{}) || p.store.Len() != 0 || p.provider.SessionActive("ada") {
			t.Errorf("left: %+v, %d entries, the provider's session %t", snapshot, p.store.Len(), p.provider.SessionActive("ada"))
		}
		if n := len(p.provider.Requests(idp.PathToken)); n != 0 {
			t.Errorf("%d token requests, want none", n)
		}
		p.askedFor(t, map[bool]string{true: "", false: "login"}[edit == nil])
	}
}

// askedFor checks the next log-in's prompt.
func (p *party) askedFor(t *testing.T, prompt string) {
	t.Helper()
	opened := len(p.browser.Opened())
	if err := p.Login(ctx(t)); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(p.browser.Opened()[opened].StartURL)
	if err != nil || u.Query().Get("prompt") != prompt {
		t.Errorf("the next log-in's prompt is %q (%v), want %q", u.Query().Get("prompt"), err, prompt)
	}
}
