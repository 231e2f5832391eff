package main

// inResponses are the mutants of the provider's answers.
var inResponses = []mutant{
	// The refreshed ID token.
	{"auth.TestTheRefreshedIDToken", "another issuer is only unusable", "auth/idtoken.go",
		`foreign = fmt.Errorf("%w: %w", ErrForeign, err)`, `foreign = err`},
	{"auth.TestTheRefreshedIDToken", "a malformed claim counts as somebody else's", "auth/idtoken.go",
		`errors.As(err, &claim) && claim.Problem == jose.Mismatch:`, `errors.As(err, &claim):`},
	{"auth.TestTheRefreshedIDToken", "no look at the subject", "auth/idtoken.go",
		`case c.refreshed && subject != c.subject:`, `case false:`},
	{"auth.TestTheRefreshedIDToken", "the type is looked at last", "auth/idtoken.go",
		`	if token.Header.Typ != "" && !strings.EqualFold(token.Header.Typ, "JWT") {
		return errors.New("its type is not JWT")
	}
	if err := c.checkParties(token.Claims); err != nil {
		return err
	}`, `	if err := c.checkParties(token.Claims); err != nil {
		return err
	}
	if token.Header.Typ != "" && !strings.EqualFold(token.Header.Typ, "JWT") {
		return errors.New("its type is not JWT")
	}`},
	{"auth.TestTheRefreshedIDToken", "the times are looked at before the parties", "auth/idtoken.go",
		`	if err := c.checkParties(token.Claims); err != nil {`,
		`	if err := c.checkTimes(token.Claims); err != nil {
		return err
	}
	if err := c.checkParties(token.Claims); err != nil {`},
	{"auth.TestTheRefreshedIDToken", "the rotated refresh token is lost with its ID token", "auth/refresh.go",
		`			next.refused = err
			return next, profile, err`, `			return from, profile, err`},
	{"auth.TestTheRefreshedIDToken", "the access token of a refused answer is used", "auth/refresh.go",
		`			next.refused = err
			return next, profile, err`, `			next.receive(got, asked)
			next.refused = err
			return next, profile, err`},
	{"auth.TestTheRefreshedIDToken", "somebody else's refresh token is not revoked", "auth/refresh.go",
		`			s.discard(late.grant.RefreshToken)
		}
		next`, `		}
		next`},
	{"auth.TestTheRefreshedIDToken", "an answer that was refused is asked for again at once", "auth/renewal.go",
		`if s.held.refused != nil && s.retrying && s.flight == nil {`, `if false {`},
	{"auth.TestTheRefreshedIDToken", "iat is not compared", "auth/refresh.go",
		`case id.issued.Before(before.Add(-skew)):`, `case false:`},
	{"auth.TestTheRefreshedIDToken", "the nonce is not compared", "auth/refresh.go",
		`case id.nonce != "" && !h.nonce.IsZero() && !equal(id.nonce, h.nonce):`, `case false:`},
	{"auth.TestTheRefreshedIDToken", "auth_time is not compared", "auth/refresh.go",
		`case !id.authTime.IsZero() && !h.authTime.IsZero() && !id.authTime.Equal(h.authTime):`, `case false:`},
	{"auth.TestTheRefreshedIDToken", "it is not looked at", "auth/refresh.go",
		`if !got.id.IsZero() {`, `if false {`},
	{"auth.TestTheRefreshedIDToken", "another issuer is taken", "auth/idtoken.go",
		`issuer != c.issuer`, `issuer == ""`},
	{"auth.TestTrustedAudiences", "another audience is taken", "auth/idtoken.go",
		`case !slices.Contains(audience, c.clientID):`, `case false:`},
	{"auth.TestTheRefreshedIDToken", "another azp is taken", "auth/idtoken.go",
		`party != c.clientID`, `party == ""`},
	{"auth.TestIssuedDoesNotCreepBack", "iat may go back a little every time", "auth/refresh.go",
		`later(from.grant.Issued, id.issued)`, `id.issued`},
	{"auth.TestIssuedOfAnEarlierVersion", "an entry without iat is compared with nothing", "auth/refresh.go",
		`before = h.grant.Created`, `_ = h`},
	{"auth.TestASpentTokenInTheStore", "a spent token in the store replaces the new one", "auth/locker.go",
		`(from.stored || overtaken) && `, ``},
	{"auth.TestAnEntryAboutNobody", "an entry without a subject is restored", "auth/persist.go",
		` || grant.Subject == ""`, ``},
	{"auth/keyring.TestStore", "iat is not stored", "auth/keyring/entry.go",
		`Created: e.Created, Issued: e.Issued,`, `Created: e.Created,`},
	// The refresh token.
	{"auth.TestRestore", "a rotated token is not stored", "auth/refresh.go",
		`if next.grant.Generation != from.grant.Generation && !isEnd(err) {`, `if false {`},
	{"auth.TestC_RT_KEEP", "every answer counts as a rotation", "auth/refresh.go",
		`!refresh.IsZero() && !equal(refresh.Reveal(), h.grant.RefreshToken)`, `!refresh.IsZero()`},
	// The strict form.
	{"auth.TestTokenResponse", "no strict check before encoding/json", "auth/client.go",
		`	if err := jose.CheckObject(text, answerDepth); err != nil {`, `	if err := jose.CheckObject(text, answerDepth); false {`},
	{"auth.TestC_DISC_CACHE", "the stored metadata are read loosely", "auth/metadata.go",
		`readObject(text, provider) != nil`, `provider.UnmarshalJSON(text) != nil`},
	{"auth.TestC_DISC_CACHE", "metadata that cannot be read end the start", "auth/metadata.go",
		`errors.Is(err, errUnreadable) || `, ``},
	{"auth.TestDiscoveryRefuses", "an endpoint of any length", "auth/provider.go",
		`if len(e[1]) > maxEndpoint {`, `if false {`},
	{"auth.TestTokenResponse", "an error beside a token is the error", "auth/token.go",
		`isError && !hasToken:`, `isError && (hasToken || true):`},
	{"auth.TestTokenResponse", "a refresh token in any form", "auth/token.go",
		`refresh != "" && !isRefreshToken(refresh)`, `false && !isRefreshToken(refresh)`},
	{"auth.TestTokenResponse", "an ID token that is no text counts as none", "auth/token.go",
		`fields[name] != nil && !isText`, `false && !isText`},
	{"internal/jwks.TestTheFormOfAKeySet", "keys twice", "internal/jwks/key.go",
		`jose.CheckNames(body) != nil || `, ``},
	{"internal/jwks.TestTheFormOfAKeySet", "a name twice in the set itself", "internal/jose/object.go",
		`if seen[name.String()] {`, `if false {`},
	// What is kept of an answer that is refused.
	{"auth.TestARefusedRefreshAnswer", "nothing is kept", "auth/token.go",
		`err = &refusedAnswer{err, keptToken(body)}`, `err = &refusedAnswer{err, Secret{}}`},
	{"auth.TestWhatIsNotKept", "a failure's refresh token is kept", "auth/token.go",
		`resp != nil && resp.StatusCode >= 200 && resp.StatusCode < 300`, `resp != nil`},
	{"auth.TestKeptToken", "the first of several is kept", "auth/token.go",
		`if len(found) != 1 || !isRefreshToken(found[0]) {`, `if len(found) == 0 || !isRefreshToken(found[0]) {`},
	{"auth.TestKeptToken", "any text is kept", "auth/token.go",
		`if len(found) != 1 || !isRefreshToken(found[0]) {`, `if len(found) != 1 {`},
	{"auth.TestKeptToken", "only the first object counts", "auth/token.go",
		`return found, err == nil
}`, `return found, err == nil && false
}`},
	{"auth.TestAnAnswerThatBreaksOff", "a spent token is sent again", "auth/refresh.go",
		`errors.Is(err, errLost) && got.refresh.IsZero()`, `errors.Is(err, errLost)`},
	{"auth.TestARefusedLoginAnswer", "the refresh token of a refused log-in stays alive", "auth/login.go",
		`		s.discard(got.refresh)
`, ``},
	// What a provider writes, and where it stands.
	{"auth.TestErrorCodes", "any code counts", "auth/errors.go",
		`if slices.Contains(registeredCodes, code) {`, `if slices.Contains(registeredCodes, code) || code != "" {`},
	{"auth.TestNoTextOfAProviderIsLogged", "any code is logged", "auth/errors.go",
		`if slices.Contains(registeredCodes, code) {`, `if slices.Contains(registeredCodes, code) || code != "" {`},
	{"auth.TestNoTextOfAProviderIsLogged", "the error of a request is taken as it is", "auth/client.go",
		`	if err != nil {
		return nil, nil, unreachable(req.Context(), lost(transport.Failure(req.URL.Host, err)))`, `	if err != nil {
		return nil, nil, unreachable(req.Context(), lost(err))`},
	{"internal/transport.TestFailureQuotesNothing", "the error of a request is taken as it is", "internal/transport/failure.go",
		`host + ": " + reason(err)`, `host + ": " + err.Error()`},
	{"internal/transport.TestNothingUnaskedIsLogged", "a line is logged as it is", "internal/transport/log.go",
		`words, _, _ := bytes.Cut(line, []byte{'"'})`, `words := line`},
	{"internal/transport.TestFailureOfACertificate", "a certificate's names are quoted", "internal/transport/failure.go",
		`return certificateReason(certificate.Err)`, `return certificate.Error()`},
}
