package config

// setting is one key of env-variables.json and the environment variable that overrides it.
type setting struct {
	key, variable string
	// fallback is the default value. If it is empty, there is none.
	fallback string
	// meaning completes the sentence "Set it: ...".
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
	openSchemes   = setting{"openSchemes", "OPEN_SCHEMES", "", "further URL schemes that log-in pages may have opened by another program"}

	clientSecret            = setting{"clientSecret", "CLIENT_SECRET", "", "the client secret, if the provider wants one from native apps"}
	postLogoutRedirectURI   = setting{"postLogoutRedirectUri", "POST_LOGOUT_REDIRECT_URI", "", "the log-out URL that you registered at the provider"}
	audienceParameter       = setting{"audienceParameter", "AUDIENCE_PARAMETER", "audience", "the parameter that carries apiIdentifier"}
	authorizationParameters = setting{"authorizationParameters", "AUTHORIZATION_PARAMETERS", "", "further parameters of the authentication request"}
	trustedAudiences        = setting{"trustedAudiences", "TRUSTED_AUDIENCES", "", "what may be in aud of an ID token beside the client ID"}
	idTokenSigningAlg       = setting{"idTokenSigningAlg", "ID_TOKEN_SIGNING_ALG", "RS256", "the algorithm of this client's ID tokens"}

	// settings are the keys that a file may have.
	settings = []setting{
		auth0Domain, issuer, clientID, clientSecret, apiIdentifier, audienceParameter, apiURL, redirectURI, postLogoutRedirectURI,
		scope, authorizationParameters, trustedAudiences, idTokenSigningAlg, loginWith, caBundle, openSchemes,
	}

	// objects and lists are the settings whose value in a file is an object of texts, or a list of texts.
	objects = []setting{authorizationParameters}
	lists   = []setting{trustedAudiences}
)

// Only the API reads these, and only from the environment: the operator decides where it listens, not the app.
var (
	host    = setting{"host", "HOST", "127.0.0.1", "the address to listen on"}
	port    = setting{"port", "PORT", "3000", "the port to listen on"}
	jwksURI = setting{"jwksUri", "JWKS_URI", "", "the URL of the provider's key set; skips discovery"}
	leeway  = setting{"leeway", "LEEWAY", "30s", "how far clocks may differ"}
	profile = setting{"tokenProfile", "TOKEN_PROFILE", "auth0", "which kind of access tokens the provider makes"}
	// algorithms and permissions say more about the access tokens.
	algorithms  = setting{"tokenAlgorithms", "TOKEN_ALGORITHMS", "RS256", "how the provider signs access tokens"}
	permissions = setting{"tokenPermissions", "TOKEN_PERMISSIONS", "ignore", "whether the claim permissions grants scopes"}
	drain       = setting{"drain", "DRAIN", "5s", "how long to go on answering after SIGTERM"}
	// resource is apiUrl without its default: if the API's URL is not set, the API must not publish a guess.
	resource = setting{"apiUrl", "API_URL", "", "where the API answers"}
)
