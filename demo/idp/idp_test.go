package idp_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	good := idp.Options{
		Issuer: "http://127.0.0.1:4000", ClientID: "a", RedirectURIs: []string{"http://localhost/callback"},
		APIIdentifiers: []string{"https://api.example"},
	}
	for name, test := range map[string]struct {
		edit func(*idp.Options)
		want string
	}{
		"good":             {func(*idp.Options) {}, ""},
		"localhost":        {func(o *idp.Options) { o.Issuer = "https://localhost:4000" }, ""},
		"IPv6":             {func(o *idp.Options) { o.Issuer = "http://[::1]:4000" }, ""},
		"public host":      {func(o *idp.Options) { o.Issuer = "https://login.example" }, "loopback"},
		"private address":  {func(o *idp.Options) { o.Issuer = "http://192.168.0.1:4000" }, "loopback"},
		"localhost prefix": {func(o *idp.Options) { o.Issuer = "http://localhost.example" }, "loopback"},
		"every interface":  {func(o *idp.Options) { o.Issuer = "http://0.0.0.0:4000" }, "loopback"},
		"trailing slash":   {func(o *idp.Options) { o.Issuer += "/" }, "origin"},
		"path":             {func(o *idp.Options) { o.Issuer += "/tenant" }, "origin"},
		"user":             {func(o *idp.Options) { o.Issuer = "http://user@127.0.0.1:4000" }, "origin"},
		"scheme":           {func(o *idp.Options) { o.Issuer = "ftp://127.0.0.1" }, "scheme"},
		"empty":            {func(o *idp.Options) { o.Issuer = "" }, "scheme"},
		"no client":        {func(o *idp.Options) { o.ClientID = "" }, "required"},
		"no redirect":      {func(o *idp.Options) { o.RedirectURIs = nil }, "required"},
		"no API":           {func(o *idp.Options) { o.APIIdentifiers = nil }, "required"},
		"short lifetime":   {func(o *idp.Options) { o.AccessTokenLifetime = time.Millisecond }, "second"},
	} {
		t.Run(name, func(t *testing.T) {
			opts := good
			test.edit(&opts)
			_, err := idp.New(opts)
			if (err == nil) != (test.want == "") || (err != nil && !strings.Contains(err.Error(), test.want)) {
				t.Errorf("error = %v, want %q", err, test.want)
			}
		})
	}
}

