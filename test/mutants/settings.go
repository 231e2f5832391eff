package main

const (
	configGo       = "internal/config/config.go"
	configFileGo   = "internal/config/file.go"
	configAPIGo    = "internal/config/api.go"
	safefileGo     = "internal/safefile/safefile.go"
	safefileUnixGo = "internal/safefile/safefile_unix.go"
	groupGo        = "internal/safefile/group_linux.go"
	pathsGo        = "internal/paths/paths.go"
	desktopProxyGo = "internal/desktopproxy/desktopproxy.go"

	inConfig   = "internal/config."
	inSafefile = "internal/safefile."
	inProxy    = "internal/desktopproxy."
)

// inSettings are the mutants of settings, folders and files.
var inSettings = []mutant{
	{inConfig + "TestASealedFileCountsAlone", "carried settings are the last place, as in a development build", configGo, `if places.Sealed {`, `if false {`},
	{inConfig + "TestASealedFileCountsAlone", "allowOverride counts whatever its value", configGo, `keys[allowOverride] != "true"`, `keys[allowOverride] == ""`},
	{inConfig + "TestOverride", "allowOverride does not count", configGo, ` && f.keys[allowOverride] != "true"`, ``},
	{inConfig + "TestOverride", "the last file counts, not the first", configGo, `all = slices.Insert(all, i, Found{`, `all = slices.Insert(all, 0, Found{`},
	{inConfig + "TestPrefix", "variables have no prefix", configGo, `return v.prefix + s.variable`, `return s.variable`},
	{inConfig + "TestPrefix", "nobody says that a variable has another name now", configGo, `if v.prefix != "" && v.env(s.variable) != "" {`, `if false {`},
	{inConfig + "TestLoadAppRefuses", "a text passes for true", configFileGo, `if !isBool {`, `if !isBool && value {`},
	{inConfig + "TestAFileThatIsNotTrustedIsNotPassedOver", "a settings file is read whoever can write it", configFileGo, `return safefile.Read(path, maxFile)`, `return os.ReadFile(path)`},
	{inConfig + "TestAuthorities", "a file of certificate authorities may have any size", configGo, `safefile.Read(path, maxAuthorities)`, `safefile.Read(path, 1<<40)`},
	{inConfig + "TestAuthorities", "the file of certificate authorities depends on the working folder", configGo, `place != environment && !filepath.IsAbs(path)`, `place == "nowhere" && !filepath.IsAbs(path)`},
	{inConfig + "TestAuthorities", "authorities without a certificate pass", configGo, `case !x509.NewCertPool().AppendCertsFromPEM(text):`, `case false && x509.NewCertPool() == nil:`},

	{inConfig + "TestLoadAPI", "the API takes any name for an algorithm", configAPIGo, `if !slices.Contains(known, one) {`, `if !slices.Contains(known, one) && false {`},
	{inConfig + "TestLoadAPI", "no algorithm is an answer, too", configAPIGo, `if len(list) == 0 {`, `if false {`},

	{inProxy + "TestOrder", "the desktop is above the environment", desktopProxyGo, `case r.environment != nil:`, `case false:`},
	{inProxy + "TestOrder", "NO_PROXY alone is passed over", desktopProxyGo, `, NoProxy: environment.NoProxy}`, `}`},
	{inProxy + "TestOrder", "the desktop sees the whole URL", desktopProxyGo, `	list, err := r.lookup(`, `	origin = *request.URL
	list, err := r.lookup(`},
	{inProxy + "TestChoose", "a request goes out directly instead of through an unknown kind of proxy", desktopProxyGo, `return nil, transport.ErrProxyKind`, `return nil, nil`},
	{inProxy + "TestADesktopThatDoesNotAnswer", "a desktop that fails lets requests out", desktopProxyGo, `		return nil, fmt.Errorf("%w: %w", transport.ErrProxySettings, err)`, `		_ = fmt.Errorf
		return nil, nil`},
	{inProxy + "TestADesktopThatDoesNotAnswer", "any number of questions is open", desktopProxyGo, `make(chan struct{}, lookups)`, `make(chan struct{}, 1000)`},
	{inProxy + "TestStatic", "exceptions are passed over", "internal/desktopproxy/static.go", `if s.bypasses(target) {`, `if false {`},
	{"internal/transport.TestFailureWords", "nobody says that the proxy's settings cannot be read", "internal/transport/failure.go", `case errors.Is(err, ErrProxySettings):`, `case false:`},

	{inSafefile + "TestRead", "a FIFO is waited for", safefileUnixGo, `const noWait = syscall.O_NONBLOCK | syscall.O_NOCTTY`, `const noWait = syscall.O_NOCTTY`},
	{inSafefile + "TestRead", "a device passes for a file", safefileGo, `err == nil && !info.Mode().IsRegular()`, `err == nil && info.Mode().IsDir()`},
	{inSafefile + "TestRead", "there is no bound", safefileGo, `int64(len(text)) > most`, `false`},
	{inSafefile + "TestRead", "nobody looks at the folder", safefileUnixGo, `if problem := judge(info, func() bool { return folderHasACL(folder) }); problem != "" {`, `if problem := judge(info, func() bool { return folderHasACL(folder) }); problem == "?" {`},
	{inSafefile + "TestJudge", "a file may be somebody else's", safefileUnixGo, `stat.Uid != uint32(os.Geteuid()) && stat.Uid != 0`, `false`},
	{inSafefile + "TestJudge", "everybody may write", safefileUnixGo, `mode&othersWrite != 0:`, `false:`},
	{inSafefile + "TestJudge", "any group may write", safefileUnixGo, `mode&groupWrites != 0 &&`, `false &&`},
	{inSafefile + "TestHasOthers", "a group with others in it is the user's own", groupGo, `member != "" && member != owner`, `member == "nobody" && member != owner`},
	{inSafefile + "TestFolder", "an open folder stays open", safefileUnixGo, `return closeToOthers(folder)`, `return nil`},
	{inSafefile + "TestFolder", "/tmp is closed to others", safefileUnixGo, `err == nil && info.Mode()&os.ModeSticky != 0`, `false && err == nil && info == nil`},
	{inSafefile + "TestAppend", "a link is followed", safefileUnixGo, `noWait|syscall.O_NOFOLLOW, 0o600`, `noWait, 0o600`},
	{inSafefile + "TestAppend", "a hard link is followed", safefileUnixGo, `{regular, oneName, closeToOthers}`, `{regular, closeToOthers}`},
	{inSafefile + "TestAppend", "a FIFO passes for a file", safefileUnixGo, `{regular, oneName, closeToOthers}`, `{oneName, closeToOthers}`},
	{inSafefile + "TestAppend", "a file that others can write stays like that", safefileUnixGo, `{regular, oneName, closeToOthers}`, `{regular, oneName}`},

	{"internal/paths.TestAnOpenFolderIsClosed", "only the last folder is closed", pathsGo, `if err := safefile.Folder(dir); err`, `if err := os.MkdirAll(dir, 0o700); err != nil || false && safefile.Folder(dir)`},
	{"internal/paths.TestRelativeFolders", "a relative folder is below the working folder", pathsGo, `if err == nil && !filepath.IsAbs(dir) {`, `if false {`},
	{"internal/paths.TestRelativeFolders", "a relative variable leaves the user without a folder", pathsGo, `err != nil && value != "" && !filepath.IsAbs(value)`, `false && value != ""`},
	{"internal/logging.TestOpenTakesOnlyAFileOfOurs", "the log follows a link", "internal/logging/capped.go", `file, err := safefile.Append(c.path)`, `_ = safefile.Append
	file, err := os.OpenFile(c.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)`},
	{"auth/filelock.TestWhatOthersLeftInTheFolder", "the lock follows a link, or waits for a FIFO", "auth/filelock/filelock.go", `if err := prepare(l.folder, path); err`, `if err := safefile.Folder(l.folder); err`},
	{"auth.TestC_DISC_CACHE", "remembered endpoints are used whoever can write them", "auth/metadata.go", `text, err := safefile.Read(s.metadataFile(), maxBody)`, `text, err := os.ReadFile(s.metadataFile())`},

	{inConfig + "TestDraftIsRefused", "settings that a build carries can be written over", "internal/config/form.go", `if !f.editable() {`, `if false {`},
	{inConfig + "TestLook", "a file beside the program can be written over", "internal/config/form.go", ` && f.source != FromFile`, ``},
	{inConfig + "TestDraft", "the secret of one registration goes to another", "internal/config/form.go", `delete(members, clientSecret.key)`, `_ = clientSecret`},
	{inConfig + "TestDraft", "the form is above a variable", "internal/config/form.go", `if !field.Editable {`, `if false {`},
	{inConfig + "TestDraft", "an old file that cannot be used is gone", "internal/config/form.go", `	if d.keep {
		if err`, `	if false {
		if err`},
	{inConfig + "TestIssuers", "an issuer may have a query", "internal/config/form.go", `strings.ContainsAny(text, "<>?")`, `strings.ContainsAny(text, "<>")`},
	{inConfig + "TestDraft", "the form has no words for an issuer with a query", "internal/config/form.go", "\td.judgeIssuer(form.Issuer)\n", ""},
	{inConfig + "TestDraft", "the form judges an issuer that is a variable's", "internal/config/form.go", `field.Editable && errors.As`, `errors.As`},
	{inConfig + "TestDraft", "the API's URL may have a query", configGo, "if strings.Contains(value, \"?\") {\n\t\tv.fail(apiURL", "if false {\n\t\tv.fail(apiURL"},
	{inConfig + "TestOneLook", "what a file says beside the form is read anew", "internal/config/form.go", `object, _ := f.file.decode(f.text)`, "text, _ := f.file.text()\n\tobject, _ := f.file.decode(text)"},
	{inConfig + "TestOneLook", "each question about the settings reads the file", "internal/config/form.go", `_, o.Err = f.App()`, `_, o.Err = LoadApp(f.places)`},
	{"internal/app/settings.TestCheckOfAnotherProblem", "a problem that no field shows is lost", "internal/app/settings/check.go", `if err != nil || c.Err != nil {`, `if err != nil || c.hasProblem() {`},
	{"internal/app/bridge.TestNewChecked", "the page is not told what no field shows", "internal/app/bridge/settings.go", `c.Problem = FaultOf(of.Err)`, ``},
	{"frontend/test.TestSettingsSave", "the page keeps what no field shows to itself", "frontend/js/settings.js", `if (checked.problem) setWords`, `if (!checked) setWords`},
	{"internal/app/publisher.TestUse", "an answer has something of two sessions", "internal/app/publisher/publisher.go", "\tp.revising.Lock()\n\tdefer p.revising.Unlock()\n\tp.session = session", "\tp.session = session"},
	{"internal/app/settings.TestCheck", "a domain can be saved although nobody answers", "internal/app/settings/check.go", `whole && errors.Is(`, `(whole || true) && errors.Is(`},
	{"internal/app/settings.TestCheck", "a slash decides who the provider is", "internal/app/settings/check.go", `if !errors.Is(c.Provider, auth.ErrIssuer) {`, `if c.Provider != nil || true {`},
	{"internal/app/settings.TestNobodyIsLockedOut", "one bad setting locks the form", "internal/app/settings/check.go", `bare.LeaveOut() == nil {`, `bare.LeaveOut() == nil && false {`},
	{"internal/app/settings.TestQuestions", "a letter of another alphabet passes for ours", "internal/app/settings/question.go", `idna.Lookup.ToASCII(host); err != nil`, `idna.Lookup.ToUnicode(host); err != nil`},
	{"internal/app/window.TestPlain", "a host is a format of printf", "internal/app/window/ask.go", `strings.ReplaceAll(message, "%", "%%")`, `strings.ReplaceAll(message, "%", "%")`},
	{"internal/app/bridge.TestFormIsBounded", "a page can send any length", "internal/app/bridge/settings.go", `text[:min(len(text), maxText)]`, `text`},
	{"main.TestSettingsChange", "nobody is asked", "settings.go", `!a.ask(settings.SaveQuestion(c)) ||`, ``},
	{"main.TestSettingsChange", "they are saved before the user agrees", "settings.go", `if !a.ask(settings.SaveQuestion(c)) ||`, `if c.Save() != nil || !a.ask(settings.SaveQuestion(c)) ||`},
	{"main.TestSettingsWithoutAKeyring", "they are saved before the user is signed out", "settings.go", `|| !a.signOut(next) {`, `|| c.Save() != nil || !a.signOut(next) {`},
	{"main.TestSettingsThatCannotBeUsed", "the question names what the page sent", "internal/app/settings/question.go", `parties(c.App), notes`, `parties(config.App{Issuer: c.Form.Issuer, APIURL: c.Form.APIURL}), notes`},
	{"main.TestSettingsThatCannotBeUsed", "what only the API's client refuses has no words", "main.go", `err = fmt.Errorf("%w: %w", auth.ErrConfig, err)`, `_ = err`},
	{"main.TestPartsOfAFormAreClosed", "what was made for nothing goes on", "settings.go", `if !saved {`, `if false {`},
	{"main.TestPartsOfAFormAreClosed", "what was in use goes on", "app.go", "\t\tdefer p.close()\n", ""},
	{"main.TestSettingsChange", "the session goes on with other settings", "settings.go", `p.session.Logout(ctx) != nil &&`, `ctx.Err() != nil &&`},
	{"main.TestSettingsChange", "two forms wait at once", "settings.go", "\tif !a.changing.TryLock() {\n\t\treturn false, nil\n\t}\n\tdefer a.changing.Unlock()\n", ""},
	{"main.TestFirstSettings", "an entry that was left in the keyring counts for the new settings", "settings.go", "\ta.removeEarlier(ctx, next)\n", ""},
	{"main.TestFirstSettingsWithALockedKeyring", "what a locked keyring holds counts for the new settings", "settings.go", `errors.Is(err, auth.ErrNotFound) || errors.Is(err, auth.ErrNoKeyring)`, `err != nil`},
	{"main.TestSettingsThatCannotBeUsed", "what a provider refuses is saved", "settings.go", `case !c.Usable:`, `case false:`},
	{"main.TestTestLogIn", "a log-in is tried without a question", "settings.go", `if !a.ask(settings.TestQuestion(c.App)) {`, `if false {`},
	{"main.TestTestLogIn", "two log-ins are tried at once", "settings.go", "\tif !a.changing.TryLock() {\n\t\treturn bridge.Profile{}, auth.ErrCancelled\n\t}\n\tdefer a.changing.Unlock()\n", ""},
	{"main.TestTestLogInIsNotStored", "a log-in for a test is stored", "settings.go", `Store: new(settings.Memory)`, `Store: a.store`},
	{"main.TestTestLogIn", "a log-in is tried where the user is signed in", "settings.go", `p.settings.Issuer == c.App.Issuer &&`, `false &&`},
	{"main.TestTestLogIn", "a log-in for a test stays at the provider", "settings.go", `p.session.Logout(out)`, `out.Err()`},
	{"main.TestSettingsWithoutAKeyring", "an entry stays without a word", "settings.go", `!a.ask(settings.StayQuestion)`, `false`},

	{"test/e2e.TestJourneyPlantedSettings", "what people get is built like a development build", "internal/app/settings/sealed.go", `sealed         = true`, `sealed         = false`},
}
