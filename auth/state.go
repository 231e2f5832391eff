package auth

import "time"

// State is where the session stands.
//
//	SignedOut --Login--> SigningIn --ok--> SignedIn --invalid_grant--> Expired --Login--> SigningIn
//	    ^                   | error           | network error --> Offline --retry ok--> SignedIn
//	    +-------------------+
//	SigningIn --the keyring is locked--> KeyringLocked --it is unlocked--> SigningIn
//	                                         |  --Login--> SigningIn --error--> KeyringLocked
//	every state --Logout--> SigningOut --the stored session is gone, or cannot be removed now--> SignedOut
type State int

// The states of a session.
const (
	// SignedOut: no user is signed in, and nothing is under way.
	SignedOut State = iota
	// SigningIn: a restore or a log-in is under way. Both can be cancelled.
	SigningIn
	// SignedIn: the user is signed in, and an access token is available.
	SignedIn
	// Offline: the user is signed in, but the provider cannot be reached, its answer cannot be used, or another process holds
	// the session's lock (ErrLocked). The session retries by itself.
	Offline
	// Expired: the provider ended the session (invalid_grant), or sent an ID token for another party (ErrForeign), or
	// another process logged out, or the access token of a session without a refresh token has ended. A new log-in is needed.
	Expired
	// SigningOut: no user is signed in any more, and the stored session is being removed, which takes a few seconds at most.
	SigningOut
	// KeyringLocked: whether a session is stored is unknown until the user unlocks the keyring. Nobody is signed in. The
	// notice has ErrKeyringLocked with the keyring's name, and ErrDismissed unless the user is being asked. The session is
	// restored as soon as the keyring is unlocked, whoever unlocks it. A log-in works without it.
	KeyringLocked
)

// String returns the state's name in the form that crosses to a page: "signed-out", "signing-in", ...
func (s State) String() string {
	switch s {
	case SignedOut:
		return "signed-out"
	case SigningIn:
		return "signing-in"
	case SignedIn:
		return "signed-in"
	case Offline:
		return "offline"
	case Expired:
		return "expired"
	case SigningOut:
		return "signing-out"
	case KeyringLocked:
		return "keyring-locked"
	}
	return "unknown"
}

// MarshalText returns the state's name, for the JSON of [Snapshot].
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Step is what a session in state SigningIn is doing.
type Step int

// The steps. In every other state the step is 0.
const (
	// Looking: the store is asked whether there is a session.
	Looking Step = iota + 1
	// Restoring: a session is stored, and the provider is asked to renew it.
	Restoring
	// LoggingIn: a log-in is under way.
	LoggingIn
)

// String returns the step's name in the form that crosses to a page: "looking", "restoring", "logging-in", or "".
func (s Step) String() string {
	switch s {
	case Looking:
		return "looking"
	case Restoring:
		return "restoring"
	case LoggingIn:
		return "logging-in"
	}
	return ""
}

// MarshalText returns the step's name, for the JSON of [Snapshot].
func (s Step) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Snapshot is the session at one moment. Its JSON may go to a page: it has the state's name and the profile. It has no
// error texts, because a page needs its own words for them.
type Snapshot struct {
	State State `json:"state"`
	// Step says how far a session in state SigningIn is.
	Step Step `json:"step,omitempty"`
	// Err is why the last step failed, or nil after a success.
	Err error `json:"-"`
	// Notice is a problem that did not stop the last step, but that the user should know: the token store failed
	// (ErrStore; beside it ErrKeyringLocked or ErrNoKeyring, if that is known), and perhaps still holds the session that was
	// ended (ErrNotErased); there is no refresh token (ErrNoRefreshToken); the profile stays incomplete (ErrUserinfo).
	Notice error `json:"-"`
	// Ends is when the session ends by itself, because it has no refresh token and lasts as long as its access token. It is
	// zero for every other session.
	Ends time.Time `json:"-"`
	// Profile is the user who is signed in. It is zero when signed out, and while a stored session is restored, until the
	// provider answers.
	Profile Profile `json:"profile"`
	// Remembered is the user whose session is stored, as an earlier run knew them (Options.CacheFolder): for the screen only,
	// because nobody has verified it in this run. It is set while that session is restored, and stays until the provider has
	// told the whole profile, or the session of that user has ended and another log-in or a log-out follows. It has no picture:
	// see [Session.RememberedPicture].
	Remembered Profile `json:"remembered"`
}

// Person returns the user to show: Profile, with what it lacks from Remembered. Whether that user is signed in, only the state
// says.
func (s Snapshot) Person() Profile { return s.Profile.or(s.Remembered) }
