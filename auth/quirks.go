package auth

import (
	"net/url"
	"strings"
)

// This file has what single providers need beyond the standards. A quirk depends on the settings or on the provider's metadata,
// never on the provider's name.

// auth0LogoutURL is the log-out page of an Auth0 tenant from before November 2023, whose metadata has no end_session_endpoint. Its
// answer carries no state. redirectURI is empty if no answer is wanted.
func auth0LogoutURL(issuer, clientID, redirectURI string) string {
	params := url.Values{"client_id": {clientID}}
	if redirectURI != "" {
		params.Set("returnTo", redirectURI)
	}
	return strings.TrimSuffix(issuer, "/") + "/v2/logout?" + params.Encode()
}
