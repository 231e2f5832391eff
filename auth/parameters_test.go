package auth_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
	"wails-openid-oauth/test/josetest"
)

// newPartyWith is a party whose sessions have an edited configuration.
func newPartyWith(t *testing.T, edit func(*auth.Config), edits ...func(*authtest.Options)) *party {
	t.Helper()
	p := newParty(t, edits...)
	p.edit = edit
	p.restart(t)
	return p
}

// parameters sets the authorization parameters.
func parameters(pairs ...string) func(*auth.Config) {
	return func(c *auth.Config) {
		c.AuthorizationParameters = map[string]string{}
		for i := 0; i < len(pairs); i += 2 {
			c.AuthorizationParameters[pairs[i]] = pairs[i+1]
		}
	}
}

// lastRequest returns the query of the last page that the browser was sent to.
func (p *party) lastRequest(t *testing.T) url.Values {
	t.Helper()
	opened := p.asked()
	u, err := url.Parse(opened[len(opened)-1].StartURL)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query()
}

func TestAuthorizationParameters(t *testing.T) {
	p := newPartyWith(t, parameters("prompt", "consent", "organization", "org_1 & more", "ui_locales", "de", "login_hint", "ada@demo.example"))
	p.logIn(t)
	query := p.lastRequest(t)
	for name, want := range map[string]string{
		"prompt": "consent", "organization": "org_1 & more", "ui_locales": "de", "login_hint": "ada@demo.example", "client_id": p.provider.ClientID,
	} {
		if got := query[name]; len(got) != 1 || got[0] != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

// TestPromptAfterALogout: after a log-out that the provider did not confirm, the configured prompt stays and login is added.
func TestPromptAfterALogout(t *testing.T) {
	for configured, want := range map[string]string{
		"": "login", "consent": "consent login", "select_account consent": "select_account consent login", "login": "login", "consent login": "consent login",
	} {
		p := newPartyWith(t, func(c *auth.Config) {
			if configured != "" {
				parameters("prompt", configured)(c)
			}
		})
		p.logIn(t)
		if got := p.lastRequest(t).Get("prompt"); got != configured {
			t.Errorf("%q: the first log-in sends %q", configured, got)
		}
		p.provider.Inject(idp.Fault{Path: idp.PathEndSession, Status: 500})
		if err := p.Logout(ctx(t)); err != nil {
			t.Error(err)
		}
		p.provider.ClearFaults()
		p.logIn(t)
		if got := p.lastRequest(t).Get("prompt"); got != want {
			t.Errorf("%q: after the log-out it is %q, want %q", configured, got, want)
		}
	}
}

func TestRefusedParameters(t *testing.T) {
	refused := map[string]string{
		"prompt": "none", "max_age": "soon", "Max_Age": "1", "PROMPT": "login", "acr_values": " ", "": "x", "a b": "x", "ü": "x", "ui_locales": "",
	}
	for _, name := range auth.ProtectedParameters() {
		refused[name], refused[strings.ToUpper(name)] = "x", "x"
	}
	for _, must := range []string{
		"client_id", "redirect_uri", "response_type", "response_mode", "state", "nonce", "code_challenge", "code_challenge_method",
		"scope", "request", "request_uri", "resource", "audience", "client_secret", "id_token_hint", "claims",
	} {
		if !slices.Contains(auth.ProtectedParameters(), must) {
			t.Errorf("%s is not protected", must)
		}
	}
	refuse := func(t *testing.T, name, value string) {
		t.Helper()
		cfg := auth.Config{Issuer: "https://op.example", ClientID: "app", RedirectURI: "http://localhost/callback", Scope: "openid"}
		parameters(name, value)(&cfg)
		session, err := auth.New(auth.Options{Config: cfg})
		if !errors.Is(err, auth.ErrConfig) || !strings.Contains(err.Error(), "authorizationParameters: ") || session != nil {
			t.Errorf("%s=%s: got %v, want ErrConfig with the name of the setting", name, value, err)
		}
	}
	for name, value := range refused {
		refuse(t, name, value)
	}
	for _, value := range []string{"none login", "login none", " none "} {
		refuse(t, "prompt", value)
	}
	for _, value := range []string{"-1", "1.5", "+1", "2147483648", "1e3"} {
		refuse(t, "max_age", value)
	}
}

// TestC_IDT_ACR: with acr_values, the ID token must have one of them (OpenID Connect Core, section 3.1.3.7, step 12).
func TestC_IDT_ACR(t *testing.T) {
	for acr, good := range map[any]bool{
		"silver": true, "gold": true, "bronze": false, "": false, nil: false, 2: false, "silver gold": false, "Silver": false,
	} {
		p := newPartyWith(t, parameters("acr_values", "silver gold"))
		p.provider.Tamper(idp.PathToken, p.provider.EditIDToken(setClaim("acr", acr)))
		err := p.Login(ctx(t))
		if good != (err == nil) || !good && (!errors.Is(err, auth.ErrAuthentication) || !errors.Is(err, auth.ErrIDToken)) {
			t.Errorf("acr %v: got %v", acr, err)
		}
		if text, _ := acr.(string); !good && detailOf(err) != "acr_values: silver gold\nacr: "+cmp.Or(text, "none") {
			t.Errorf("acr %v: the detail is %q", acr, detailOf(err))
		}
		if got := p.lastRequest(t).Get("acr_values"); got != "silver gold" {
			t.Errorf("acr_values is %q", got)
		}
	}
	p := newParty(t)
	p.provider.Tamper(idp.PathToken, p.provider.EditIDToken(setClaim("acr", "bronze")))
	p.logIn(t) // no one asked
}

// TestPromptAfterARefusedAuthentication: the provider's session would answer in the refused way again. So the next log-in
// asks for credentials, also after a restart, until one succeeds.
func TestPromptAfterARefusedAuthentication(t *testing.T) {
	p := newPartyWith(t, parameters("acr_values", "gold"))
	acr := "bronze"
	p.provider.Tamper(idp.PathToken, p.provider.EditIDToken(func(_, claims map[string]any) { claims["acr"] = acr }))
	for _, step := range []struct {
		acr, prompt string
		restart     bool
	}{
		{acr: "bronze"}, {acr: "bronze", prompt: "login"}, {acr: "bronze", prompt: "login", restart: true}, {acr: "gold", prompt: "login"}, {acr: "gold"},
	} {
		if acr = step.acr; step.restart {
			p.restart(t)
		}
		if err := p.Login(ctx(t)); (err == nil) != (acr == "gold") {
			t.Fatalf("acr %s: got %v", acr, err)
		}
		if got := p.lastRequest(t).Get("prompt"); got != step.prompt {
			t.Errorf("%+v: prompt is %q", step, got)
		}
	}
}

// TestC_IDT_AUTHTIME: with max_age, the ID token must say when the user was authenticated, and that was at most so long
// before the request (step 13). How long the user took in between does not count.
func TestC_IDT_AUTHTIME(t *testing.T) {
	const maxAge = 300
	for _, tt := range []struct {
		name      string
		before    time.Duration // auth_time, before the request
		took      time.Duration // from the request to the token, by both clocks
		behind    time.Duration // how far the clock of the provider is ahead of ours
		isMissing bool
		good      bool
	}{
		{name: "just now", good: true},
		{name: "within max_age", before: maxAge * time.Second, good: true},
		{name: "within max_age, and a user who takes a while", before: maxAge * time.Second, took: 5 * time.Minute, good: true},
		{name: "longer ago", before: (maxAge + 60) * time.Second},
		{name: "longer ago, and a user who takes a while", before: (maxAge + 60) * time.Second, took: 5 * time.Minute},
		{name: "within max_age, our clock is behind", before: maxAge * time.Second, behind: 2 * time.Minute, good: true},
		{name: "longer ago, our clock is behind", before: (maxAge + 60) * time.Second, behind: 2 * time.Minute},
		{name: "missing", isMissing: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newPartyWith(t, parameters("max_age", fmt.Sprint(maxAge)))
			asked := p.clock.Now()
			p.provider.Tamper(idp.PathToken, p.provider.EditIDToken(func(_, claims map[string]any) {
				p.clock.Advance(tt.took)
				theirs := asked.Add(tt.behind)
				claims["auth_time"], claims["iat"] = theirs.Add(-tt.before).Unix(), theirs.Add(tt.took).Unix()
				claims["exp"] = theirs.Add(time.Hour).Unix()
				if tt.isMissing {
					delete(claims, "auth_time")
				}
			}))
			err := p.Login(ctx(t))
			if tt.good != (err == nil) || !tt.good && !errors.Is(err, auth.ErrAuthentication) {
				t.Errorf("got %v", err)
			}
			text := detailOf(err)
			isNone := text == "max_age: 300 s\nauth_time: none"
			if !tt.good && (isNone != tt.isMissing || !strings.HasPrefix(text, "max_age: 300 s\nauth_time: ")) {
				t.Errorf("the detail is %q", text)
			}
		})
	}
}

// TestAudienceParameter: the API is named as the settings say, in each request that has to name it.
func TestAudienceParameter(t *testing.T) {
	for way, want := range map[auth.AudienceParameter]struct{ audience, resource string }{
		"": {authtest.Audience, ""}, auth.SendAudience: {authtest.Audience, ""}, auth.SendResource: {"", authtest.Audience}, auth.SendNothing: {"", ""},
	} {
		t.Run(string(way), func(t *testing.T) {
			p := newPartyWith(t, func(c *auth.Config) { c.AudienceParameter = way })
			if err := p.Login(ctx(t)); err != nil {
				t.Fatal(err)
			}
			p.token(t, p.token(t, ""))
			if query := p.lastRequest(t); query.Get("audience") != want.audience || query.Get("resource") != want.resource {
				t.Errorf("the log-in sends audience %q and resource %q", query.Get("audience"), query.Get("resource"))
			}
			requests := p.provider.Requests(idp.PathToken)
			if len(requests) != 2 {
				t.Fatalf("%d token requests, want the code and a refresh", len(requests))
			}
			for _, request := range requests {
				if form := request.Form; form.Get("resource") != want.resource || form.Get("audience") != "" || len(form["resource"]) > 1 {
					t.Errorf("%s sends resource %q and audience %q", form.Get("grant_type"), form["resource"], form["audience"])
				}
			}
		})
	}
	for _, resource := range []string{"", "messages", "https://api.example/#x", "https://api.example/#"} {
		cfg := auth.Config{
			Issuer: "https://op.example", ClientID: "app", RedirectURI: "http://localhost/callback", Scope: "openid", Audience: resource,
			AudienceParameter: auth.SendResource,
		}
		if _, err := auth.New(auth.Options{Config: cfg}); !errors.Is(err, auth.ErrConfig) {
			t.Errorf("%q as a resource: got %v, want ErrConfig", resource, err)
		}
	}
}

// TestClientSecret: it goes into the body of three requests, and nowhere else.
func TestClientSecret(t *testing.T) {
	const secret = "not much of a secret"
	p := newPartyWith(t, func(c *auth.Config) { c.ClientSecret = auth.NewSecret(secret) })
	p.provider.Tamper("", func(r *authtest.Response) { // the demo provider knows no client with a secret
		if r.Request.Header.Get("Authorization") != "" && r.Request.Path != idp.PathUserInfo {
			t.Errorf("%v has a header with credentials", r.Request)
		}
	})
	if err := p.Login(ctx(t)); err != nil {
		t.Fatal(err)
	}
	p.token(t, p.token(t, ""))
	if err := p.Logout(ctx(t)); err != nil {
		t.Error(err)
	}
	for _, path := range []string{idp.PathToken, idp.PathRevoke} {
		requests := p.provider.Requests(path)
		if len(requests) == 0 {
			t.Errorf("no request for %s", path)
		}
		for _, request := range requests {
			if got := request.Form["client_secret"]; len(got) != 1 || got[0] != secret {
				t.Errorf("%v has %d client secrets, or another one", request, len(got))
			}
		}
	}
	for _, opened := range p.asked() {
		if strings.Contains(opened.StartURL, "secret") {
			t.Error("C-NO-SECRET: the browser got the secret")
		}
	}
	p.leaks(t, secret, url.QueryEscape(secret))
	cfg := auth.Config{ClientSecret: auth.NewSecret(secret)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		if text := fmt.Sprintf(verb, cfg); strings.Contains(text, secret) || strings.Contains(text, fmt.Sprintf("%x", secret)) {
			t.Errorf("%s prints the secret", verb)
		}
	}
}

// TestClientSecretSignsNothing: an ID token that is signed with the secret is refused.
func TestClientSecretSignsNothing(t *testing.T) {
	const secret = "a secret that is long enough for HS256"
	p := newPartyWith(t, func(c *auth.Config) { c.ClientSecret = auth.NewSecret(secret) })
	p.provider.Tamper(idp.PathToken, authtest.ReplaceIDToken(func(_, claims map[string]any) (string, error) {
		return authtest.Sign(jwt.SigningMethodHS256, []byte(secret), nil, claims)
	}))
	err := p.Login(ctx(t))
	if !errors.Is(err, auth.ErrIDToken) || !errors.Is(err, auth.ErrSigningAlg) || !strings.Contains(detailOf(err), "published: ") {
		t.Errorf("C-IDT-ALG: got %v with %q, want ErrSigningAlg with what is published", err, detailOf(err))
	}
}

// TestIDTokenSigningAlg: the registered algorithm is the only one that is accepted, whatever the metadata say.
func TestIDTokenSigningAlg(t *testing.T) {
	jwk := func(text string) (key map[string]any) {
		if err := json.Unmarshal([]byte(text), &key); err != nil {
			t.Fatal(err)
		}
		return key
	}
	published := authtest.EditJSON(func(set map[string]any) {
		set["keys"] = append(set["keys"].([]any), jwk(josetest.ECJWK(&josetest.ECKey().PublicKey, "ec")), jwk(josetest.JWK(&josetest.Key().PublicKey, "rsa")))
	})
	signed := map[string]func(claims map[string]any) (string, error){
		"RS256": func(claims map[string]any) (string, error) {
			return authtest.Sign(jwt.SigningMethodRS256, josetest.Key(), map[string]any{"kid": "rsa"}, claims)
		},
		"PS256": func(claims map[string]any) (string, error) {
			return authtest.Sign(jwt.SigningMethodPS256, josetest.Key(), map[string]any{"kid": "rsa"}, claims)
		},
		"ES256": func(claims map[string]any) (string, error) {
			return authtest.Sign(jwt.SigningMethodES256, josetest.ECKey(), map[string]any{"kid": "ec"}, claims)
		},
	}
	for _, registered := range []string{"", "RS256", "PS256", "ES256"} {
		for alg, sign := range signed {
			t.Run("C-IDT-ALG registered "+registered+", signed "+alg, func(t *testing.T) {
				p := newPartyWith(t, func(c *auth.Config) { c.IDTokenSigningAlg = registered })
				p.provider.Tamper(idp.PathJWKS, published)
				p.provider.Tamper(idp.PathDiscovery, authtest.EditJSON(func(metadata map[string]any) {
					metadata["id_token_signing_alg_values_supported"] = []string{"RS256", "PS256", "ES256", "HS256", "none"}
				}))
				p.provider.Tamper(idp.PathToken, authtest.ReplaceIDToken(func(_, claims map[string]any) (string, error) { return sign(claims) }))
				err := p.Login(ctx(t))
				if alg == cmp.Or(registered, "RS256") {
					if err != nil {
						t.Errorf("got %v", err)
					}
					return
				}
				if !errors.Is(err, auth.ErrIDToken) || !errors.Is(err, auth.ErrSigningAlg) || detailOf(err) != "configured: "+cmp.Or(registered, "RS256")+"\nreceived: "+alg {
					t.Errorf("got %v with %q, want ErrSigningAlg", err, detailOf(err))
				}
			})
		}
	}
	for _, alg := range []string{"HS256", "none", "RS384", "ES512", "rs256", "EdDSA"} {
		cfg := auth.Config{
			Issuer: "https://op.example", ClientID: "app", RedirectURI: "http://localhost/callback", Scope: "openid", IDTokenSigningAlg: alg,
		}
		if _, err := auth.New(auth.Options{Config: cfg}); !errors.Is(err, auth.ErrConfig) {
			t.Errorf("%s: got %v, want ErrConfig", alg, err)
		}
	}
}
