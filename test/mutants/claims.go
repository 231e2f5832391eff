package main

const (
	inJWKS    = "internal/jwks."
	inWindow  = "auth/loginwindow."
	inOutside = "auth/systembrowser."
	inLogging = "internal/logging."
	inDemo    = "demo/idp."

	inJourney = "test/e2e.TestJourney"

	forbids  = "TestWhatTheHeadersForbid"
	lastPage = "TestC_LOOP_PAGE"
)

// inClaims are the mutants of what SECURITY.md claims, as far as they are in no other table.
var inClaims = []mutant{
	// Who can forge or replay the callback.
	{inAuth + "TestForgedCallback", "any state will do", "transaction.accepts", `&& equal(query.Get("state"), t.state)`, ``},
	{inWindow + "TestForgedAnswersDoNotEndTheLogin", "the first answer ends the log-in", "attempt.wait", `if accept == nil || accept(got.url) {`, `if true {`},
	{inWindow + "TestForgedAnswersDoNotEndTheLogin", "the page goes on after the answer", "page.navigate", "if p.ended {\n\t\treturn false\n\t}", ""},
	{inWindow + "TestForgedAnswersDoNotEndTheLogin", "a window that has ended is still known", "Window.finish", `a.unregister()`, ``},
	{inWindow + "TestC_LOOP_EXACT", "every port of the callback's host is the callback", "reaches", `port(u) == port(end) &&`, ``},
	{inWindow + "TestC_LOOP_EXACT", "every scheme is the callback's", "reaches", `u.Scheme == end.Scheme &&`, ``},
	{inWindow + "TestC_LOOP_EXACT", "a user in front of the host is passed over", "reaches", `u.User == nil &&`, ``},
	{inWindow + "TestC_LOOP_EXACT", "an escaped path is the callback's", "path", `u.EscapedPath()`, `u.Path`},
	{inOutside + "TestC_LOOP_EXACT", "a path that begins like the callback's is the callback", "receiver.ServeHTTP", `case path == r.uri.EscapedPath():`, `case strings.HasPrefix(path, r.uri.EscapedPath()):`},
	{inOutside + "TestC_LOOP_EXACT", "an escaped path is the callback's", "receiver.ServeHTTP", `path := req.URL.EscapedPath()`, `path := req.URL.Path`},
	{inOutside + "TestAFixedPort", "another port takes the place of one that is taken", "Browser.listen", `cmp.Or(uri.Port(), "0")`, `cmp.Or(uri.Port()[:0], "0")`},
	{inOutside + "TestAFixedPort", "nobody says that the port is taken", "Browser.listen", `if uri.Port() != "" {`, `if false {`},

	// What a page in the login window can cause, and what it is called.
	{inWindow + "TestDialogsAreBounded", "dialogs without end", "attempt.maySpeak", `a.spend(scriptDialog)`, `(a.spend(scriptDialog) || true)`},
	{inWindow + "TestDialogsAreBounded", "a hidden window speaks", "attempt.maySpeak", `!a.hidden &&`, ``},
	{inWindow + "TestOriginIsHonest", "http is not told from https", "page.setOrigin", `if u.Scheme != "https" {`, `if false {`},
	{inWindow + "TestOriginIsHonest", "every page has a lock", "page.setOrigin", `origin, u.Scheme == "https")`, `origin, true)`},
	{inWindow + "TestOriginIsHonest", "a user in front of the host is shown as the origin", "page.setOrigin", `u.Scheme + "://" + host(u)`, `u.Scheme + "://" + u.User.String() + "@" + host(u)`},
	{inWindow + "TestC_TOK_ERRORS_CLEAN_LoginWindow", "the log has the URL of a navigation", "page.record", `"host", hostOf(n.url)`, `"host", n.url`},
	{inWindow + "TestC_TOK_ERRORS_CLEAN_LoginWindow", "the log has the URL of a page that failed", "page.fail", `"host", hostOf(raw)`, `"host", raw`},
	{inWindow + "TestC_TOK_ERRORS_CLEAN_LoginWindow", "an error has the URL that cannot be parsed", "newPolicy", `"loginwindow: the start URL cannot be parsed: %w", auth.ErrConfig`, `"loginwindow: %w: %w", err, auth.ErrConfig`},

	// The same in the real window.
	{inWindow + "TestRedirectIsCaughtBeforeAnyConnection", "a redirect to the callback is connected to", "on_navigation",
		`return loginwindowNavigate(id, (char *)webkit_uri_request_get_uri(request), new_window,
		webkit_navigation_action_is_user_gesture(action), method && g_strcmp0(method, "GET") != 0, cause(action));`,
		`gboolean load = loginwindowNavigate(id, (char *)webkit_uri_request_get_uri(request), new_window,
		webkit_navigation_action_is_user_gesture(action), method && g_strcmp0(method, "GET") != 0, cause(action));
	return load || cause(action) == LW_BY_REDIRECT;`},
	{inWindow + "TestRedirectIsCaughtBeforeAnyConnection", "what a page wants to have downloaded is shown", "on_response", `&& !attachment)`, `)`},

	// What ends a session.
	{inAuth + "TestOnlyInvalidGrantEndsASession", "every error of the provider ends it", "isEnd", `protocol.Code == "invalid_grant"`, `protocol.Code != ""`},
	{inAuth + "TestOnlyInvalidGrantEndsASession", "what a broken server says ends it", "client.do", `case isUnavailable(resp.StatusCode):`, `case false:`},
	{inAuth + "TestOnlyInvalidGrantEndsASession", "a redirect is followed with the refresh token", "newClient", `return http.ErrUseLastResponse`, `return nil`},
	{inAuth + "TestALostAnswer", "a lost refresh is given up at once", "Session.redeem", `if errors.Is(err, errLost) && got.refresh.IsZero() {`, `if false {`},
	{inAuth + "TestALostAnswer", "a lost refresh is sent three times", "Session.redeem", `if errors.Is(err, errLost) && got.refresh.IsZero() {`, `for i := 0; i < 2 && errors.Is(err, errLost) && got.refresh.IsZero(); i++ {`},
	{inAuth + "TestASessionThatIsRefusedAgainAndAgain", "the waits do not grow", "Session.retry", `wait = min(2*wait, lastRetry)`, `wait = firstRetry`},
	{inAuth + "TestStress", "a log-out begins no era", "Session.eraseAtOnce", `s.newEra()`, ``},
	{inAuth + "TestStressStopped", "nobody learns that another process holds the lock", "errHeld", `fmt.Errorf("%w: %w", ErrOffline, ErrLocked)`, `fmt.Errorf("%w: held", ErrOffline)`},

	// What a provider says about itself.
	{inAuth + "TestDiscoveryIsChecked", "the issuer is not compared", "Provider.check", `if p.Issuer != cfg.Issuer {`, `if false {`},
	{inAuth + "TestDiscoveryIsChecked", "the optional URLs are not looked at", "Provider.check", `if e[1] != "" {`, `if e[1] == "?" {`},
	{inAuth + "TestDiscoveryIsChecked", "a page of the network is the provider's answer", "readAnswer", `case !isJSON(kind):`, `case false:`},

	// Where the access token goes.
	{inClient + "TestC_API_BELOW_redirects", "the token goes wherever a redirect leads", "Transport.RoundTrip", `if admits(t.base, req) {`, `if t.base != nil {`},
	{inClient + "TestTheTokenStays", "a redirect is followed", "Client.Do", `c.transport.RoundTrip(req.WithContext(ctx))`, `(&http.Client{Transport: c.transport}).Do(req.WithContext(ctx))`},

	// How often the provider is asked for its keys.
	{inJWKS + "TestA_JWKS_COOLDOWN_bad_signatures", "all bad signatures wait for a fetch", "Set.doubt", `if s.running != nil ||`, "if s.running != nil {\n\t\treturn s.running\n\t}\n\tif"},
	{inJWKS + "TestA_JWKS_ROTATE", "a token is called bad without a look, where there is no room to wait", "Set.find", `err = s.undecided(err, nil)`, `_ = looked`},

	// What is printed.
	{"auth/keyring.TestNoSecretIsPrinted", "a secret is printed as Go writes it", "auth.Secret.GoString", `func (Secret) GoString() string { return redacted }`, `func (s Secret) GoString() string { return s.Reveal() }`},

	// What the page may load, and who may load it.
	{"main.TestTheWindow", "the page has no policy", "window.Options", `assetserver.ChainMiddleware(assets.SecureHeaders, assets.FirstPage(atHome))`, `assets.FirstPage(atHome)`},
	{inPages + forbids, "fonts and videos come from anywhere", "ContentSecurityPolicy", `default-src 'none'`, `default-src *`},
	{inPages + forbids, "scripts come from anywhere", "ContentSecurityPolicy", `script-src 'self'`, `script-src *`},
	{inPages + forbids, "scripts stand in the page", "ContentSecurityPolicy", `script-src 'self'`, `script-src 'self' 'unsafe-inline'`},
	{inPages + forbids, "a text is run as a script", "ContentSecurityPolicy", `script-src 'self'`, `script-src 'self' 'unsafe-eval'`},
	{inPages + forbids, "styles come from anywhere", "ContentSecurityPolicy", `style-src 'self'`, `style-src *`},
	{inPages + forbids, "styles stand in the page", "ContentSecurityPolicy", `style-src 'self'`, `style-src 'self' 'unsafe-inline'`},
	{inPages + forbids, "pictures come from anywhere", "ContentSecurityPolicy", `img-src 'self' data:`, `img-src * data:`},
	{inPages + forbids, "requests go anywhere", "ContentSecurityPolicy", `connect-src 'self'`, `connect-src *`},
	{inPages + forbids, "the page may have another base", "ContentSecurityPolicy", `base-uri 'none'; `, ``},
	{inPages + forbids, "forms lead anywhere", "ContentSecurityPolicy", `form-action 'none'; `, ``},
	{inPages + forbids, "the page may have frames", "ContentSecurityPolicy", `frame-src 'none'`, `frame-src *`},
	{inPages + forbids, "every page may have this one in a frame", "ContentSecurityPolicy", `; frame-ancestors 'none'`, ``},
	{inPages + forbids, "the type of a file does not count", "SecureHeaders", `w.Header().Set("X-Content-Type-Options", "nosniff")`, ``},
	{inPages + forbids, "other pages learn where one came from", "SecureHeaders", `w.Header().Set("Referrer-Policy", "no-referrer")`, ``},

	// The same for the pages in the browser, and for those of the demo provider.
	{inOutside + lastPage, "the pages load anything", "newLook", `default-src 'none'`, `default-src *`},
	{inOutside + lastPage, "any style counts", "newLook", `"default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; "`, `"default-src 'none'; style-src *; " + string(sum[:0])`},
	{inOutside + lastPage, "the pages load pictures", "newLook", `images := ""`, `images := "img-src *; "`},
	{inOutside + lastPage, "the pages may have another base", "newLook", `base-uri 'none'; `, ``},
	{inOutside + lastPage, "forms lead anywhere", "newLook", `form-action 'none'; `, ``},
	{inOutside + lastPage, "every page may have these in a frame", "newLook", `; frame-ancestors 'none'`, ``},
	{inOutside + lastPage, "the pages are kept", "look.protect", `header.Set("Cache-Control", "no-store")`, ``},
	{inOutside + lastPage, "the pages have no policy", "look.protect", `header.Set("Content-Security-Policy", l.policy)`, ``},
	{inOutside + lastPage, "the provider learns where the browser came from", "look.protect", `header.Set("Referrer-Policy", "no-referrer")`, ``},
	{inOutside + lastPage, "the type of a page does not count", "look.protect", `header.Set("X-Content-Type-Options", "nosniff")`, ``},
	{inOutside + "TestTheLook", "the logo comes from anywhere", "newLook", `img-src data:; `, `img-src *; `},
	{inOutside + "TestTheLook", "the file has no policy", "wayHead", `<meta http-equiv="Content-Security-Policy" content="%s">`, `<meta name="policy" content="%s">`},
	{inOutside + "TestTheLook", "the browser tells where the file is", "systembrowser/file.go", `<meta name="referrer" content="no-referrer">`, ``},
	{inDemo + "TestPageIsSafeAndNeedsNoScript", "the demo's pages load anything", "contentSecurityPolicy", `default-src 'none'`, `default-src *`},
	{inDemo + "TestPageIsSafeAndNeedsNoScript", "the demo's forms lead anywhere", "contentSecurityPolicy", `"form-action 'self'" + formTarget(redirectURI)`, `"form-action *"`},
	{inDemo + "TestPageIsSafeAndNeedsNoScript", "every page may have the demo's in a frame", "contentSecurityPolicy", `; frame-ancestors 'none'`, ``},
	{inDemo + "TestPageIsSafeAndNeedsNoScript", "the demo's addresses are told", "idp.Provider.show", `header.Set("Referrer-Policy", "no-referrer")`, ``},
	{inDemo + "TestPageIsSafeAndNeedsNoScript", "the type of the demo's pages does not count", "idp.Provider.show", `header.Set("X-Content-Type-Options", "nosniff")`, ``},
	{inDemo + "TestPageIsSafeAndNeedsNoScript", "the demo's pages are kept", "idp.Provider.show", `header.Set("Cache-Control", "no-store")`, ``},

	// What the scripts of the pages refuse and bound.
	{inPages + "TestUnits", "a state that nobody knows is shown", "follow", `if (page === undefined) return refuse(new AppError("internal"));`, ``},
	{inPages + "TestUnits", "a late answer takes the place of a newer event", "follow", `(latest && session?.revision < latest.revision)`, `false`},
	{inPages + "TestUnits", "a page that is being left goes on", "follow", `if (leaving || (latest`, `if ((latest`},
	{inPages + "TestUnits", "a picture that does not come keeps the window hidden", "follow", `Promise.race([shown, pause(pictureLimit)])`, `Promise.resolve(shown)`},
	{inPages + "TestUnits", "a start that takes long has no window", "follow", `else setTimeout(revealIfQuiet, quietStart);`, ``},
	{inPages + "TestUnits", "the window is shown again and again", "follow", `visible = true;`, ``},
	{inPages + "TestUnits", "a word of JavaScript's own is a code", "js.words", `Object.hasOwn(table, error.code)`, `error.code in table`},
	{inPages + "TestUnits", "a word of JavaScript's own is a notice", "noticeOf", `Object.hasOwn(table, notice.code)`, `notice.code in table`},
	{inPages + "TestUnits", "a message is read as a pattern", "js.words", `detail.replace("{message}", () => error.message)`, `detail.replace("{message}", error.message)`},
	{inPages + "TestUnits", "a provider's name is read as a pattern", "js.words", `() => provider || "the provider"`, `provider || "the provider"`},
	{inPages + "TestUnits", "a wait may be any number", "when", `if (!(seconds >= 10)) return`, `if (seconds < 10) return`},
	{inPages + "TestUnits", "a wait has no longest word", "when", `hours < 24 ?`, `hours > 0 ?`},
	{inPages + "TestUnits", "a time that is none is shown", "until", `if (Number.isNaN(time.getTime())) return "your access token ends";`, ``},
	{inPages + "TestUnits", "everybody is told what developers start", "callFailure", `words(development ?`, `words(true ?`},
	{inPages + "TestPicture", "the picture of the person before stays", "showPicture", `picture.removeAttribute("src");`, ``},
	{inPages + "TestPicture", "a picture is shown before it has loaded", "showPicture", `picture.hidden = true;`, ``},
	{inPages + "TestTextIsNeverMarkup", "initials have any length", "showProfile", `[...profile.initials].slice(0, 2).join("")`, `profile.initials`},
	{inPages + "TestTextIsNeverMarkup", "a part of a message is markup", "part", `element.textContent = text;`, `element.innerHTML = text;`},
	{inPages + "TestSettingsCheck", "a form is sent to Go with every key", "changed", `window.setTimeout(check, pause)`, `window.setTimeout(check, 0)`},
	{inPages + "TestSettingsSources", "what stands above the form can be changed in it", "showField", `else input.readOnly = !editable;`, `else input.readOnly = false;`},
	{inPages + "TestUseMyBrowser", "nobody learns who signed in outside", "standing", `return outside ?`, `return false && outside ?`},
	{inPages + "TestStates", "nobody learns that another copy holds the session", "standing", `error?.code === "locked" ?`, `error?.code === "" ?`},
	{inPages + "TestCard", "a card calls the API before a click", "addCard", `byId("cards").append(card);`, `byId("cards").append(card);
  run();`},
	{inPages + "TestCopyLink", "a link that was not copied is said to be", "copyText", `if (!copied) throw`, `if (false) throw`},
	{inPages + "TestCardFailures", "an answer that is no text is shown", "plainText", `if (typeof answer !== "string") throw new AppError("api_bad_answer");`, ``},

	// The picture of somebody else.
	{"internal/app/publisher.TestNothingIsLeft", "the picture of the session before stays", "Publisher.Use", `p.Picture.Set(picture.Picture{})`, `_ = picture.Picture{}`},
	{"internal/app/publisher.TestNothingIsLeft", "the link of the session before stays", "Publisher.Use", `p.provider, p.link, p.outside, p.answered, p.subject = provider, "", false, false, ""`, `p.provider, p.subject = provider, ""`},
	{"internal/app/publisher.TestRememberedPicture", "a picture that the provider has no more comes back at the next start", "Publisher.dropPicture", `session.RememberPicture(subject, nil)`, ``},
	{"internal/app/publisher.TestRememberedPicture", "a picture that the provider has no more is still served", "Publisher.dropPicture", `p.setPicture(ctx, subject, picture.Picture{})`, `_ = picture.Picture{}`},
	{"internal/app/assets.TestAssets", "the path of every picture leads to the one of today", "Picture.ServeHTTP", `|| strings.TrimPrefix(r.URL.Path, picturePrefix) != version`, `|| strings.TrimPrefix(r.URL.Path, picturePrefix) == "x"`},
	{"internal/app/assets.TestAssets", "no picture has a path, too", "Picture.Set", `if len(current.Data) > 0 {`, `if true {`},
	{"internal/app/assets.TestAssets", "the web view keeps a picture", "Picture.ServeHTTP", `w.Header().Set("Cache-Control", "no-store")`, ``},
	{"internal/app/assets.TestAssets", "a picture answers to every method", "Picture.ServeHTTP", `r.Method != http.MethodGet ||`, ``},

	// The log.
	{inLogging + "TestNew", "a token is written down", "logging.redact", `text = compact.ReplaceAllString(text, "[REDACTED]")`, ``},
	{inLogging + "TestNew", "the parameters of a callback are written down", "logging.redact", `text = parameter.ReplaceAllString(text, "$1=[REDACTED]")`, ``},
	{inLogging + "TestNew", "the field of a header is written down", "logging.redact", `text = bearer.ReplaceAllString(text, "Bearer [REDACTED]")`, ``},
	{inLogging + "TestNew", "an error is written down as it is", "logging.redact", `case error: text = value.Error()`, ``},
	{inLogging + "TestTheLogIsCapped", "one line has no bound", "capped.Write", `if c.size+int64(len(line)) <= maxSize {`, `if true {`},

	{inLogging + "TestACrashIsTold", "a crash fills the log", "Crash.Tell", `make([]byte, maxTold)`, `make([]byte, 100*maxTold)`},

	// How much of an answer, of a wait or of an entry counts.
	{"internal/transport.TestTheHeaderOfAnAnswerIsBounded", "the header of an answer may have megabytes", "transport.New", `t.MaxResponseHeaderBytes = maxHeader`, ``},
	{"internal/picture.TestFetch", "a picture may have any number of bytes", "picture.fetch", `if len(data) > maxBytes {`, `if false {`},
	{"internal/picture.TestFetch", "a picture is served as it came", "picture.Fetch", `data, err = redraw(ctx, data)`, `_, err = redraw(ctx, data)`},
	{"backend-api/api.TestLog", "a line of the API's log has a path of any length", "api.short", `text[:min(len(text), 64)]`, `text`},
	{"backend-api/api.TestMetrics", "a request is counted by its path", "observer.ServeHTTP", `count(e.tally, r.Pattern,`, `count(e.tally, r.URL.Path,`},
	{"backend-api/bearer.TestFormReachesTheHandler", "the guard reads the whole form", "bearer.peek", `io.LimitReader(r.Body, maxForm)`, `r.Body`},
	{inAuth + "TestTokenResponse", "a refresh token may have any length", "isRefreshToken", `len(text) <= maxRefreshToken &&`, ``},
	{inAuth + "TestRetryAfter", "a provider may ask for any wait", "auth.asked", `min(busy.wait, maxAsked)`, `busy.wait`},
	{inClient + "TestRetryAfter", "an API may tell any wait", "apiclient.retryAfter", `return min(max(wait, minWait), maxTold)`, `return max(wait, minWait)`},
	{inClient + "TestBearer", "an API may ask for any number of scopes", "scopeNames", `if len(names) > maxScopes {`, `if false {`},
	{inClient + "TestBearer", "a scope may have any length", "scopeNames", `|| len(name) > maxScope`, ``},
	{"auth/keyring.TestK_CHUNK", "an entry may have any length", "keyring.split", `if len(chunks) > maxChunks {`, `if false {`},
	{inOutside + "TestTheBounds", "a request to the listener may have a header of any length", "receiver.serve", `MaxHeaderBytes: maxHeader,`, ``},
	{inOutside + "TestTheBounds", "a request to the listener may take for ever", "receiver.serve", `ReadHeaderTimeout: exchange,`, ``},

	// The environment.
	{"internal/environment.TestWaylandAlone", "the app does not start under Wayland alone", "allowWayland", `os.Setenv("GDK_BACKEND", "wayland")`, ``},
	{"internal/environment.TestWaylandAlone", "X11 gives way to Wayland", "allowWayland", `&& os.Getenv("DISPLAY") == ""`, ``},
	{"internal/environment.TestEnvironmentIsCleaned", "GTK's inspector opens", "unwanted", `"GTK_DEBUG",`, ``},
	{"internal/environment.TestEnvironmentIsCleaned", "a variable turns the sandbox off", "unwanted", `"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS",`, ``},
	{"internal/environment.TestEnvironmentIsCleaned", "the keys of connections are written down", "unwanted", `"SSLKEYLOGFILE",`, ``},
	{"internal/environment.TestEnvironmentIsCleaned", "TLS is weakened", "unwanted", `"G_TLS_GNUTLS_PRIORITY",`, ``},

	// Pages of other sites, and the server of "wails dev".
	{"internal/devserver.TestIsOwnOrigin", "every website may call the bound methods", "isOwnOrigin", `&& origin.Host == r.Host`, ``},
	{"internal/devserver.TestIsOwnOrigin", "every name of this machine will do", "isOwnOrigin", `err != nil && host != "localhost"`, `err != nil && host == ""`},
	{"internal/devserver.TestIsOwnOrigin", "the first of two origins will do", "isOwnOrigin", `len(origins) == 1 &&`, ``},
	{inPages + "TestWailsDevOrigins", "Wails decides by itself", "devserver.init", `wailsUpgrader.CheckOrigin = isOwnOrigin`, `_ = isOwnOrigin`},
	{"internal/devserver.TestIsOwnOrigin", "https is http", "isOwnOrigin", `origin.Scheme == "http" &&`, ``},

	// The whole app. Faster tests show most of what the journeys show: here is only what no other test can.
	{inJourney + "PrivateMessage", "the page gets the access token", "main.App.GetProfile", `return *profile`, `token, _ := a.parts.Load().session.Token(a.ctx, "")
		profile.Picture += token
		return *profile`},
	{inJourney + "ProductionBuild", "the inspector over HTTP is open", "inspector", `, "WEBKIT_INSPECTOR_HTTP_SERVER"`, ``},
	{inJourney + "ProductionBuild", "the inspector is open", "inspector", `"WEBKIT_INSPECTOR_SERVER", `, ``},
	{inJourney + "ProductionBuild", "the demo provider is in every build", "main_demo.go", `//go:build dev || demo`, ``},
	{inJourney + "SquattedName", "the running app is known by a name on the bus", "window.Options", `StartHidden: true,`, `StartHidden: true, SingleInstanceLock: &options.SingleInstanceLock{UniqueId: "wails-openid-oauth"},`},
	{inJourney + "Keyring", "the log has the refresh token", "Session.finishLogin", `s.epoch++`, `s.epoch++
		s.opts.Log.Info("logged in", "with", got.grant.RefreshToken.Reveal())`},
}
