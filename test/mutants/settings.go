package main

const (
	inConfig   = "internal/config."
	inSafefile = "internal/safefile."
	inProxy    = "internal/desktopproxy."
)

// inSettings are the mutants of settings, folders and files.
var inSettings = []mutant{
	{inConfig + "TestASealedFileCountsAlone", "carried settings are the last place, as in a development build", "Find", `if places.Sealed {`, `if false {`},
	{inConfig + "TestASealedFileCountsAlone", "allowOverride counts whatever its value", "Find", `keys[allowOverride] != "true"`, `keys[allowOverride] == ""`},
	{inConfig + "TestOverride", "allowOverride does not count", "Find", `&& f.keys[allowOverride] != "true"`, ``},
	{inConfig + "TestOverride", "the last file counts, not the first", "Find", `all = slices.Insert(all, i, Found{`, `all = slices.Insert(all, 0, Found{`},
	{inConfig + "TestPrefix", "variables have no prefix", "values.variable", `return v.prefix + s.variable`, `return s.variable`},
	{inConfig + "TestPrefix", "nobody says that a variable has another name now", "values.spelling", `if v.prefix != "" && v.env(s.variable) != "" {`, `if false {`},
	{inConfig + "TestLoadAppRefuses", "a text passes for true", "File.member", `if !isBool {`, `if !isBool && value != "true" {`},
	{inConfig + "TestAFileThatIsNotTrustedIsNotPassedOver", "a settings file is read whoever can write it", "OnDisk", `return safefile.Read(path, maxFile)`, `return os.ReadFile(path)`},
	{inConfig + "TestAuthorities", "a file of certificate authorities may have any size", "values.authorities", `safefile.Read(path, maxAuthorities)`, `safefile.Read(path, 1<<40)`},
	{inConfig + "TestAuthorities", "the file of certificate authorities depends on the working folder", "values.authorities", `place != environment && !filepath.IsAbs(path)`, `place == "nowhere" && !filepath.IsAbs(path)`},
	{inConfig + "TestAuthorities", "authorities without a certificate pass", "values.authorities", `case !x509.NewCertPool().AppendCertsFromPEM(text):`, `case false && x509.NewCertPool() == nil:`},

	{inConfig + "TestLoadAPI", "the API takes any name for an algorithm", "values.algorithms", `if !slices.Contains(known, one) {`, `if !slices.Contains(known, one) && false {`},
	{inConfig + "TestLoadAPI", "no algorithm is an answer, too", "values.algorithms", `if len(list) == 0 {`, `if false {`},

	{inProxy + "TestOrder", "the desktop is above the environment", "Resolver.Proxy", `case r.environment != nil:`, `case false:`},
	{inProxy + "TestOrder", "NO_PROXY alone is passed over", "newResolver", `, NoProxy: environment.NoProxy}`, `}`},
	{inProxy + "TestOrder", "the desktop sees the whole URL", "Resolver.Proxy", `list, err := r.lookup(`, `origin = *request.URL
	list, err := r.lookup(`},
	{inProxy + "TestChoose", "a request goes out directly instead of through an unknown kind of proxy", "choose", `return nil, transport.ErrProxyKind`, `return nil, nil`},
	{inProxy + "TestADesktopThatDoesNotAnswer", "a desktop that fails lets requests out", "Resolver.Proxy", `return nil, fmt.Errorf("%w: %w", transport.ErrProxySettings, err)`, `_ = fmt.Errorf
		return nil, nil`},
	{inProxy + "TestADesktopThatDoesNotAnswer", "any number of questions is open", "newResolver", `make(chan struct{}, lookups)`, `make(chan struct{}, 1000)`},
	{inProxy + "TestStatic", "exceptions are passed over", "static.find", `if s.bypasses(target) {`, `if false {`},
	{"internal/transport.TestFailureWords", "nobody says that the proxy's settings cannot be read", "reason", `case errors.Is(err, ErrProxySettings):`, `case false:`},

	{inSafefile + "TestRead", "a FIFO is waited for", "noWait", `const noWait = syscall.O_NONBLOCK | syscall.O_NOCTTY`, `const noWait = syscall.O_NOCTTY`},
	{inSafefile + "TestRead", "a device passes for a file", "regular", `err == nil && !info.Mode().IsRegular()`, `err == nil && info.Mode().IsDir()`},
	{inSafefile + "TestRead", "there is no bound", "Read", `int64(len(text)) > most`, `false`},
	{inSafefile + "TestRead", "nobody looks at the folder", "trusted", `if problem := judge(info, func() bool { return folderHasACL(folder) }); problem != "" {`, `if problem := judge(info, func() bool { return folderHasACL(folder) }); problem == "?" {`},
	{inSafefile + "TestJudge", "a file may be somebody else's", "judge", `stat.Uid != uint32(os.Geteuid()) && stat.Uid != 0`, `false`},
	{inSafefile + "TestJudge", "everybody may write", "judge", `mode&othersWrite != 0:`, `false:`},
	{inSafefile + "TestJudge", "any group may write", "judge", `mode&groupWrites != 0 &&`, `false &&`},
	{inSafefile + "TestHasOthers", "a group with others in it is the user's own", "hasOthers", `member != "" && member != owner`, `member == "nobody" && member != owner`},
	{inSafefile + "TestFolder", "an open folder stays open", "Folder", `return closeToOthers(folder)`, `return nil`},
	{inSafefile + "TestFolder", "/tmp is closed to others", "Folder", `err == nil && info.Mode()&os.ModeSticky != 0`, `false && err == nil && info == nil`},
	{inSafefile + "TestAppend", "a link is followed", "Append", `noWait|syscall.O_NOFOLLOW, 0o600`, `noWait, 0o600`},
	{inSafefile + "TestAppend", "a hard link is followed", "Append", `{regular, oneName, closeToOthers}`, `{regular, closeToOthers}`},
	{inSafefile + "TestAppend", "a FIFO passes for a file", "Append", `{regular, oneName, closeToOthers}`, `{oneName, closeToOthers}`},
	{inSafefile + "TestAppend", "a file that others can write stays like that", "Append", `{regular, oneName, closeToOthers}`, `{regular, oneName}`},

	{"internal/paths.TestAnOpenFolderIsClosed", "only the last folder is closed", "cached", `if err := safefile.Folder(dir); err`, `if err := os.MkdirAll(dir, 0o700); err != nil || false && safefile.Folder(dir)`},
	{"internal/paths.TestRelativeFolders", "a relative folder is below the working folder", "absolute", `if err == nil && !filepath.IsAbs(dir) {`, `if false {`},
	{"internal/paths.TestRelativeFolders", "a relative variable leaves the user without a folder", "absolute", `err != nil && value != "" && !filepath.IsAbs(value)`, `false && value != ""`},
	{"internal/logging.TestOpenTakesOnlyAFileOfOurs", "the log follows a link", "capped.open", `file, err := safefile.Append(c.path)`, `_ = safefile.Append
	file, err := os.OpenFile(c.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)`},
	{"auth/filelock.TestWhatOthersLeftInTheFolder", "the lock follows a link, or waits for a FIFO", "Locker.Lock", `if err := prepare(l.folder, path); err`, `if err := safefile.Folder(l.folder); err`},
	{"auth.TestC_DISC_CACHE", "remembered endpoints are used whoever can write them", "judge", `mode&othersWrite != 0:`, `false:`},

	{inConfig + "TestDraftIsRefused", "settings that a build carries can be written over", "Found.Draft", `if !f.editable() {`, `if false {`},
	{inConfig + "TestLook", "a file beside the program can be written over", "Found.editable", `&& f.source != FromFile`, ``},
	{inConfig + "TestDraft", "the secret of one registration goes to another", "Found.Draft", `delete(members, clientSecret.key)`, `_ = clientSecret`},
	{inConfig + "TestDraft", "the form is above a variable", "Found.Draft", `if !field.Editable {`, `if false {`},
	{inConfig + "TestDraft", "an old file that cannot be used is gone", "Draft.Save", `if d.keep {
		if err`, `if false {
		if err`},
	{inConfig + "TestIssuers", "an issuer may have a query", "Issuers", `strings.ContainsAny(text, "<>?")`, `strings.ContainsAny(text, "<>")`},
	{inConfig + "TestDraft", "the form has no words for an issuer with a query", "Found.Draft", `d.judgeIssuer(form.Issuer)`, ""},
	{inConfig + "TestDraft", "the form judges an issuer that is a variable's", "Draft.judgeIssuer", `field.Editable && errors.As`, `errors.As`},
	{inConfig + "TestDraft", "the API's URL may have a query", "values.api", "if strings.Contains(value, \"?\") {\n\t\tv.fail(apiURL", "if false {\n\t\tv.fail(apiURL"},
	{inConfig + "TestOneLook", "what a file says beside the form is read anew", "Found.members", `object, _ := f.file.decode(f.text)`, "text, _ := f.file.text()\n\tobject, _ := f.file.decode(text)"},
	{inConfig + "TestOneLook", "each question about the settings reads the file", "Found.Look", `_, o.Err = f.App()`, `_, o.Err = LoadApp(f.places)`},
	{"internal/app/settings.TestCheckOfAnotherProblem", "a problem that no field shows is lost", "Check", `if err != nil || c.Err != nil {`, `if err != nil || c.hasProblem() {`},
	{"internal/app/bridge.TestNewChecked", "the page is not told what no field shows", "NewChecked", `c.Problem = FaultOf(of.Err)`, ``},
	{"frontend/test.TestSettingsSave", "the page keeps what no field shows to itself", "check", `if (checked.problem) setWords`, `if (!checked) setWords`},
	{"internal/app/publisher.TestUse", "an answer has something of two sessions", "Publisher.Use", `p.revising.Lock()
	defer p.revising.Unlock()
	p.session = session`, `p.session = session`},
	{"internal/app/settings.TestCheck", "a domain can be saved although nobody answers", "Check", `whole && errors.Is(`, `(whole || true) && errors.Is(`},
	{"internal/app/settings.TestCheck", "a slash decides who the provider is", "Check", `if !errors.Is(c.Provider, auth.ErrIssuer) {`, `if c.Provider != nil || true {`},
	{"internal/app/settings.TestNobodyIsLockedOut", "one bad setting locks the form", "draft", `bare.LeaveOut() == nil {`, `bare.LeaveOut() == nil && false {`},
	{"internal/app/settings.TestQuestions", "a letter of another alphabet passes for ours", "hostOf", `idna.Lookup.ToASCII(host); err != nil`, `idna.Lookup.ToUnicode(host); err != nil`},
	{"internal/app/window.TestPlain", "a host is a format of printf", "plain", `strings.ReplaceAll(message, "%", "%%")`, `strings.ReplaceAll(message, "%", "%")`},
	{"internal/app/bridge.TestFormIsBounded", "a page can send any length", "Form.Texts", `text[:min(len(text), maxText)]`, `text`},
	{"main.TestSettingsChange", "nobody is asked", "main.App.SaveSettings", `!a.ask(settings.SaveQuestion(c)) ||`, ``},
	{"main.TestSettingsChange", "they are saved before the user agrees", "main.App.SaveSettings", `if !a.ask(settings.SaveQuestion(c)) ||`, `if c.Save() != nil || !a.ask(settings.SaveQuestion(c)) ||`},
	{"main.TestSettingsWithoutAKeyring", "they are saved before the user is signed out", "main.App.SaveSettings", `|| !a.signOut(next) {`, `|| c.Save() != nil || !a.signOut(next) {`},
	{"main.TestSettingsThatCannotBeUsed", "the question names what the page sent", "SaveQuestion", `parties(c.App), notes`, `parties(config.App{Issuer: c.Form.Issuer, APIURL: c.Form.APIURL}), notes`},
	{"main.TestSettingsThatCannotBeUsed", "what only the API's client refuses has no words", "main.App.wire", `err = fmt.Errorf("%w: %w", auth.ErrConfig, err)`, `_ = err`},
	{"main.TestPartsOfAFormAreClosed", "what was made for nothing goes on", "main.App.SaveSettings", `if !saved {`, `if false {`},
	{"main.TestPartsOfAFormAreClosed", "what was in use goes on", "main.App.start", `defer p.close()`, ""},
	{"main.TestSettingsChange", "the session goes on with other settings", "main.App.signOut", `p.session.Logout(ctx) != nil &&`, `ctx.Err() != nil &&`},
	{"main.TestSettingsChange", "two forms wait at once", "main.App.SaveSettings", `if !a.changing.TryLock() {
		return false, nil
	}
	defer a.changing.Unlock()`, ""},
	{"main.TestFirstSettings", "an entry that was left in the keyring counts for the new settings", "main.App.signOut", `a.removeEarlier(ctx, next)`, ""},
	{"main.TestFirstSettingsWithALockedKeyring", "what a locked keyring holds counts for the new settings", "main.App.removeEarlier", `errors.Is(err, auth.ErrNotFound) || errors.Is(err, auth.ErrNoKeyring)`, `err != nil`},
	{"main.TestSettingsThatCannotBeUsed", "what a provider refuses is saved", "main.App.usable", `case !c.Usable:`, `case false:`},
	{"main.TestTestLogIn", "a log-in is tried without a question", "main.App.TestLogIn", `if !a.ask(settings.TestQuestion(c.App)) {`, `if false {`},
	{"main.TestTestLogIn", "two log-ins are tried at once", "main.App.TestLogIn", `if !a.changing.TryLock() {
		return bridge.Profile{}, auth.ErrCancelled
	}
	defer a.changing.Unlock()`, ""},
	{"main.TestTestLogInIsNotStored", "a log-in for a test is stored", "main.App.tryLogIn", `Store: new(settings.Memory)`, `Store: a.store`},
	{"main.TestTestLogIn", "a log-in is tried where the user is signed in", "main.App.TestLogIn", `p.settings.Issuer == c.App.Issuer &&`, `false &&`},
	{"main.TestTestLogIn", "a log-in for a test stays at the provider", "main.App.tryLogIn", `p.session.Logout(out)`, `out.Err()`},
	{"main.TestSettingsWithoutAKeyring", "an entry stays without a word", "main.App.signOut", `!a.ask(settings.StayQuestion)`, `false`},

	{"test/e2e.TestJourneyPlantedSettings", "what people get is built like a development build", "sealed", `sealed         = true`, `sealed         = false`},
}
