package auth_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

// causes are the errors that say who answered, or whose setting is wrong. At most one of them fits a failure.
var causes = []error{
	auth.ErrBusy, auth.ErrPortal, auth.ErrTLS, auth.ErrIssuer, auth.ErrDiscovery, auth.ErrRedirected, auth.ErrKeys, auth.ErrSigningAlg,
	auth.ErrAudience, auth.ErrAuthentication, auth.ErrResponseMode, auth.ErrErrorPage,
}

// caused checks that err has this cause and no other; nil is no cause.
func caused(t *testing.T, err, want error) {
	t.Helper()
	for _, cause := range causes {
		if errors.Is(err, cause) != (cause == want) {
			t.Errorf("got %v; is it %v?", err, cause)
		}
	}
}

// detailOf returns the text of the Detail in err.
func detailOf(err error) string {
	detail := new(auth.Detail)
	if !errors.As(err, &detail) {
		return ""
	}
	return detail.Text
}

// TestCauses: each failure has its own error, beside the one that says whether it may pass. The detail has the values.
func TestCauses(t *testing.T) {
	html := http.Header{"Content-Type": {"text/html"}}
	status := func(path string, status int, header http.Header) func(*party) {
		return func(p *party) {
			p.provider.Inject(idp.Fault{Path: path, Status: status, Header: header, Body: "<html>"})
		}
	}
	member := func(path, name string, value any) func(*party) {
		return func(p *party) {
			p.provider.Tamper(path, authtest.EditJSON(func(body map[string]any) { body[name] = value }))
		}
	}
	for name, tt := range map[string]struct {
		spoil        func(*party)
		cause, class error
		detail       []string
	}{
		"nothing answers":        {func(p *party) { p.provider.GoOffline() }, nil, auth.ErrOffline, nil},
		"closed without a word":  {func(p *party) { p.provider.Inject(idp.Fault{Path: idp.PathDiscovery, Drop: true}) }, nil, auth.ErrOffline, nil},
		"busy":                   {status(idp.PathDiscovery, 503, nil), auth.ErrBusy, auth.ErrOffline, nil},
		"too many requests":      {status(idp.PathDiscovery, 429, nil), auth.ErrBusy, auth.ErrOffline, nil},
		"a captive portal":       {status(idp.PathDiscovery, 200, html), auth.ErrPortal, auth.ErrOffline, []string{"answered 200", "text/html"}},
		"a portal that says so":  {status(idp.PathDiscovery, 511, html), auth.ErrPortal, auth.ErrOffline, []string{"answered 511"}},
		"a portal, later":        {status(idp.PathToken, 200, html), auth.ErrPortal, auth.ErrOffline, []string{"answered 200"}},
		"busy, later":            {status(idp.PathToken, 500, nil), auth.ErrBusy, auth.ErrOffline, nil},
		"no discovery":           {status(idp.PathDiscovery, 404, html), auth.ErrDiscovery, auth.ErrProvider, []string{"answered 404", "\nasked for: http://127.0.0.1", idp.PathDiscovery}},
		"discovery is forbidden": {status(idp.PathDiscovery, 403, html), auth.ErrDiscovery, auth.ErrProvider, []string{"answered 403"}},
		"a redirect": {status(idp.PathDiscovery, 301, http.Header{"Location": {"https://www.shop.example/secret?token=secret"}}),
			auth.ErrRedirected, auth.ErrProvider, []string{"answered 301", "redirect to: https://www.shop.example"}},
		"a redirect of the token endpoint": {status(idp.PathToken, 307, http.Header{"Location": {"/elsewhere"}}),
			auth.ErrRedirected, auth.ErrProvider, []string{"answered 307"}},
		"the slash of the issuer": {func(p *party) { member(idp.PathDiscovery, "issuer", p.provider.Issuer+"/")(p) }, auth.ErrIssuer, auth.ErrProvider,
			[]string{"configured: http://127.0.0.1", "\npublished: http://127.0.0.1"}},
		"no issuer": {member(idp.PathDiscovery, "issuer", ""), auth.ErrIssuer, auth.ErrProvider, []string{"published: none"}},
		"no S256": {member(idp.PathDiscovery, "code_challenge_methods_supported", []string{"plain"}), nil, auth.ErrProvider,
			[]string{"does not support PKCE with S256"}},
		"a token of another type": {member(idp.PathToken, "token_type", "secret"), nil, auth.ErrProvider, []string{"not of type Bearer"}},
		"an error beside tokens":  {member(idp.PathToken, "error", "secret"), nil, auth.ErrProvider, []string{"an error and a token"}},
		"a list": {func(p *party) {
			p.provider.Inject(idp.Fault{Path: idp.PathDiscovery, Status: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: `["secret"]`})
		}, nil, auth.ErrProvider, []string{"cannot be read: not one valid JSON object"}},
		"no usable key":    {member(idp.PathJWKS, "keys", []any{}), auth.ErrKeys, auth.ErrProvider, []string{"wanted: a key for RS256"}},
		"no key set":       {status(idp.PathJWKS, 404, html), auth.ErrKeys, auth.ErrProvider, []string{"the key set answered 404"}},
		"keys of a portal": {status(idp.PathJWKS, 200, html), auth.ErrPortal, auth.ErrOffline, nil},
		"busy keys":        {status(idp.PathJWKS, 503, nil), auth.ErrBusy, auth.ErrOffline, nil},
		"another algorithm in the metadata": {member(idp.PathDiscovery, "id_token_signing_alg_values_supported", []string{"ES256", "PS256"}),
			auth.ErrSigningAlg, auth.ErrProvider, []string{"configured: RS256", "published: ES256 PS256"}},
		"an audience that is not trusted": {func(p *party) {
			p.provider.Tamper(idp.PathToken, p.provider.EditIDToken(setClaim("aud", []string{authtest.ClientID, "project-1"})))
		}, auth.ErrAudience, auth.ErrIDToken, []string{"not in trustedAudiences: project-1"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newParty(t)
			tt.spoil(p)
			err := p.Login(ctx(t))
			if !errors.Is(err, tt.class) {
				t.Errorf("got %v, want %v", err, tt.class)
			}
			caused(t, err, tt.cause)
			for _, want := range tt.detail {
				if text := detailOf(err); !strings.Contains(text, want) || strings.Contains(text, "secret") {
					t.Errorf("the detail is %q, want %q in it", text, want)
				}
			}
			p.want(t, auth.SignedOut)
		})
	}
}

