// Package bridge has the types that cross from Go to the page: the session, the profile, and failures with a code for which the
// page has a text. No type of it can hold a token.
package bridge

import (
	"errors"
	"time"

	"wails-openid-oauth/auth"
)

// Session is what the page knows about the session. None of its fields can hold a token.
type Session struct {
	// State is one of auth.State's names.
	State string `json:"state"`
	// Step is one of auth.Step's names, in state "signing-in" as far as it is known, and otherwise empty.
	Step string `json:"step"`
	// Provider is the provider's host; empty before there is a configuration.
	Provider string `json:"provider"`
	// Profile is the user who is signed in. It is null when nobody is.
	Profile *Profile `json:"profile"`
	// Remembered is the user whose stored session is being restored, or whose session has ended, for the page to show. It is
	// null when there is a Profile, and when no such user is known.
	Remembered *Profile `json:"remembered"`
	// Error is why the last step failed. Notice is a problem that did not stop the step. Each is null if there is none.
	Error  *Fault `json:"error"`
	Notice *Fault `json:"notice"`
	// CanLogIn is false when the user has to correct the configuration first.
	CanLogIn bool `json:"canLogIn"`
	// SetUp says that there are no settings that the app could use, so that the page is that of the settings.
	SetUp bool `json:"setUp"`
	// LoginWindow says that the login window is visible.
	LoginWindow bool `json:"loginWindow"`
	// LoginLink is set while a log-in waits for the system browser. It is a link to this app's own listener, for users whose
	// browser did not open or who prefer another one. It works in one browser, and contains no token.
	LoginLink string `json:"loginLink"`
	// Outside says that the last log-in took place in the system browser. The app cannot know who used that browser, so the
	// page asks the user whether the right person is signed in.
	Outside bool `json:"outside"`
	// CanUseBrowser says that the user may log in with the system browser instead of the login window.
	CanUseBrowser bool `json:"canUseBrowser"`
	// CanUnlock says that something waits until the keyring is unlocked, and that the user can be asked for it.
	CanUnlock bool `json:"canUnlock"`
	// Development says that this is a development build, whose user can start the API.
	Development bool `json:"development"`
	// Revision grows with every answer and event, because they may overtake each other on the way to the page.
	Revision int `json:"revision"`
}

// NotReady is the session of an app that has none, because of err.
func NotReady(err error) Session {
	fault := FaultOf(err)
	return Session{State: auth.SignedOut.String(), Error: fault, SetUp: fault.Code == "config"}
}

// Profile is who is signed in.
type Profile struct {
	Name     string `json:"name"`
	Email    string `json:"email"`
	Initials string `json:"initials"`
	// Picture is empty, or a path of this app's own asset server.
	Picture string `json:"picture"`
}

// Around is what the page needs to know besides the session itself.
type Around struct {
	Provider string // the provider's host
	Picture  string // the path of the profile's picture; empty while there is none
	// LoginWindow, LoginLink, Outside and CanUseBrowser are those of [Session].
	LoginWindow   bool
	LoginLink     string
	Outside       bool
	CanUseBrowser bool
	// Reloaded says that the page stopped and was loaded again more than once.
	Reloaded bool
}

// canUnlock reports whether asking the user to unlock the keyring would do something. In state KeyringLocked without
// auth.ErrDismissed, the user is being asked.
func canUnlock(s auth.Snapshot) bool {
	isAsked := s.State == auth.KeyringLocked && !errors.Is(s.Notice, auth.ErrDismissed)
	return errors.Is(s.Notice, auth.ErrKeyringLocked) && !isAsked
}

// NewSession makes the page's session. It leaves out everything that the page does not use.
func NewSession(s auth.Snapshot, around Around) Session {
	session := Session{
		State: s.State.String(), Step: s.Step.String(), Provider: around.Provider, Error: FaultOf(s.Err), CanLogIn: true,
		LoginWindow: around.LoginWindow, LoginLink: around.LoginLink, Outside: around.Outside,
		CanUseBrowser: around.CanUseBrowser, CanUnlock: canUnlock(s), Development: development,
	}
	switch {
	case errors.Is(s.Notice, auth.ErrNotErased) && errors.Is(s.Notice, auth.ErrKeyringLocked):
		session.Notice = &Fault{Code: "still_locked", Message: detailOf(s.Notice, auth.ErrKeyringLocked)}
	case errors.Is(s.Notice, auth.ErrNotErased):
		session.Notice = &Fault{Code: "still_stored"}
	case errors.Is(s.Notice, auth.ErrDismissed):
		session.Notice = &Fault{Code: "keyring_dismissed", Message: detailOf(s.Notice, auth.ErrKeyringLocked)}
	case errors.Is(s.Notice, auth.ErrKeyringLocked):
		session.Notice = &Fault{Code: "keyring_locked", Message: detailOf(s.Notice, auth.ErrKeyringLocked)}
	case errors.Is(s.Notice, auth.ErrNoKeyring):
		session.Notice = &Fault{Code: "no_keyring", Message: detailOf(s.Notice, auth.ErrNoKeyring)}
	case errors.Is(s.Notice, auth.ErrNoRefreshToken):
		session.Notice = &Fault{Code: "no_refresh_token", Message: s.Ends.UTC().Format(time.RFC3339)}
	case errors.Is(s.Notice, auth.ErrUserinfo):
		session.Notice = &Fault{Code: "userinfo"}
	case s.Notice != nil:
		session.Notice = &Fault{Code: "keyring"}
	case around.Reloaded:
		session.Notice = &Fault{Code: "reloaded"}
	}
	person := s.Person()
	shown := &Profile{Name: person.Name, Email: person.Email, Initials: initials(person.Name), Picture: around.Picture}
	switch {
	case isSignedIn(s):
		session.Profile = shown
	case person != (auth.Profile{}):
		session.Remembered = shown
	}
	return session
}

// isSignedIn reports whether the provider has told in this run who the user is, and the session has not ended since.
func isSignedIn(s auth.Snapshot) bool {
	return s.State == auth.SignedIn || s.State == auth.Offline && s.Profile != (auth.Profile{})
}
