package main

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"wails-openid-oauth/apiclient"
	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/config"
)

// Session is what the page knows of the session. It has no field that a token could be in.
type Session struct {
	// State is one of auth.State's names.
	State string `json:"state"`
	// Provider is the provider's host; empty before there is a configuration.
	Provider string `json:"provider"`
	// Profile is null when nobody is signed in.
	Profile *Profile `json:"profile"`
	// Error is why the last step failed, Notice what stopped nothing; null when there is nothing to say.
	Error  *Fault `json:"error"`
	Notice *Fault `json:"notice"`
	// CanLogIn is false when the configuration has to be mended first.
	CanLogIn bool `json:"canLogIn"`
	// LoginWindow says that the login window is on the screen.
	LoginWindow bool `json:"loginWindow"`
	// LoginLink is set while a log-in waits for the system browser, for whom it did not open, or who prefers another: a
	// link to this app's own listener that works in one browser. It holds no token.
	LoginLink string `json:"loginLink"`
	// Outside says that a log-in in the system browser began since the app was started. The app has not seen who was in
	// front of that browser, so that the page asks whether the person who is signed in is the right one.
	Outside bool `json:"outside"`
	// Revision grows with every answer and event: they may overtake each other on the way to the page.
	Revision int `json:"revision"`
}

// Profile is who is signed in.
type Profile struct {
	Name     string `json:"name"`
	Email    string `json:"email"`
	Initials string `json:"initials"`
	// Picture is empty, or a path of this app's own asset server.
	Picture string `json:"picture"`
}

// Fault is a failure that the page has words for. Message is only there where the words need it.
type Fault struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// current is the session as it is now, with the next revision: of two, the one with the higher is the newer.
func (a *App) current() Session {
	a.revising.Lock()
	defer a.revising.Unlock()
	a.revision++
	session := a.toSession(a.session.Snapshot())
	session.Revision = a.revision
	return session
}

// toSession leaves everything out that the page has no use for.
func (a *App) toSession(s auth.Snapshot) Session {
	session := Session{
		State: s.State.String(), Provider: a.host, Error: faultOf(s.Err), CanLogIn: true,
		LoginWindow: a.loginVisible.Load(),
	}
	session.LoginLink, session.Outside = a.loginLink()
	if s.Notice != nil {
		session.Notice = noticeOf(s.Notice)
	}
	if session.Notice == nil && a.ends.within(time.Now()) >= endsToTell {
		session.Notice = &Fault{Code: "reloaded"}
	}
	if s.Profile != (auth.Profile{}) || s.State == auth.SignedIn || s.State == auth.Offline {
		session.Profile = &Profile{
			Name: s.Profile.Name, Email: s.Profile.Email, Initials: initials(s.Profile.Name), Picture: a.picturePath(),
		}
	}
	return session
}

// noticeOf names for the page what failed in the keyring.
func noticeOf(err error) *Fault {
	if errors.Is(err, auth.ErrNotErased) {
		return &Fault{Code: "still_stored"}
	}
	return &Fault{Code: "keyring"}
}

// initials are the first letters of the first and the last word of a name.
func initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '@' })
	if len(words) == 0 {
		return ""
	}
	letters := []string{words[0], words[len(words)-1]}
	if len(words) == 1 {
		letters = letters[:1]
	}
	for i, word := range letters {
		first, _ := utf8.DecodeRuneInString(word)
		letters[i] = string(unicode.ToUpper(first))
	}
	return strings.Join(letters, "")
}

// codes are the page's names for what can go wrong; the first that fits decides. The words stand in frontend/js/words.js.
var codes = []struct {
	target error
	code   string
}{
	{auth.ErrCancelled, "cancelled"},
	{auth.ErrTimeout, "timeout"},
	{auth.ErrForeign, "foreign"},
	{auth.ErrLinkReused, "link_reused"},
	{auth.ErrLoginRequired, "login_required"},
	{auth.ErrLocked, "locked"},
	{auth.ErrOffline, "offline"},
	{auth.ErrUnsupported, "unsupported"},
	{auth.ErrClock, "clock"},
	{auth.ErrIDToken, "id_token"},
	{auth.ErrProvider, "provider"},
	{auth.ErrStateMismatch, "provider"},
	{context.DeadlineExceeded, "api_timeout"},
	{context.Canceled, "cancelled"},
}

var apiCodes = map[apiclient.Kind]string{
	apiclient.Unreachable:       "api_unreachable",
	apiclient.Timeout:           "api_timeout",
	apiclient.Unauthorized:      "api_unauthorized",
	apiclient.Forbidden:         "api_forbidden",
	apiclient.InsufficientScope: "api_scope",
	apiclient.Unavailable:       "api_unavailable",
	apiclient.BadAnswer:         "api_bad_answer",
}

// faultOf names an error for the page; nil for no error.
func faultOf(err error) *Fault {
	if err == nil {
		return nil
	}
	setting := new(config.Error)
	if errors.As(err, &setting) || errors.Is(err, config.ErrNothing) || errors.Is(err, auth.ErrConfig) {
		return &Fault{Code: "config", Message: err.Error()}
	}
	if failed := new(apiclient.Error); errors.As(err, &failed) {
		return apiFault(failed)
	}
	for _, known := range codes {
		if errors.Is(err, known.target) {
			return &Fault{Code: known.code}
		}
	}
	if protocol := new(auth.Error); errors.As(err, &protocol) {
		return protocolFault(protocol)
	}
	return &Fault{Code: "internal"}
}

// apiFault adds what the words need: the scopes that the API asks for, or for how many seconds it wants to be left alone.
func apiFault(e *apiclient.Error) *Fault {
	fault := &Fault{Code: apiCodes[e.Kind], Message: strings.Join(e.Scopes, " ")}
	if e.RetryAfter > 0 {
		fault.Message = strconv.Itoa(int(math.Ceil(e.RetryAfter.Seconds())))
	}
	return fault
}

func protocolFault(e *auth.Error) *Fault {
	if e.Code == "access_denied" {
		return &Fault{Code: "access_denied"}
	}
	message := e.Code
	switch {
	case e.Code == auth.OtherCode: // the provider's own code begins the description
		message = e.Description
	case e.Description != "":
		message += ": " + e.Description
	}
	return &Fault{Code: "provider_error", Message: message}
}

// formatError is what a rejected call carries to the page: JSON text, because Wails makes a text of whatever it gets.
func formatError(err error) any {
	text, _ := json.Marshal(faultOf(err))
	return string(text)
}

func hostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return u.Host
}
