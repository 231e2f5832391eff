package auth

// State is where the session stands.
//
//	SignedOut --Login--> SigningIn --ok--> SignedIn --invalid_grant--> Expired --Login--> SigningIn
//	    ^                   | error           | network error --> Offline --retry ok--> SignedIn
//	    +-------------------+
//	every state --Logout--> SigningOut --the stored session is gone, or cannot be removed now--> SignedOut
type State int

// The states of a session.
const (
	// SignedOut: nobody is signed in, and nothing is under way.
	SignedOut State = iota
	// SigningIn: a restore or a log-in is under way; both can be cancelled.
	SigningIn
	// SignedIn: an access token can be had.
	SignedIn
	// Offline: somebody is signed in, and the provider cannot be reached, its answer cannot be used, or another process holds
	// the session's lock (ErrLocked); the session retries by itself.
	Offline
	// Expired: the provider ended the session (invalid_grant), it sent an ID token that is somebody else's (ErrForeign), or
	// another process logged out; a log-in brings it back.
	Expired
	// SigningOut: nobody is signed in any more, and the stored session is being removed, which takes some seconds at most.
	SigningOut
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
	}
	return "unknown"
}

// MarshalText gives the state's name, so that JSON has it: see [Snapshot].
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Snapshot is the session at one moment. Its JSON may go to a page: it has the state by name and the profile, and no error
// texts, since a page needs words of its own for those.
type Snapshot struct {
	State State `json:"state"`
	// Err is why the last step did not succeed; nil after a success.
	Err error `json:"-"`
	// Notice is what the user should know though it stopped nothing: the token store failed (ErrStore), and perhaps the
	// session that was ended is still in it (ErrNotErased).
	Notice error `json:"-"`
	// Profile is who is signed in; zero when signed out, or when only an offline start is behind us.
	Profile Profile `json:"profile"`
}
