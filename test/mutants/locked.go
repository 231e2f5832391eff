package main

const (
	unlockTest      = "auth.TestUnlock"
	withoutTest     = "auth.TestLoginWithoutTheKeyring"
	logoutLocked    = "auth.TestLogoutOfALockedKeyring"
	duringTest      = "auth.TestLockedDuringASession"
	lockedTest      = "auth/keyring.TestK_LOCKED"
	missingTest     = "auth/keyring.TestK_NOFALLBACK_Missing"
	lockTimeoutTest = "auth/keyring.TestK_TIMEOUT_Lock"
)

// inLocked are the mutants of a keyring that is locked or missing.
var inLocked = []mutant{
	{unlockTest, "a locked keyring is one that fails", "Session.unlocker", `return store, can && errors.Is(err, ErrKeyringLocked)`, `return store, can && err == nil`},
	{unlockTest, "nobody waits until the keyring is unlocked", "Session.lockedOut", `s.spawn(func() { s.watch(store) })`, `_ = s.watch`},
	{unlockTest, "the keyring is waited for only once", "Session.watch", `s.watching = false // before`, `// before`},
	{unlockTest, "a question is asked beside the one on the screen", "Session.askToUnlock", "if s.question != nil {\n\t\treturn s.question", "if false {\n\t\treturn s.question"},
	{unlockTest, "a question is asked for nothing", "Session.Unlock", `case !can || !s.watching:`, `case !can:`},
	{unlockTest, "a closed session asks", "Session.Unlock", `case s.ctx.Err() != nil:
		s.mu.Unlock()`, `case false:
		s.mu.Unlock()`},
	{unlockTest, "the notice does not say that the question was closed", "Session.lockNotice", "if s.question == nil {\n\t\tlocked =", "if false {\n\t\tlocked ="},
	{unlockTest, "the notice does not name the keyring", "Session.lockNotice", `locked = detail`, `_ = detail`},
	{unlockTest, "the page is not told that the question was closed", "Session.answered", `s.showLock()
	close(q.done)`, `close(q.done)`},
	{unlockTest, "a wait that is given up takes the question off the screen", "Session.Unlock", "case <-ctx.Done():\n\t\treturn context.Cause(ctx)", "case <-ctx.Done():\n\t\tasked.end(nil)\n\t\treturn context.Cause(ctx)"},
	{unlockTest, "the session comes back only by an answer", "Session.resume", `case state == KeyringLocked:`, `case false && state == KeyringLocked:`},
	{unlockTest, "a cancelled start leaves the question", "Session.restoreUnlocked", `s.decline(context.Cause(ctx))`, `_ = s.decline`},
	{unlockTest, "a closed question is a missing session", "Session.restoreUnlocked", `return fmt.Errorf("%w: %w", ErrKeyringLocked, asked.err)`, `return ErrLoginRequired`},

	{withoutTest, "a log-in leaves the question", "Session.startLogin", `s.decline(errOvertaken)`, `_ = errOvertaken`},
	{withoutTest, "whoever declined is asked again", "Session.lockedOut", `if !s.declined {`, `if true {`},
	{withoutTest, "a log-in under way is not waited for", "Session.resume", `if !s.awaitAttempt() {`, `if false && !s.awaitAttempt() {`},
	{withoutTest, "a session is stored at its next renewal only", "Session.resume", `case unsaved:`, `case false && unsaved:`},
	{withoutTest, "a session is stored after another process's log-out", "Session.storeLate", `now, notice, err := s.keep(epoch, unsaved, unsaved)`, "now, notice, err := unsaved, s.save(unsaved.grant), error(nil)\n\tnow.stored = true"},
	{duringTest, "a rotated token is not stored later", "Session.resume", `case unsaved:`, `case false && unsaved:`},

	{logoutLocked, "a log-out leaves the question", "Session.endHere", `s.decline(errOvertaken)`, `_ = errOvertaken`},
	{logoutLocked, "what a log-out left stays", "Session.resume", `case errors.Is(notice, ErrKeyringLocked):`, `case false && errors.Is(notice, ErrKeyringLocked):`},
	{logoutLocked, "without records, what a log-out left stays", "Session.eraseLate", `, s.opts.StateFolder == "":`, `:`},
	{logoutLocked, "the entry of another process's log-in is removed", "Session.eraseLate", `case err == nil, errors.Is(err, ErrNotFound):
		err = nil`, `case err == nil, errors.Is(err, ErrNotFound):
		err = s.eraseEnded()`},
	{logoutLocked, "what a log-out left stays valid", "Session.eraseLate", `s.spawn(func() { s.revokeLate(s.ctx, grant.RefreshToken) })`, `_ = grant`},
	{logoutLocked, "the notice stays when the entry is gone", "Session.eraseLate", `s.replaceStoreNotice(err)`, `_ = err`},

	{lockedTest, "a locked keyring is asked all the same", "do", `if missing != nil && !errors.Is(missing, auth.ErrNoKeyring) {`, `if missing != nil && false {`},
	{lockedTest, "a locked collection is open", "secretService.look", `if locked {`, `if false && locked {`},
	{lockedTest, "a locked item is open", "secretService.look", `now.locked = append(now.locked, item)`, `_ = item`},
	{lockedTest, "an item of another collection counts", "secretService.look", `strings.HasPrefix(string(item), string(path)+"/")`, `strings.HasPrefix(string(item), "/")`},
	{lockedTest, "a name may turn the direction of a text", "printed", `if unicode.IsPrint(r) {`, `if unicode.IsPrint(r) || r > 0 {`},
	{lockedTest, "a name may have any length", "collection.name", `letters[:min(len(letters), maxLabel)]`, `letters[:max(0, min(len(letters), 10*maxLabel))]`},
	{lockedTest, "a name is cut within a letter", "collection.name", `string(letters[:min(len(letters), maxLabel)])`, `string(letters)[:min(len(string(letters)), maxLabel+1)]`},
	{lockedTest, "any known program offers the keyring", "product", `owner(known.bus) == secrets`, `owner(known.bus) != ""`},
	{lockedTest, "a second prompt is shown beside the first", "secretService.show", "if s.shown != nil {\n\t\treturn", "if false {\n\t\treturn"},
	{lockedTest, "GNOME Keyring's prompt is dismissed", "shownPrompt.dismiss", `if product(ctx, p.conn) == gnomeKeyring {`, `if false {`},
	{lockedTest, "a prompt that nobody needs stays", "secretService.unlock", "shown.dismiss(ctx)\n\t\t\treturn context.Cause(ctx)", "return context.Cause(ctx)"},
	{lockedTest, "the prompt stays when another program unlocks the keyring", "secretService.unlock", "shown.dismiss(ctx)\n\t\t\t\treturn nil", "return nil"},
	{lockedTest, "why a question ends is lost", "secretService.unlock", "shown.dismiss(ctx)\n\t\t\treturn context.Cause(ctx)", "shown.dismiss(ctx)\n\t\t\treturn ctx.Err()"},
	{lockedTest, "a closed prompt is an answer", "secretService.afterPrompt", `err = auth.ErrDismissed`, `_ = auth.ErrDismissed`},
	{lockedTest, "a prompt that ends is not noticed", "shownPrompt.wait", `signal.Name == promptAPI+".Completed"`, `signal.Name == promptAPI+".Dismissed"`},
	{lockedTest, "another program that unlocks the keyring ends no question", "secretService.unlock", `go func() { unlocked <- s.await(waiting) }()`, `_ = waiting`},
	{lockedTest, "what the keyring tells is not heard", "secretService.await", `case _, ok := <-signals:`, `case _, ok := <-chan *dbus.Signal(nil):`},
	{lockedTest, "a keyring that tells nothing is never looked at", "secretService.await", `case <-time.After(s.again):`, `case <-time.After(time.Hour):`},

	{missingTest, "no program with the name is a keyring that fails", "chosen", `if isAbsent(err) {`, `if false && isAbsent(err) {`},
	{missingTest, "a default keyring that is none counts", "chosen", `&& path == nothing {`, `&& path == "" {`},
	{missingTest, "the collection “login” is always there", "chosen", `slices.Contains(all, loginCollection)`, `len(all) >= 0`},
	{missingTest, "what go-keyring can do does not count", "do", `if missing != nil && !errors.Is(missing, auth.ErrNoKeyring) {`, `if missing != nil {`},
	{missingTest, "nobody says what is missing", "do", `if missing != nil && o.err != nil &&`, `if false &&`},
	{lockTimeoutTest, "a keyring that does not answer is waited for", "Store.check", "case <-ctx.Done():\n\t}", "case <-context.Background().Done():\n\t}"},
}
