package auth

// State is where the session stands.
//
//	SignedOut --Login--> SigningIn --ok--> SignedIn --invalid_grant--> Expired --Login--> SigningIn
//	    ^                   | error           | network error --> Offline --retry ok--> SignedIn
//	    +-------------------+                 | Logout --> SignedOut
type State int

// The states of a session.
const (
	// SignedOut: nobody is signed in, and nothing is under way.
	SignedOut State = iota
	// SigningIn: a restore or a log-in is under way; both can be cancelled.
	SigningIn
	// SignedIn: an access token can be had.
	SignedIn
	// Offline: somebody is signed in, and the provider cannot be reached, or its answer cannot be used; the session retries by
	// itself.
	Offline
	// Expired: the provider ended the session (invalid_grant), or sent somebody else's (ErrForeign); a log-in brings it back.
	Expired
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
	}
	return "unknown"
}

// Snapshot is the session at one moment.
type Snapshot struct {
	State State
	// Err is why the last step did not succeed; nil after a success.
	Err error
	// Notice is what the user should know though it stopped nothing: the token store failed (ErrStore).
	Notice error
	// Profile is who is signed in; zero when signed out, or when only an offline start is behind us.
	Profile Profile
}
