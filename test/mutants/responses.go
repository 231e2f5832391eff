package main

// inResponses are the mutants of the provider's answers.
var inResponses = []mutant{
	// The refreshed ID token.
	{"auth.TestTheRefreshedIDToken", "another issuer is only unusable", "idTokenCheck.checkParties",
		`foreign = fmt.Errorf("%w: %w", ErrForeign, err)`, `foreign = err`},
	{"auth.TestTheRefreshedIDToken", "a malformed claim counts as somebody else's", "idTokenCheck.checkParties",
		`errors.As(err, &claim) && claim.Problem == jose.Mismatch:`, `errors.As(err, &claim):`},
	{"auth.TestTheRefreshedIDToken", "no look at the subject", "idTokenCheck.checkSubject",
		`case c.refreshed && subject != c.subject:`, `case false:`},
	{"auth.TestTheRefreshedIDToken", "the type is looked at last", "idTokenCheck.check",
		`if token.Header.Typ != "" && !strings.EqualFold(token.Header.Typ, "JWT") {
		return errors.New("its type is not JWT")
	}
	if err := c.checkParties(token.Claims); err != nil {
		return err
	}`, `if err := c.checkParties(token.Claims); err != nil {
		return err
	}
	if token.Header.Typ != "" && !strings.EqualFold(token.Header.Typ, "JWT") {
		return errors.New("its type is not JWT")
	}`},
	{"auth.TestTheRefreshedIDToken", "the times are looked at before the parties", "idTokenCheck.check",
		`if err := c.checkParties(token.Claims); err != nil {`,
		`if err := c.checkTimes(token.Claims); err != nil {
		return err
	}
	if err := c.checkParties(token.Claims); err != nil {`},
	{"auth.TestTheRefreshedIDToken", "the rotated refresh token is lost with its ID token", "Session.redeem",
		`next.refused = err
			return next, profile, err`, `return from, profile, err`},
	{"auth.TestTheRefreshedIDToken", "the access token of a refused answer is used", "Session.redeem",
		`next.refused = err
			return next, profile, err`, `next.receive(got, asked)
			next.refused = err
			return next, profile, err`},
	{"auth.TestTheRefreshedIDToken", "somebody else's refresh token is not revoked", "Session.adopt",
		`s.discard(late.grant.RefreshToken)
		}
		next`, `}
		next`},
	{"auth.TestTheRefreshedIDToken", "an answer that was refused is asked for again at once", "Session.Token",
		`if s.held.refused != nil && s.retrying && s.flight == nil {`, `if false {`},
	{"auth.TestTheRefreshedIDToken", "iat is not compared", "held.checkContinuity",
		`case id.issued.Before(before.Add(-skew)):`, `case false:`},
	{"auth.TestTheRefreshedIDToken", "the nonce is not compared", "held.checkContinuity",
		`case id.nonce != "" && !h.nonce.IsZero() && !equal(id.nonce, h.nonce):`, `case false:`},
	{"auth.TestTheRefreshedIDToken", "auth_time is not compared", "held.checkContinuity",
		`case !id.authTime.IsZero() && !h.authTime.IsZero() && !id.authTime.Equal(h.authTime):`, `case false:`},
	{"auth.TestTheRefreshedIDToken", "it is not looked at", "Session.redeem",
		`if !got.id.IsZero() {`, `if false {`},
	{"auth.TestTheRefreshedIDToken", "another issuer is taken", "idTokenCheck.checkIssuer",
		`issuer != c.issuer`, `issuer == ""`},
	{"auth.TestTrustedAudiences", "another audience is taken", "idTokenCheck.checkAudience",
		`case !slices.Contains(audience, c.clientID):`, `case false:`},
	{"auth.TestTheRefreshedIDToken", "another azp is taken", "idTokenCheck.checkAuthorizedParty",
		`party != c.clientID`, `party == ""`},
	{"auth.TestIssuedDoesNotCreepBack", "iat may go back a little every time", "Session.redeem",
		`later(from.grant.Issued, id.issued)`, `id.issued`},
	{"auth.TestIssuedOfAnEarlierVersion", "an entry without iat is compared with nothing", "held.checkContinuity",
		`before = h.grant.Created`, `_ = h`},
	{"auth.TestASpentTokenInTheStore", "a spent token in the store replaces the new one", "Session.compare",
		`(from.stored || overtaken) &&`, ``},
	{"auth.TestAnEntryAboutNobody", "an entry without a subject is restored", "Session.load",
		`|| grant.Subject == ""`, ``},
	{"auth/keyring.TestStore", "iat is not stored", "decode",
		`Created: e.Created, Issued: e.Issued,`, `Created: e.Created,`},
	// The refresh token.
	{"auth.TestRestore", "a rotated token is not stored", "Session.adopt",
		`if next.grant.Generation != from.grant.Generation && !isEnd(err) {`, `if false {`},
	{"auth.TestC_RT_KEEP", "every answer counts as a rotation", "held.keep",
		`!refresh.IsZero() && !equal(refresh.Reveal(), h.grant.RefreshToken)`, `!refresh.IsZero()`},
	// The strict form.
	{"auth.TestTokenResponse", "no strict check before encoding/json", "readObject",
		`if err := jose.CheckObject(text, answerDepth); err != nil {`, `if err := jose.CheckObject(text, answerDepth); false {`},
	{"auth.TestC_DISC_CACHE", "the stored metadata are read loosely", "Session.recall",
		`readObject(text, provider) != nil`, `provider.UnmarshalJSON(text) != nil`},
	{"auth.TestC_DISC_CACHE", "metadata that cannot be read end the start", "Session.discoverOrRecall",
		`errors.Is(err, errUnreadable) ||`, ``},
	{"auth.TestDiscoveryRefuses", "an endpoint of any length", "Provider.check",
		`if len(e[1]) > maxEndpoint {`, `if false {`},
	{"auth.TestTokenResponse", "an error beside a token is the error", "readTokenAnswer",
		`isError && !hasToken:`, `isError && (hasToken || true):`},
	{"auth.TestTokenResponse", "a refresh token in any form", "checkToken",
		`refresh != "" && !isRefreshToken(refresh)`, `false && !isRefreshToken(refresh)`},
	{"auth.TestTokenResponse", "an ID token that is no text counts as none", "checkToken",
		`fields[name] != nil && !isText`, `false && !isText`},
	{"internal/jwks.TestTheFormOfAKeySet", "keys twice", "parse",
		`jose.CheckNames(body) != nil ||`, ``},
	{"internal/jwks.TestTheFormOfAKeySet", "a name twice in the set itself", "CheckNames",
		`if seen[name.String()] {`, `if false {`},
	// What is kept of an answer that is refused.
	{"auth.TestARefusedRefreshAnswer", "nothing is kept", "tokenGuard.RoundTrip",
		`err = &refusedAnswer{err, keptToken(body)}`, `err = &refusedAnswer{err, Secret{}}`},
	{"auth.TestWhatIsNotKept", "a failure's refresh token is kept", "tokenGuard.RoundTrip",
		`resp != nil && resp.StatusCode >= 200 && resp.StatusCode < 300`, `resp != nil`},
	{"auth.TestKeptToken", "the first of several is kept", "keptToken",
		`if len(found) != 1 || !isRefreshToken(found[0]) {`, `if len(found) == 0 || !isRefreshToken(found[0]) {`},
	{"auth.TestKeptToken", "any text is kept", "keptToken",
		`if len(found) != 1 || !isRefreshToken(found[0]) {`, `if len(found) != 1 {`},
	{"auth.TestKeptToken", "only the first object counts", "refreshTokens",
		`return found, err == nil
}`, `return found, err == nil && false
}`},
	{"auth.TestAnAnswerThatBreaksOff", "a spent token is sent again", "Session.redeem",
		`errors.Is(err, errLost) && got.refresh.IsZero()`, `errors.Is(err, errLost)`},
	{"auth.TestARefusedLoginAnswer", "the refresh token of a refused log-in stays alive", "Session.redeemCode",
		`s.discard(got.refresh)`, ``},
	// What a provider writes, and where it stands.
	{"auth.TestErrorCodes", "any code counts", "newError",
		`if slices.Contains(registeredCodes, code) {`, `if slices.Contains(registeredCodes, code) || code != "" {`},
	{"auth.TestNoTextOfAProviderIsLogged", "any code is logged", "newError",
		`if slices.Contains(registeredCodes, code) {`, `if slices.Contains(registeredCodes, code) || code != "" {`},
	{"auth.TestNoTextOfAProviderIsLogged", "the error of a request is taken as it is", "client.do",
		`if err != nil {
		return nil, nil, unreachable(req.Context(), lost(transport.Failure(req.URL.Host, err)))`, `if err != nil {
		return nil, nil, unreachable(req.Context(), lost(err))`},
	{"internal/transport.TestFailureQuotesNothing", "the error of a request is taken as it is", "Failure",
		`host + ": " + reason(err)`, `host + ": " + err.Error()`},
	{"internal/transport.TestNothingUnaskedIsLogged", "a line is logged as it is", "libraries.Write",
		`words, _, _ := bytes.Cut(line, []byte{'"'})`, `words := line`},
	{"internal/transport.TestFailureOfACertificate", "a certificate's names are quoted", "reason",
		`return certificateReason(certificate.Err)`, `return certificate.Error()`},
}
