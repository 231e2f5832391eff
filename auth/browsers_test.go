package auth_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/systembrowser"
	"wails-openid-oauth/test/authtest"
)

// TestC_UA_EXTERNAL runs the tests of log-in, log-out and session again with the system browser: both modes pass the
// same suite.
func TestC_UA_EXTERNAL(t *testing.T) {
	for name, test := range map[string]func(*testing.T){
		"TestLogin": TestLogin, "TestAuthorizationRequest": TestAuthorizationRequest, "TestLoginEndings": TestLoginEndings,
		"TestLoginCancelled": TestLoginCancelled, "TestForgedCallback": TestForgedCallback,
		"TestTheIDTokenIsVerified": TestTheIDTokenIsVerified, "TestStoreFailsAtLogin": TestStoreFailsAtLogin,
		"TestDiscoveryIsChecked": TestDiscoveryIsChecked, "TestLogout": TestLogout, "TestLogoutOrder": TestLogoutOrder,
		"TestLogoutFaults": TestLogoutFaults, "TestLogoutDuringARefresh": TestLogoutDuringARefresh,
		"TestLogoutDuringALogin": TestLogoutDuringALogin, "TestRestore": TestRestore, "TestRenewal": TestRenewal,
		"TestInvalidGrant": TestInvalidGrant, "TestOfflineStart": TestOfflineStart,
	} {
		t.Run(name, test)
	}
}

// agent is the party's user agent as the session sees it: the login window, or, below TestC_UA_EXTERNAL, the system
// browser. The user in front of both is p.browser.
type agent struct {
	system bool
	// forgotten counts how often the browser was asked to forget.
	forgotten atomic.Int32

	mu       sync.Mutex
	requests []auth.Request
}

func (p *party) userAgent(t *testing.T) auth.Browser {
	if p.system = strings.HasPrefix(t.Name(), "TestC_UA_EXTERNAL/"); !p.system {
		return loginWindow{p}
	}
	d := &desktop{party: p, t: t}
	d.Browser = systembrowser.New(systembrowser.Options{
		Start: d.start, Folder: t.TempDir(), Log: slog.New(slog.NewTextHandler(p.log, nil)),
	})
	t.Cleanup(d.people.Wait)
	return d
}

// asked returns the requests that the session sent to its browser.
func (a *agent) asked() []auth.Request {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.requests)
}

func (a *agent) record(req auth.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.requests = append(a.requests, req)
}

var onLoopback = regexp.MustCompile(`^http://127\.0\.0\.1:\d+/callback$`)

// isRedirectURI reports whether uri is the registered one, except for the port of a listener.
func (a *agent) isRedirectURI(uri string) bool {
	if a.system {
		return onLoopback.MatchString(uri)
	}
	return uri == authtest.RedirectURI
}

type loginWindow struct{ *party }

func (w loginWindow) Open(ctx context.Context, req auth.Request) (*url.URL, error) {
	w.record(req)
	return w.browser.Open(ctx, req)
}

func (w loginWindow) Forget(context.Context) error {
	w.forgotten.Add(1)
	w.browser.ClearCookies()
	return nil
}

// desktop is the system browser with its user.
type desktop struct {
	*systembrowser.Browser
	party  *party
	t      *testing.T
	people sync.WaitGroup

	mu     sync.Mutex
	ctx    context.Context // of the request under way
	endURL string
}

func (d *desktop) Open(ctx context.Context, req auth.Request) (*url.URL, error) {
	d.party.record(req)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	d.mu.Lock()
	d.ctx, d.endURL = ctx, req.EndURL
	d.mu.Unlock()
	return d.Browser.Open(ctx, req)
}

// oneTimeLink is the only URL that the file may contain: no state, and no ID token.
var oneTimeLink = regexp.MustCompile(`^http://127\.0\.0\.1:\d+/go/[A-Z2-7]{26}$`)

// start opens a file as a desktop does, and lets the browser run on its own.
func (d *desktop) start(path string) error {
	page, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	link, err := authtest.LinkIn(page)
	if err != nil || !oneTimeLink.MatchString(link) {
		d.t.Error("the browser was started with something other than a one-time link")
	}
	d.mu.Lock()
	ctx, endURL := d.ctx, d.endURL
	d.mu.Unlock()
	d.people.Go(func() { d.follow(ctx, link, endURL) })
	return nil
}

// follow acts as the user, and sends the answer to the listener. Forged answers come first.
func (d *desktop) follow(ctx context.Context, link, endURL string) {
	var forged []string
	d.party.browser.Set(func(b *authtest.Browser) { forged = b.Forged })
	for _, callback := range forged {
		query := strings.TrimPrefix(callback, authtest.RedirectURI)
		if status, _ := d.visit(&http.Client{}, endURL+query); status != http.StatusBadRequest {
			d.t.Errorf("C-LOOP-FOREIGN: %s was answered %d", query, status)
		}
	}
	answer, err := d.party.browser.Open(ctx, auth.Request{StartURL: link, EndURL: endURL})
	if errors.Is(err, auth.ErrCancelled) { // the app cannot notice a closed tab, so the user cancels in the app
		d.party.CancelLogin()
	}
	if err != nil {
		return
	}
	if status, text := d.visit(d.party.browser.Client(), answer.String()); status != http.StatusOK || !strings.Contains(strings.ToLower(text), "return to the app") {
		d.t.Errorf("after the answer the user sees status %d and %q", status, text)
	}
}

// visit loads a page and follows redirects. It goes on after Open returns.
func (d *desktop) visit(client *http.Client, target string) (status int, text string) {
	resp, err := client.Get(target)
	if err != nil {
		d.t.Error(err)
		return 0, ""
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		d.t.Error(err)
	}
	return resp.StatusCode, string(body)
}