func TestDiscovery(t *testing.T) {
	p := newParty(t)
	_, metadata := p.do(http.MethodGet, idp.PathDiscovery, nil, "")
	want := map[string]any{
		"issuer":                 p.Issuer,
		"authorization_endpoint": p.Issuer + "/authorize", "token_endpoint": p.Issuer + "/oauth/token",
		"userinfo_endpoint": p.Issuer + "/userinfo", "jwks_uri": p.Issuer + "/.well-known/jwks.json",
		"revocation_endpoint": p.Issuer + "/oauth/revoke", "end_session_endpoint": p.Issuer + "/oidc/logout",
		"response_types_supported": []any{"code"}, "response_modes_supported": []any{"query", "fragment"},
		"grant_types_supported":                          []any{"authorization_code", "refresh_token"},
		"scopes_supported":                               []any{"openid", "profile", "email", "offline_access"},
		"claims_supported":                               []any{"name", "picture", "email", "email_verified", "auth_time"},
		"claim_types_supported":                          []any{"normal"},
		"subject_types_supported":                        []any{"public"},
		"id_token_signing_alg_values_supported":          []any{"RS256"},
		"token_endpoint_auth_methods_supported":          []any{"none"},
		"revocation_endpoint_auth_methods_supported":     []any{"none"},
		"code_challenge_methods_supported":               []any{"S256"},
		"authorization_response_iss_parameter_supported": true,
	}
	if diff := cmp.Diff(want, metadata); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDiscoveryWithoutEndSession(t *testing.T) {
	p := newParty(t, func(o *authtest.Options) { o.OmitEndSession = true })
	if _, metadata := p.do(http.MethodGet, idp.PathDiscovery, nil, ""); metadata["end_session_endpoint"] != nil {
		t.Errorf("end_session_endpoint = %v", metadata["end_session_endpoint"])
	}
}

func TestKeys(t *testing.T) {
	p := newParty(t)
	kids := func() (kids []any) {
		_, set := p.do(http.MethodGet, idp.PathJWKS, nil, "")
		for _, key := range set["keys"].([]any) {
			key := key.(map[string]any)
			if key["d"] != nil || key["use"] != "sig" || key["alg"] != "RS256" {
				t.Errorf("key with use %v, alg %v, private part %t", key["use"], key["alg"], key["d"] != nil)
			}
			kids = append(kids, key["kid"])
		}
		return kids
	}
	tokens := p.logIn(nil)
	first := kids()
	if err := p.RotateKeys(); err != nil {
		t.Fatal(err)
	}
	both := kids()
	if len(first) != 1 || len(both) != 2 || both[1] != first[0] {
		t.Fatalf("keys: %v, after the rotation %v", first, both)
	}
	if status, _ := p.do(http.MethodGet, idp.PathUserInfo, nil, tokens["access_token"].(string)); status != http.StatusOK {
		t.Errorf("token of the old key: status %d, want 200", status)
	}
	if header, _ := p.verified(p.logIn(nil)["id_token"]); header["kid"] != both[0] {
		t.Errorf("kid = %v, want the new key's", header["kid"])
	}
	p.WithdrawOldKeys()
	if diff := cmp.Diff(both[:1], kids()); diff != "" {
		t.Errorf("keys after the withdrawal (-want +got):\n%s", diff)
	}
	status, _ := p.do(http.MethodGet, idp.PathUserInfo, nil, tokens["access_token"].(string))
	if status != http.StatusUnauthorized {
		t.Errorf("token of the withdrawn key: status %d, want 401", status)
	}
}

func TestLifetimes(t *testing.T) {
	p := newParty(t, func(o *authtest.Options) { o.AccessTokenLifetime, o.IDTokenLifetime = time.Minute, 2*time.Minute })
	tokens := p.logIn(nil)
	for name, want := range map[string]int64{"access_token": 60, "id_token": 120} {
		_, claims := p.verified(tokens[name])
		if got := int64(claims["exp"].(float64) - claims["iat"].(float64)); got != want {
			t.Errorf("%s lives %d s, want %d", name, got, want)
		}
	}
	p.SetAccessTokenLifetime(3 * time.Second)
	if _, refreshed := p.refresh(tokens["refresh_token"].(string)); refreshed["expires_in"] != 3.0 {
		t.Errorf("expires_in = %v, want 3", refreshed["expires_in"])
	}
}

func TestOtherHostIsNotAnswered(t *testing.T) {
	p := newParty(t)
	request := p.request(t.Context(), http.MethodGet, idp.PathDiscovery, nil, "")
	request.Host = "rebound.example"
	response, err := p.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("status %d, want 421", response.StatusCode)
	}
}

// The log names the errors and contains nothing of the requests. The standard logger gets nothing.
func TestLogIsQuiet(t *testing.T) {
	var log, standard bytes.Buffer
	previous := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&standard, nil)))
	provider, err := authtest.Start(authtest.Options{Options: idp.Options{
		Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}})
	slog.SetDefault(previous)
	if err != nil {
		t.Fatal(err)
	}
	defer provider.Close()
	p := &party{T: t, Provider: provider, browser: provider.Browser(), client: provider.Client()}
	p.refresh("a-secret-token")
	p.exchange("a-secret-code", "a-secret-verifier")
	if !strings.Contains(log.String(), "error=invalid_grant") || strings.Contains(log.String(), "a-secret") {
		t.Errorf("log:\n%s", &log)
	}
	if standard.Len() > 0 {
		t.Errorf("standard logger:\n%s", &standard)
	}
}

