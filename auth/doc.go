// Package auth is the relying party of a native app: it signs a user in at an OpenID provider, keeps the session
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
// A session may have a second browser, [Options].Alternative, for users whom the first one does not serve. A log-in moves there
// when the user asks for it, with a new request, and its log-out takes place there.
//
// # What it promises
//
// A log-in is one code flow with PKCE (S256), state and nonce. An answer to another request is ignored, and the log-in
// keeps waiting. There is one token request a code, and redirects are not followed. The ID token is fully verified.
//
// Access tokens live in memory only. One refresh runs at a time, with a [Locker] also across processes. A rotated refresh
// token is stored and read back before its access token is handed out.
//
// A session ends in three ways only: by a log-out, by the provider's invalid_grant, or by a verified refreshed ID token that
// names another issuer, client or user ([ErrForeign]), whose refresh token is then revoked. No network, keyring or clock
// ends a session, and no answer that cannot be read or verified. Of such an answer only a rotated refresh token is used,
// which is stored. If another process keeps the [Locker]'s lock, the error is [ErrLocked]: the session is kept, and
// log-in and log-out work without the lock.
//
// A keyring that a person has to unlock ([Unlocker]) is no fault. The state is KeyringLocked without a bound, a log-in works
// beside it, and whoever unlocks the keyring, the stored session is restored, or the one of the log-in is stored. As after
// every log-in, the older entry does not count any more, also if the app ends before the keyring is unlocked.
//
// A log-out ends the session here first, in every state, and waits for no lock. From the call on there is no token and no
// profile. The state is SigningOut until the stored session is gone, and then SignedOut. If the store does not answer, the
// error is [ErrStore], and with Options.StateFolder also [ErrNotErased].
//
// With Options.StateFolder a log-out holds even if the app crashes or the store does not answer. It is recorded before
// anything is removed, so that the next Restore removes the rest and signs no user in. Each write of a session checks
// before and after whether this process or another has logged out. If so, it takes back its own entry, and never that of
// a newer log-in.
//
// With Options.CacheFolder, a start knows whose session is stored before the provider answers: [Snapshot].Remembered, and
// [Session.RememberedPicture]. That is for the screen, and signs nobody in. What is cached goes with the stored session: with
// a log-out, and with the end of the session. After that end, the snapshot keeps the person until the next log-in or log-out,
// or until the process ends.
//
// A session without a refresh token ends with its access token; the notice of its log-in says so. An API that refuses a
// token ends nothing ([ErrRejected]).
//
// After that the log-out tells the provider: it revokes the refresh token, and ends the provider's session with the best
// hint available. If the provider does not confirm, the browser's cookies are dropped, and the next log-in asks for
// credentials.
//
// # What it refuses
//
//   - the implicit and hybrid flows, and "plain" PKCE
//   - unsigned or HMAC-signed ID tokens, and those with another algorithm than Config.IDTokenSigningAlg
//   - parameters that would change the flow ([ProtectedParameters])
//   - endpoints that are not https, except for a provider on this machine
//   - an empty issuer, client ID or redirect URI
//   - answers of the provider that are not one unambiguous JSON object; no error or log line quotes them
//
// Tokens are of type [Secret]: printing and logging them gives "[REDACTED]".
package auth
