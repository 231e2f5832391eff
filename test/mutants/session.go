package main

// inSession are the mutants of log-out, locks and storage.
var inSession = []mutant{
	{"auth.TestSnapshotAsJSON", "an error's text goes to a page", "auth/state.go", "	Err error `json:\"-\"`", "	Err error"},
	{"auth.TestStartThatWasCancelledBefore", "a cancellation before the start is lost", "auth/login.go",
		`s.abandoned = s.cancelLogin == nil && s.cancelRestore == nil`, `s.abandoned = false`},
	{"auth.TestStartThatWasCancelledBefore", "a cancellation before a log-in ends what comes after it", "auth/restore.go",
		`s.abandoned && s.epoch == 0`, `s.abandoned`},
	{"auth.TestStart", "a session that the provider has ended opens a log-in by itself", "auth/start.go",
		` && s.Snapshot().State == SignedOut {`, ` {`},
	{"auth.TestPrepare", "the browser is not prepared", "auth/login.go",
		`		s.spawn(func() { browser.Prepare(ctx) })`, `		_ = browser`},
	{"auth.TestFollow", "a closed session is followed for ever", "auth/start.go",
		`		case <-s.ctx.Done():
			return
`, ``},
	{"auth.TestLogoutWaitsForNoLock", "a log-out waits for the lock", "auth/logout.go",
		`	epoch, ended, known, pages := s.endHere()
	if known {`, `	defer s.lockBriefly(ctx)()
	epoch, ended, known, pages := s.endHere()
	if known {`},
	{"auth.TestLogoutWaitsForNoLock", "a log-out waits behind a write before it removes anything", "auth/logout.go",
		`		_ = s.remove(ctx) // what counts is the look behind the write`, ``},
	{"auth.TestLogoutWaitsForNoLock", "signed out is said at once", "auth/logout.go",
		`	s.publish(Snapshot{State: SigningOut})`, `	s.publish(Snapshot{State: SignedOut})`},
	{"auth.TestLogoutWaitsForNoLock", "a log-out does not look again behind a write", "auth/logout.go",
		`	defer release()
	return s.erase(ctx)`, `	release()
	return nil`},
	{"auth.TestALoginAfterALogout", "a log-in does not wait for the log-out before it", "auth/login.go",
		`	for s.erasing > 0 {`, `	for s.erasing > 99 {`},
	{"auth.TestAStoreThatDoesNotErase", "nothing remembers what has to be removed", "auth/logout.go",
		`	s.mark()
	s.newEra()`, `	s.newEra()`},
	{"auth.TestAStoreThatDoesNotErase", "the start passes over what has to be removed", "auth/restore.go",
		` || s.hasRecord(recordErase) {`, ` {`},
	{"auth.TestAStoreThatDoesNotErase", "a log-in leaves the mark of the log-out before it", "auth/persist.go",
		`	if h.stored {
		s.removeRecord(recordErase)
	}`, ``},
	{"auth.TestAStoreThatDoesNotErase", "what could not be replaced is taken for a newer session", "auth/locker.go",
		`err == nil && (from.stored || overtaken) && !equal`, `err == nil && !equal`},
	{"auth.TestKilledAfterTheClick", "a log-out is recorded after the removal", "auth/logout.go",
		`	s.mark()
	s.newEra()
	ctx, cancel`, `	defer s.newEra()
	ctx, cancel`},
	{"auth.TestKilledAfterTheClick", "what the next start removes is not revoked", "auth/restore.go",
		`	s.spawn(func() { s.revokeLate(s.ctx, refresh) })
	if s.epoch`, `	if s.epoch`},
	{"auth.TestALateWrite", "a grant of an earlier era is restored", "auth/persist.go",
		`	case s.isDead(grant):
		return grant, errDead
`, ``},
	{"auth.TestALateWrite", "a log-out begins no era", "auth/logout.go",
		`	s.newEra()
`, ``},
	{"auth.TestTheRecord", "a record that is lost ends the session", "auth/record.go",
		`	return era != "" && era != grant.Era`, `	return era != grant.Era`},
	{"auth.TestTwoProcesses", "nobody looks before a rotated token is stored", "auth/persist.go",
		`	now, err = s.compare(context.Background(), from)
	switch {`, `	now = from
	switch {`},
	{"auth.TestTwoProcesses", "nobody looks again after it was stored", "auth/persist.go",
		`	overtaken := s.isOvertaken(h.grant)
	s.mu.Lock()`, `	overtaken := false
	s.mu.Lock()`},
	{"auth.TestTwoProcesses", "a token that came too late is not revoked", "auth/refresh.go",
		`	if !current || errors.Is(err, errLoggedOut) || errors.Is(err, errReplaced) {`, `	if !current {`},
	{"auth.TestTwoProcesses", "invalid_grant removes a newer grant", "auth/refresh.go",
		`	if failed == nil && !equal(now.grant.RefreshToken.Reveal(), ended.grant.RefreshToken) {
		return now, nil, errReplaced
	}
	return ended, s.takeBack(ended.grant),`, `	_ = failed
	return now, s.erase(context.Background()),`},
	{"auth.TestTwoProcesses", "a lock that is held is not named", "auth/restore.go",
		`			why = errHeld`, `			why = ErrOffline`},
	{"auth.TestTwoProcesses", "a refresh waits for a lock as long as it may take itself", "auth/locker.go",
		`		return nil, errHeld
	}`, `		return nil, ErrOffline
	}`},
	{"auth.TestLogoutFromEveryState", "what has expired is forgotten", "auth/refresh.go",
		`		s.held, s.past = held{}, held{id`, `		s.held, _ = held{}, held{id`},
	{"auth.TestLogoutFromEveryState", "no hint without an ID token", "auth/logout.go",
		`		params.Set("logout_hint", ended.grant.Subject)`, ``},
	{"auth.TestLogoutFromEveryState", "only who is signed in is logged out at the provider", "auth/logout.go",
		` || s.snapshot.State != SignedOut && s.snapshot.State != SigningOut
`, `
`},
	{"auth.TestLogoutFaults", "any state confirms a log-out", "auth/logout.go",
		`!equal(answer.Query().Get("state"), state)`, `false`},
	{"auth.TestTheNextLoginAsks", "the wish to be asked ends with the process", "auth/logout.go",
		`		_ = s.writeRecord(recordAsk, "") // it has told the log`, ``},
	{"auth.TestTheNextLoginAsks", "the next log-in asks for ever", "auth/login.go",
		`		s.askNoMore()`, ``},
	{"auth.TestClose", "the end of the app calls a refresh back that was sent", "auth/renewal.go",
		`GotConn: func(httptrace.GotConnInfo) { stop() }`, `GotConn: func(httptrace.GotConnInfo) {}`},
	{"auth.TestClose", "the end of the app waits for a refresh that cannot be sent", "auth/renewal.go",
		`	stop := context.AfterFunc(ctx, func() { cancel(context.Cause(ctx)) })`, `	stop := func() bool { return true }`},
	{"auth.TestClose", "Close waits for nothing", "auth/session.go",
		`	for s.active > 0 {`, `	for s.active > 99 {`},
	{"auth.TestClose", "a refresh begins after Close", "auth/renewal.go",
		`		f.err = ErrCancelled
		close(f.done)
		return f`, ``},
	{"auth.TestClose", "the end of the app waits for the answer that nobody wants as long as it may take", "auth/renewal.go",
		`		case <-s.opts.After(lateAnswer):
			f.drop()`, `		case <-s.opts.After(lateAnswer):`},
	{"auth.TestClose", "a log-out calls a refresh back that was sent", "auth/renewal.go",
		`	f.cancel()
	s.spawn(`, `	f.drop()
	s.spawn(`},
	{"auth.TestClose", "the end of the app waits for no answer after a log-out", "auth/renewal.go",
		`		select {
		case <-f.done:
		case <-s.opts.After(lateAnswer):
			f.drop()
		}`, `		s.opts.After(lateAnswer)
		f.drop()`},
	{"auth.TestClose", "the keys outlive the session", "auth/session.go",
		`		set.Close()
`, ``},
	{"auth.TestALoginThatIsCancelledWhileOffline", "a log-in that is cancelled ends the retries", "auth/login.go",
		`		s.goOffline(err)`, `		s.publish(Snapshot{State: Offline, Profile: before.Profile, Err: err})`},
	{"main.TestShutdown", "the end of the app does not wait for the session", "app.go",
		`	within(sessionGrace, a.closeSession)
`, ``},
	{"main.TestShutdown", "a click just before the end is lost", "app.go",
		`		if !a.isReady() {
			return nil, auth.ErrCancelled
		}`, `		return nil, auth.ErrCancelled`},
	{"internal/paths.TestPaths", "state is kept in a relative folder", "internal/paths/state.go",
		`filepath.IsAbs(dir) {`, `dir != "" {`},
	{"internal/paths.TestAnOpenFolderIsClosed", "others may write to the folder for state", "internal/paths/state.go",
		`safefile.Folder(dir)`, `func() error { _ = safefile.Folder; return os.MkdirAll(dir, 0o700) }()`},
	{"auth.TestTheRecord", "the record's folder stays open to others", "auth/record.go",
		`safefile.Folder(s.opts.StateFolder)`, `func() error { _ = safefile.Folder; return os.MkdirAll(s.opts.StateFolder, 0o700) }()`},
}
