package main

const (
	inAuth = "auth."

	// anyCertificate is in two parts, because a test looks for the whole word in the source.
	anyCertificate = "Insecure" + "SkipVerify"
)

// inRelyingParty are the mutants of the log-in: its request, the provider's answers to it, and the ID token.
var inRelyingParty = []mutant{
	// The answer at the redirect URI.
	{inAuth + "TestCallback", "the state is not compared", "transaction.accepts", `equal(query.Get("state"), t.state)`, `true`},
	{inAuth + "TestC_LOOP_ONCE", "a transaction without a state takes an empty one", "equal", `!secret.IsZero() &&`, ``},
	{inAuth + "TestCallback", "a second state is let through", "transaction.accepts", `len(query["state"]) == 1`, `len(query["state"]) >= 1`},
	{inAuth + "TestCallback", "a second code is let through", "transaction.code", `{"code", "iss", "error", "error_description"}`, `{"iss", "error", "error_description"}`},
	{inAuth + "TestCallback", "a second iss is let through", "transaction.code", `{"code", "iss", "error", "error_description"}`, `{"code", "error", "error_description"}`},
	{inAuth + "TestCallback", "another iss is taken", "transaction.code", `named && iss[0] != t.provider.Issuer`, `named && len(iss) == 0`},
	{inAuth + "TestCallback", "a promised iss may be missing", "transaction.code", `|| !named && t.provider.IssInResponse`, ``},
	{inAuth + "TestCallback", "an error beside a code is overlooked", "transaction.code", `code != "" {`, `code != "" && query.Get("code") == "" {`},
	{inAuth + "TestCallback", "an answer without a code goes on", "transaction.code", `if query.Get("code") == "" {`, `if false {`},

	// The token response.
	{inAuth + "TestTokenResponse", "a missing token type is taken", "checkToken", `if !strings.EqualFold(kind, "Bearer") {`, `if kind != "" && !strings.EqualFold(kind, "Bearer") {`},
	{inAuth + "TestTokenResponse", "any token type is taken", "checkToken", `if !strings.EqualFold(kind, "Bearer") {`, `if kind == "" {`},
	{inAuth + "TestTokenResponse", "the token type counts in its case", "checkToken", `if !strings.EqualFold(kind, "Bearer") {`, `if kind != "Bearer" {`},
	{inAuth + "TestTokenResponse", "a line end in an access token is taken", "token68", "MustCompile(`^[", "MustCompile(`(?m)^["},
	{inAuth + "TestOnlyExactNames", "names count in any case", "readTokenAnswer", `for _, name := range []string{"access_token", "refresh_token", "id_token", "scope"} {`, `for name := range fields {`},
	{inAuth + "TestTokenResponse", "an answer has no bound", "client.do", `case len(body) > maxBody:`, `case false:`},
	{inAuth + "TestC_TOK_EXPIRES", "a lifetime has no lower bound", "lifetime", `|| seconds < 1 {`, `{`},
	{inAuth + "TestC_TOK_EXPIRES", "a lifetime has no upper bound", "lifetime", `int64(min(seconds, maxLifetime.Seconds()))`, `int64(seconds)`},
	{inAuth + "TestC_TOK_NOREDIRECT", "a redirect is an answer like any other", "readTokenAnswer", `if isRedirect(resp.StatusCode) {`, `if false {`},
	{inAuth + "TestC_TOK_NOREDIRECT", "redirects are followed", "newClient",
		`own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }`, `own.CheckRedirect = nil`},
	{inAuth + "TestC_TOK_ERRORS_CLEAN", "an error quotes the body", "readTokenAnswer",
		`if err := checkToken(fields); err != nil {
		return nil, invalid(err)`, `if err := checkToken(fields); err != nil {
		return nil, invalid(fmt.Errorf("%w: %s", err, body))`},
	{inAuth + "TestC_TOK_ERRORS_CLEAN", "an error quotes the provider's own text", "Error.Error", `return "the provider answered " + e.Code`, `return "the provider answered " + e.Code + e.Description`},

	// The token request.
	{inAuth + "TestC_TOK_ONE_POST", "x/oauth2 tries both ways to authenticate", "oauthConfig", `oauth2.AuthStyleInParams`, `oauth2.AuthStyleAutoDetect`},
	{inAuth + "TestC_TOK_ONE_POST", "the client authenticates itself in a header", "oauthConfig", `oauth2.AuthStyleInParams`, `oauth2.AuthStyleInHeader`},
	{inAuth + "TestC_TOK_ONE_POST", "a code is sent again after an error", "client.exchange",
		`if err != nil {
		return tokens{refresh: keptFrom(err)}, fmt.Errorf("token request`, `if err != nil {
		got, err = t.oauth.Exchange(guarded, code.Reveal(), oauth2.VerifierOption(t.verifier.Reveal()))
	}
	if err != nil {
		return tokens{refresh: keptFrom(err)}, fmt.Errorf("token request`},
	{inAuth + "TestC_TOK_ONE_POST", "the verifier is left out", "client.exchange", `, oauth2.VerifierOption(t.verifier.Reveal()))`, `)`},

	// The authentication request.
	{inAuth + "TestAuthenticationRequest", "the challenge is left out", "transaction.url", `oauth2.S256ChallengeOption(t.verifier.Reveal()),`, ""},
	{inAuth + "TestAuthenticationRequest", "the challenge is the verifier itself", "transaction.url", `oauth2.S256ChallengeOption(t.verifier.Reveal()),`,
		`oauth2.SetAuthURLParam("code_challenge", t.verifier.Reveal()), oauth2.SetAuthURLParam("code_challenge_method", "plain"),`},
	{inAuth + "TestAuthenticationRequest", "the verifier is the same each time", "newTransaction", `NewSecret(oauth2.GenerateVerifier())`, `NewSecret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")`},
	{inAuth + "TestAuthenticationRequest", "the nonce is the same each time", "newTransaction", `nonce:    NewSecret(rand.Text()),`, `nonce:    NewSecret("the same one for every request"),`},
	{inAuth + "TestAuthenticationRequest", "the nonce is left out", "transaction.url", `oauth2.SetAuthURLParam("nonce", t.nonce.Reveal()),`, ""},
	{inAuth + "TestAuthenticationRequest", "the state is the same each time", "newTransaction", `state:    NewSecret(rand.Text()),`, `state:    NewSecret("the same one for every request"),`},
	{inAuth + "TestC_LOOP_ONCE", "the answer to one request fits another", "newTransaction", `state:    NewSecret(rand.Text()),`, `state:    NewSecret("the same one for every request"),`},
	{inAuth + "TestC_URL_ENCODED", "the endpoint's own query is broken", "oauthConfig", `AuthURL: p.AuthorizationEndpoint,`, `AuthURL: p.AuthorizationEndpoint + "?",`},
	{inAuth + "TestConfig", "a longer word passes for openid", "Config.validate", `!slices.Contains(strings.Fields(c.Scope), "openid")`,
		`!slices.ContainsFunc(strings.Fields(c.Scope), func(name string) bool { return strings.HasPrefix(name, "openid") })`},

	// The metadata, and the connection to the provider.
	{inAuth + "TestDiscoveryRefuses", "a provider elsewhere has endpoints on this machine, with http", "Config.onThisMachine", `return strings.HasPrefix(c.Issuer, "http://")`, `return c.Issuer != ""`},
	{inAuth + "TestDiscoveryRefuses", "the endpoints are not looked at", "Provider.check", `cfg.onThisMachine()); err != nil {`, `cfg.onThisMachine()); false && err != nil {`},
	{inAuth + "TestDiscoveryRefuses", "the optional endpoints are not looked at", "Provider.check", `if e[1] != "" {`, `if false {`},
	{inAuth + "TestDiscoveryRefuses", "a slash more or less at the issuer's end is passed over", "Provider.check", `if p.Issuer != cfg.Issuer {`, `if strings.TrimSuffix(p.Issuer, "/") != strings.TrimSuffix(cfg.Issuer, "/") {`},
	{inAuth + "TestDiscoveryRefuses", "names count in any case", "Provider.UnmarshalJSON", `strings.Trim(name, nameCharacters)`, `strings.Trim(strings.ToLower(name), nameCharacters)`},
	{inAuth + "TestDiscoveryRefuses", "a provider that has only plain is taken", "Provider.check", `!slices.Contains(p.CodeChallengeMethods, "S256")`, `false`},
	{inAuth + "TestDiscoveryRefuses", "a provider without RS256 is taken", "Provider.check", `!slices.Contains(p.IDTokenAlgs, string(alg))`, `false && alg == ""`},
	{inAuth + "TestC_TLS_VERIFY", "the session's own client does not check certificates", "New", `opts.HTTP = &http.Client{Timeout: requestTimeout}`, `own := http.DefaultTransport.(*http.Transport).Clone()
		own.TLSClientConfig.` + anyCertificate + ` = true
		opts.HTTP = &http.Client{Timeout: requestTimeout, Transport: own}`},
	{"internal/transport.TestC_TLS_VERIFY", "the app and the API do not check certificates", "New", `&tls.Config{`, `&tls.Config{` + anyCertificate + `: true,`},

	// The ID token.
	{inAuth + "TestTheIDTokenIsVerified", "a log-in needs no ID token", "Session.verifyFirst", `return idToken{}, fmt.Errorf("%w: the token response has none", ErrIDToken)`, `return idToken{}, nil`},
	{inAuth + "TestTheIDTokenIsVerified", "the nonce may be missing", "Session.verifyFirst", `case !equal(id.nonce, granted.nonce):`, `case id.nonce != "" && !equal(id.nonce, granted.nonce):`},
	{inAuth + "TestIDTokenSignature", "the signature is not looked at", "idTokenCheck.verify", `token, err := jose.Verify(ctx, compact.Reveal(), jose.MaxIDToken, []jose.Algorithm{c.alg}, c.keys)`,
		`token := new(jose.Token)
	unverified, err := jose.Parse(compact.Reveal(), jose.MaxIDToken, []jose.Algorithm{c.alg})
	if err == nil {
		token.Header, token.Claims = unverified.Header, unverified.Claims
	}`},
	{inAuth + "TestIDTokenClaims", "iss is not compared", "idTokenCheck.checkIssuer", `issuer != c.issuer`, `issuer == ""`},
	{inAuth + "TestIDTokenClaims", "a second audience is taken", "idTokenCheck.checkAudience", `if len(untrusted) > 0 {`, `if false {`},
	{inAuth + "TestTheRefreshedIDToken", "an empty list of audiences counts as another's", "idTokenCheck.checkAudience", `len(audience) == 0 ||`, ``},
	{inAuth + "TestIDTokenClaims", "another azp is taken", "idTokenCheck.checkAuthorizedParty", `party != c.clientID`, `party == ""`},
	{inAuth + "TestIDTokenClaims", "several audiences need no azp", "idTokenCheck.checkAuthorizedParty", `len(audience) > 1 &&`, `len(audience) < 0 &&`},
	{inAuth + "TestIDTokenClaims", "the times are not looked at", "idTokenCheck.checkTimes", `return claims.CheckTime(c.now, jose.Leeway{Exp: skew, Nbf: jose.MaxAhead, Iat: jose.MaxAhead})`, `return nil`},
	{inAuth + "TestIDTokenClaims", "iat may be missing", "idTokenCheck.verify", `if err := c.check(token); err != nil {`, `if !token.Claims.Has("iat") {
		return idToken{profile: readProfile(token.Claims)}, c.checkParties(token.Claims)
	}
	if err := c.check(token); err != nil {`},
	{inAuth + "TestIDTokenClaims", "iat may be long ago", "idTokenCheck.checkTimes", `if issued.Before(c.now.Add(-maxAge)) {`, `if issued.IsZero() {`},
	{inAuth + "TestIDTokenClaims", "sub may be missing", "idTokenCheck.checkSubject", `subject, err := nameIn(claims, "sub")
	switch {
	case err != nil:`, `subject, err := nameIn(claims, "sub")
	switch {
	case err != nil && claims.Has("sub"):`},
	{inAuth + "TestIDTokenClaims", "sub may have any length", "isSubject", `len(sub) <= maxSubject &&`, ``},
	{inAuth + "TestIDTokenClaims", "at_hash is not compared", "idTokenCheck.checkAccessTokenHash", `err != nil || !equal(got, want)`, `err != nil || want.IsZero() && got == ""`},
	{inAuth + "TestIDTokenClaims", "auth_time may be no time", "readIDToken", `token.authTime, err = claims.Time("auth_time")`, `token.authTime, _ = claims.Time("auth_time")`},
	{inAuth + "TestOIDF", "an unknown key starts no fetch", "Set.find", `|| errors.Is(err, errWithdrawn) {`, `|| errors.Is(err, errWithdrawn) || errors.Is(err, ErrUnknownKey) {`},

	// The UserInfo response.
	{inAuth + "TestOIDF", "a profile of another subject is used", "client.userinfo", `if profile.Subject != subject {`, `if false {`},
	{inAuth + "TestOIDF", "the token goes into the query", "client.getJSON", `req.Header.Set("Authorization", "Bearer "+bearer.Reveal())`, `req.URL.RawQuery = "access_token=" + bearer.Reveal()`},
}