func TestFaults(t *testing.T) {
	t.Run("status, twice", func(t *testing.T) {
		p := newParty(t)
		p.Inject(idp.Fault{Path: idp.PathJWKS, Times: 2, Status: http.StatusServiceUnavailable,
			Header: http.Header{"Retry-After": {"7"}}, Body: "<html>"})
		var got []int
		for range 3 {
			response := p.send(t.Context(), http.MethodGet, idp.PathJWKS, nil, "")
			got = append(got, response.StatusCode)
			if body, _ := io.ReadAll(response.Body); response.StatusCode == 503 &&
				(string(body) != "<html>" || response.Header.Get("Retry-After") != "7") {
				t.Errorf("body %q, Retry-After %q", body, response.Header.Get("Retry-After"))
			}
			response.Body.Close()
		}
		if diff := cmp.Diff([]int{503, 503, 200}, got); diff != "" {
			t.Errorf("statuses (-want +got):\n%s", diff)
		}
	})
	t.Run("drop everything until cleared", func(t *testing.T) {
		p := newParty(t)
		stop := p.Inject(idp.Fault{Drop: true})
		for _, path := range []string{idp.PathDiscovery, idp.PathJWKS} {
			response, err := p.client.Do(p.request(t.Context(), http.MethodGet, path, nil, ""))
			if err == nil {
				response.Body.Close()
				t.Errorf("%s: status %d, want no answer", path, response.StatusCode)
			}
		}
		stop()
		stop()
		if status, _ := p.do(http.MethodGet, idp.PathJWKS, nil, ""); status != http.StatusOK {
			t.Errorf("cleared: status %d", status)
		}
	})
	t.Run("the answer is lost", func(t *testing.T) {
		p := newParty(t)
		token := p.logIn(nil)["refresh_token"].(string)
		p.Inject(idp.Fault{Path: idp.PathToken, Times: 1, Late: true, Drop: true})
		request := p.request(t.Context(), http.MethodPost, idp.PathToken, refreshForm(token), "")
		if response, err := p.client.Do(request); err == nil {
			response.Body.Close()
			t.Fatalf("status %d, want no answer", response.StatusCode)
		}
		if p.RefreshTokenActive(token) {
			t.Error("the provider did not handle the request")
		}
	})
}

func TestFaultsThatHold(t *testing.T) {
	for name, test := range map[string]struct {
		fault   idp.Fault
		release func(p *party, gate chan struct{})
	}{
		"hang":    {idp.Fault{Hang: true}, func(p *party, _ chan struct{}) { p.ClearFaults() }},
		"once":    {idp.Fault{Hang: true, Times: 1}, func(p *party, _ chan struct{}) { p.ClearFaults() }},
		"latency": {idp.Fault{}, func(_ *party, gate chan struct{}) { close(gate) }},
	} {
		t.Run(name, func(t *testing.T) {
			p := newParty(t)
			gate := make(chan struct{})
			if !test.fault.Hang {
				test.fault.Gate = gate
			}
			p.Inject(test.fault)
			answered := make(chan int, 1)
			go func() {
				defer close(answered)
				status, _ := p.do(http.MethodGet, idp.PathJWKS, nil, "")
				answered <- status
			}()
			if err := p.WaitRequests(t.Context(), idp.PathJWKS, 1); err != nil {
				t.Fatal(err)
			}
			select {
			case <-answered:
				t.Fatal("answered while the fault holds it")
			default:
			}
			test.release(p, gate)
			if status := <-answered; status != http.StatusOK {
				t.Errorf("released: status %d, want 200", status)
			}
		})
	}
	t.Run("until the client gives up", func(t *testing.T) {
		p := newParty(t)
		p.Inject(idp.Fault{Path: idp.PathToken, Hang: true})
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			_ = p.WaitRequests(t.Context(), idp.PathToken, 1)
			cancel()
		}()
		response, err := p.client.Do(p.request(ctx, http.MethodPost, idp.PathToken, refreshForm("x"), ""))
		if !errors.Is(err, context.Canceled) {
			response.Body.Close()
			t.Errorf("error = %v, want context.Canceled", err)
		}
	})
}
