package test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

const host = "login.example.com"

const success = "You successfully used OpenID Connect and OAuth 2.0 to authenticate."

var ada = profile{Name: "Ada Lovelace", Email: "ada@example.com", Initials: "AL", Picture: "/profile/picture?v=1"}

// state is a session in a test's few words.
func state(name, code, message string) session {
	s := session{State: name, Provider: host, CanLogIn: true}
	if !slices.Contains([]string{"signed-out", "signing-in", "signing-out"}, name) {
		s.Profile = &ada
	}
	if code != "" {
		s.Error = &failure{Code: code, Message: message}
	}
	return s
}

func with(s session, change func(*session)) session {
	change(&s)
	return s
}

// atSignIn and atHome are the views of the plain states.
func atSignIn(change func(*view)) view {
	v := view{Page: "sign-in", State: "signed-out", Title: "You are signed out", Buttons: "log-in",
		Status: "Log in with your account at login.example.com to see your profile and call the API."}
	change(&v)
	return v
}

func atHome(change func(*view)) view {
	v := view{Page: "home", State: "signed-in", Name: "Ada Lovelace", Email: "ada@example.com", Initials: "AL",
		Picture: "/profile/picture?v=1", Success: success, Buttons: "log-out"}
	change(&v)
	return v
}

func noChange[T any](*T) {}

// pageStopped is the notice that a page has when it had to be loaded again more than once.
const pageStopped = "The page stopped, and was loaded again. | " +
	"Your sign-in is not affected. If it happens again, close the app and open it again."

