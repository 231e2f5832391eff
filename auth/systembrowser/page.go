package systembrowser

import (
	"net/http"
	"net/url"
	"strconv"
)

// words is the text of a page. It is fixed: a page never repeats anything of a request.
type words struct{ title, advice string }

var (
	// Whether the user is signed in is not known yet: the code has to be redeemed, and the ID token checked.
	answered    = words{"Return to the app.", "The log-in goes on there. You can close this page."}
	refused     = words{"You are not signed in.", "You can close this page and return to the app. It says why."}
	loggedOut   = words{"You are logged out.", "You can close this page and return to the app."}
	foreign     = words{"This page does not belong to a log-in under way.", "Return to the app to log in."}
	openedTwice = words{"This link was opened in two browsers.", "The log-in has ended, and nobody was signed in. Return to the app to log in."}
	elsewhere   = words{"The log-in goes on in another browser.", "You can close this page."}
	strayed     = words{"This log-in began in another browser window.", "Return to the app, copy the link there, and open it in this window. " +
		"If it began in this one, allow cookies for 127.0.0.1."}
	noCookie = words{"Your browser refused a cookie.", "Allow cookies for 127.0.0.1, and log in again. " +
		"Or return to the app, copy the link there, and open it in another browser."}
	inAForm = words{"This answer cannot be read.", "The provider sent it in a form. Whoever runs the app has to set the response " +
		"mode to query there. Return to the app and cancel the log-in."}
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
	return &answered
}

func (l *look) protect(header http.Header) {
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Security-Policy", l.policy)
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Content-Type-Options", "nosniff")
}

// show sends a page completely before it returns, because the listener may close right after.
func (l *look) show(w http.ResponseWriter, status int, says words) {
	page := l.page("", says.title, "<h1>"+says.title+"</h1><p>"+says.advice+"</p>")
	l.protect(w.Header())
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(page)))
	w.WriteHeader(status)
	_, _ = w.Write([]byte(page)) // a browser that is gone needs no page
	_ = http.NewResponseController(w).Flush()
}

// redirect sends no body. http.Redirect would repeat the target in one.
func (l *look) redirect(w http.ResponseWriter, target string) {
	l.protect(w.Header())
	w.Header().Set("Location", target)
	w.Header().Set("Content-Length", "0")
	w.WriteHeader(http.StatusSeeOther)
}
