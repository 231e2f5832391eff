package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Account names one stored session: two providers, two registrations at one, or two people at one of them never share an
// entry.
type Account struct {
	Issuer   string
	ClientID string
	// Name tells several sessions at one registration apart; empty in an app that has one at a time.
	Name string
}

// Key is a short name for the account: letters and digits that fit every keyring and file system, and tell nobody what is
// behind them. Hashing keeps accounts apart whatever characters they have in them.
func (a Account) Key() string {
	sum := sha256.Sum256([]byte(a.Issuer + "\x00" + a.ClientID + "\x00" + a.Name))
	return hex.EncodeToString(sum[:16])
}

// Grant is what outlives the process: the refresh token and what is needed to use it. Nothing else is stored;
// access tokens and ID tokens live in memory only.
type Grant struct {
	Account
	RefreshToken Secret
	// Subject is the "sub" of the ID token: a refreshed one must name the same (OpenID Connect Core, section 12.2).
	Subject string
	// Scope is what was granted, space separated (RFC 6749, section 5.1).
	Scope string
	// Generation counts the rotations since the log-in.
	Generation int
	// Created is when the user logged in.
	Created time.Time
	// Issued is the "iat" of the newest ID token that was used, by the provider's clock: no later one may be older. Zero in
	// what earlier versions stored.
	Issued time.Time
	// Era names the log-in that the grant comes from: 26 random letters and digits, or empty without Options.StateFolder.
	// A store that keeps it lets a session know a grant that was written late, after a log-out, for what it is.
	Era string
}

// TokenStore keeps one [Grant] an account. Implementations bound every call in time themselves as well, because the
// services behind them know no deadlines. A call that was given up takes effect before the calls that come after it, or
// not at all.
type TokenStore interface {
	// Load returns the stored grant, ErrNotFound when there is none, or an error that wraps ErrStore.
	Load(ctx context.Context, account Account) (Grant, error)
	// Save replaces the account's grant. When it returns nil, the grant has been read back.
	Save(ctx context.Context, grant Grant) error
	// Delete removes the account's grant. Deleting nothing is no error.
	Delete(ctx context.Context, account Account) error
}
