package bearer

import (
	"slices"

	"wails-openid-oauth/internal/jose"
)

// The claims that only an ID token has. at_hash, c_hash and s_hash tie it to the other parts of an answer (OpenID Connect Core,
// section 3.3.2.11; FAPI 1.0, part 2, section 5.1). No access token has a use for them.
var hashes = [...]string{"at_hash", "c_hash", "s_hash"}

// The claims that tell how and when the user logged in (OpenID Connect Core, section 2). They belong into an ID token. RFC 9068,
// section 2.2.1, allows them in an access token, but then the token's type says what it is.
var authentication = [...]string{"auth_time", "acr", "amr"}

// checkPurpose refuses an ID token (RFC 8725, section 3.12). See [ErrIDToken] for the marks that it looks for.
func (g *Guard) checkPurpose(token *jose.Unverified, audience []string) error {
	kind, err := token.Claims.String("typ")
	has := func(claim string) bool { return token.Claims.Has(claim) }
	switch {
	case err == nil && kind == "ID", slices.ContainsFunc(hashes[:], has):
		return ErrIDToken
	case err == nil && kind == "Bearer", isAccessTokenType(token.Header.Typ):
		return nil
	case has("nonce"):
		return ErrIDToken
	case g.options.ClientID == "" || !slices.Contains(audience, g.options.ClientID):
		return nil
	case slices.ContainsFunc(authentication[:], has):
		return ErrIDToken
	}
	return nil
}
