package main

const (
	serveMJS   = "frontend/ui/serve.mjs"
	actionsJS  = "frontend/js/actions.js"
	bridgeJS   = "frontend/js/bridge.js"
	cardJS     = "frontend/js/card.js"
	domJS      = "frontend/js/dom.js"
	homeJS     = "frontend/js/home.js"
	sessionJS  = "frontend/js/session.js"
	settingsJS = "frontend/js/settings.js"
)

// inFrontend are the mutants of the pages' own checks, and of what belongs to the front-end developer.
var inFrontend = []mutant{
	{"test/architecture.TestEmbedded", "the program holds the fake bridge", "main.go", `frontend/assets frontend/wailsjs`, `frontend/assets frontend/ui frontend/wailsjs`},
	{inPages + "TestFromDisk", "a page from disk says nothing", "frontend/js/from-disk.js", `location.protocol === "file:"`, `false`},
	{inPages + "TestUI", "a page has the colours of the system", serveMJS, `text = inScheme(text, scheme)`, `text = text`},
	{inPages + "TestUI", "the buttons of make ui do nothing", "frontend/ui/live.js", `methods[method]?.()`, `undefined`},
	{inPages + "TestUILoadsAgain", "nobody hears that a file has changed", serveMJS, `listener.write("data: changed\n\n")`, `listener`},
	{inPages + "TestUILoadsAgain", "a card needs its method", serveMJS, `text = await withAllCalls(text)`, `text`},
	{inPages + "TestUnits", "make ui serves what a link leads to", serveMJS, ` || (await realpath(path)) !== path`, ``},
	{inPages + "TestUnits", "make ui serves every kind of file", serveMJS, `!types[extname(file)] || `, ``},
	{inPages + "TestUnits", "two dots lead out of the folder of make ui", serveMJS, `(?:css|js|assets|wailsjs)(?:\/[\w-]+)+\.\w+)?$/`, `(?:css|js|assets|wailsjs)[\w\/.-]+)?$/`},
	{inPages + "TestUnits", "Settings is not offered where other ones would help", "frontend/js/words.js", `"audience client config`, `"audience config`},
	{inPages + "TestUnits", "make ui answers a web site whose name leads to this machine", serveMJS, `!ourHost.test(request.headers.host ?? "")`, `false`},
	{inPages + "TestEventsAndAnswersInAnyOrder", "an older session takes the place of a newer one", sessionJS, `session?.revision < latest.revision`, `false`},
	{inPages + "TestCard", "a second click is a second call", cardJS, `setBusy(callButton, waiting);`, ``},
	{inPages + "TestCardFailures", "an earlier answer stands beside a failure", cardJS, `if (reason) setText(answer, "");`, ``},
	{inPages + "TestCardGivenUp", "a call that was given up still answers", cardJS, "asked++;\n", "\n"},
	{inPages + "TestCardOfflineRecovers", "a failure stays when the app is online again", homeJS, `for (const card of cards) card.clearFailure();`, `;`},
	{inPages + "TestCardWithoutASession", "nobody's call goes out", cardJS, `if (callButton.hasAttribute("aria-disabled")) return;`, ``},
	{inPages + "TestCardsOfAnotherPerson", "the next person sees the answers of the one before", homeJS, `for (const card of cards) card.clear();`, `;`},
	{inPages + "TestCopyLink", "another link is said to be copied, too", actionsJS, `if (link !== loginLink) setText(copyButton, "Copy link");`, ``},
	{inPages + "TestEveryCall", "every card calls the same method", bridgeJS, `app[method]()`, `app.GetPrivateData()`},
	{inPages + "TestExpiredLogIn", "a log-in goes to the sign-in page, though somebody is known", sessionJS, `if (personOf(session)) return home;`, ``},
	{inPages + "TestKeyboardOnly", "the button that takes the place of another gets no focus", domJS, `buttons.find((b) => !b.disabled) ?? `, ``},
	{inPages + "TestLiveRegions", "a screen reader says the same again", domJS, `if (element.textContent !== text) element.textContent`, `element.textContent`},
	{inPages + "TestLogInCancelLogInLogOut", "a second click is a second log-in", actionsJS, "setBusy(button, true);\n      const failure", "const failure"},
	{inPages + "TestLongWords", "a word without an end leaves the window", baseCSS, `overflow-wrap: anywhere;`, ``},
	{inPages + "TestNoLoops", "the way back leads to the page that was left", sessionJS, `location.replace(page);`, `location.assign(page);`},
	{inPages + "TestNothingInlineRemoteOrMarkup", "a text is read as markup", domJS, `if (element.textContent !== text) element.textContent = text`, `element.innerHTML = text`},
	{inPages + "TestNothingOpened", "who cancels is told of a failure", actionsJS, `reason.code === "cancelled" || fail(reason)`, `fail(reason)`},
	{inPages + "TestNothingWaitsForEver", "a call has no time limit", bridgeJS, `if (limit > 0) timer`, `if (limit < 0) timer`},
	{inPages + "TestOnlyTheBridgeImportsWails", "a page calls Go itself", homeJS, `import { calls }`, "import \"../wailsjs/go/main/App.js\";\nimport { calls }"},
	{inPages + "TestPicture", "a picture comes from anywhere", "frontend/js/profile.js", `/^\/(?![/\\])/.test(path)`, `true`},
	{inPages + "TestSettingsAreReached", "Settings in the menu does nothing", sessionJS, `onOpenSettings(openSettings);`, ``},
	{inPages + "TestSettingsByKeyboard", "the keyboard does not get to a button", "frontend/settings.html", `<button id="test"`, `<button id="test" tabindex="-1"`},
	{inPages + "TestSettingsCheck", "a late answer to an old form counts", settingsJS, "if (question !== asked) return undefined;\n    for", "for"},
	{inPages + "TestSettingsSources", "an empty value is called a default", "frontend/js/words.js", `if (source === "default" && !value) return "";`, ``},
	{inPages + "TestSettingsTestLogIn", "a test that was cancelled failed", settingsJS, `toAppError(reason).code === "cancelled"`, `false`},
	{inPages + "TestTextIsNeverMarkup", "a name is read as markup", domJS, `if (element.textContent !== text) element.textContent = text`, `element.innerHTML = text`},
	{inPages + "TestTheWindowIsShownWithALink", "the window stays hidden during a log-in elsewhere", sessionJS, ` || session.loginLink`, ``},
	{inPages + "TestUseMyBrowser", "the browser is offered before there is a window to leave", actionsJS, `(mayLogIn || inWindow)`, `true`},
	{inPages + "TestPictures", "the primary button has no colour", "frontend/css/base.css", `background: var(--primary);`, ``},
	{inPages + "TestOpenLogFolder", "a message only mentions the log", "frontend/js/dom.js", `if (words?.log)`, `if (false)`},
	{inPages + "TestOpenLogFolder", "the button of a message does nothing", "frontend/js/dom.js", `openLogFolder().catch(`, `Promise.resolve().catch(`},
}
