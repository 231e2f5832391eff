// Package auth is the relying party of a native app: it signs a person in at an OpenID provider, keeps the session
// alive, and ends it (OpenID Connect Core; RFC 6749, 7636, 8252, 9207, 9700).
//
// # How to use it
//
//	session, err := auth.New(auth.Options{Config: config, Browser: window, Store: keyring})
//	if err != nil { ... }                         // ErrConfig: nothing was contacted yet
//	defer session.Close()                         // finishes a log-out, and a refresh that was sent
//	go session.Follow(ctx, changed)               // every change, the newest always
//	err = session.Start(ctx)                      // restores the session, or opens the browser; returns when the user is signed in
//	token, err := session.Token(ctx, "")          // a fresh access token, for the API and for nothing else
//	err = session.Logout(ctx)
//
// # What it promises
//
// One code flow with PKCE (S256), state and nonce; an answer that is somebody else's is passed over, and the log-in
// waits on. One token request a code, no redirects followed. The ID token is fully verified. Access tokens live in
// memory only. One refresh is in flight at a time, with a [Locker] also across processes; a rotated refresh token is
// stored, and read back, before its access token is handed out.
//
// A session ends by a log-out, by the provider's invalid_grant, or by a verified refreshed ID token that is somebody
// else's, whose refresh token is revoked. Nothing else ends one: no network, no keyring, no clock, and no answer that cannot
// be read or verified. Of such an answer nothing is used but a rotated refresh token, which is stored. A process that holds
// the [Locker]'s lock for ever is named ([ErrLocked]); the session is kept, and log-in and log-out go on without it.
//
// A log-out wipes what is here first, in every state, and waits for no lock: from the call on there is no token and nobody
// is shown. The state is SigningOut until the stored session is gone, and SignedOut then; a store that does not answer is
// said ([ErrNotErased]). With Options.StateFolder a log-out holds whatever comes in between: it is recorded before
// anything is removed, so that the next Restore removes what is left and signs nobody in. Whatever stores a session looks
// before and again after it has written whether somebody logged out, in this process or another, and takes its own entry
// back then, never a newer log-in's. Only then the provider is told: the refresh token is revoked, and its session ended
// with the best hint there is; if it does not confirm that, cookies are dropped and the next log-in asks for credentials.
//
// # What it refuses
//
// Client secrets, the implicit and hybrid flows, "plain" PKCE, unsigned or HMAC-signed ID tokens, endpoints that are
// not https (but for a provider on this machine), and an empty issuer, client or redirect URI. Of a provider's answers,
// those that are not one JSON object which can mean only one thing; no error or log line quotes one.
//
// Tokens are [Secret]s: printing and logging them gives "[REDACTED]".
package auth
