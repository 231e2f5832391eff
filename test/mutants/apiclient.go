package main

const (
	belowGo      = "apiclient/below.go"
	callGo       = "apiclient/call.go"
	repeatGo     = "apiclient/repeat.go"
	attemptGo    = "apiclient/attempt.go"
	bodyGo       = "apiclient/body.go"
	watchGo      = "apiclient/watch.go"
	waitGo       = "apiclient/wait.go"
	apiJSONGo    = "apiclient/json.go"
	apiClientGo  = "apiclient/client.go"
	apiErrorsGo  = "apiclient/errors.go"
	challengesGo = "apiclient/challenge.go"

	inClient = "apiclient."
)

// inAPIClient are the mutants of the API's client.
var inAPIClient = []mutant{
	{inClient + "TestC_API_BELOW", "the origin is not compared", belowGo, ` || origin(u) != origin(base) {`, ` {`},
	{inClient + "TestC_API_BELOW", "the port is not compared", belowGo, `net.JoinHostPort(strings.ToLower(u.Hostname()), port)`, `net.JoinHostPort(strings.ToLower(u.Hostname()), port[:0])`},
	{inClient + "TestC_API_BELOW", "a name and password in the URL are passed over", belowGo, `u.User != nil || `, ``},
	{inClient + "TestC_API_BELOW", "an opaque URL is passed over", belowGo, `u.Opaque != "" || `, ``},
	{inClient + "TestC_API_BELOW", "a Host field may name another server", belowGo, `req.Host != "" && !strings.EqualFold(req.Host, u.Host)`, `false`},
	{inClient + "TestC_API_BELOW", "the path is not compared", belowGo, `(u.Path == base.Path || strings.HasPrefix(u.Path, base.Path+"/")) && `, ``},
	{inClient + "TestC_API_BELOW", "a path that begins alike is below", belowGo, `base.Path+"/")) &&`, `base.Path)) &&`},
	{inClient + "TestC_API_BELOW", "dots lead up", belowGo, `(clean == decoded || clean != "/" && clean+"/" == decoded)`, `clean != ""`},
	{inClient + "TestC_API_BELOW", "backslashes lead up", belowGo, `!strings.Contains(decoded, ` + "`\\`)", `true`},
	{inClient + "TestC_API_BELOW", "dots with a parameter lead up", belowGo, `!strings.Contains(decoded, "/..;")`, `true`},
	{inClient + "TestC_API_BELOW", "a body stays open when the request is refused", "apiclient/transport.go", "	if err != nil {\n\t\tcloseBody(req)", "	if err != nil {"},
	{inClient + "TestResolve", "a path without a slash goes on from the host", belowGo, `!strings.HasPrefix(reference, "/") || `, ``},
	{inClient + "TestResolve", "a path may have any characters", belowGo, ` || strings.ContainsFunc(reference, notInURL)`, ``},
	{inClient + "TestDo", "a body stays open when the path is refused", apiClientGo, "			closeBody(req)\n", ""},
	{inClient + "TestDo", "the caller's request is changed", apiClientGo, `req = req.WithContext(req.Context())`, `_ = req.WithContext(req.Context())`},

	{inClient + "TestGetText", "every 401 renews", callGo, `!c.renewed && bearer(a.resp.Header).code == invalidToken`, `!c.renewed`},
	{inClient + "TestGetText", "another code renews", callGo, `!c.renewed && bearer(a.resp.Header).code == invalidToken`, `!c.renewed && bearer(a.resp.Header).code != ""`},
	{inClient + "TestGetText", "nothing renews", callGo, `!c.renewed && bearer(a.resp.Header).code == invalidToken`, `false`},
	{inClient + "TestGetText", "the rejected token is not named", callGo, `c.Transport.token(c.req.Context(), c.token)`, `c.Transport.token(c.req.Context(), "")`},
	{inClient + "TestGetText", "any status is a success", apiErrorsGo, `status >= 200 && status <= 299`, `status >= 200 && status <= 499`},
	{inClient + "TestGetText", "every 403 is a matter of scope", apiErrorsGo, `challenge.code == insufficientScope {`, `challenge.code != "?" {`},
	{inClient + "TestNoTokenAtAll", "renewals have no bound", callGo, `		c.renewed = c.renewed || again
`, ``},
	{inClient + "TestC_API_REPEAT", "a token is not renewed for a body that is gone", callGo, `if next.renewal {
				_`, `if false {
				_`},
	{inClient + "TestC_API_REPEAT", "a body that is gone is sent again", repeatGo, ` || req.GetBody != nil`, ` || req.GetBody == nil || true`},
	{inClient + "TestC_API_REPEAT", "a body is not sent again", repeatGo, ` || req.GetBody != nil`, ``},
	{inClient + "TestC_API_REPEAT", "every method is idempotent", repeatGo, `return req.Header.Get("Idempotency-Key") != ""`, `return true`},
	{inClient + "TestC_API_REPEAT", "PUT is not idempotent", repeatGo, `http.MethodPut, `, ``},
	{inClient + "TestC_API_REPEAT", "a 429 is final", repeatGo, `status == http.StatusTooManyRequests || `, ``},
	{inClient + "TestC_API_REPEAT", "a request that asks for time is repeated whatever its method", callGo, `asksForTime(a.resp.StatusCode) && idempotent(c.req)`, `asksForTime(a.resp.StatusCode)`},
	{inClient + "TestC_API_REPEAT", "a lost request is repeated whatever its method", callGo, `!c.reconnected && idempotent(c.req) && a.lost()`, `!c.reconnected && a.lost()`},
	{inClient + "TestC_API_REPEAT_by_the_caller", "Idempotency-Key is passed over", repeatGo, `return req.Header.Get("Idempotency-Key") != ""`, `return false`},
	{inClient + "TestC_API_REPEAT_lost", "a lost connection is tried without a bound", callGo, `!c.reconnected && idempotent(c.req) && a.lost()`, `idempotent(c.req) && a.lost() && c.Transport != nil`},
	{inClient + "TestC_API_REPEAT_lost", "an answer that began is asked for again", repeatGo, `a.answered.Load() || `, ``},
	{inClient + "TestC_API_REPEAT_lost", "a time limit leads to a repetition", repeatGo, `!network.Timeout() && `, ``},
	{inClient + "TestC_API_REPEAT_lost", "a TLS alert leads to a repetition", repeatGo, `network.Op != "remote error" && `, ``},
	{inClient + "TestC_API_REPEAT_lost", "every error leads to a repetition", repeatGo, `return errors.Is(a.err, io.EOF) || errors.Is(a.err, io.ErrUnexpectedEOF)`, `return a.err != io.EOF`},
	{inClient + "TestC_API_REPEAT_cancelled", "a wait does not end with the context", callGo, `<-c.req.Context().Done():`, `<-context.Background().Done():`},
	{inClient + "TestTheAPIAsksForTime", "one wait has no bound", waitGo, `wait > maxWait || `, ``},
	{inClient + "TestTheAPIAsksForTime", "all waits have no bound", waitGo, `w.total+wait > maxWaits || `, ``},
	{inClient + "TestTheAPIAsksForTime", "the tries have no bound", waitGo, ` || w.count+1 == maxTries`, ``},
	{inClient + "TestTheAPIDoesNotSayHowLong", "every 5xx is waited for", repeatGo, `status == http.StatusServiceUnavailable`, `status >= http.StatusInternalServerError`},

	{inClient + "TestTheCallersRequest", "the caller's header is changed", attemptGo, `a.caller.Header.Clone()`, `a.caller.Header`},
	{inClient + "TestTheCallersRequest", "the token comes back with the answer", attemptGo, "	a.resp.Request = a.caller\n", ""},
	{inClient + "TestTheSendersWords", "the API is blamed for a body that cannot be read", attemptGo, `body != nil && body.failed() != nil`, `body != nil && false`},
	{inClient + "TestTheFirstBodyIsDone", "two bodies are read at the same time", bodyGo, "		_ = b.Close()\n", ""},
	{inClient + "TestTheTimeLimit", "an API may be silent for ever", watchGo, `giveUp(errNoAnswer)`, `_ = giveUp`},
	{inClient + "TestTheTimeLimit", "a long upload runs into the limit", watchGo, `w.timer.Reset(w.limit)`, `w.timer.Reset(w.limit / 2)`},
	{inClient + "TestTheTimeLimit", "the caller's own time counts as the API's", bodyGo, "	b.watch.pause()\n", ""},
	{inClient + "TestTheTransportHasNoLimitForAnswers", "the limit holds after the header of the answer", attemptGo, "	a.watch.stop()\n", ""},
	{inClient + "TestTheTimeLimit", "an answer may stop for ever", apiClientGo, `cancel(errNoAnswer) })`, `_ = cancel })`},
	{inClient + "TestSwitchingProtocols", "the body of a 101 cannot be written to", bodyGo, `body.(io.Writer); ok {`, `body.(io.Writer); ok && false {`},
	{inClient + "TestDoBoundsTheAnswer", "a long answer is cut", apiClientGo, `return n, &Error{Kind: BadAnswer, Status: b.status}`, `return n, io.EOF`},
	{inClient + "TestDoBoundsTheAnswer", "an answer has no bound", apiClientGo, `http.MaxBytesReader(nil, resp.Body, c.transport.opts.MaxBody)`, `resp.Body`},
	{inClient + "TestGetJSON", "a name twice is taken", apiJSONGo, `!jsontext.Value(text).IsValid()`, `!jsontext.Value(text).IsValid(jsontext.AllowDuplicateNames(true))`},
	{inClient + "TestGetJSON", "bad UTF-8 is taken", apiJSONGo, `!jsontext.Value(text).IsValid()`, `!jsontext.Value(text).IsValid(jsontext.AllowInvalidUTF8(true))`},
	{inClient + "TestGetJSON", "an error quotes the answer", apiJSONGo, `fmt.Errorf("its JSON does not fit %T", out)`, `err`},

	{inClient + "TestBearer", "the fields have no bound", challengesGo, `left < 0 {`, `false {`},
	{inClient + "TestBearer", "any scheme counts", challengesGo, `strings.EqualFold(c.scheme, "Bearer") && `, ``},
	{inClient + "TestBearer", "a scope may have any characters", challengesGo, ` || strings.ContainsFunc(name, notInScope)`, ``},
	{inClient + "TestParseChallenges", "a parameter may be there twice", challengesGo, `twice || c.params == nil`, `twice && false || c.params == nil`},
}
