package main

// inFrontend are the mutants of the pages' own checks, and of what belongs to the front-end developer.
var inFrontend = []mutant{
	{"test/architecture.TestEmbedded", "the program holds the fake bridge", "main.go", `frontend/assets frontend/wailsjs`, `frontend/assets frontend/ui frontend/wailsjs`},
	{inPages + "TestFromDisk", "a page from disk says nothing", "frontend/js/from-disk.js", `location.protocol === "file:"`, `false`},
	{inPages + "TestUI", "a page has the colours of the system", "frontend/ui/serve.mjs", `text = inScheme(text, scheme)`, `text = text`},
	{inPages + "TestUI", "the buttons of make ui do nothing", "frontend/ui/live.js", `methods[method]?.()`, `undefined`},
	{inPages + "TestUILoadsAgain", "nobody hears that a file has changed", "frontend/ui/serve.mjs", `listener.write("data: changed\n\n")`, `listener`},
	{inPages + "TestUILoadsAgain", "a card needs its method", "frontend/ui/serve.mjs", `text = await withAllCalls(text)`, `text`},
	{inPages + "TestUnits", "make ui serves what a link leads to", "frontend/ui/serve.mjs", ` || (await realpath(path)) !== path`, ``},
	{inPages + "TestUnits", "make ui serves every kind of file", "frontend/ui/serve.mjs", `!types[extname(file)] || `, ``},
	{inPages + "TestUnits", "two dots lead out of the folder of make ui", "frontend/ui/serve.mjs", `(?:css|js|assets|wailsjs)(?:\/[\w-]+)+\.\w+)?$/`, `(?:css|js|assets|wailsjs)[\w\/.-]+)?$/`},
	{inPages + "TestUnits", "make ui answers a web site whose name leads to this machine", "frontend/ui/serve.mjs", `!ourHost.test(request.headers.host ?? "")`, `false`},
	{inPages + "TestEventsAndAnswersInAnyOrder", "an older session takes the place of a newer one", "frontend/js/session.js", `session?.revision < latest.revision`, `false`},
	{inPages + "TestPictures", "the primary button has no colour", "frontend/css/base.css", `background: var(--primary);`, ``},
	{inPages + "TestOpenLogFolder", "a message only mentions the log", "frontend/js/dom.js", `if (words?.log)`, `if (false)`},
	{inPages + "TestOpenLogFolder", "the button of a message does nothing", "frontend/js/dom.js", `openLogFolder().catch(`, `Promise.resolve().catch(`},
}
