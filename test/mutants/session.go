package main

// inSession are the mutants of log-out, locks and storage.
var inSession = []mutant{
	{"auth.TestSnapshotAsJSON", "an error's text goes to a page", "Snapshot", "Err error `json:\"-\"`", `Err error`},
	{"auth.TestStartThatWasCancelledBefore", "a cancellation before the start is lost", "Session.CancelLogin",
		`s.abandoned = s.cancelLogin == nil && s.cancelRestore == nil`, `s.abandoned = false`},
	{"auth.TestStartThatWasCancelledBefore", "a cancellation before a log-in ends what comes after it", "Session.Restore",
		`s.abandoned && s.epoch == 0`, `s.abandoned`},
	{"auth.TestStart", "a session that the provider has ended opens a log-in by itself", "Session.Start",
		`&& s.Snapshot().State == SignedOut {`, `{`},
	{"auth.TestPrepare", "the browser is not prepared", "Session.startLogin",
		`s.spawn(func() { browser.Prepare(ctx) })`, `_ = browser`},
	{"auth.TestFollow", "a closed session is followed for ever", "Session.Follow",
		`case <-s.ctx.Done():
			return`, ``},
	{"auth.TestLogoutWaitsForNoLock", "a log-out waits for the lock", "Session.Logout",
		`epoch, ended, known, pages := s.endHere()
	if known {`, `defer s.lockBriefly(ctx)()
	epoch, ended, known, pages := s.endHere()
	if known {`},
	{"auth.TestLogoutWaitsForNoLock", "a log-out waits behind a write before it removes anything", "Session.eraseAtOnce",
		`_ = s.remove(ctx) // what counts is the look behind the write`, ``},
	{"auth.TestLogoutWaitsForNoLock", "signed out is said at once", "Session.endHere",
		`s.publish(Snapshot{State: SigningOut})`, `s.publish(Snapshot{State: SignedOut})`},
	{"auth.TestLogoutWaitsForNoLock", "a log-out does not look again behind a write", "Session.eraseAtOnce",
		`defer release()
	return s.erase(ctx)`, `release()
	return nil`},
	{"auth.TestALoginAfterALogout", "a log-in does not wait for the log-out before it", "Session.startLogin",
		`for s.erasing > 0 {`, `for s.erasing > 99 {`},
	{"auth.TestAStoreThatDoesNotErase", "nothing remembers what has to be removed", "Session.eraseAtOnce",
		`s.mark()
	s.newEra()`, `s.newEra()`},
	{"auth.TestAStoreThatDoesNotErase", "the start passes over what has to be removed", "Session.restore",
		`|| s.hasRecord(recordErase) {`, `{`},
	{"auth.TestAStoreThatDoesNotErase", "a log-in leaves the mark of the log-out before it", "Session.holds",
		`if h.stored {
		s.removeRecord(recordErase)
	}`, ``},
	{"auth.TestAStoreThatDoesNotErase", "what could not be replaced is taken for a newer session", "Session.compare",
		`err == nil && (from.stored || overtaken) && !equal`, `err == nil && !equal`},
	{"auth.TestKilledAfterTheClick", "a log-out is recorded after the removal", "Session.eraseAtOnce",
		`s.mark()
	s.newEra()
	ctx, cancel`, `defer s.newEra()
	ctx, cancel`},
	{"auth.TestKilledAfterTheClick", "what the next start removes is not revoked", "Session.finishLogout",
		`s.spawn(func() { s.revokeLate(s.ctx, refresh) })
	if s.epoch`, `if s.epoch`},
	{"auth.TestALateWrite", "a grant of an earlier era is restored", "Session.load",
		`case s.isDead(grant):
		return grant, errDead`, ``},
	{"auth.TestALateWrite", "a log-out begins no era", "Session.eraseAtOnce",
		`s.newEra()`, ``},
	{"auth.TestTheRecord", "a record that is lost ends the session", "Session.isOvertaken",
		`return era != "" && era != grant.Era`, `return era != grant.Era`},
	{"auth.TestTwoProcesses", "nobody looks before a rotated token is stored", "Session.keep",
		`now, err = s.compare(context.Background(), from)
	switch {`, `now = from
	switch {`},
	{"auth.TestTwoProcesses", "nobody looks again after it was stored", "Session.holds",
		`overtaken := s.isOvertaken(h.grant)
	s.mu.Lock()`, `overtaken := false
	s.mu.Lock()`},
	{"auth.TestTwoProcesses", "a token that came too late is not revoked", "Session.adopt",
		`if !current || errors.Is(err, errLoggedOut) || errors.Is(err, errReplaced) {`, `if !current {`},
	{"auth.TestTwoProcesses", "invalid_grant removes a newer grant", "Session.end",
		`if failed == nil && !equal(now.grant.RefreshToken.Reveal(), ended.grant.RefreshToken) {
		return now, nil, errReplaced
	}
	return ended, s.takeBack(ended.grant),`, `_ = failed
	return now, s.erase(context.Background()),`},
	{"auth.TestTwoProcesses", "a lock that is held is not named", "Session.awaitRestore",
		`why = errHeld`, `why = ErrOffline`},
	{"auth.TestTwoProcesses", "a refresh waits for a lock as long as it may take itself", "Session.lock",
		`return nil, errHeld
	}`, `return nil, ErrOffline
	}`},
	{"auth.TestLogoutFromEveryState", "what has expired is forgotten", "Session.conclude",
		`s.held, s.past = held{}, held{id`, `s.held, _ = held{}, held{id`},
	{"auth.TestLogoutFromEveryState", "no hint without an ID token", "Session.endSessionURL",
		`params.Set("logout_hint", ended.grant.Subject)`, ``},
	{"auth.TestLogoutFromEveryState", "only who is signed in is logged out at the provider", "Session.endHere",
		`|| s.snapshot.State != SignedOut && s.snapshot.State != SigningOut`, ``},
	{"auth.TestLogoutFaults", "any state confirms a log-out", "Session.endSession",
		`!equal(answer.Query().Get("state"), state)`, `false`},
	{"auth.TestTheNextLoginAsks", "the wish to be asked ends with the process", "Session.Logout",
		`_ = s.writeRecord(recordAsk, "") // it has told the log`, ``},
	{"auth.TestTheNextLoginAsks", "the next log-in asks for ever", "Session.finishLogin",
		`s.askNoMore()`, ``},
	{"auth.TestClose", "the end of the app calls a refresh back that was sent", "untilSent",
		`GotConn: func(httptrace.GotConnInfo) { stop() }`, `GotConn: func(httptrace.GotConnInfo) {}`},
	{"auth.TestClose", "the end of the app waits for a refresh that cannot be sent", "untilSent",
		`stop := context.AfterFunc(ctx, func() { cancel(context.Cause(ctx)) })`, `stop := func() bool { return true }`},
	{"auth.TestClose", "Close waits for nothing", "Session.Close",
		`for s.active > 0 {`, `for s.active > 99 {`},
	{"auth.TestClose", "a refresh begins after Close", "Session.startRefresh",
		`f.err = ErrCancelled
		close(f.done)
		return f`, ``},
	{"auth.TestClose", "the end of the app waits for the answer that nobody wants as long as it may take", "Session.abandon",
		`case <-s.opts.After(lateAnswer):
			f.drop()`, `case <-s.opts.After(lateAnswer):`},
	{"auth.TestClose", "a log-out calls a refresh back that was sent", "Session.abandon",
		`f.cancel()
	s.spawn(`, `f.drop()
	s.spawn(`},
	{"auth.TestClose", "the end of the app waits for no answer after a log-out", "Session.abandon",
		`select {
		case <-f.done:
		case <-s.opts.After(lateAnswer):
			f.drop()
		}`, `s.opts.After(lateAnswer)
		f.drop()`},
	{"auth.TestClose", "the keys outlive the session", "Session.keysAt",
		`set.Close()`, ``},
	{"auth.TestALoginThatIsCancelledWhileOffline", "a log-in that is cancelled ends the retries", "Session.finishLogin",
		`s.goOffline(err)`, `s.publish(Snapshot{State: Offline, Profile: before.Profile, Err: err})`},
	{"main.TestShutdown", "the end of the app does not wait for the session", "main.App.shutdown",
		`within(sessionGrace, a.closeSession)`, ``},
	{"main.TestShutdown", "a click just before the end is lost", "main.App.wait",
		`if !a.isReady() {
			return nil, auth.ErrCancelled
		}`, `return nil, auth.ErrCancelled`},
	{"internal/paths.TestPaths", "state is kept in a relative folder", "stateHome",
		`filepath.IsAbs(dir) {`, `dir != "" {`},
	{"internal/paths.TestAnOpenFolderIsClosed", "others may write to the folder for state", "State",
		`safefile.Folder(dir)`, `func() error { _ = safefile.Folder; return os.MkdirAll(dir, 0o700) }()`},
	{"auth.TestTheRecord", "the record's folder stays open to others", "Session.writeRecord",
		`safefile.Folder(s.opts.StateFolder)`, `func() error { _ = safefile.Folder; return os.MkdirAll(s.opts.StateFolder, 0o700) }()`},
}
