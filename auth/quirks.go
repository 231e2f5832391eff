package auth

import (
	"net/url"
	"strings"

	"golang.org/x/oauth2"
)

// This file has what single providers need beyond the standards. A quirk depends on the settings or on the provider's metadata,
// never on the provider's name.

// apiParameter names the API in the authentication request. Auth0 needs it. Other providers ignore it (OpenID Connect Core, section
// 3.1.2.2, step 9).
func apiParameter(audience string) []oauth2.AuthCodeOption {
	if audience == "" {
		return nil
	}
	return []oauth2.AuthCodeOption{oauth2.SetAuthURLParam("audience", audience)}
}

// auth0LogoutURL is the log-out page of an Auth0 tenant from before November 2023, whose metadata has no end_session_endpoint. Its
// answer carries no state.
func auth0LogoutURL(issuer, clientID, redirectURI string) string {
	params := url.Values{"client_id": {clientID}, "returnTo": {redirectURI}}
	return strings.TrimSuffix(issuer, "/") + "/v2/logout?" + params.Encode()
}
