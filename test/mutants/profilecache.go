package main

const (
	profileCache     = "auth/profilecache.go"
	publisherPicture = "internal/app/publisher/picture.go"
	secondStart      = "test/e2e.TestJourneyRemembered"
	publisherTest    = "internal/app/publisher.TestRememberedPicture"
)

// inProfileCache are the mutants of what a start shows of an earlier run.
var inProfileCache = []mutant{
	{"auth.TestProfileCache", "nothing is read from the cache", "Session.restore", `cached = s.recallProfile(grant.Subject)`, `cached = s.recallProfile("nobody")`},
	{"auth.TestProfileCache", "an offline start forgets who it is about", "Session.goOffline", `Remembered: now.Remembered,`, ``},
	{"auth.TestProfileCache", "an expired start forgets who it is about", "Session.conclude",
		`Snapshot{State: Expired, Profile: profile, Remembered: remembered,`, `Snapshot{State: Expired, Profile: profile,`},
	{"auth.TestProfileCache", "a log-in forgets who was there before", "Session.startLogin", `Remembered: before.Remembered,`, ``},
	{"auth.TestProfileCache", "the name is lost until the UserInfo endpoint answers", "Session.conclude",
		`Snapshot{State: SignedIn, Profile: profile, Remembered: remembered,`, `Snapshot{State: SignedIn, Profile: profile,`},
	{"auth.TestProfileCache", "what the provider tells no more stays", "Session.completeProfile", `next.Remembered = Profile{}`, `_ = next`},
	{"auth.TestProfileCache", "the cached person counts as signed in", "Session.restore",
		`Step: Restoring, Remembered: cached.profile()}`, `Step: Restoring, Profile: cached.profile()}`},
	{"auth.TestProfileCacheFile", "the file's name tells whose it is", "Session.profileFile",
		`"profile-"+s.opts.Config.account().Key()+".json"`, `"profile-"+s.opts.Config.ClientID+".json"`},
	{"auth.TestProfileCacheOfOthers", "another file counts, too", "Session.recallProfile", `!bytes.Equal(exact, text) || found`, `len(exact) == 0 || found`},
	{"auth.TestProfileCacheOfOthers", "another person is shown", "Session.recallProfile", `|| found.Subject != subject {`, `{`},
	{"auth.TestProfileCacheOfOthers", "a file that others may write counts", "Session.recallProfile",
		`text, err := safefile.Read(s.profileFile(), maxCachedProfile)`, `_, _ = safefile.Read(s.profileFile(), maxCachedProfile)
	text, err := os.ReadFile(s.profileFile())`},
	{"auth.TestProfileCacheAtLogout", "a log-out leaves the file", "Session.remove", `s.forgetProfile()
	return s.storeError`, `return s.storeError`},
	{"auth.TestProfileCacheAtLogout", "the file waits for the store", "Session.remove", `s.forgetProfile()
	return s.storeError`, `defer s.forgetProfile()
	return s.storeError`},
	{"auth.TestProfileCacheOfTwoProcesses", "a write after another process's log-out stays", "Session.cacheProfile", `if s.isOvertaken(grant) {`, `if s.isOvertaken(grant) && false {`},
	{"auth.TestProfileCacheOfTwoProcesses", "another process's log-out leaves the person on the screen", "Session.conclude",
		`profile, remembered = Profile{}, Profile{}`, `_ = remembered`},
	{"auth.TestProfileCacheOfTwoProcesses", "an entry that is gone leaves the file", "Session.adopt", `s.forgetProfile()`, ``},
	{"auth.TestProfileCacheOfTwoProcesses", "an empty store leaves the file", "Session.restore", `s.forgetProfile()`, ``},
	{"auth.TestProfileCacheAtLogin", "somebody else gets the picture", "Session.publish",
		`next.Person().Subject != s.snapshot.Person().Subject`, `next.Person().Subject == ""`},
	{"auth.TestProfileCacheAtLogin", "a session that is not stored is cached", "Session.cacheProfile", `|| !stored ||`, `|| stored &&`},
	{"auth.TestRememberedPicture", "a picture of any size is kept", "Session.RememberPicture", `len(picture) > maxPicture`, `len(picture) > 9*maxPicture`},
	{"auth.TestRememberedPicture", "a picture of anybody is kept", "Session.RememberPicture", `|| s.snapshot.Profile.Subject != subject ||`, `||`},
	{"auth.TestProfileCacheAtLogout", "any cached file tells of a user", "Remembers", `os.DirFS(cacheFolder), "profile-*.json"`, `os.DirFS(cacheFolder), "*.json"`},
	{"internal/app/assets.TestFirstPage", "the sign-in page always comes first", "FirstPage", `&& atHome()`, `&& !atHome()`},
	{"internal/app/assets.TestFirstPage", "the home page takes the place of every page", "FirstPage", `r.URL.Path == "/" &&`, ``},
	{inPages + "TestCard", "a page waits for scripts that nobody brings", "bridge.js", `await import(script)`, `await Promise.reject(script)`},
	{"internal/app/bridge.TestNewSession", "whoever was remembered counts as signed in", "isSignedIn",
		`s.State == auth.Offline && s.Profile != (auth.Profile{})`, `s.State == auth.Offline`},
	{"internal/app/bridge.TestNewSession", "whoever's session has ended counts as signed in", "isSignedIn",
		`return s.State == auth.SignedIn || s.State`, `return s.State == auth.SignedIn || s.State == auth.Expired || s.State`},
	{publisherTest, "the picture comes after the name", "Publisher.turnTo", `p.Picture.Set(picture.Stored(session.RememberedPicture(subject)))`, `p.Picture.Set(picture.Picture{})`},
	{publisherTest, "a new picture is not kept", "Publisher.fetchPicture", `session.RememberPicture(profile.Subject, got.Data)`, ``},
	{publisherTest, "a picture that the provider has no more stays", "fetching.follow", `if isWhole && profile.Picture == "" {`, `if false && isWhole {`},
	{publisherTest, "a picture goes before the profile is whole", "fetching.follow", `latest.State == auth.SignedIn && latest.Remembered == (auth.Profile{})`, `latest.State == auth.SignedIn`},
	{publisherTest, "a picture stays when somebody else comes", "Publisher.turnTo", `if subject != p.subject {`, `if p.subject == "" {`},
	{"internal/app/publisher.TestALatePicture", "a late picture of somebody else is shown", "Publisher.setPicture", `&& subject == p.subject {`, `{`},
	{"internal/app/publisher.TestALatePicture", "an older picture is shown", "Publisher.setPicture", `if ctx.Err() == nil &&`, `if`},
	{"internal/picture.TestStored", "a stored picture may have any size", "Stored", `|| config.Width > side || config.Height > side {`, `|| config.Width > 9*side || config.Height > 9*side {`},
	{secondStart, "success is claimed offline", "home.css", `[data-state="offline"] .success,`, ``},
	{secondStart, "the calls of a session that has ended can be clicked", "addCard",
		`if (reason) callButton.setAttribute("aria-disabled", "true");`, `if (!reason) callButton.setAttribute("aria-disabled", "false");`},
	{"auth.TestOIDF", "a refresh without an ID token is nobody's", "Session.conclude", `profile = profile.or(Profile{Subject: next.grant.Subject})`, `_ = next`},
}
