// Package bridge holds what crosses from Go to the page: the session, who is signed in, and failures by a code for which the
// page has words. Nothing of it can hold a token.
package bridge

import (
	"errors"

	"wails-openid-oauth/auth"
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

// Around is what the page is told beside the session itself.
type Around struct {
	Provider string // the provider's host
	Picture  string // the path of the profile's picture; empty while there is none
	// LoginWindow, LoginLink and Outside are those of [Session].
	LoginWindow bool
	LoginLink   string
	Outside     bool
	// Reloaded says that the page stopped and was loaded again, more than once.
	Reloaded bool
}

// NewSession leaves everything out that the page has no use for.
func NewSession(s auth.Snapshot, around Around) Session {
	session := Session{
		State: s.State.String(), Provider: around.Provider, Error: FaultOf(s.Err), CanLogIn: true,
		LoginWindow: around.LoginWindow, LoginLink: around.LoginLink, Outside: around.Outside,
	}
	switch {
	case errors.Is(s.Notice, auth.ErrNotErased):
		session.Notice = &Fault{Code: "still_stored"}
	case s.Notice != nil:
		session.Notice = &Fault{Code: "keyring"}
	case around.Reloaded:
		session.Notice = &Fault{Code: "reloaded"}
	}
	if s.Profile != (auth.Profile{}) || s.State == auth.SignedIn || s.State == auth.Offline {
		session.Profile = &Profile{
			Name: s.Profile.Name, Email: s.Profile.Email, Initials: initials(s.Profile.Name), Picture: around.Picture,
		}
	}
	return session
}
