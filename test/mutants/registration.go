package main

// inRegistration are the mutants of what single providers need, and of what the app says when something is wrong.
var inRegistration = []mutant{
	// The parameters of the authentication request.
	{inAuth + "TestRefusedParameters", "a protected name counts in its own case only", "parameterProblem", `slices.ContainsFunc(protectedParameters, is)`, `slices.Contains(protectedParameters, name)`},
	{inAuth + "TestRefusedParameters", "the response mode may be set", "protectedParameters", `"response_mode",`, ``},
	{inAuth + "TestRefusedParameters", "a prompt may be none", "parameterProblem", `slices.Contains(strings.Fields(value), "none")`, `value == "nothing"`},
	{inAuth + "TestRefusedParameters", "max_age may be anything", "parameterProblem", `name == parameterMaxAge && !isAge(value)`, `name == parameterMaxAge && value == ""`},
	{inAuth + "TestRefusedParameters", "max_age in capitals escapes its check", "parameterProblem", `&& name != strings.ToLower(name):`, `&& name == "":`},
	{inAuth + "TestRefusedParameters", "a value may be empty", "parameterProblem", `case strings.TrimSpace(value) == "":`, `case false:`},
	{inAuth + "TestRefusedParameters", "the parameters are not looked at", "Config.validate", `return c.validateParameters()`, `return nil`},
	{inAuth + "TestPromptAfterARefusedAuthentication", "the provider's session answers again", "Session.finishLogin", `if errors.Is(err, ErrAuthentication) {`, `if false {`},
	{inAuth + "TestPromptAfterARefusedAuthentication", "after a restart, the provider's session answers again", "Session.askAgain", "none of them clears it\n\t_ = s.writeRecord(recordAsk, \"\")", "none of them clears it\n\t_ = recordAsk"},
	{inAuth + "TestPromptAfterALogout", "the configured prompt replaces login", "Config.promptWith", `again != "" && !slices.Contains(prompts, again)`, `again != "" && len(prompts) == 0`},
	{inAuth + "TestPromptAfterALogout", "login replaces the configured prompt", "Config.promptWith", `prompts = append(prompts, again)`, `prompts = []string{again}`},
	{inAuth + "TestAuthorizationParameters", "the parameters are not sent", "transaction.url", `range t.config.AuthorizationParameters {`, `range map[string]string(nil) {`},
	{inAuth + "TestC_IDT_ACR", "acr is not looked at", "Config.checkAuthentication", `len(wanted) > 0 && !slices.Contains(wanted, id.acr)`, `false && !slices.Contains(wanted, id.acr)`},
	{inAuth + "TestC_IDT_ACR", "acr may be missing", "Config.checkAuthentication", `len(wanted) > 0 && !slices.Contains(wanted, id.acr)`, `len(wanted) > 0 && id.acr != "" && !slices.Contains(wanted, id.acr)`},
	{inAuth + "TestC_IDT_ACR", "the error does not say what acr came", "Config.checkAuthentication", `cmp.Or(printable(id.acr), "none")`, `cmp.Or("none", printable(id.acr))`},
	{inAuth + "TestC_IDT_AUTHTIME", "auth_time may be missing", "Config.checkAuthentication", `case id.authTime.IsZero():`, `case false:`},
	{inAuth + "TestC_IDT_AUTHTIME", "auth_time may be long ago", "Config.checkAuthentication", `case id.issued.Sub(id.authTime) > limit:`, `case limit < 0:`},
	{inAuth + "TestC_IDT_AUTHTIME", "the user's own time counts", "Config.checkAuthentication", `max(took, 0)`, `max(0, 0*took)`},

	// The API, the secret, and the algorithm.
	{inAuth + "TestAudienceParameter", "the resource is left out of token requests", "tokenGuard.RoundTrip", `if g.resource != "" {`, `if false {`},
	{inAuth + "TestAudienceParameter", "audience is sent whatever the setting", "transaction.url", `t.config.AudienceParameter == "" || t.config.AudienceParameter == SendAudience`, `true`},
	{inAuth + "TestAudienceParameter", "a resource may have a fragment", "Config.validateAudience", `!resource.IsAbs() || strings.Contains(c.Audience, "#")`, `!resource.IsAbs()`},
	{inAuth + "TestClientSecret", "the revocation has no secret", "Session.revoke", `form.Set("client_secret", secret.Reveal())`, `_ = secret`},
	{inAuth + "TestClientSecret", "the secret is a plain text", "auth.Secret.String", `func (Secret) String() string { return redacted }`, `func (s Secret) String() string { return s.Reveal() }`},
	{inAuth + "TestIDTokenSigningAlg", "every algorithm is accepted", "idTokenCheck.verify", `[]jose.Algorithm{c.alg}, c.keys)`, `jose.Algorithms(), c.keys)`},
	{inAuth + "TestIDTokenSigningAlg", "the error does not name the token's algorithm", "idTokenCheck.otherAlgorithm", `theirs = "received: " + string(token.Header.Alg)`, `_ = token`},
	{inAuth + "TestIDTokenSigningAlg", "keys are for RS256 only", "Session.keysAt", `[]jose.Algorithm{s.opts.Config.signingAlg()}`, `[]jose.Algorithm{jose.RS256}`},
	{inAuth + "TestTrustedAudiences", "every audience is trusted beside ours", "idTokenCheck.checkAudience", `if len(untrusted) > 0 {`, `if false {`},
	{inAuth + "TestTrustedAudiences", "a trusted audience needs no ours beside it", "idTokenCheck.checkAudience", `case !slices.Contains(audience, c.clientID):`, `case false:`},
	{inAuth + "TestIDTokenSigningAlg", "any name is an algorithm", "Config.validate", `case !slices.Contains(jose.Algorithms(), c.signingAlg()):`, `case len(jose.Algorithms()) == 0:`},
	{inAuth + "TestConfig", "a trusted audience may be empty", "Config.validate", `case slices.Contains(c.TrustedAudiences, ""):`, `case false:`},
	{inAuth + "TestConfig", "the audience parameter may be anything", "Config.validateAudience", `case "", SendAudience, SendNothing:`, `case "", SendAudience, SendNothing, "aud":`},
	{inAuth + "TestPostLogoutRedirectURI", "the post-logout redirect URI may be anything", "Config.validate", `cmp.Or(c.PostLogoutRedirectURI, c.RedirectURI)}`, `c.RedirectURI}`},
	{inAuth + "TestCauses", "511 is like any other failure", "unavailable", `resp.StatusCode == http.StatusNetworkAuthenticationRequired`, `resp.StatusCode == 0`},
	{inAuth + "TestRefusedParameters", "a name may have any letter", "parameterProblem", `strings.ContainsFunc(name, notInName)`, `strings.ContainsFunc(name, func(rune) bool { return false })`},
	{inConfig + "TestRegistrationRefuses", "an audience may have spaces", "joined", `isText && len(strings.Fields(text)) == 1`, `isText && text != " "`},
	{inConfig + "TestSecret", "the settings show the secret", "config.Secret.String", `func (Secret) String() string { return redacted }`, `func (s Secret) String() string { return s.Reveal() }`},
	{inConfig + "TestRegistrationRefuses", "a name twice is taken", "values.parameters", `len(several) > 1 && err == nil`, `false && err == nil`},
	{inConfig + "TestRegistrationRefuses", "a parameter may be a number", "queryOf", `isObject = isObject && isText`, `_ = isText`},

	// The clock.
	{inAuth + "TestIDTokenClaims", "the time of issue is tolerated by seconds", "idTokenCheck.checkTimes", `Iat: jose.MaxAhead})`, `Iat: skew})`},
	{inAuth + "TestIDTokenClaims", "the end is tolerated by minutes", "idTokenCheck.checkTimes", `jose.Leeway{Exp: skew,`, `jose.Leeway{Exp: jose.MaxAhead,`},

	// A session without a refresh token, and an API that refuses.
	{inAuth + "TestNoRefreshToken", "nobody learns of it", "Session.publishLogin", `next.Notice, next.Ends = ErrNoRefreshToken, got.expires`, `next.Ends = got.expires`},
	{inAuth + "TestNoRefreshToken", "the session does not end", "Session.publishLogin", `s.spawn(func() { s.endWithToken(epoch, got.lifetime) })`, ``},
	{inAuth + "TestNoRefreshToken", "the session ends before its token", "Session.Token", `!canRenew && s.usable(rejected, 0):`, `false:`},
	{inAuth + "TestTheEndOfAnEarlierSession", "the end of an earlier session is that of the next", "Session.endWithToken", `if s.epoch == epoch && s.cancelLogin == nil {`, `if s.cancelLogin == nil {`},
	{inAuth + "TestAnAPIEndsNoSession", "a rejected token ends a session without a refresh token", "Session.Token", `case !canRenew && s.usable("", 0):`, `case false:`},
	{inAuth + "TestAnAPIEndsNoSession", "the same token again counts as signed out", "Session.Token", `case s.epoch == flight.epoch:`, `case false:`},
	{inClient + "TestTheLastToken", "a source without another token hides the API's refusal", "call.run", `next.renewal && isLastToken(err)`, `false && isLastToken(err)`},
	{inClient + "TestTheLastToken", "every error of a source is hidden by the refusal", "call.run", `next.renewal && isLastToken(err)`, `next.renewal && err != nil`},

	// The log-out page.
	{inAuth + "TestALoginEndsTheLogoutPage", "a log-in waits for the log-out page", "Session.startLogin", `s.endLogoutPages()`, ``},
	{inAuth + "TestALogoutPageThatComesTooLate", "a log-out page opens after the next log-in", "Session.logoutInBrowser", `err = context.Cause(pages)`, ``},
	{inAuth + "TestALogoutPageForAPerson", "a person has ten seconds", "Session.endSession", `bound = answerTimeout`, `_ = answerTimeout`},
	{inAuth + "TestPostLogoutRedirectURI", "a free port is sent without a setting", "Config.postLogout", `!listens || err == nil && parsed.Port() != ""`, `err == nil && parsed != nil`},
	{inAuth + "TestPostLogoutRedirectURI", "the setting does not count", "Config.postLogout", `if c.PostLogoutRedirectURI != "" {`, `if false {`},
	{inAuth + "TestPostLogoutRedirectURI", "state is sent without a URI for it", "Session.endSessionURL", `params.Set("state", state.Reveal())
	}`, `}
	params.Set("state", state.Reveal())`},
	{inAuth + "TestPostLogoutRedirectURI", "a log-out without an answer counts as confirmed", "Session.endSession", `return fmt.Errorf("end session: %w", errNoAnswer)`, `return nil`},
	{"auth/systembrowser.TestNoAnswer", "the listener waits for an answer that no one was asked for", "Browser.Open", `sent = r.used`, `_ = sent`},
	{"auth/systembrowser.TestAnswerInAForm", "the app does not learn of an answer in a form", "receiver.refusal", `_ = r.offer(&blank, "")`, `_ = blank`},

	// Who answered, and whose setting is wrong.
	{inAuth + "TestCauses", "a page is no answer", "foreignAnswer", `&Detail{ErrPortal, answer.Error() + "\n" + what, answer})`, `answer)`},
	{inAuth + "TestCauses", "an answer that is not valid does not say why", "invalid", `&Detail{ErrProvider, why.Error(), why}`, `&Detail{ErrProvider, "", why}`},
	{inAuth + "TestC_IDT_ACR", "what was asked for is not shown", "unmet", `&Detail{ErrAuthentication, text,`, `&Detail{ErrAuthentication, "",`},
	{inAuth + "TestCauses", "a provider that is busy cannot be reached", "unavailable", `fmt.Errorf("%w: %w: %w", ErrOffline, ErrBusy, busy)`, `fmt.Errorf("%w: %w", ErrOffline, busy)`},
	{inAuth + "TestCauses", "a redirect's whole target is shown", "redirected", `printable(target.Scheme+"://"+target.Host)`, `printable(target.String())`},
	{inAuth + "TestCauses", "a key set without a usable key is out of reach", "noKeys", `case errors.Is(err, jwks.ErrNoUsableKey):`, `case false:`},
	{inAuth + "TestCauses", "no discovery document is an answer like any other", "discover", `if errors.As(err, &answer) && !errors.As(err, &known) {`, `if false && errors.As(err, &answer) && !errors.As(err, &known) {`},
	{inAuth + "TestBoundedDetail", "a provider's text has no bound", "Provider.check", `cmp.Or(printable(p.Issuer), "none")`, `cmp.Or(p.Issuer, "none")`},
	{inAuth + "TestNoTextOfAProviderIsLogged", "an error has the values of its detail", "Detail.Error", `return d.Err.Error() + ": " + d.cause.Error()`, `return d.Err.Error() + ": " + d.Text`},
	{inAuth + "TestCauseTLS", "a certificate that is not trusted is no answer", "answered", `return &Detail{ErrTLS, transport.Reason(err), err}`, `return err`},
	{inAuth + "TestAPortalAtTheStart", "a redirect ends the start", "Session.discoverOrRecall", `|| errors.Is(err, ErrRedirected) //`, `//`},
	{inAuth + "TestSignedUserInfo", "nobody learns why the profile is incomplete", "Session.completeProfile", `next.Notice = err`, `_ = err`},
	{inAuth + "TestResponseMode", "an answer without parameters leaves no trace", "transaction.accepts", `t.blank.Store(true)`, ``},
	{inAuth + "TestResponseMode", "its trace is lost when the log-in is cancelled", "Session.login", `err = withResponseMode(reason(cause), err)`, `err = reason(cause)`},
	{"internal/transport.TestKindOf", "a certificate that is not trusted is no answer", "KindOf", `case errors.As(err, new(*tls.CertificateVerificationError)):
		return Insecure`, `case errors.As(err, new(*tls.CertificateVerificationError)):
		return Unanswered`},
	{"internal/app/bridge.TestFaultOf", "the values do not reach the page", "detailOf", `return detail.Text`, `return ""`},
}
