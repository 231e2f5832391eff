//go:build linux && e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/test/authtest"
	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/harness"
)

// oneTimeLink matches the only link to which the file for the system browser may lead.
var oneTimeLink = regexp.MustCompile(`^http://127\.0\.0\.1:\d+/go/[A-Z2-7]{26}$`)

// xdgOpen replaces the program xdg-open: it writes its arguments into a file, and the journey then acts as the browser.
type xdgOpen struct{ folder string }

func newXDGOpen(t *testing.T) xdgOpen {
	t.Helper()
	x := xdgOpen{t.TempDir()}
	writeScript(t, filepath.Join(x.folder, "xdg-open"),
		fmt.Sprintf("printf '%%s' \"$*\" >'%[1]s.new' && mv '%[1]s.new' '%[1]s'", x.record()))
	return x
}

func writeScript(t *testing.T, path, script string) {
	t.Helper()
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
}

func (x xdgOpen) record() string { return filepath.Join(x.folder, "arguments") }

// env returns the variable that makes the app start this program.
func (x xdgOpen) env() string { return "PATH=" + x.folder + ":/usr/local/bin:/usr/bin:/bin" }

// link waits until a file is opened, and returns the link to which the file leads. It returns an error if others can read the
// file, or if the link contains more than it needs.
func (x xdgOpen) link(ctx context.Context) (string, error) {
	file, err := x.opened(ctx)
	return linkIn(file, err)
}

