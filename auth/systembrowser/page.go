package systembrowser

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
)

// words is the text of a page. It is fixed: a page never repeats anything of a request.
type words struct{ title, advice string }

var (
	signedIn    = words{"You are signed in.", "You can close this page and return to the app."}
	refused     = words{"You are not signed in.", "You can close this page and return to the app. It says why."}
	loggedOut   = words{"You are logged out.", "You can close this page and return to the app."}
	foreign     = words{"This page does not belong to a log-in under way.", "Return to the app to log in."}
	openedTwice = words{"This link was opened in two browsers.", "The log-in has ended, and nobody was signed in. Return to the app to log in."}
	elsewhere   = words{"The log-in goes on in another browser.", "You can close this page."}
	strayed     = words{"This log-in began in another browser window.", "Return to the app, copy the link there, and open it in this window. " +
		"If it began in this one, allow cookies for 127.0.0.1."}
	noCookie = words{"Your browser refused a cookie.", "Allow cookies for 127.0.0.1, and log in again. " +
		"Or return to the app, copy the link there, and open it in another browser."}
	nothingHere = words{"There is nothing here.", "Return to the app to log in."}
)

// outcome returns the page that follows the answer.
func outcome(answer *url.URL, logout bool) *words {
	query := answer.Query()
	switch {
	case logout:
		return &loggedOut
	case len(query["code"]) != 1 || query.Has("error"):
		return &refused
	}
	return &signedIn
}

const style = `:root{color-scheme:light dark}` +
	`body{display:grid;min-height:100vh;margin:0;place-items:center;font:1rem/1.5 system-ui,sans-serif;text-align:center}` +
	`main{padding:2rem}h1{font-size:1.5rem;margin:0 0 .5rem}p{margin:0}`

// layout takes the title (used twice), the style, and the advice.
const layout = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%[1]s</title>
<style>%[2]s</style>
</head>
<body><main><h1>%[1]s</h1><p>%[3]s</p></main></body>
</html>
`

// policy allows the style above, by its hash, and nothing else.
var policy = func() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}()

func protect(header http.Header) {
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Security-Policy", policy)
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Content-Type-Options", "nosniff")
}

// show sends a page completely before it returns, because the listener may close right after.
func show(w http.ResponseWriter, status int, says words) {
	page := fmt.Sprintf(layout, says.title, style, says.advice)
	protect(w.Header())
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(page)))
	w.WriteHeader(status)
	_, _ = w.Write([]byte(page)) // a browser that is gone needs no page
	_ = http.NewResponseController(w).Flush()
}

// redirect sends no body. http.Redirect would repeat the target in one.
func redirect(w http.ResponseWriter, target string) {
	protect(w.Header())
	w.Header().Set("Location", target)
	w.Header().Set("Content-Length", "0")
	w.WriteHeader(http.StatusSeeOther)
}
