package idp

import (
	"net/http"
	"time"
)

// cookieName names the provider's session cookie. Cookies do not depend on the port, so the name has to be unusual.
const cookieName = "devidp_session"

// startSession logs a person in and gives the browser a new cookie.
func (p *Provider) startSession(w http.ResponseWriter, person Person) session {
	id, started := p.store.startSession(person.Subject(), time.Now())
	http.SetCookie(w, p.cookie(id, 0))
	return started
}

// currentSession returns the session of the browser that asks.
func (p *Provider) currentSession(r *http.Request) (session, bool) {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return session{}, false
	}
	return p.store.session(cookie.Value)
}

// endSession forgets the session of the browser that asks, and deletes its cookie.
func (p *Provider) endSession(w http.ResponseWriter, r *http.Request) {
	if cookie, err := r.Cookie(cookieName); err == nil {
		p.store.endSessions(func(id string, _ session) bool { return id == cookie.Value })
	}
	http.SetCookie(w, p.cookie("", -1))
}

func (p *Provider) cookie(value string, maxAge int) *http.Cookie {
	return &http.Cookie{
		Name: cookieName, Value: value, MaxAge: maxAge, Path: "/",
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: p.issuer.Scheme == "https",
	}
}
