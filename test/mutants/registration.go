package main

const (
	parametersGo     = "auth/parameters.go"
	authenticationGo = "auth/authentication.go"
	authConfigGo     = "auth/config.go"
	failureGo        = "auth/failure.go"
	logoutGo         = "auth/logout.go"
	renewalGo        = "auth/renewal.go"
	loginGo          = "auth/login.go"
)

// inRegistration are the mutants of what single providers need, and of what the app says when something is wrong.
var inRegistration = []mutant{
	// The parameters of the authentication request.
	{inAuth + "TestRefusedParameters", "a protected name counts in its own case only", parametersGo, `slices.ContainsFunc(protectedParameters, is)`, `slices.Contains(protectedParameters, name)`},
	{inAuth + "TestRefusedParameters", "the response mode may be set", parametersGo, `"response_mode", `, ``},
	{inAuth + "TestRefusedParameters", "a prompt may be none", parametersGo, `slices.Contains(strings.Fields(value), "none")`, `value == "nothing"`},
	{inAuth + "TestRefusedParameters", "max_age may be anything", parametersGo, `name == parameterMaxAge && !isAge(value)`, `name == parameterMaxAge && value == ""`},
	{inAuth + "TestRefusedParameters", "max_age in capitals escapes its check", parametersGo, ` && name != strings.ToLower(name):`, ` && name == "":`},
	{inAuth + "TestRefusedParameters", "a value may be empty", parametersGo, `case strings.TrimSpace(value) == "":`, `case false:`},
	{inAuth + "TestRefusedParameters", "the parameters are not looked at", authConfigGo, `return c.validateParameters()`, `return nil`},
	{inAuth + "TestPromptAfterARefusedAuthentication", "the provider's session answers again", loginGo, `if errors.Is(err, ErrAuthentication) {`, `if false {`},
	{inAuth + "TestPromptAfterARefusedAuthentication", "after a restart, the provider's session answers again", logoutGo, "none of them clears it\n\t_ = s.writeRecord(recordAsk, \"\")", "none of them clears it\n\t_ = recordAsk"},
	{inAuth + "TestPromptAfterALogout", "the configured prompt replaces login", parametersGo, `again != "" && !slices.Contains(prompts, again)`, `again != "" && len(prompts) == 0`},
	{inAuth + "TestPromptAfterALogout", "login replaces the configured prompt", parametersGo, `prompts = append(prompts, again)`, `prompts = []string{again}`},
	{inAuth + "TestAuthorizationParameters", "the parameters are not sent", requestGo, `range t.config.AuthorizationParameters {`, `range map[string]string(nil) {`},
	{inAuth + "TestC_IDT_ACR", "acr is not looked at", authenticationGo, `len(wanted) > 0 && !slices.Contains(wanted, id.acr)`, `false && !slices.Contains(wanted, id.acr)`},
	{inAuth + "TestC_IDT_ACR", "acr may be missing", authenticationGo, `len(wanted) > 0 && !slices.Contains(wanted, id.acr)`, `len(wanted) > 0 && id.acr != "" && !slices.Contains(wanted, id.acr)`},
	{inAuth + "TestC_IDT_ACR", "the error does not say what acr came", authenticationGo, `cmp.Or(printable(id.acr), "none")`, `cmp.Or("none", printable(id.acr))`},
	{inAuth + "TestC_IDT_AUTHTIME", "auth_time may be missing", authenticationGo, `case id.authTime.IsZero():`, `case false:`},
	{inAuth + "TestC_IDT_AUTHTIME", "auth_time may be long ago", authenticationGo, `case id.issued.Sub(id.authTime) > limit:`, `case limit < 0:`},
	{inAuth + "TestC_IDT_AUTHTIME", "the user's own time counts", authenticationGo, `max(took, 0)`, `max(0, 0*took)`},

	// The API, the secret, and the algorithm.
	{inAuth + "TestAudienceParameter", "the resource is left out of token requests", "auth/token.go", `if g.resource != "" {`, `if false {`},
	{inAuth + "TestAudienceParameter", "audience is sent whatever the setting", requestGo, `t.config.AudienceParameter == "" || t.config.AudienceParameter == SendAudience`, `true`},
	{inAuth + "TestAudienceParameter", "a resource may have a fragment", authConfigGo, `!resource.IsAbs() || strings.Contains(c.Audience, "#")`, `!resource.IsAbs()`},
	{inAuth + "TestClientSecret", "the revocation has no secret", logoutGo, `form.Set("client_secret", secret.Reveal())`, `_ = secret`},
	{inAuth + "TestClientSecret", "the secret is a plain text", "auth/secret.go", `func (Secret) String() string { return redacted }`, `func (s Secret) String() string { return s.Reveal() }`},
	{inAuth + "TestIDTokenSigningAlg", "every algorithm is accepted", idTokenGo, `[]jose.Algorithm{c.alg}, c.keys)`, `jose.Algorithms(), c.keys)`},
	{inAuth + "TestIDTokenSigningAlg", "the error does not name the token's algorithm", idTokenGo, `theirs = "received: " + string(token.Header.Alg)`, `_ = token`},
	{inAuth + "TestIDTokenSigningAlg", "keys are for RS256 only", "auth/session.go", `[]jose.Algorithm{s.opts.Config.signingAlg()}`, `[]jose.Algorithm{jose.RS256}`},
	{inAuth + "TestTrustedAudiences", "every audience is trusted beside ours", idTokenGo, `if len(untrusted) > 0 {`, `if false {`},
	{inAuth + "TestTrustedAudiences", "a trusted audience needs no ours beside it", idTokenGo, `case !slices.Contains(audience, c.clientID):`, `case false:`},
	{inAuth + "TestIDTokenSigningAlg", "any name is an algorithm", authConfigGo, `case !slices.Contains(jose.Algorithms(), c.signingAlg()):`, `case len(jose.Algorithms()) == 0:`},
	{inAuth + "TestConfig", "a trusted audience may be empty", authConfigGo, `case slices.Contains(c.TrustedAudiences, ""):`, `case false:`},
	{inAuth + "TestConfig", "the audience parameter may be anything", authConfigGo, `case "", SendAudience, SendNothing:`, `case "", SendAudience, SendNothing, "aud":`},
	{inAuth + "TestPostLogoutRedirectURI", "the post-logout redirect URI may be anything", authConfigGo, `cmp.Or(c.PostLogoutRedirectURI, c.RedirectURI)}`, `c.RedirectURI}`},
	{inAuth + "TestCauses", "511 is like any other failure", failureGo, `resp.StatusCode == http.StatusNetworkAuthenticationRequired`, `resp.StatusCode == 0`},
	{inAuth + "TestRefusedParameters", "a name may have any letter", parametersGo, `strings.ContainsFunc(name, notInName)`, `strings.ContainsFunc(name, func(rune) bool { return false })`},
	{inConfig + "TestRegistrationRefuses", "an audience may have spaces", configFileGo, `isText && len(strings.Fields(text)) == 1`, `isText && text != " "`},
	{inConfig + "TestSecret", "the settings show the secret", "internal/config/secret.go", `func (Secret) String() string { return redacted }`, `func (s Secret) String() string { return s.Reveal() }`},
	{inConfig + "TestRegistrationRefuses", "a name twice is taken", configGo, `len(several) > 1 && err == nil`, `false && err == nil`},
	{inConfig + "TestRegistrationRefuses", "a parameter may be a number", configFileGo, `isObject = isObject && isText`, `_ = isText`},

	// The clock.
	{inAuth + "TestIDTokenClaims", "the time of issue is tolerated by seconds", idTokenGo, `Iat: jose.MaxAhead})`, `Iat: skew})`},
	{inAuth + "TestIDTokenClaims", "the end is tolerated by minutes", idTokenGo, `jose.Leeway{Exp: skew,`, `jose.Leeway{Exp: jose.MaxAhead,`},

	// A session without a refresh token, and an API that refuses.
	{inAuth + "TestNoRefreshToken", "nobody learns of it", loginGo, `next.Notice, next.Ends = ErrNoRefreshToken, got.expires`, `next.Ends = got.expires`},
	{inAuth + "TestNoRefreshToken", "the session does not end", loginGo, `		s.spawn(func() { s.endWithToken(epoch, got.lifetime) })
`, ``},
	{inAuth + "TestNoRefreshToken", "the session ends before its token", renewalGo, `!canRenew && s.usable(rejected, 0):`, `false:`},
	{inAuth + "TestTheEndOfAnEarlierSession", "the end of an earlier session is that of the next", renewalGo, `if s.epoch == epoch && s.cancelLogin == nil {`, `if s.cancelLogin == nil {`},
	{inAuth + "TestAnAPIEndsNoSession", "a rejected token ends a session without a refresh token", renewalGo, `case !canRenew && s.usable("", 0):`, `case false:`},
	{inAuth + "TestAnAPIEndsNoSession", "the same token again counts as signed out", renewalGo, `case s.epoch == flight.epoch:`, `case false:`},
	{inClient + "TestTheLastToken", "a source without another token hides the API's refusal", callGo, `next.renewal && isLastToken(err)`, `false && isLastToken(err)`},
	{inClient + "TestTheLastToken", "every error of a source is hidden by the refusal", callGo, `next.renewal && isLastToken(err)`, `next.renewal && err != nil`},

	// The log-out page.
	{inAuth + "TestALoginEndsTheLogoutPage", "a log-in waits for the log-out page", loginGo, `	s.endLogoutPages()
`, ``},
	{inAuth + "TestALogoutPageThatComesTooLate", "a log-out page opens after the next log-in", logoutGo, `		err = context.Cause(pages)
`, ``},
	{inAuth + "TestALogoutPageForAPerson", "a person has ten seconds", logoutGo, `bound = answerTimeout`, `_ = answerTimeout`},
	{inAuth + "TestPostLogoutRedirectURI", "a free port is sent without a setting", logoutGo, `!listens || err == nil && parsed.Port() != ""`, `err == nil && parsed != nil`},
	{inAuth + "TestPostLogoutRedirectURI", "the setting does not count", logoutGo, `if c.PostLogoutRedirectURI != "" {`, `if false {`},
	{inAuth + "TestPostLogoutRedirectURI", "state is sent without a URI for it", logoutGo, `		params.Set("state", state.Reveal())
	}`, `	}
	params.Set("state", state.Reveal())`},
	{inAuth + "TestPostLogoutRedirectURI", "a log-out without an answer counts as confirmed", logoutGo, `		return fmt.Errorf("end session: %w", errNoAnswer)`, `		return nil`},
	{"auth/systembrowser.TestNoAnswer", "the listener waits for an answer that no one was asked for", "auth/systembrowser/open.go", `		sent = r.used
`, `		_ = sent
`},
	{"auth/systembrowser.TestAnswerInAForm", "the app does not learn of an answer in a form", "auth/systembrowser/handler.go", `	_ = r.offer(&blank, "")`, `	_ = blank`},

	// Who answered, and whose setting is wrong.
	{inAuth + "TestCauses", "a page is no answer", failureGo, `&Detail{ErrPortal, answer.Error() + "\n" + what, answer})`, `answer)`},
	{inAuth + "TestCauses", "an answer that is not valid does not say why", "auth/detail.go", `&Detail{ErrProvider, why.Error(), why}`, `&Detail{ErrProvider, "", why}`},
	{inAuth + "TestC_IDT_ACR", "what was asked for is not shown", authenticationGo, `&Detail{ErrAuthentication, text, `, `&Detail{ErrAuthentication, "", `},
	{inAuth + "TestCauses", "a provider that is busy cannot be reached", failureGo, `fmt.Errorf("%w: %w: %w", ErrOffline, ErrBusy, busy)`, `fmt.Errorf("%w: %w", ErrOffline, busy)`},
	{inAuth + "TestCauses", "a redirect's whole target is shown", failureGo, `printable(target.Scheme+"://"+target.Host)`, `printable(target.String())`},
	{inAuth + "TestCauses", "a key set without a usable key is out of reach", failureGo, `case errors.Is(err, jwks.ErrNoUsableKey):`, `case false:`},
	{inAuth + "TestCauses", "no discovery document is an answer like any other", providerGo, `if errors.As(err, &answer) && !errors.As(err, &known) {`, `if false && errors.As(err, &answer) && !errors.As(err, &known) {`},
	{inAuth + "TestBoundedDetail", "a provider's text has no bound", providerGo, `cmp.Or(printable(p.Issuer), "none")`, `cmp.Or(p.Issuer, "none")`},
	{inAuth + "TestNoTextOfAProviderIsLogged", "an error has the values of its detail", "auth/detail.go", `return d.Err.Error() + ": " + d.cause.Error()`, `return d.Err.Error() + ": " + d.Text`},
	{inAuth + "TestCauseTLS", "a certificate that is not trusted is no answer", failureGo, `return &Detail{ErrTLS, transport.Reason(err), err}`, `return err`},
	{inAuth + "TestAPortalAtTheStart", "a redirect ends the start", "auth/metadata.go", ` || errors.Is(err, ErrRedirected) //`, ` //`},
	{inAuth + "TestSignedUserInfo", "nobody learns why the profile is incomplete", "auth/profile.go", `		next.Notice = err
`, `		_ = err
`},
	{inAuth + "TestResponseMode", "an answer without parameters leaves no trace", "auth/callback.go", `		t.blank.Store(true)
`, ``},
	{inAuth + "TestResponseMode", "its trace is lost when the log-in is cancelled", loginGo, `err = withResponseMode(reason(cause), err)`, `err = reason(cause)`},
	{"internal/transport.TestKindOf", "a certificate that is not trusted is no answer", "internal/transport/failure.go", `case errors.As(err, new(*tls.CertificateVerificationError)):
		return Insecure`, `case errors.As(err, new(*tls.CertificateVerificationError)):
		return Unanswered`},
	{"internal/app/bridge.TestFaultOf", "the values do not reach the page", "internal/app/bridge/fault.go", `return detail.Text`, `return ""`},
}
