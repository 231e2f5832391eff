package idp_test

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

func TestDeny(t *testing.T) {
	for name, choice := range map[string]authtest.Choice{"log-in page": authtest.Deny, "consent page": authtest.DenyConsent} {
		t.Run(name, func(t *testing.T) {
			p := newParty(t)
			p.browser.Choice = choice
			_, answer := p.authorize(nil)
			if answer.Get("error") != "access_denied" || answer.Get("iss") != p.Issuer || answer.Has("code") {
				t.Errorf("error = %q, iss = %q, code %t", answer.Get("error"), answer.Get("iss"), answer.Has("code"))
			}
		})
	}
}

// Each case is a log-in, one after the other in one browser, and the pages that it shows.
func TestPagesOfALogIn(t *testing.T) {
	type step struct {
		name   string
		before func(p *party)
		params url.Values
		pages  []string
		err    string
	}
	both, login, consent, none := []string{"login", "consent"}, []string{"login"}, []string{"consent"}, []string(nil)
	p := newParty(t)
	for _, test := range []step{
		{name: "first time", pages: both},
		{name: "session", pages: none},
		{name: "prompt=none", params: url.Values{"prompt": {"none"}}, pages: none},
		{name: "prompt=login", params: url.Values{"prompt": {"login"}}, pages: login},
		{name: "prompt=consent", params: url.Values{"prompt": {"consent"}}, pages: consent},
		{name: "prompt=login consent", params: url.Values{"prompt": {"login consent"}}, pages: both},
		{name: "max_age=0", params: url.Values{"max_age": {"0"}}, pages: login},
		{name: "max_age=3600", params: url.Values{"max_age": {"3600"}}, pages: none},
		{name: "consent withdrawn", before: func(p *party) { p.WithdrawConsent("ada") }, pages: consent},
		{name: "consent withdrawn, prompt=none", before: func(p *party) { p.WithdrawConsent("ada") },
			params: url.Values{"prompt": {"none"}}, pages: none, err: "consent_required"},
		{name: "session ended", before: func(p *party) { p.EndSessions("ada") }, pages: both},
		{name: "fresh browser", before: func(p *party) { p.browser.ClearCookies() }, pages: login},
		{name: "somebody else", before: func(p *party) {
			p.browser.ClearCookies()
			p.browser.Person = "grace"
		}, pages: both},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.before != nil {
				test.before(p)
			}
			seen := len(p.browser.Pages())
			_, answer := p.authorize(test.params)
			if diff := cmp.Diff(test.pages, append([]string(nil), p.browser.Pages()[seen:]...)); diff != "" {
				t.Errorf("pages (-want +got):\n%s", diff)
			}
			if answer.Get("error") != test.err {
				t.Errorf("error = %q, want %q", answer.Get("error"), test.err)
			}
		})
	}
}

func TestDisabledPerson(t *testing.T) {
	p := newParty(t)
	token := p.logIn(nil)["refresh_token"].(string)
	p.DisablePerson("ada")
	status, body := p.refresh(token)
	invalidGrant(t, status, body)
	page := p.page(p.press(p.page(p.startLogIn()), "person", "ada"))
	if !strings.Contains(page.body, `role="alert">The account of Ada Lovelace is disabled.`) {
		t.Errorf("no alert on the page:\n%s", page.body)
	}
	p.EnablePerson("ada")
	if !p.RefreshTokenActive(token) {
		t.Error("the refresh token does not come back with the account")
	}
}

func TestSessionEndedByTheProvider(t *testing.T) {
	p := newParty(t)
	token := p.logIn(nil)["refresh_token"].(string)
	p.RevokeRefreshTokens("grace")
	if !p.RefreshTokenActive(token) {
		t.Fatal("another person's token was revoked")
	}
	p.RevokeRefreshTokens("ada")
	status, body := p.refresh(token)
	invalidGrant(t, status, body)
}

// An answered request cannot be answered again, and an authorization request that is a form answers nothing itself.
func TestFormsAreBoundToTheirRequest(t *testing.T) {
	p := newParty(t)
	login := p.page(p.startLogIn())
	consent := p.page(p.press(login, "person", "ada"))
	done := p.press(consent, "decision", "accept")
	defer done.Body.Close()
	if location, err := done.Location(); err != nil || location.Query().Get("code") == "" {
		t.Fatalf("status %d, Location: %v", done.StatusCode, err)
	}
	if again := p.page(p.press(consent, "decision", "accept")); again.status != http.StatusBadRequest {
		t.Errorf("the same form again: status %d, want 400", again.status)
	}
	form := params("verifier", url.Values{"person": {"ada"}, "decision": {"accept"}})
	first := p.page(p.send(t.Context(), http.MethodPost, idp.PathAuthorize, form, ""))
	if !strings.Contains(first.body, `id="login-ada"`) {
		t.Errorf("the request answered itself: status %d", first.status)
	}
}