// TestBoundedDetail: a provider's text is cut and stripped before it gets into a detail, and is not in the error's text.
func TestBoundedDetail(t *testing.T) {
	for name, issuer := range map[string]string{"long": "https://" + strings.Repeat("x", 100_000), "not printable": "https://\x1b[2J\u202e\r\n\"<b>"} {
		p := newParty(t)
		p.provider.Tamper(idp.PathDiscovery, authtest.EditJSON(func(body map[string]any) { body["issuer"] = issuer }))
		err := p.Login(ctx(t))
		text := detailOf(err)
		if text == "" || len(text) > 500 || strings.ContainsAny(text, "\x1b\r\"\u202e") || strings.Count(text, "\n") != 1 {
			t.Errorf("%s: the detail is %q", name, text)
		}
		if strings.Contains(err.Error(), "xxx") || strings.Contains(err.Error(), "<b>") || !strings.Contains(err.Error(), p.provider.Issuer) {
			t.Errorf("%s: %v; want our issuer and not theirs", name, err)
		}
	}
}

// TestCauseTLS: a server with a certificate that is not trusted does answer.
func TestCauseTLS(t *testing.T) {
	p := newParty(t, func(o *authtest.Options) { o.TLS = true })
	p.client = &http.Client{Transport: &http.Transport{}}
	p.restart(t)
	err := p.Login(ctx(t))
	caused(t, err, auth.ErrTLS)
	if text := detailOf(err); !errors.Is(err, auth.ErrOffline) || !strings.Contains(text, "does not trust") {
		t.Errorf("got %v with %q", err, text)
	}
}