// states are all that a session can be, and what the person sees of it.
var states = []struct {
	name    string
	session session
	want    view
}{
	{"signing in, login window open", with(state("signing-in", "", ""), func(s *session) { s.LoginWindow = new(true) }), signingIn},
	{"signing in", state("signing-in", "", ""), atSignIn(func(v *view) {
		v.State, v.Title, v.Status, v.Buttons = "signing-in", "Signing in", "Continue in the login window.", "cancel"
	})},
	{"signing in with the browser", with(state("signing-in", "", ""), inBrowser), signingInBrowser},
	{"restoring", with(state("signing-in", "", ""), func(s *session) { s.LoginWindow = new(false) }), atSignIn(func(v *view) {
		v.State, v.Title, v.Status, v.Buttons = "signing-in", "Signing in", "Restoring your last session.", "cancel"
	})},
	{"signed out", state("signed-out", "", ""), atSignIn(noChange)},
	{"signed out provider unnamed", with(state("signed-out", "", ""), func(s *session) { s.Provider = "" }),
		atSignIn(func(v *view) { v.Status = "Log in with your account to see your profile and call the API." })},
	{"signed out without a keyring", with(state("signed-out", "", ""), func(s *session) {
		s.Notice = &failure{Code: "keyring", Message: "dbus: raw"}
	}), atSignIn(func(v *view) {
		v.Notice = "The keyring could not be used. | " +
			"If an earlier sign-in is stored there, it stays until the keyring works and you log out again."
	})},
	{"signed out, with a page that stopped", with(state("signed-out", "", ""), func(s *session) {
		s.Notice = &failure{Code: "reloaded"}
	}), atSignIn(func(v *view) { v.Notice = pageStopped })},
	{"signed out, and still stored", with(state("signed-out", "", ""), func(s *session) {
		s.Notice = &failure{Code: "still_stored", Message: "dbus: raw"}
	}), atSignIn(func(v *view) {
		v.Title = "Signing out is not finished"
		v.Notice = "Your sign-in is still in the keyring, which cannot be used now. | " +
			"You are not signed in any more. The next start of the app removes the entry before anything else."
	})},
	{"signing out", state("signing-out", "", ""), atSignIn(func(v *view) {
		v.State, v.Title, v.Status, v.Buttons = "signing-out", "Signing out", "Removing your sign-in from this computer.", ""
	})},
	{"notice of the future", with(state("signed-out", "", ""), func(s *session) {
		s.Notice = &failure{Code: "toString", Message: "raw"}
	}), atSignIn(noChange)},
	{"cancelled", state("signed-out", "cancelled", ""), atSignIn(func(v *view) {
		v.Error = "The log-in was cancelled. | Choose Log in to start again."
	})},
	{"timeout", state("signed-out", "timeout", ""), atSignIn(func(v *view) {
		v.Error = "The log-in was open for an hour, and nobody finished it. | Choose Log in to start again."
	})},
	{"access denied", state("signed-out", "access_denied", "raw"), atSignIn(func(v *view) {
		v.Error = "You declined to give this app access. | Nothing was shared. If that was not what you wanted, " +
			"log in again and accept. | The provider said: raw"
	})},
	{"link opened twice", state("signed-out", "link_reused", "raw"), atSignIn(func(v *view) {
		v.Error = "The log-in was opened in two browsers, so it was ended. | Nobody was signed in. Choose Log in to start again. " +
			"If you opened only one, somebody else may be using this computer."
	})},
	{"login required", state("signed-out", "login_required", ""), atSignIn(func(v *view) {
		v.Error = "You are signed out. | Log in to continue."
	})},
	{"provider away", state("signed-out", "offline", "dial tcp"), atSignIn(func(v *view) {
		v.Error = "login.example.com cannot be reached. | Check your network connection, then log in again."
	})},
	{"provider against the standard", state("signed-out", "provider", "raw"), atSignIn(func(v *view) {
		v.Error = "The answer from login.example.com was not valid, so it was not used. | Log in again. " +
			"If it happens again, tell whoever runs login.example.com. | raw"
	})},
	{"authenticated in another way", state("signed-out", "authentication", "acr_values: gold\nacr: none"), atSignIn(func(v *view) {
		v.Error = "login.example.com did not check who you are in the way that this app requires. | Log in again, and use the method " +
			"that login.example.com offers for it. The app requires it by acr_values or max_age in the setting authorizationParameters. | " +
			"acr_values: gold\nacr: none"
	})},
	{"provider busy", state("signed-out", "busy", ""), atSignIn(func(v *view) {
		v.Error = "login.example.com cannot answer at the moment. | Wait a little, then try again."
	})},
	{"captive portal", state("signed-out", "portal", "login.example.com answered 200\nits type is text/html"), atSignIn(func(v *view) {
		v.Error = "Something else answered in place of login.example.com. | Perhaps this network asks people to sign in first: " +
			"open any page in your browser. If it does not, check the setting issuer. | " +
			"login.example.com answered 200\nits type is text/html"
	})},
	{"two issuers", state("signed-out", "issuer", "configured: https://a\npublished: https://a/"), atSignIn(func(v *view) {
		v.Error = "login.example.com calls itself by another name than the setting issuer. | The two have to be the same, letter by " +
			"letter, with or without a slash at the end. Set issuer to what is published. | " +
			"configured: https://a\npublished: https://a/"
	})},
	{"scope refused", state("signed-out", "scope", "invalid_scope"), atSignIn(func(v *view) {
		v.Error = "login.example.com does not allow everything that this app asks for. | The setting scope says what it asks for. " +
			"Its default contains offline_access, to keep you signed in: allow it at login.example.com, or take it out of scope. " +
			"It said: | invalid_scope"
	})},
	{"no parameters", state("signed-out", "response_mode", ""), atSignIn(func(v *view) {
		v.Error = "login.example.com sent an answer without its content. | It seems to answer in a form (form_post) or in a fragment. " +
			"Tell whoever runs login.example.com: this app\u2019s registration needs the response mode query."
	})},
	{"id token", state("signed-out", "id_token", "raw"), atSignIn(func(v *view) {
		v.Error = "The sign-in from login.example.com could not be verified, so it was not used. | " +
			"Log in again. If it happens again, tell whoever runs login.example.com."
	})},
	{"clock", state("signed-out", "clock", "raw"), atSignIn(func(v *view) {
		v.Error = "The clock of this computer and that of login.example.com do not agree. | " +
			"Set date and time of this computer, then log in again."
	})},
	{"unsupported", state("signed-out", "unsupported", ""), atSignIn(func(v *view) {
		v.Error = "This system has no login window yet. | Set \"loginWith\": \"browser\" in env-variables.json to log in " +
			"with your browser, then start the app again."
	})},
	{"provider error", state("signed-out", "provider_error", "server_error: <b>try later</b>"), atSignIn(func(v *view) {
		v.Error = "login.example.com refused the log-in. | Log in again, or ask whoever runs login.example.com. " +
			"It said: | server_error: <b>try later</b>"
	})},
	{"provider error unnamed", with(state("signed-out", "provider_error", "server_error"), func(s *session) {
		s.Provider = ""
	}), atSignIn(func(v *view) {
		v.Status = "Log in with your account to see your profile and call the API."
		v.Error = "The provider refused the log-in. | Log in again, or ask whoever runs the provider. It said: | server_error"
	})},
	{"internal", state("signed-out", "internal", "runtime error: index out of range"), atSignIn(func(v *view) {
		v.Error = "Something went wrong inside the app. | Try again. If it happens again, the log file tells why."
	})},
	{"code of the future", state("signed-out", "constructor", "raw"), atSignIn(func(v *view) {
		v.Error = "Something went wrong inside the app. | Try again. If it happens again, the log file tells why."
	})},
	{"configuration", with(state("signed-out", "config", configMessage), func(s *session) {
		s.CanLogIn, s.Provider = false, ""
	}), atSignIn(func(v *view) {
		v.Title, v.Buttons = "Set-up is not finished", ""
		v.Status = "The app cannot log anyone in yet."
		v.Error = "The configuration cannot be used. | Correct it, then start the app again. | " + configMessage
	})},
	{"signed in", state("signed-in", "", ""), atHome(noChange)},
	{"signed in with the browser", with(state("signed-in", "", ""), outside), atHome(func(v *view) {
		v.Banner, v.Status = "signed-in", "Signed in as Ada Lovelace (ada@example.com). Not you? Choose Logout."
	})},
	{"signed in with the browser by an address only", with(state("signed-in", "", ""), func(s *session) {
		outside(s)
		s.Profile = &profile{Email: "x@example.com", Initials: "X"}
	}), atHome(func(v *view) {
		v.Banner, v.Status = "signed-in", "Signed in as x@example.com. Not you? Choose Logout."
		v.Name, v.Email, v.Initials, v.Picture = "x@example.com", "", "X", ""
	})},
	{"signed in with the browser without a name", with(state("signed-in", "", ""), func(s *session) {
		outside(s)
		s.Profile = &profile{}
	}), atHome(func(v *view) {
		v.Banner, v.Status = "signed-in", "Signed in at login.example.com. Not you? Choose Logout."
		v.Name, v.Email, v.Initials, v.Picture = "Signed in", "", "", ""
	})},
	{"signed in without a picture", with(state("signed-in", "", ""), func(s *session) {
		s.Profile = &profile{Name: "Grace Hopper", Initials: "GH"}
	}), atHome(func(v *view) { v.Name, v.Email, v.Initials, v.Picture = "Grace Hopper", "", "GH", "" })},
	{"signed in with an empty profile", with(state("signed-in", "", ""), func(s *session) { s.Profile = &profile{} }),
		atHome(func(v *view) { v.Name, v.Email, v.Initials, v.Picture = "Signed in", "", "", "" })},
	{"signed in with an address only", with(state("signed-in", "", ""), func(s *session) {
		s.Profile = &profile{Email: "x@example.com", Initials: "X"}
	}), atHome(func(v *view) { v.Name, v.Email, v.Initials, v.Picture = "x@example.com", "", "X", "" })},
	{"signed in without a keyring", with(state("signed-in", "", ""), func(s *session) {
		s.Notice = &failure{Code: "keyring", Message: "dbus: raw"}
	}), atHome(func(v *view) {
		v.Notice = "Your sign-in could not be stored in the keyring. | " +
			"You stay signed in until you close the app; then you have to log in again."
	})},
	{"signed in without a refresh token", with(state("signed-in", "", ""), func(s *session) {
		s.Notice = &failure{Code: "no_refresh_token", Message: "2020-05-06T07:08:00Z"}
	}), atHome(func(v *view) {
		v.Notice = "You are signed in until " + time.Date(2020, 5, 6, 7, 8, 0, 0, time.UTC).Local().Format("15:04 on 2 January") +
			". | Then you have to log in again, because the provider gave no refresh token. Check that this app may have one, that " +
			"the setting scope has offline_access, and whether the provider also wants prompt=consent in authorizationParameters."
	})},
	{"signed in with a signed profile", with(state("signed-in", "", ""), func(s *session) {
		s.Notice = &failure{Code: "userinfo", Message: "raw"}
	}), atHome(func(v *view) {
		v.Notice = "Your profile is not complete. | The provider signs or encrypts it (application/jwt), which this app does not " +
			"read. Whoever runs the provider can set the UserInfo response of this app\u2019s registration to plain JSON."
	})},
	{"signed in, with a page that stopped", with(state("signed-in", "", ""), func(s *session) {
		s.Notice = &failure{Code: "reloaded"}
	}), atHome(func(v *view) { v.Notice = pageStopped })},
	{"signed in after a failure", state("signed-in", "provider", "raw"), atHome(func(v *view) {
		v.Banner = "error"
		v.Error = "The answer from login.example.com was not valid, so it was not used. | Log in again. " +
			"If it happens again, tell whoever runs login.example.com. | raw"
	})},
	{"offline", state("offline", "offline", "dial tcp"), atHome(func(v *view) {
		v.State, v.Banner, v.Status = "offline", "offline", "Offline, retrying"
	})},
	{"offline for another reason", state("offline", "clock", ""), atHome(func(v *view) {
		v.State, v.Banner, v.Status = "offline", "offline", "Offline, retrying"
		v.Error = "The clock of this computer and that of login.example.com do not agree. | " +
			"Set date and time of this computer. The app tries again by itself."
	})},
	{"offline, the renewal was not valid", state("offline", "id_token", ""), atHome(func(v *view) {
		v.State, v.Banner, v.Status = "offline", "offline", "Offline, retrying"
		v.Error = "The renewed sign-in from login.example.com could not be verified, so it was not used. | " +
			"The app tries again by itself. If it does not help, log out and in again."
	})},
	{"offline, the provider refuses", state("offline", "provider_error", "invalid_scope: raw"), atHome(func(v *view) {
		v.State, v.Banner, v.Status = "offline", "offline", "Offline, retrying"
		v.Error = "login.example.com did not renew your sign-in. | " +
			"The app tries again by itself. If it does not help, log out and in again. It said: | invalid_scope: raw"
	})},
	{"offline because of another copy", state("offline", "locked", ""), atHome(func(v *view) {
		v.State, v.Banner, v.Status = "offline", "offline", "Waiting for another copy of the app"
		v.Error = "Another copy of the app is holding your session. | " +
			"Close that copy, or end its process. This one then goes on by itself."
	})},
	{"offline at start", with(state("offline", "offline", ""), func(s *session) { s.Profile = nil }), atHome(func(v *view) {
		v.State, v.Banner, v.Status = "offline", "offline", "Offline, retrying"
		v.Name, v.Email, v.Initials, v.Picture = "Signed in", "", "", ""
	})},
	{"expired", state("expired", "login_required", ""), atHome(func(v *view) {
		v.State, v.Banner, v.Status, v.Success = "expired", "expired", "Your session ended. Log in again.", ""
		v.Buttons = "log-out log-in"
	})},
	{"expired at start", with(state("expired", "login_required", ""), func(s *session) { s.Profile = nil }), atHome(func(v *view) {
		v.State, v.Banner, v.Status, v.Success = "expired", "expired", "Your session ended. Log in again.", ""
		v.Name, v.Email, v.Initials, v.Picture = "Not signed in", "", "", ""
		v.Buttons = "log-out log-in"
	})},
	{"expired by somebody else's sign-in", state("expired", "foreign", ""), atHome(func(v *view) {
		v.State, v.Banner, v.Status, v.Success = "expired", "expired", "Your session ended. Log in again.", ""
		v.Error = "login.example.com sent a sign-in that is not yours, so it was not used. | " +
			"Log in again. If it happens again, tell whoever runs login.example.com."
		v.Buttons = "log-out log-in"
	})},
	{"expired then cancelled", state("expired", "cancelled", ""), atHome(func(v *view) {
		v.State, v.Banner, v.Status, v.Success = "expired", "expired", "Your session ended. Log in again.", ""
		v.Error = "The log-in was cancelled. | Choose Log in to start again."
		v.Buttons = "log-out log-in"
	})},
	{"expired and not configured", with(state("expired", "config", configMessage), func(s *session) {
		s.CanLogIn = false
	}), atHome(func(v *view) {
		v.State, v.Banner, v.Status, v.Success = "expired", "expired", "Your session ended. Log in again.", ""
		v.Error = "The configuration cannot be used. | Correct it, then start the app again. | " + configMessage
	})},
}

