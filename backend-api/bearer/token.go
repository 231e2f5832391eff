package bearer

import (
	"fmt"
	"io"
	"time"

	"wails-openid-oauth/internal/jose"
)

// Token is a valid access token. Printing it does not show it.
type Token struct {
	compact     string
	scopes      scopeSet
	permissions bool // the claim "permissions" grants scopes
	scopeErr    error
}

// Claims are the usual claims of an access token (RFC 9068, section 2.2). An absent claim is a zero value. [Token.Decode]
// reads further claims.
type Claims struct {
	// Issuer, Subject and ID are "iss", "sub" and "jti". A subject is unique only together with its issuer.
	Issuer, Subject, ID string
	// ClientID is "client_id": the app that got the token. Some providers name it in "azp" instead.
	ClientID string
	// Audience is "aud", which contains this API.
	Audience []string
	// Scopes are the names in "scope" and "scp", and in "permissions" with [Options.Permissions]. Each of these claims may be a list,
	// or a text with spaces between the names. If one of them is neither, there are no scopes.
	Scopes []string
	// Expiry is "exp", without the leeway.
	Expiry time.Time
}

// Claims reads the token's claims. That takes a microsecond or two, so only handlers that need them should call it.
func (t Token) Claims() Claims {
	said := t.read()
	text := func(name string) string { value, _ := said.String(name); return value }
	audience, _ := said.Audience()
	expiry, _ := said.Time("exp")
	scopes, _ := said.Scopes(scopeClaims[t.permissions]...)
	return Claims{
		Issuer: text("iss"), Subject: text("sub"), ID: text("jti"), ClientID: text("client_id"),
		Audience: audience, Scopes: scopes, Expiry: expiry,
	}
}

// Decode reads the token's claims into value, a pointer to a struct with json tags or to a map:
//
//	var further struct {
//		Department string `json:"https://example.com/department"`
//	}
//	err := token.Decode(&further)
//
// It does not change fields for which the token has no claim. Unlike with encoding/json, names are case-sensitive (RFC 7519,
// section 7.3). An error names the Go type that a claim does not fit, and quotes nothing of the token.
func (t Token) Decode(value any) error {
	if err := t.read().Decode(value); err != nil {
		return fmt.Errorf("bearer: %w", err)
	}
	return nil
}

// read cannot fail for a token that a guard returned: the guard has read it before. The zero token has no claims.
func (t Token) read() jose.Claims {
	again, err := jose.Parse(t.compact, len(t.compact), jose.Algorithms())
	if err != nil {
		return jose.Claims{}
	}
	return again.Claims
}

// Format implements [fmt.Formatter]: no token gets into a log.
func (Token) Format(out fmt.State, _ rune) { io.WriteString(out, "[access token]") }
