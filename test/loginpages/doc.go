// Package loginpages serves the log-in pages that people meet: pop-ups, forms in new windows, HTTP authentication, chains
// of redirects, HSTS, service workers, frames of other sites, downloads, client certificates.
//
// The pages are on the hosts of package hosts:
//
//	pages := loginpages.Start(hosts.Start(t), "http://localhost/callback")
//	// open https://provider.example/popup, click into it, and wait until the page reports:
//	pages.Await(t, "opened")
//
// Every page reports what happens in it, through the function report of /report.js, and waits for the test, through the
// function gate. A page is a file below pages/HOST, or a handler in this package. A test adds pages of its own with
// [hosts.Server.Handle] and [Server.Page].
//
// The package is for tests, on Linux only.
package loginpages
