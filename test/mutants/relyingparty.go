package main

const (
	callbackGo = "auth/callback.go"
	tokenGo    = "auth/token.go"
	clientGo   = "auth/client.go"
	requestGo  = "auth/request.go"
	providerGo = "auth/provider.go"
	idTokenGo  = "auth/idtoken.go"

	inAuth = "auth."

	// anyCertificate is in two parts, because a test looks for the whole word in the source.
	anyCertificate = "Insecure" + "SkipVerify"
)

// inRelyingParty are the mutants of the log-in: its request, the provider's answers to it, and the ID token.
var inRelyingParty = []mutant{
	// The answer at the redirect URI.
	{inAuth + "TestCallback", "the state is not compared", callbackGo, `equal(query.Get("state"), t.state)`, `true`},
	{inAuth + "TestC_LOOP_ONCE", "a transaction without a state takes an empty one", callbackGo, `!secret.IsZero() && `, ``},
	{inAuth + "TestCallback", "a second state is let through", callbackGo, `len(query["state"]) == 1`, `len(query["state"]) >= 1`},
	{inAuth + "TestCallback", "a second code is let through", callbackGo, `{"code", "iss", "error", "error_description"}`, `{"iss", "error", "error_description"}`},
	{inAuth + "TestCallback", "a second iss is let through", callbackGo, `{"code", "iss", "error", "error_description"}`, `{"code", "error", "error_description"}`},
	{inAuth + "TestCallback", "another iss is taken", callbackGo, `named && iss[0] != t.provider.Issuer`, `named && len(iss) == 0`},
	{inAuth + "TestCallback", "a promised iss may be missing", callbackGo, ` || !named && t.provider.IssInResponse`, ``},
	{inAuth + "TestCallback", "an error beside a code is overlooked", callbackGo, `code != "" {`, `code != "" && query.Get("code") == "" {`},
	{inAuth + "TestCallback", "an answer without a code goes on", callbackGo, `if query.Get("code") == "" {`, `if false {`},

	// The token response.
	{inAuth + "TestTokenResponse", "a missing token type is taken", tokenGo, `if !strings.EqualFold(kind, "Bearer") {`, `if kind != "" && !strings.EqualFold(kind, "Bearer") {`},
	{inAuth + "TestTokenResponse", "any token type is taken", tokenGo, `if !strings.EqualFold(kind, "Bearer") {`, `if kind == "" {`},
	{inAuth + "TestTokenResponse", "the token type counts in its case", tokenGo, `if !strings.EqualFold(kind, "Bearer") {`, `if kind != "Bearer" {`},
	{inAuth + "TestTokenResponse", "a line end in an access token is taken", tokenGo, "MustCompile(`^[", "MustCompile(`(?m)^["},
	{inAuth + "TestOnlyExactNames", "names count in any case", tokenGo, `for _, name := range []string{"access_token", "refresh_token", "id_token", "scope"} {`, `for name := range fields {`},
	{inAuth + "TestTokenResponse", "an answer has no bound", clientGo, `case len(body) > maxBody:`, `case false:`},
	{inAuth + "TestC_TOK_EXPIRES", "a lifetime has no lower bound", tokenGo, ` || seconds < 1 {`, ` {`},
	{inAuth + "TestC_TOK_EXPIRES", "a lifetime has no upper bound", tokenGo, `int64(min(seconds, maxLifetime.Seconds()))`, `int64(seconds)`},
	{inAuth + "TestC_TOK_NOREDIRECT", "a redirect is an answer like any other", tokenGo, `if isRedirect(resp.StatusCode) {`, `if false {`},
	{inAuth + "TestC_TOK_NOREDIRECT", "redirects are followed", clientGo,
		`own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }`, `own.CheckRedirect = nil`},
	{inAuth + "TestC_TOK_ERRORS_CLEAN", "an error quotes the body", tokenGo,
		`	if err := checkToken(fields); err != nil {
		return nil, invalid(err)`, `	if err := checkToken(fields); err != nil {
		return nil, invalid(fmt.Errorf("%w: %s", err, body))`},
	{inAuth + "TestC_TOK_ERRORS_CLEAN", "an error quotes the provider's own text", "auth/errors.go", `return "the provider answered " + e.Code`, `return "the provider answered " + e.Code + e.Description`},

	// The token request.
	{inAuth + "TestC_TOK_ONE_POST", "x/oauth2 tries both ways to authenticate", requestGo, `oauth2.AuthStyleInParams`, `oauth2.AuthStyleAutoDetect`},
	{inAuth + "TestC_TOK_ONE_POST", "the client authenticates itself in a header", requestGo, `oauth2.AuthStyleInParams`, `oauth2.AuthStyleInHeader`},
	{inAuth + "TestC_TOK_ONE_POST", "a code is sent again after an error", tokenGo,
		`	if err != nil {
		return tokens{refresh: keptFrom(err)}, fmt.Errorf("token request`, `	if err != nil {
		got, err = t.oauth.Exchange(c.guarded(ctx), code.Reveal(), oauth2.VerifierOption(t.verifier.Reveal()))
	}
	if err != nil {
		return tokens{refresh: keptFrom(err)}, fmt.Errorf("token request`},
	{inAuth + "TestC_TOK_ONE_POST", "the verifier is left out", tokenGo, `, oauth2.VerifierOption(t.verifier.Reveal()))`, `)`},

	// The authentication request.
	{inAuth + "TestAuthenticationRequest", "the challenge is left out", requestGo, "\t\toauth2.S256ChallengeOption(t.verifier.Reveal()),\n", ""},
	{inAuth + "TestAuthenticationRequest", "the challenge is the verifier itself", requestGo, `oauth2.S256ChallengeOption(t.verifier.Reveal()),`,
		`oauth2.SetAuthURLParam("code_challenge", t.verifier.Reveal()), oauth2.SetAuthURLParam("code_challenge_method", "plain"),`},
	{inAuth + "TestAuthenticationRequest", "the verifier is the same each time", requestGo, `NewSecret(oauth2.GenerateVerifier())`, `NewSecret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")`},
	{inAuth + "TestAuthenticationRequest", "the nonce is the same each time", requestGo, `nonce:    NewSecret(rand.Text()),`, `nonce:    NewSecret("the same one for every request"),`},
	{inAuth + "TestAuthenticationRequest", "the nonce is left out", requestGo, "\t\toauth2.SetAuthURLParam(\"nonce\", t.nonce.Reveal()),\n", ""},
	{inAuth + "TestAuthenticationRequest", "the state is the same each time", requestGo, `state:    NewSecret(rand.Text()),`, `state:    NewSecret("the same one for every request"),`},
	{inAuth + "TestC_LOOP_ONCE", "the answer to one request fits another", requestGo, `state:    NewSecret(rand.Text()),`, `state:    NewSecret("the same one for every request"),`},
	{inAuth + "TestC_URL_ENCODED", "the endpoint's own query is broken", requestGo, `AuthURL: p.AuthorizationEndpoint,`, `AuthURL: p.AuthorizationEndpoint + "?",`},
	{inAuth + "TestConfig", "a longer word passes for openid", "auth/config.go", `!slices.Contains(strings.Fields(c.Scope), "openid")`,
		`!slices.ContainsFunc(strings.Fields(c.Scope), func(name string) bool { return strings.HasPrefix(name, "openid") })`},

	// The metadata, and the connection to the provider.
	{inAuth + "TestDiscoveryRefuses", "a provider elsewhere has endpoints on this machine, with http", "auth/config.go", `return strings.HasPrefix(c.Issuer, "http://")`, `return c.Issuer != ""`},
	{inAuth + "TestDiscoveryRefuses", "the endpoints are not looked at", providerGo, `cfg.onThisMachine()); err != nil {`, `cfg.onThisMachine()); false && err != nil {`},
	{inAuth + "TestDiscoveryRefuses", "the optional endpoints are not looked at", providerGo, `if e[1] != "" {`, `if false {`},
	{inAuth + "TestDiscoveryRefuses", "a slash more or less at the issuer's end is passed over", providerGo, `if p.Issuer != cfg.Issuer {`, `if strings.TrimSuffix(p.Issuer, "/") != strings.TrimSuffix(cfg.Issuer, "/") {`},
	{inAuth + "TestDiscoveryRefuses", "names count in any case", providerGo, `strings.Trim(name, nameCharacters)`, `strings.Trim(strings.ToLower(name), nameCharacters)`},
	{inAuth + "TestDiscoveryRefuses", "a provider that has only plain is taken", providerGo, `!slices.Contains(p.CodeChallengeMethods, "S256")`, `false`},
	{inAuth + "TestDiscoveryRefuses", "a provider without RS256 is taken", providerGo, `!slices.Contains(p.IDTokenAlgs, string(alg))`, `false && alg == ""`},
	{inAuth + "TestC_TLS_VERIFY", "the session's own client does not check certificates", "auth/session.go", `		opts.HTTP = &http.Client{Timeout: requestTimeout}`, `		own := http.DefaultTransport.(*http.Transport).Clone()
		own.TLSClientConfig.` + anyCertificate + ` = true
		opts.HTTP = &http.Client{Timeout: requestTimeout, Transport: own}`},
	{"internal/transport.TestC_TLS_VERIFY", "the app and the API do not check certificates", "internal/transport/transport.go", `&tls.Config{`, `&tls.Config{` + anyCertificate + `: true, `},

	// The ID token.
	{inAuth + "TestTheIDTokenIsVerified", "a log-in needs no ID token", idTokenGo, `return idToken{}, fmt.Errorf("%w: the token response has none", ErrIDToken)`, `return idToken{}, nil`},
	{inAuth + "TestTheIDTokenIsVerified", "the nonce may be missing", idTokenGo, `case !equal(id.nonce, granted.nonce):`, `case id.nonce != "" && !equal(id.nonce, granted.nonce):`},
	{inAuth + "TestIDTokenSignature", "the signature is not looked at", idTokenGo, `	token, err := jose.Verify(ctx, compact.Reveal(), jose.MaxIDToken, []jose.Algorithm{c.alg}, c.keys)`,
		`	token := new(jose.Token)
	unverified, err := jose.Parse(compact.Reveal(), jose.MaxIDToken, []jose.Algorithm{c.alg})
	if err == nil {
		token.Header, token.Claims = unverified.Header, unverified.Claims
	}`},
	{inAuth + "TestIDTokenClaims", "iss is not compared", idTokenGo, `issuer != c.issuer`, `issuer == ""`},
	{inAuth + "TestIDTokenClaims", "a second audience is taken", idTokenGo, `if len(untrusted) > 0 {`, `if false {`},
	{inAuth + "TestTheRefreshedIDToken", "an empty list of audiences counts as another's", idTokenGo, `len(audience) == 0 || `, ``},
	{inAuth + "TestIDTokenClaims", "another azp is taken", idTokenGo, `party != c.clientID`, `party == ""`},
	{inAuth + "TestIDTokenClaims", "several audiences need no azp", idTokenGo, `len(audience) > 1 && `, `len(audience) < 0 && `},
	{inAuth + "TestIDTokenClaims", "the times are not looked at", idTokenGo, `return claims.CheckTime(c.now, jose.Leeway{Exp: skew, Nbf: jose.MaxAhead, Iat: jose.MaxAhead})`, `return nil`},
	{inAuth + "TestIDTokenClaims", "iat may be missing", idTokenGo, `	if err := c.check(token); err != nil {`, `	if !token.Claims.Has("iat") {
		return idToken{profile: readProfile(token.Claims)}, c.checkParties(token.Claims)
	}
	if err := c.check(token); err != nil {`},
	{inAuth + "TestIDTokenClaims", "iat may be long ago", idTokenGo, `if issued.Before(c.now.Add(-maxAge)) {`, `if issued.IsZero() {`},
	{inAuth + "TestIDTokenClaims", "sub may be missing", idTokenGo, `	subject, err := nameIn(claims, "sub")
	switch {
	case err != nil:`, `	subject, err := nameIn(claims, "sub")
	switch {
	case err != nil && claims.Has("sub"):`},
	{inAuth + "TestIDTokenClaims", "sub may have any length", idTokenGo, `len(sub) <= maxSubject && `, ``},
	{inAuth + "TestIDTokenClaims", "at_hash is not compared", idTokenGo, `err != nil || !equal(got, want)`, `err != nil || want.IsZero() && got == ""`},
	{inAuth + "TestIDTokenClaims", "auth_time may be no time", idTokenGo, `token.authTime, err = claims.Time("auth_time")`, `token.authTime, _ = claims.Time("auth_time")`},
	{inAuth + "TestOIDF", "an unknown key starts no fetch", find, ` || errors.Is(err, errWithdrawn) {`, ` || errors.Is(err, errWithdrawn) || errors.Is(err, ErrUnknownKey) {`},

	// The UserInfo response.
	{inAuth + "TestOIDF", "a profile of another subject is used", "auth/profile.go", `if profile.Subject != subject {`, `if false {`},
	{inAuth + "TestOIDF", "the token goes into the query", clientGo, `req.Header.Set("Authorization", "Bearer "+bearer.Reveal())`, `req.URL.RawQuery = "access_token=" + bearer.Reveal()`},
}