func TestPageIsSafeAndNeedsNoScript(t *testing.T) {
	p := newParty(t)
	login := p.page(p.startLogIn())
	consent := p.page(p.press(login, "person", "alan"))
	for name, ids := range map[string][]string{
		"login":   {"login-ada", "login-grace", "login-alan", "deny"},
		"consent": {"consent-accept", "consent-deny"},
	} {
		page := map[string]page{"login": login, "consent": consent}[name]
		for _, id := range ids {
			if !strings.Contains(page.body, `id="`+id+`"`) {
				t.Errorf("%s page: no element #%s", name, id)
			}
		}
		if strings.Contains(page.body, "<script") || strings.Contains(page.body, "ZgotmplZ") {
			t.Errorf("%s page: a script, or a value that the template refused", name)
		}
		style := regexp.MustCompile(`(?s)<style>(.*)</style>`).FindStringSubmatch(page.body)
		sum := sha256.Sum256([]byte(style[1]))
		want := map[string]string{
			"Content-Security-Policy": "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
				"'; img-src 'self'; form-action 'self' http://localhost; base-uri 'none'; frame-ancestors 'none'",
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
		}
		got := map[string]string{}
		for header := range want {
			got[header] = page.header.Get(header)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s page, headers (-want +got):\n%s", name, diff)
		}
	}
	for _, text := range []string{"Alan Turing", "Demo App", "See your name and picture", authtest.Audience} {
		if !strings.Contains(consent.body, text) {
			t.Errorf("consent page: no %q", text)
		}
	}
}

func TestSessionCookie(t *testing.T) {
	for name, secure := range map[string]bool{"http": false, "https": true} {
		t.Run(name, func(t *testing.T) {
			p := newParty(t, func(o *authtest.Options) { o.TLS = secure })
			consent := p.press(p.page(p.startLogIn()), "person", "ada")
			defer consent.Body.Close()
			cookie := consent.Cookies()[0]
			got := []any{cookie.HttpOnly, cookie.SameSite, cookie.Secure, cookie.Path}
			if diff := cmp.Diff([]any{true, http.SameSiteLaxMode, secure, "/"}, got); diff != "" {
				t.Errorf("cookie (-want +got):\n%s", diff)
			}
		})
	}
}

// A page shows names and redirect URIs as text, even if they contain markup.
func TestClientNameIsText(t *testing.T) {
	p := newParty(t, func(o *authtest.Options) {
		o.ClientID, o.ClientName = authtest.ClientID, `<img src=x>`
	})
	if page := p.page(p.startLogIn()); strings.Contains(page.body, "<img src=x>") || !strings.Contains(page.body, "&lt;img") {
		t.Error("the client's name is markup")
	}
}

func TestClosedWindow(t *testing.T) {
	p := newParty(t)
	p.browser.Choice = authtest.CloseWindow
	_, err := p.open(p.Issuer+idp.PathAuthorize+"?"+params("verifier", nil).Encode(), authtest.RedirectURI)
	if !errors.Is(err, auth.ErrCancelled) {
		t.Errorf("error = %v, want ErrCancelled", err)
	}
}

// page is a page as a person without cookies sees it.
type page struct {
	status int
	header http.Header
	body   string
	action string
}

func (p *party) startLogIn() *http.Response {
	p.Helper()
	return p.send(p.Context(), http.MethodGet, idp.PathAuthorize+"?"+params("verifier", nil).Encode(), nil, "")
}

func (p *party) page(response *http.Response) page {
	p.Helper()
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		p.Fatal(err)
	}
	got := page{status: response.StatusCode, header: response.Header, body: string(body)}
	if action := regexp.MustCompile(`action="([^"]+)"`).FindStringSubmatch(got.body); action != nil {
		got.action = action[1]
	}
	return got
}

func (p *party) press(on page, field, value string) *http.Response {
	p.Helper()
	return p.send(p.Context(), http.MethodPost, on.action, url.Values{field: {value}}, "")
}
