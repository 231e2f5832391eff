//go:build linux && e2e

package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"wails-openid-oauth/backend-api/api"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/harness"
)

func TestJourneyFirstLogIn(t *testing.T) {
	t.Parallel()
	w := newWorldOn(t, harness.Options{Keyring: driver.KeyringReal, Accessible: true})
	w.Step("the app was launched", w.launch)
	w.Step("the login window opened by itself", func(ctx context.Context) error { _, err := w.loginPage(ctx); return err })
	w.Step("C-UA-ISOLATED: its page has nothing of Wails", func(ctx context.Context) error {
		login, err := w.loginPage(ctx)
		if err != nil {
			return err
		}
		has, err := login.Eval(ctx, "String([window.go, window.runtime, window.wails, window.webkit?.messageHandlers?.external])")
		if err == nil && string(has) != `",,,"` {
			err = fmt.Errorf("it has %s", has)
		}
		return err
	})
	w.Step("the home page came after consent", w.logIn)
	w.Step("it shows the picture", w.app.AwaitPicture)
	w.Step("a screen reader gets the window and the page", w.awaitRead(homeRead))
	w.Check("there was one token request", w.tokenRequests() == 1, "%d token requests", w.tokenRequests())
	w.Step("the keyring holds the refresh token", func(ctx context.Context) error {
		return w.OnlyStored(ctx, w.latest().Refresh)
	})
}

func TestJourneyPrivateMessage(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	w.Step("the page is listened to", func(ctx context.Context) error {
		_, err := w.app.Page.Eval(ctx, eavesdrop)
		return err
	})
	w.Step("the private message is in the panel", w.app.Message)
	w.Check("the API saw a bearer token", slices.Equal(w.api.Seen(), []string{"Bearer"}), "schemes %q", w.api.Seen())
	w.Step("the page never saw a token", func(ctx context.Context) error {
		for _, call := range []string{"GetSession", "GetProfile", "GetPrivateData"} {
			if _, err := w.app.Page.Eval(ctx, "window.go.main.App."+call+"()"); err != nil {
				return err
			}
		}
		raw, err := w.app.Page.Eval(ctx, everything)
		if err != nil {
			return err
		}
		var all string
		if err := json.Unmarshal(raw, &all); err != nil {
			return err
		}
		if !strings.Contains(all, "Only authenticated users") {
			return errors.New("what came from Go was not heard")
		}
		issued := w.latest()
		for name, token := range map[string]string{"access": issued.Access, "refresh": issued.Refresh, "ID": issued.ID} {
			if token == "" || strings.Contains(all, token) {
				return fmt.Errorf("the page has the %s token, or there was none", name)
			}
		}
		return nil
	})
}

// eavesdrop notes every message that Go sends to the page.
const eavesdrop = `(() => {
	window.heard = [];
	for (const name of ["Callback", "EventsNotify"]) {
		const inner = window.wails[name];
		window.wails[name] = (message) => { window.heard.push(message); return inner(message); };
	}
})()`

// everything is all that the page holds and has heard, as text.
const everything = `JSON.stringify([window.heard, document.documentElement.outerHTML, document.cookie,
	{...localStorage}, {...sessionStorage}, location.href])`

func TestJourneyReopen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	w.Step("the app was closed", w.app.Quit)
	first := w.latest().Refresh
	w.provider.ForgetRequests()
	w.Step("the app was launched again", w.launch)
	w.Step("the home page came back", w.awaitSignedIn)
	asked := len(w.provider.Requests(idp.PathAuthorize))
	w.Check("without a log-in", asked == 0, "%d authorization requests", asked)
	second := w.latest().Refresh
	w.Check("the refresh token was rotated", second != first && w.tokenRequests() == 1, "%d token requests", w.tokenRequests())
	w.Step("the new one is in the keyring", func(ctx context.Context) error { return w.OnlyStored(ctx, second) })
	w.Check("and is good", w.provider.RefreshTokenActive(second), "the provider would refuse it")
	w.Step("the private message is in the panel", w.app.Message)
}