// opened waits until something is opened, and returns its path.
func (x xdgOpen) opened(ctx context.Context) (string, error) {
	for {
		path, err := os.ReadFile(x.record())
		switch {
		case err == nil:
			return string(path), os.Remove(x.record())
		case !errors.Is(err, os.ErrNotExist):
			return "", err
		}
		select {
		case <-ctx.Done():
			return "", fmt.Errorf("xdg-open was not called: %w", ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func linkIn(file string, err error) (string, error) {
	if err != nil {
		return "", err
	}
	info, err := os.Stat(file)
	if err != nil {
		return "", err
	}
	if info.Mode() != 0o600 {
		return "", fmt.Errorf("the mode of the file is %v, want 0600", info.Mode())
	}
	page, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	link, err := authtest.LinkIn(page)
	if err == nil && !oneTimeLink.MatchString(link) {
		err = errors.New("the file leads to more than a one-time link")
	}
	return link, err
}

// follow acts as the user in the browser, up to the last page, which comes from the app's listener and must contain the words.
func follow(ctx context.Context, browser *authtest.Browser, link, words string) error {
	u, err := url.Parse(link)
	if err != nil {
		return err
	}
	answer, err := browser.Open(ctx, auth.Request{StartURL: link, EndURL: "http://" + u.Host + "/callback"})
	if err != nil {
		return err
	}
	return says(ctx, browser, answer.String(), words)
}

// says makes the browser load a page. The last page must contain the words, and its URL must have no query.
func says(ctx context.Context, browser *authtest.Browser, target, words string) error {
	at, page, err := visit(ctx, browser, target)
	if err == nil && (!strings.Contains(page, words) || at.RawQuery != "") {
		err = fmt.Errorf("the last page, at %s, says %q", at.Path, page)
	}
	return err
}

// visit makes the browser load a page, and returns the URL and the text of the last page.
func visit(ctx context.Context, browser *authtest.Browser, target string) (at *url.URL, page string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return nil, "", err
	}
	resp, err := browser.Client().Do(req)
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	return resp.Request.URL, string(text), err
}

func isClosed(link string) error {
	u, err := url.Parse(link)
	if err != nil {
		return err
	}
	conn, err := net.DialTimeout("tcp", u.Host, time.Second)
	if err == nil {
		return errors.Join(conn.Close(), errors.New("the listener still accepts connections"))
	}
	return nil
}

// TestJourneySystemBrowser makes the whole journey in the user's own browser.
func TestJourneySystemBrowser(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	opener, browser := newXDGOpen(t), w.provider.Browser()
	var link, again string
	inBrowser := func(words string) func(context.Context) error {
		return func(ctx context.Context) (err error) {
			if link, err = opener.link(ctx); err != nil {
				return err
			}
			return follow(ctx, browser, link, words)
		}
	}
	w.Step("the app was launched", w.launchForBrowser(opener.env()))
	w.Step("its window says where to go on", func(ctx context.Context) error {
		_, err := w.app.MainWindow(ctx)
		return errors.Join(err, w.app.AwaitText(ctx, "#status", "Continue in your browser."))
	})
	w.Step("the link can be copied", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#copy-link"), w.app.AwaitText(ctx, "#copy-link", "Link copied"))
	})
	w.Step("the page says what to check", func(ctx context.Context) error {
		_, err := w.app.Page.Eval(ctx, `document.querySelector("#help summary").click()`)
		return errors.Join(err, w.app.AwaitText(ctx, "#help", "accept cookies for 127.0.0.1"))
	})
	w.Step("Open again opened another link", func(ctx context.Context) error {
		first, err := opener.link(ctx)
		if err != nil {
			return err
		}
		if err := w.app.Page.Click(ctx, "#open-again"); err != nil {
			return err
		}
		if again, err = opener.link(ctx); err == nil && again == first {
			err = errors.New("it is the same link")
		}
		return err
	})
	w.Step("the person turned to the browser", func(ctx context.Context) error {
		main, err := w.app.MainWindow(ctx)
		if err != nil {
			return err
		}
		return main.Minimise(ctx)
	})
	w.Step("Ada logged in there, and was told so", func(ctx context.Context) error {
		link = again
		return follow(ctx, browser, link, "Return to the app.")
	})
	w.Step("the home page came, and says who is signed in", func(ctx context.Context) error { return w.awaitHome(ctx) })
	w.Step("its window came back to the front by itself", func(ctx context.Context) error {
		main, err := w.app.MainWindow(ctx)
		if err != nil {
			return err
		}
		return main.AwaitFront(ctx)
	})
	w.Check("the API was not asked in Ada's name", len(w.api.Seen()) == 0, "it was asked %d times", len(w.api.Seen()))
	w.Step("the listener is closed", func(context.Context) error { return isClosed(link) })
	w.Check("there was one token request", w.tokenRequests() == 1, "%d token requests", w.tokenRequests())
	w.Step("the private message is in the panel", w.app.Message)
	refresh := w.latest().Refresh
	w.Step("Logout leads to the signed-out page", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-out"), w.app.Page.WaitState(ctx, "signed-out"))
	})
	w.Step("the browser says so too", inBrowser("You are logged out."))
	w.Step("the keyring entry is gone", w.AwaitNothingStored)
	w.Check("the refresh token is revoked", !w.provider.RefreshTokenActive(refresh), "the provider would take it")
	w.Check("the provider's session has ended", !w.provider.SessionActive("ada"), "Ada is logged in there")
	asked := len(browser.Pages())
	w.Step("logged in again", func(ctx context.Context) error {
		if err := w.app.Page.Click(ctx, "#log-in"); err != nil {
			return err
		}
		return errors.Join(inBrowser("Return to the app.")(ctx), w.awaitHome(ctx))
	})
	w.Check("it asked who it is", len(browser.Pages()) > asked, "the provider knew it")
	w.Step("the app was closed", w.app.Quit)
}

// awaitHome waits until Ada is signed in. It does not wait for a login window, because there is none.
func (w *world) awaitHome(ctx context.Context) error {
	return errors.Join(w.app.Page.WaitState(ctx, "signed-in"), w.app.AwaitText(ctx, "#profile-name", "Ada Lovelace"),
		w.app.AwaitText(ctx, "#status", "Signed in as Ada Lovelace (ada@demo.example). Not you? Choose Logout."))
}

// launchForBrowser starts the app for log-ins with the system browser, and waits for the app's page.
func (w *world) launchForBrowser(env ...string) func(context.Context) error {
	w.loginWith = config.Browser
	return func(ctx context.Context) (err error) {
		w.app, err = harness.Launch(ctx, w.Desktop, binary, w.settings(), env...)
		return err
	}
}

// TestJourneySecondBrowser: another user opens the link of a log-in, after the user's own browser and before it.
func TestJourneySecondBrowser(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringNone)
	opener, ada := newXDGOpen(t), w.provider.Browser()
	w.Step("the app was launched", w.launchForBrowser(opener.env()))
	for name, steps := range map[string]struct{ first, second *authtest.Browser }{
		"after the person": {ada, w.provider.Browser()},
		"first":            {w.provider.Browser(), ada},
	} {
		var link string
		w.Step("one browser opened the link", func(ctx context.Context) (err error) {
			if link, err = opener.link(ctx); err != nil {
				return err
			}
			_, _, err = visit(ctx, steps.first, link)
			return err
		})
		w.Step("another user opened it "+name+", and the second browser says so", func(ctx context.Context) error {
			return says(ctx, steps.second, link, "This link was opened in two browsers.")
		})
		w.Step("the app says so, too", func(ctx context.Context) error {
			return errors.Join(w.app.Page.WaitState(ctx, "signed-out"),
				w.app.AwaitText(ctx, "#error", "The log-in was opened in two browsers, so it was ended."))
		})
		w.Step("the listener is closed", func(context.Context) error { return isClosed(link) })
		w.Step("Log in starts again", func(ctx context.Context) error { return w.app.Page.Click(ctx, "#log-in") })
	}
	w.Check("there was no token request", w.tokenRequests() == 0, "%d token requests", w.tokenRequests())
	w.Step("Ada logged in", func(ctx context.Context) error {
		link, err := opener.link(ctx)
		if err != nil {
			return err
		}
		return errors.Join(follow(ctx, ada, link, "Return to the app."), w.awaitHome(ctx))
	})
	w.Step("the app was closed", w.app.Quit)
}
