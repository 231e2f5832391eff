package systembrowser

import (
	"crypto/rand"
	"net/http"
	"time"
)

// claim is what a browser appends to a link when it comes back with its cookie.
const claim = "/open"

// cookieLife is longer than a log-in may take.
const cookieLife = time.Hour

// link leads one browser to the provider. There are two of them: the automatic one is in the file that the desktop opens,
// and the offered one is for the person to copy. Nobody can guess them.
type link struct {
	path string
	// owner is the cookie of the browser that claimed the link; empty before.
	owner string
}

func newLink() link { return link{path: "/go/" + rand.Text()} }

// linkAt returns the link that a path belongs to, and whether the path claims it; nil when it belongs to none.
func (r *receiver) linkAt(path string) (l *link, claims bool) {
	for _, l := range []*link{&r.automatic, &r.offered} {
		if path == l.path || path == l.path+claim {
			return l, path != l.path
		}
	}
	return nil, false
}

// serveLink gives a browser a cookie at its first visit. At the second the browser shows the cookie, claims the link, and
// is led to the provider. A browser that loads the link again has the cookie. One that comes without it is another
// browser, and one of the two is not the person's: that ends the log-in.
//
// The answer has to come from the browser that claimed a link last. Only the person can move it to another browser, by
// the offered link, and the automatic link does not take it back.
func (r *receiver) serveLink(w http.ResponseWriter, req *http.Request, l *link, claims bool) {
	visitor := r.visitor(req)
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.ended || l.owner != "" && visitor != l.owner:
		show(w, http.StatusForbidden, openedTwice)
		r.end()
	case !claims:
		r.greet(w, visitor)
		redirect(w, l.path+claim)
	case visitor == "":
		show(w, http.StatusForbidden, noCookie)
	case l == &r.automatic && r.offered.owner != "" && visitor != r.offered.owner:
		show(w, http.StatusForbidden, elsewhere)
	default:
		l.owner, r.owner = visitor, visitor
		r.use()
		redirect(w, r.startURL)
	}
}

// end has Open return. It is called with the lock held.
func (r *receiver) end() {
	if !r.ended {
		r.ended = true
		close(r.twice)
	}
}

// visitor is the cookie by which a browser is known; empty when it has none.
func (r *receiver) visitor(req *http.Request) string {
	cookie, err := req.Cookie(r.cookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// greet gives a new visitor a cookie. Its name is that of one log-in: cookies do not tell ports apart, and two log-ins
// may share a browser. The provider's page leads back from another site, which SameSite=Strict would not allow.
func (r *receiver) greet(w http.ResponseWriter, visitor string) {
	if visitor == "" {
		r.setCookie(w, rand.Text(), cookieLife)
	}
}

// setCookie sets the cookie, or takes it away when its life is negative.
func (r *receiver) setCookie(w http.ResponseWriter, value string, life time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: r.cookie, Value: value, Path: "/", MaxAge: int(life.Seconds()), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}