func TestJourneyTokenExpiresWhileRunning(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	w.provider.SetAccessTokenLifetime(2 * time.Second)
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	w.provider.SetAccessTokenLifetime(10 * time.Minute)
	old := w.latest().Access
	w.Step("the access token expired", func(ctx context.Context) error { return w.api.AwaitRefusal(ctx, old) })
	w.provider.ForgetRequests()
	w.Step("20 parallel calls were answered", func(ctx context.Context) error {
		raw, err := w.app.Page.Eval(ctx, `Promise.all(Array.from({length: 20}, () => window.go.main.App.GetPrivateData()))`)
		if got := strings.Count(string(raw), "Only authenticated users"); err == nil && got != 20 {
			err = fmt.Errorf("%d answers", got)
		}
		return err
	})
	w.Check("by one refresh", w.tokenRequests() == 1, "%d token requests", w.tokenRequests())
	w.Step("the next click answers", w.app.Message)
}

func TestJourneyDenyCloseCancel(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	w.Step("the app was launched", w.launch)
	w.Step("denied: signed out, and told why", func(ctx context.Context) error {
		login, err := w.loginPage(ctx)
		if err == nil {
			err = login.Click(ctx, "#deny")
		}
		return errors.Join(err, w.app.AwaitSignedOut(ctx, "You declined to give this app access."))
	})
	w.Step("login window closed: signed out, and told why", func(ctx context.Context) error {
		return w.cancelWith(ctx, func(login driver.Window) error { return login.Close(ctx) })
	})
	w.Step("Escape, Cancel: signed out, and told why", func(ctx context.Context) error {
		return w.cancelWith(ctx, func(login driver.Window) error { return w.escape(ctx, login) })
	})
	w.Step("Cancel: signed out, and told why", func(ctx context.Context) error {
		return w.cancelWith(ctx, func(driver.Window) error { return w.app.Page.Click(ctx, "#cancel") })
	})
	w.Check("there was no token request", w.tokenRequests() == 0, "%d token requests", w.tokenRequests())
	w.Step("Log in works again", func(ctx context.Context) error {
		if err := w.app.Page.Click(ctx, "#log-in"); err != nil {
			return err
		}
		return w.logIn(ctx)
	})
}

// escape leaves the log-in by the keyboard: Escape brings a question, and Alt+C presses its button, which takes no key in its
// first moment.
func (w *world) escape(ctx context.Context, login driver.Window) error {
	if err := login.Key(ctx, "Escape"); err != nil {
		return err
	}
	for {
		windows, err := w.app.Windows(ctx)
		if err != nil || !slices.ContainsFunc(windows, func(open driver.Window) bool { return open.ID == login.ID }) {
			return err
		}
		_ = login.Key(ctx, "alt+c") // fails if the window has just closed
	}
}

// cancelWith begins a log-in and ends it in the given way.
func (w *world) cancelWith(ctx context.Context, end func(login driver.Window) error) error {
	if err := w.app.Page.Click(ctx, "#log-in"); err != nil {
		return err
	}
	if _, err := w.loginPage(ctx); err != nil {
		return err
	}
	window, err := w.app.LoginWindow(ctx)
	if err != nil {
		return err
	}
	if err := end(window); err != nil {
		return err
	}
	return w.app.AwaitSignedOut(ctx, "The log-in was cancelled.")
}

// TestJourneyForgedCallback navigates in the login window as a hostile page there would, which does not know the state.
func TestJourneyForgedCallback(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	w.Step("the app was launched", w.launch)
	var login *driver.View
	w.Step("the login window opened", func(ctx context.Context) (err error) { login, err = w.loginPage(ctx); return err })
	for _, forged := range []struct{ name, url string }{
		{"another state", "http://localhost/callback?code=forged&state=forged"},
		{"no state", "http://localhost/callback?code=forged"},
		{"an error of nobody", "http://localhost/callback?error=access_denied&state=forged"},
		{"another path", "http://localhost/callbackX?code=forged&state=" + w.state()},
		{"another port", "http://localhost:81/callback?code=forged&state=" + w.state()},
	} {
		w.Step("not taken: "+forged.name, func(ctx context.Context) error {
			_, err := login.Eval(ctx, fmt.Sprintf("void (location.href = %q)", forged.url))
			return err
		})
	}
	// Navigations are decided in their order: when this log-in has arrived, so have the forged ones.
	w.Step("the log-in goes on", w.logIn)
	w.Check("there was one token request", w.tokenRequests() == 1, "%d token requests", w.tokenRequests())
	form := w.provider.Requests(idp.PathToken)[0].Form
	w.Check("it was for the real code", form.Get("code") != "forged", "the forged code was redeemed")
}

