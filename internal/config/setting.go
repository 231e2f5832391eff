package config

// setting is one key of env-variables.json and the environment variable above it.
type setting struct {
	key, variable string
	// fallback is the value where nobody set one; empty = there is none.
	fallback string
	// meaning ends the sentence "Set it: ...".
	meaning string
}

var (
	auth0Domain   = setting{"auth0Domain", "AUTH0_DOMAIN", "", "your Auth0 tenant's domain, or use issuer for any other OpenID provider"}
	issuer        = setting{"issuer", "ISSUER", "", "the provider's issuer identifier"}
	clientID      = setting{"clientId", "CLIENT_ID", "", "the client ID of the native application that you registered at the provider"}
	apiIdentifier = setting{"apiIdentifier", "API_IDENTIFIER", "", "the identifier (audience) of the API that you registered at the provider"}
	apiURL        = setting{"apiUrl", "API_URL", "http://localhost:3000", "where the API answers"}
	redirectURI   = setting{"redirectUri", "REDIRECT_URI", "http://localhost/callback", "the callback URL that you registered at the provider"}
	scope         = setting{"scope", "SCOPE", "openid profile offline_access", "what to ask the provider for"}
	loginWith     = setting{"loginWith", "LOGIN_WITH", "webview", "how people log in"}
	caBundle      = setting{"caBundle", "CA_BUNDLE", "", "a PEM file with certificate authorities to trust beside those of the system"}

	// settings are the keys that a file may have.
	settings = []setting{auth0Domain, issuer, clientID, apiIdentifier, apiURL, redirectURI, scope, loginWith, caBundle}
)

// What only the API reads, and only from the environment: where it listens is the operator's business, not the app's.
var (
	host    = setting{"host", "HOST", "127.0.0.1", "the address to listen on"}
	port    = setting{"port", "PORT", "3000", "the port to listen on"}
	jwksURI = setting{"jwksUri", "JWKS_URI", "", "the URL of the provider's key set; skips discovery"}
	leeway  = setting{"leeway", "LEEWAY", "30s", "how far clocks may differ"}
	profile = setting{"tokenProfile", "TOKEN_PROFILE", "auth0", "which kind of access tokens the provider makes"}
	drain   = setting{"drain", "DRAIN", "5s", "how long to go on answering after SIGTERM"}
	// resource is apiUrl without its default: where nobody said what the API's URL is, it is better not to publish one.
	resource = setting{"apiUrl", "API_URL", "", "where the API answers"}
)
