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
	"wails-openid-oauth/internal/authtest"
	"wails-openid-oauth/internal/e2e/drive"
	"wails-openid-oauth/internal/e2e/stage"
)

// oneTimeLink is all that the system browser may be started with.
var oneTimeLink = regexp.MustCompile(`^http://127\.0\.0\.1:\d+/go/[A-Z2-7]{26}$`)

// xdgOpen is the program of that name: it leaves its arguments in a file, and the journey goes on as the browser.
type xdgOpen struct{ folder string }

func newXDGOpen(t *testing.T) xdgOpen {
	t.Helper()
	x := xdgOpen{t.TempDir()}
	script := fmt.Sprintf("#!/bin/sh\nprintf '%%s' \"$*\" >'%[1]s.new' && mv '%[1]s.new' '%[1]s'\n", x.record())
	if err := os.WriteFile(filepath.Join(x.folder, "xdg-open"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return x
}

func (x xdgOpen) record() string { return filepath.Join(x.folder, "arguments") }

// link waits until a link is opened, takes it, and refuses one that says more than it has to.
func (x xdgOpen) link(ctx context.Context) (string, error) {
	for {
		text, err := os.ReadFile(x.record())
		switch {
		case err == nil && !oneTimeLink.Match(text):
			return "", errors.New("xdg-open was given more than a one-time link")
		case err == nil:
			return string(text), os.Remove(x.record())
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

// follow is what the person does in the browser, up to the page that the app's listener shows, which has to say words.
func follow(ctx context.Context, browser *authtest.Browser, link, words string) error {
	u, err := url.Parse(link)
	if err != nil {
		return err
	}
	answer, err := browser.Open(ctx, auth.Request{StartURL: link, EndURL: "http://" + u.Host + "/callback"})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, answer.String(), nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	page, err := io.ReadAll(resp.Body)
	if err == nil && (!strings.Contains(string(page), words) || resp.Request.URL.RawQuery != "") {
		err = fmt.Errorf("the last page, at %s, says %q", resp.Request.URL.Path, page)
	}
	return err
}

func isClosed(link string) error {
	u, err := url.Parse(link)
	if err != nil {
		return err
	}
	conn, err := net.DialTimeout("tcp", u.Host, time.Second)
	if err == nil {
		return errors.Join(conn.Close(), errors.New("the port is still open"))
	}
	return nil
}

// TestJourneySystemBrowser makes the whole journey in the person's own browser.
func TestJourneySystemBrowser(t *testing.T) {
	w := newWorld(t, drive.KeyringReal)
	opener, browser := newXDGOpen(t), w.provider.Browser()
	var link string
	inBrowser := func(words string) func(context.Context) error {
		return func(ctx context.Context) (err error) {
			if link, err = opener.link(ctx); err != nil {
				return err
			}
			return follow(ctx, browser, link, words)
		}
	}
	w.Step("the app was launched", func(ctx context.Context) error {
		app, err := w.Desktop.Launch(ctx, drive.Command{Path: binary, Env: append(stage.Env(w.settings()),
			"LOGIN_WITH=browser", "PATH="+opener.folder+":/usr/local/bin:/usr/bin:/bin")})
		if err != nil {
			return err
		}
		w.app = &stage.App{App: app}
		return w.app.FindPage(ctx)
	})
	w.Step("its window says where to go on", func(ctx context.Context) error {
		_, err := w.app.MainWindow(ctx)
		return errors.Join(err, w.app.AwaitText(ctx, "#status", "Continue in your browser."))
	})
	w.Step("the link can be copied", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#copy-link"), w.app.AwaitText(ctx, "#copy-link", "Link copied"))
	})
	w.Step("Ada logged in there, and was told so", inBrowser("You are signed in."))
	w.Step("the home page came", func(ctx context.Context) error { return w.awaitHome(ctx) })
	w.Step("nobody listens any more", func(context.Context) error { return isClosed(link) })
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
		return errors.Join(inBrowser("You are signed in.")(ctx), w.awaitHome(ctx))
	})
	w.Check("it asked who it is", len(browser.Pages()) > asked, "the provider knew it")
	w.Step("the app was closed", w.app.Quit)
}

// awaitHome waits until Ada is signed in, where there is no login window to wait for.
func (w *world) awaitHome(ctx context.Context) error {
	return errors.Join(w.app.Page.WaitState(ctx, "signed-in"), w.app.AwaitText(ctx, "#profile-name", "Ada Lovelace"))
}