// TestJourneyBadAnswer gets answers with the right state that are wrong otherwise: they end the log-in.
func TestJourneyBadAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	w.Step("the app was launched", w.launch)
	for _, bad := range []struct{ name, query string }{
		{"the code twice", "code=forged&code=again"},
		{"another provider's issuer", "code=forged&iss=https%3A%2F%2Fevil.example"},
	} {
		w.Step("refused: "+bad.name, func(ctx context.Context) error {
			login, err := w.loginPage(ctx)
			if err != nil {
				return err
			}
			url := "http://localhost/callback?" + bad.query + "&state=" + w.state()
			if _, err := login.Eval(ctx, fmt.Sprintf("void setTimeout(() => { location.href = %q })", url)); err != nil {
				return err
			}
			if err := w.app.AwaitSignedOut(ctx, "was not valid, so it was not used."); err != nil {
				return err
			}
			return w.app.Page.Click(ctx, "#log-in")
		})
	}
	w.Check("there was no token request", w.tokenRequests() == 0, "%d token requests", w.tokenRequests())
	w.Step("Log in works again", w.logIn)
}

// state returns the state parameter of the last authorization request.
func (w *world) state() string {
	requests := w.provider.Requests(idp.PathAuthorize)
	for _, r := range slices.Backward(requests) {
		if state := r.Query.Get("state"); state != "" {
			return state
		}
	}
	w.t.Fatal("no authorization request has a state")
	return ""
}

func TestJourneyLogOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	refresh := w.latest().Refresh
	w.Step("Logout leads to the signed-out page", func(ctx context.Context) error {
		if err := w.app.Page.Click(ctx, "#log-out"); err != nil {
			return err
		}
		return w.app.AwaitSignedOut(ctx, "")
	})
	w.Step("the keyring entry is gone", w.AwaitNothingStored)
	w.Check("the refresh token is revoked", !w.provider.RefreshTokenActive(refresh), "the provider would take it")
	w.Check("the provider's session has ended", !w.provider.SessionActive("ada"), "Ada is logged in there")
	w.Step("the next log-in asks who you are", func(ctx context.Context) error {
		if err := w.app.Page.Click(ctx, "#log-in"); err != nil {
			return err
		}
		_, err := w.loginPage(ctx)
		return err
	})
}

func TestJourneyProviderAwayAtStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	w.Step("the app was closed", w.app.Quit)
	refresh := w.latest().Refresh
	w.provider.GoOffline()
	w.Step("the app was launched without a provider", w.launch)
	w.Step("the home page is there, offline", func(ctx context.Context) error {
		if err := w.app.Page.WaitState(ctx, "offline"); err != nil {
			return err
		}
		_, err := w.app.MainWindow(ctx)
		return errors.Join(err, w.app.AwaitText(ctx, "#status", "Offline, retrying"))
	})
	w.Step("the refresh token is kept", func(ctx context.Context) error { return w.OnlyStored(ctx, refresh) })
	w.Step("it recovered by itself", func(ctx context.Context) error {
		return errors.Join(w.provider.GoOnline(), w.awaitSignedIn(ctx))
	})
	w.Step("the private message is in the panel", w.app.Message)
}

func TestJourneyInvalidGrant(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	w.Step("the app was closed", w.app.Quit)
	w.provider.RevokeRefreshTokens("ada")
	w.provider.EndSessions("ada")
	w.Step("the app was launched after the provider ended the session", w.launch)
	w.Step("the banner says that the session ended", w.app.AwaitExpired)
	w.Step("the keyring entry is gone", w.AwaitNothingStored)
	w.Step("log in again works", func(ctx context.Context) error {
		if err := w.app.Page.Click(ctx, "#log-in"); err != nil {
			return err
		}
		return w.logIn(ctx)
	})
}

// dbusTimeout is how long a call waits for an answer on D-Bus if the caller sets no limit.
const dbusTimeout = 25 * time.Second

