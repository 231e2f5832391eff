package main

const (
	inClient = "apiclient."
)

// inAPIClient are the mutants of the API's client.
var inAPIClient = []mutant{
	{inClient + "TestC_API_BELOW", "the origin is not compared", "admits", `|| origin(u) != origin(base) {`, `{`},
	{inClient + "TestC_API_BELOW", "the port is not compared", "origin", `net.JoinHostPort(strings.ToLower(u.Hostname()), port)`, `net.JoinHostPort(strings.ToLower(u.Hostname()), port[:0])`},
	{inClient + "TestC_API_BELOW", "a name and password in the URL are passed over", "admits", `u.User != nil ||`, ``},
	{inClient + "TestC_API_BELOW", "an opaque URL is passed over", "admits", `u.Opaque != "" ||`, ``},
	{inClient + "TestC_API_BELOW", "a Host field may name another server", "admits", `req.Host != "" && !strings.EqualFold(req.Host, u.Host)`, `false`},
	{inClient + "TestC_API_BELOW", "the path is not compared", "admits", `(u.Path == base.Path || strings.HasPrefix(u.Path, base.Path+"/")) &&`, ``},
	{inClient + "TestC_API_BELOW", "a path that begins alike is below", "admits", `base.Path+"/")) &&`, `base.Path)) &&`},
	{inClient + "TestC_API_BELOW", "dots lead up", "plain", `(clean == decoded || clean != "/" && clean+"/" == decoded)`, `clean != ""`},
	{inClient + "TestC_API_BELOW", "backslashes lead up", "plain", `!strings.Contains(decoded, ` + "`\\`)", `true`},
	{inClient + "TestC_API_BELOW", "dots with a parameter lead up", "plain", `!strings.Contains(decoded, "/..;")`, `true`},
	{inClient + "TestC_API_BELOW", "a body stays open when the request is refused", "Transport.RoundTrip", `if err != nil {
		closeBody(req)`, `if err != nil {`},
	{inClient + "TestResolve", "a path without a slash goes on from the host", "resolve", `!strings.HasPrefix(reference, "/") ||`, ``},
	{inClient + "TestResolve", "a path may have any characters", "resolve", `|| strings.ContainsFunc(reference, notInURL)`, ``},
	{inClient + "TestDo", "a body stays open when the path is refused", "Client.Do", `closeBody(req)`, ""},
	{inClient + "TestDo", "the caller's request is changed", "Client.Do", `req = req.WithContext(req.Context())`, `_ = req.WithContext(req.Context())`},

	{inClient + "TestGetText", "every 401 renews", "call.next", `!c.renewed && bearer(a.resp.Header).code == invalidToken`, `!c.renewed`},
	{inClient + "TestGetText", "another code renews", "call.next", `!c.renewed && bearer(a.resp.Header).code == invalidToken`, `!c.renewed && bearer(a.resp.Header).code != ""`},
	{inClient + "TestGetText", "nothing renews", "call.next", `!c.renewed && bearer(a.resp.Header).code == invalidToken`, `false`},
	{inClient + "TestGetText", "the rejected token is not named", "call.renew", `c.Transport.token(c.req.Context(), c.token)`, `c.Transport.token(c.req.Context(), "")`},
	{inClient + "TestGetText", "any status is a success", "Client.failure", `status >= 200 && status <= 299`, `status >= 200 && status <= 499`},
	{inClient + "TestGetText", "every 403 is a matter of scope", "Client.failure", `challenge.code == insufficientScope {`, `challenge.code != "?" {`},
	{inClient + "TestNoTokenAtAll", "renewals have no bound", "call.next", `c.renewed = c.renewed || again`, ``},
	{inClient + "TestC_API_REPEAT", "a token is not renewed for a body that is gone", "call.run", `if next.renewal {
				_`, `if false {
				_`},
	{inClient + "TestC_API_REPEAT", "a body that is gone is sent again", "replayable", `|| req.GetBody != nil`, `|| req.GetBody == nil || true`},
	{inClient + "TestC_API_REPEAT", "a body is not sent again", "replayable", `|| req.GetBody != nil`, ``},
	{inClient + "TestC_API_REPEAT", "every method is idempotent", "idempotent", `return req.Header.Get("Idempotency-Key") != ""`, `return true`},
	{inClient + "TestC_API_REPEAT", "PUT is not idempotent", "idempotent", `http.MethodPut,`, ``},
	{inClient + "TestC_API_REPEAT", "a 429 is final", "asksForTime", `status == http.StatusTooManyRequests ||`, ``},
	{inClient + "TestC_API_REPEAT", "a request that asks for time is repeated whatever its method", "call.next", `asksForTime(a.resp.StatusCode) && idempotent(c.req)`, `asksForTime(a.resp.StatusCode)`},
	{inClient + "TestC_API_REPEAT", "a lost request is repeated whatever its method", "call.next", `!c.reconnected && idempotent(c.req) && a.lost()`, `!c.reconnected && a.lost()`},
	{inClient + "TestC_API_REPEAT_by_the_caller", "Idempotency-Key is passed over", "idempotent", `return req.Header.Get("Idempotency-Key") != ""`, `return false`},
	{inClient + "TestC_API_REPEAT_lost", "a lost connection is tried without a bound", "call.next", `!c.reconnected && idempotent(c.req) && a.lost()`, `idempotent(c.req) && a.lost() && c.Transport != nil`},
	{inClient + "TestC_API_REPEAT_lost", "an answer that began is asked for again", "attempt.lost", `a.answered.Load() ||`, ``},
	{inClient + "TestC_API_REPEAT_lost", "a time limit leads to a repetition", "attempt.lost", `!network.Timeout() &&`, ``},
	{inClient + "TestC_API_REPEAT_lost", "a TLS alert leads to a repetition", "attempt.lost", `network.Op != "remote error" &&`, ``},
	{inClient + "TestC_API_REPEAT_lost", "every error leads to a repetition", "attempt.lost", `return errors.Is(a.err, io.EOF) || errors.Is(a.err, io.ErrUnexpectedEOF)`, `return a.err != io.EOF`},
	{inClient + "TestC_API_REPEAT_cancelled", "a wait does not end with the context", "call.prepare", `<-c.req.Context().Done():`, `<-context.Background().Done():`},
	{inClient + "TestTheAPIAsksForTime", "one wait has no bound", "waits.grants", `wait > maxWait ||`, ``},
	{inClient + "TestTheAPIAsksForTime", "all waits have no bound", "waits.grants", `w.total+wait > maxWaits ||`, ``},
	{inClient + "TestTheAPIAsksForTime", "the tries have no bound", "waits.grants", `|| w.count+1 == maxTries`, ``},
	{inClient + "TestTheAPIDoesNotSayHowLong", "every 5xx is waited for", "asksForTime", `status == http.StatusServiceUnavailable`, `status >= http.StatusInternalServerError`},

	{inClient + "TestTheCallersRequest", "the caller's header is changed", "attempt.copy", `a.caller.Header.Clone()`, `a.caller.Header`},
	{inClient + "TestTheCallersRequest", "the token comes back with the answer", "call.send", `a.resp.Request = a.caller`, ""},
	{inClient + "TestTheSendersWords", "the API is blamed for a body that cannot be read", "attempt.explain", `body != nil && body.failed() != nil`, `body != nil && false`},
	{inClient + "TestTheFirstBodyIsDone", "two bodies are read at the same time", "sentBody.retire", `_ = b.Close()`, ""},
	{inClient + "TestTheTimeLimit", "an API may be silent for ever", "newWatch", `giveUp(errNoAnswer)`, `_ = giveUp`},
	{inClient + "TestTheTimeLimit", "a long upload runs into the limit", "watch.restart", `w.timer.Reset(w.limit)`, `w.timer.Reset(w.limit / 2)`},
	{inClient + "TestTheTimeLimit", "the caller's own time counts as the API's", "sentBody.Read", `b.watch.pause()`, ""},
	{inClient + "TestTheTransportHasNoLimitForAnswers", "the limit holds after the header of the answer", "call.send", `a.watch.stop()`, ""},
	{inClient + "TestTheTimeLimit", "an answer may stop for ever", "Client.Do", `cancel(errNoAnswer) })`, `_ = cancel })`},
	{inClient + "TestSwitchingProtocols", "the body of a 101 cannot be written to", "endsWith", `body.(io.Writer); ok {`, `body.(io.Writer); ok && false {`},
	{inClient + "TestDoBoundsTheAnswer", "a long answer is cut", "answerBody.Read", `return n, &Error{Kind: BadAnswer, Status: b.status}`, `return n, io.EOF`},
	{inClient + "TestDoBoundsTheAnswer", "an answer has no bound", "Client.Do", `http.MaxBytesReader(nil, resp.Body, c.transport.opts.MaxBody)`, `resp.Body`},
	{inClient + "TestGetJSON", "a name twice is taken", "readJSON", `!jsontext.Value(text).IsValid()`, `!jsontext.Value(text).IsValid(jsontext.AllowDuplicateNames(true))`},
	{inClient + "TestGetJSON", "bad UTF-8 is taken", "readJSON", `!jsontext.Value(text).IsValid()`, `!jsontext.Value(text).IsValid(jsontext.AllowInvalidUTF8(true))`},
	{inClient + "TestGetJSON", "an error quotes the answer", "readJSON", `fmt.Errorf("its JSON does not fit %T", out)`, `err`},

	{inClient + "TestBearer", "the fields have no bound", "bearer", `left < 0 {`, `false {`},
	{inClient + "TestBearer", "any scheme counts", "bearer", `strings.EqualFold(c.scheme, "Bearer") &&`, ``},
	{inClient + "TestBearer", "a scope may have any characters", "scopeNames", `|| strings.ContainsFunc(name, notInScope)`, ``},
	{inClient + "TestParseChallenges", "a parameter may be there twice", "challenge.add", `twice || c.params == nil`, `twice && false || c.params == nil`},
}
