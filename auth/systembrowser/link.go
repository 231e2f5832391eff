package systembrowser

import (
	"crypto/rand"
	"net/http"
	"time"
)

// claim is the path suffix with which a browser returns to a link and shows its cookie.
const claim = "/open"

// cookieLife is as long as a log-in in a browser may take. It begins after the log-in does.
const cookieLife = time.Hour

// link leads one browser to the provider. The automatic link is in the file that the desktop opens at the start, and the
// offered link is for the user to copy. Each further link is one that the user opens again. Their paths are random and
// cannot be guessed.
type link struct {
	path string
	// owner is the cookie of the browser that claimed the link, or empty.
	owner string
	// used is closed when a browser claimed the link.
	used chan struct{}
}

func newLink() *link { return &link{path: "/go/" + rand.Text(), used: make(chan struct{})} }

// linkAt returns the link of a path, or nil, and whether the path claims the link.
func (r *receiver) linkAt(path string) (l *link, claims bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, l := range append([]*link{r.automatic, r.offered}, r.further...) {
		if path == l.path || path == l.path+claim {
			return l, path != l.path
		}
	}
	return nil, false
}

// serveLink gives a browser a cookie at its first visit, and redirects it to the claim path. There the browser shows
// the cookie, claims the link, and is sent to the provider.
//
// A browser that loads the link again shows its cookie. A visitor without the owner's cookie is a second browser, and
// one of the two may not be the user's. That ends the log-in.
//
// The answer must come from the browser that claimed a link last. The offered link and the further ones move the log-in
// to another browser: they exist because the user asked for them in the app. The automatic link cannot move it back.
func (r *receiver) serveLink(w http.ResponseWriter, req *http.Request, l *link, claims bool) {
	visitor := r.visitor(req)
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.ended || l.owner != "" && visitor != l.owner:
		r.show(w, http.StatusForbidden, openedTwice)
		r.end()
	case !claims:
		r.greet(w, visitor)
		r.redirect(w, l.path+claim)
	case visitor == "":
		r.show(w, http.StatusForbidden, noCookie)
	case l == r.automatic && r.chosen != "" && visitor != r.chosen:
		r.show(w, http.StatusForbidden, elsewhere)
	default:
		if l.owner == "" {
			close(l.used)
		}
		if l != r.automatic {
			r.chosen = visitor
		}
		l.owner, r.owner = visitor, visitor
		r.use()
		r.redirect(w, r.startURL)
	}
}

// end makes Open return. It is called with the lock held.
func (r *receiver) end() {
	if !r.ended {
		r.ended = true
		close(r.twice)
	}
}

// visitor returns the cookie that identifies the browser, or "".
func (r *receiver) visitor(req *http.Request) string {
	cookie, err := req.Cookie(r.cookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// greet gives a new visitor a cookie. Its name is unique to this log-in, because two log-ins may share a browser, and
// cookies do not distinguish ports. It is SameSite=Lax: the redirect comes from the provider's site, and Strict would
// withhold the cookie.
func (r *receiver) greet(w http.ResponseWriter, visitor string) {
	if visitor == "" {
		r.setCookie(w, rand.Text(), cookieLife)
	}
}

// setCookie sets the cookie, or deletes it when life is negative.
func (r *receiver) setCookie(w http.ResponseWriter, value string, life time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: r.cookie, Value: value, Path: "/", MaxAge: int(life.Seconds()), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}