// TestAPortalAtTheStart: the session is kept, and the metadata of an earlier run serve.
func TestAPortalAtTheStart(t *testing.T) {
	for name, fault := range map[string]idp.Fault{
		"a page":     {Path: idp.PathDiscovery, Status: 200, Body: "<html>"},
		"a redirect": {Path: idp.PathDiscovery, Status: 302, Header: http.Header{"Location": {"https://portal.example/"}}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newParty(t)
			p.cacheFolder = t.TempDir()
			p.restart(t)
			p.logIn(t)
			p.provider.Inject(fault)
			p.restart(t)
			if err := p.Restore(ctx(t)); err != nil {
				t.Fatal(err)
			}
			p.want(t, auth.SignedIn)
		})
	}
}

// TestSignedUserInfo: the profile stays incomplete, and the user learns why.
func TestSignedUserInfo(t *testing.T) {
	p := newParty(t)
	p.provider.Tamper(idp.PathToken, p.provider.EditIDToken(setClaim("email", nil)))
	p.provider.Tamper(idp.PathUserInfo, func(r *authtest.Response) {
		r.Header().Set("Content-Type", "application/jwt")
		r.Body = []byte("eyJhbGciOiJSUzI1NiJ9.e30.x")
	})
	if err := p.Login(ctx(t)); err != nil { // p.logIn would forget the request for the profile if it came early
		t.Fatal(err)
	}
	snapshots, stop := p.Subscribe()
	defer stop()
	end := time.After(waitLimit)
	for notice := error(nil); !errors.Is(notice, auth.ErrUserinfo); {
		select {
		case snapshot := <-snapshots:
			notice = snapshot.Notice
		case <-end:
			t.Fatal("there is no notice")
		}
	}
	p.want(t, auth.SignedIn)
	p.token(t, p.token(t, "")) // a renewal does not ask again
	awaitGoroutines(t, ").refresh", 0)
	if n := len(p.provider.Requests(idp.PathUserInfo)); n != 1 {
		t.Errorf("%d requests for the profile, want 1", n)
	}
	p.leaks(t, "eyJhbGciOiJSUzI1NiJ9.e30.x")
}

// blank is a login window in which the provider answers in a form: the redirect URI is reached without parameters.
type blank struct{ loginWindow }

func (b blank) Open(ctx context.Context, req auth.Request) (*url.URL, error) {
	if req.Hidden {
		return b.loginWindow.Open(ctx, req)
	}
	for _, bare := range []string{req.EndURL, req.EndURL + "#code=c&state=s"} {
		u, err := url.Parse(bare)
		if err != nil || req.Accept(u) {
			return nil, errors.New("a URL without parameters was accepted")
		}
	}
	return b.loginWindow.Open(ctx, req)
}

// TestResponseMode: an answer without parameters ends nothing, because anyone could have sent it. If no other answer comes,
// the log-in says what may be wrong.
func TestResponseMode(t *testing.T) {
	p := newParty(t)
	p.wrap = func(auth.Browser) auth.Browser { return blank{loginWindow{p}} }
	p.restart(t)
	p.logIn(t)
	if err := p.Logout(ctx(t)); err != nil {
		t.Fatal(err)
	}
	p.browser.Set(func(b *authtest.Browser) { b.Choice = authtest.CloseWindow })
	err := p.Login(ctx(t))
	caused(t, err, auth.ErrResponseMode)
	if !errors.Is(err, auth.ErrCancelled) {
		t.Errorf("got %v, want ErrCancelled, too", err)
	}
	there := walksAway(p.browser)
	ended := make(chan error, 1)
	go func() { ended <- p.Login(ctx(t)) }()
	<-there
	p.CancelLogin()
	if err := <-ended; !errors.Is(err, auth.ErrCancelled) || !errors.Is(err, auth.ErrResponseMode) {
		t.Errorf("cancelled in the app: got %v", err)
	}
}
