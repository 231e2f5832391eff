package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Account names one stored session. Two providers, two registrations at one provider, and two people at one
// registration have different accounts, and never share an entry.
type Account struct {
	Issuer   string
	ClientID string
	// Name distinguishes several sessions at one registration. It is empty in an app that has one session at a time.
	Name string
}

// Key returns a short name for the account: letters and digits that fit every keyring and file system, and reveal
// nothing. The hash keeps accounts apart whatever characters they contain.
func (a Account) Key() string {
	sum := sha256.Sum256([]byte(a.Issuer + "\x00" + a.ClientID + "\x00" + a.Name))
	return hex.EncodeToString(sum[:16])
}

// Grant is what outlives the process: the refresh token and what is needed to use it. Nothing else is stored. Access
// tokens and ID tokens live in memory only.
type Grant struct {
	Account
	RefreshToken Secret
	// Subject is the "sub" of the ID token. A refreshed ID token must have the same (OpenID Connect Core, section
	// 12.2).
	Subject string
	// Scope is the granted scope, space separated (RFC 6749, section 5.1).
	Scope string
	// Generation counts the rotations since the log-in.
	Generation int
	// Created is when the user logged in.
	Created time.Time
	// Issued is the "iat" of the newest ID token that was used, by the provider's clock. A later ID token must not be
	// older. It is zero in grants that earlier versions stored.
	Issued time.Time
	// Era names the log-in that the grant comes from: 26 random letters and digits, or empty without
	// Options.StateFolder. If the store keeps it, a session recognizes a grant that was written late, after a log-out.
	Era string
	// Alternative says that the user logged in in Options.Alternative, where the log-out has to take place, too. If the
	// store does not keep it, a log-out after a restart takes place in Options.Browser.
	Alternative bool
}

// TokenStore keeps one [Grant] an account. Implementations must also bound every call in time themselves, because the
// services behind them know no deadlines. A call that was given up must take effect before all later calls, or not at
// all.
type TokenStore interface {
	// Load returns the stored grant, ErrNotFound when there is none, or an error that wraps ErrStore.
	Load(ctx context.Context, account Account) (Grant, error)
	// Save replaces the account's grant. A nil error means that the grant was read back.
	Save(ctx context.Context, grant Grant) error
	// Delete removes the account's grant. It is no error if there is none.
	Delete(ctx context.Context, account Account) error
}