const configMessage = "/home/ada/.config/wails-openid-oauth/env-variables.json\n" +
	"clientId: the placeholder <YOUR_CLIENT_ID> is still there.\n" +
	"Put in the client ID of your application, or set CLIENT_ID."

func TestStates(t *testing.T) {
	for _, c := range states {
		t.Run(c.name, func(t *testing.T) {
			p := newTab(t)
			p.app.be(c.session)
			p.open("/")
			p.shows(c.want)
			p.picture("state " + c.name)

			// The same state is found again from either page, and after a reload, without going round in circles.
			for _, path := range []string{"/index.html", "/home.html"} {
				p.open(path)
				p.shows(c.want)
			}
			before := p.app.count("GetSession")
			p.do(chromedp.Reload())
			p.shows(c.want)
			if asked := p.app.count("GetSession") - before; asked != 1 {
				t.Errorf("a reload asked %d times for the session, want 1", asked)
			}
		})
	}
}

// picture leaves pictures of the page in the folder PAGE_PICTURES, light and dark.
func (p *tab) picture(name string) {
	p.t.Helper()
	dir := os.Getenv("PAGE_PICTURES")
	if dir == "" {
		return
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		p.t.Fatal(err)
	}
	for _, scheme := range []string{"dark", "light"} {
		p.media("prefers-color-scheme", scheme)
		image, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			p.t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+" "+scheme+".png"), image, 0o644); err != nil {
			p.t.Fatal(err)
		}
	}
}