// TestJourneyKeyring starts without a keyring that works.
func TestJourneyKeyring(t *testing.T) {
	t.Parallel()
	for keyring, notice := range map[driver.Keyring]string{
		driver.KeyringNone:    "There is no keyring in which your sign-in could be stored",
		driver.KeyringHanging: "could not be stored in the keyring",
		driver.KeyringNoBus:   "There is no keyring in which your sign-in could be stored",
	} {
		t.Run(keyring.String(), func(t *testing.T) {
			w := newWorld(t, keyring)
			w.Step("the app did not wait for the keyring", func(ctx context.Context) (err error) {
				if w.app, err = harness.Start(ctx, w.Desktop, binary, w.settings()); err != nil {
					return err
				}
				window, took, err := w.app.FirstWindow(ctx)
				w.Report.Note("(%s after %d ms)", window, took.Milliseconds())
				if err == nil && took > dbusTimeout {
					err = errors.New("it waited until D-Bus gave up")
				}
				return err
			})
			w.Step("its page is there", w.app.FindPage)
			w.Step("log-in works", w.logIn)
			w.Step("the notice is shown", func(ctx context.Context) error {
				return w.app.AwaitText(ctx, "#notice", notice)
			})
			w.Step("the private message is in the panel", w.app.Message)
			w.Step("nothing is on disk", w.nothingOnDisk)
		})
	}
}

// nothingOnDisk returns an error if a file of the desktop has one of the latest tokens.
func (w *world) nothingOnDisk(context.Context) error {
	for _, token := range []string{w.latest().Refresh, w.latest().Access, w.latest().ID} {
		if files, err := w.Desktop.FilesContaining(token); err != nil || len(files) > 0 {
			return fmt.Errorf("a token is in %v, %w", files, err)
		}
	}
	return nil
}

func TestJourneyAPIFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	var messages []string
	fails := func(name, code string) {
		w.provider.ForgetRequests()
		w.Step(name, func(ctx context.Context) error {
			if err := w.app.Page.Click(ctx, "#get-private-message"); err != nil {
				return err
			}
			if err := w.app.Page.WaitFor(ctx, fmt.Sprintf(`document.querySelector("#private-message-error").dataset.code === %q`, code)); err != nil {
				return err
			}
			text, err := w.app.Page.Text(ctx, "#private-message-error")
			messages = append(messages, text)
			return err
		})
	}
	w.api.Answers(http.StatusUnauthorized, `Bearer error="invalid_token"`)
	fails("401 for ever has its message", "api_unauthorized")
	w.Check("after one renewal and one retry", w.tokenRequests() == 1 && len(w.api.Seen()) == 2,
		"%d token requests, %d to the API", w.tokenRequests(), len(w.api.Seen()))
	w.api.Answers(http.StatusForbidden, `Bearer error="insufficient_scope", scope="read:messages"`)
	fails("403 has its message", "api_scope")
	w.Check("without any retry", w.tokenRequests() == 0 && len(w.api.Seen()) == 1,
		"%d token requests, %d to the API", w.tokenRequests(), len(w.api.Seen()))
	w.api.Server.Close()
	fails("an API that is not running has its message", "api_unreachable")
	slices.Sort(messages)
	w.Check("they are three", len(slices.Compact(messages)) == 3 && messages[0] != "", "%q", messages)
}

// TestJourneyPermission asks the API for what needs a permission, as a person who has it and as one who does not.
func TestJourneyPermission(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	w.Step("the app was launched", w.launch)
	w.Step("logged in as Ada, who has the permission", w.logIn)
	w.Step("the API gives her the message", func(ctx context.Context) error {
		if err := w.app.Page.Click(ctx, "#get-scoped-message"); err != nil {
			return err
		}
		return w.app.AwaitText(ctx, "#scoped-message", api.ScopedMessage)
	})
	w.Step("logged out", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-out"), w.app.AwaitSignedOut(ctx, ""), w.app.Page.Click(ctx, "#log-in"))
	})
	w.Step("logged in as Alan, who does not have it", func(ctx context.Context) error {
		return w.logInAs(ctx, "alan", "Alan Turing")
	})
	w.Step("the API refuses him, and the page says what is missing", func(ctx context.Context) error {
		if err := w.app.Page.Click(ctx, "#get-scoped-message"); err != nil {
			return err
		}
		return w.app.AwaitText(ctx, "#scoped-message-error", "The API asks for: read:messages")
	})
	w.Step("and gives him the message for everyone", w.app.Message)
}

func TestJourneyCloseWithLoginWindowOpen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	w.Step("the app was launched", w.launch)
	w.Step("signed out", w.closeLogin)
	w.Step("both windows are open", func(ctx context.Context) error {
		if err := w.app.Page.Click(ctx, "#log-in"); err != nil {
			return err
		}
		_, err := w.loginPage(ctx)
		w.Report.Note("(%v)", w.app.Processes())
		return err
	})
	w.Step("closing the main window ends all processes within 2 s", w.app.Quit)
}
