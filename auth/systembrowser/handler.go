package systembrowser

import (
	"net/http"
	"net/url"
)

// ServeHTTP implements [http.Handler]. Whoever asks is on this machine, and may be anybody: another program, or a page
// that its browser was lured to.
func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	path := req.URL.EscapedPath()
	switch {
	case req.Host != r.uri.Host: // a name that was made to lead here (DNS rebinding)
		show(w, http.StatusMisdirectedRequest, nothingHere)
	case req.Method != http.MethodGet:
		w.Header().Set("Allow", http.MethodGet)
		show(w, http.StatusMethodNotAllowed, nothingHere)
	case req.ContentLength != 0: // also -1, a length that is not told
		show(w, http.StatusRequestEntityTooLarge, nothingHere)
	case path == r.link:
		r.serveLink(w)
	case path == r.uri.EscapedPath():
		r.serveCallback(w, req)
	case path == r.done:
		r.serveDone(w)
	default:
		show(w, http.StatusNotFound, nothingHere)
	}
}

// serveLink leads to the provider, once.
func (r *receiver) serveLink(w http.ResponseWriter) {
	if !r.used.CompareAndSwap(false, true) {
		show(w, http.StatusNotFound, usedLink)
		return
	}
	redirect(w, r.startURL)
}

// serveCallback offers the answer, and leads away from it, so that its query leaves the address bar and the history.
func (r *receiver) serveCallback(w http.ResponseWriter, req *http.Request) {
	answer := *r.uri
	answer.RawQuery = req.URL.RawQuery
	if !r.offer(&answer) {
		show(w, http.StatusBadRequest, foreign)
		return
	}
	redirect(w, r.done)
	r.answer <- &answer // there is room for the one that is taken
}

// offer reports whether u is the answer. One is taken (RFC 6749, section 4.1.2).
func (r *receiver) offer(u *url.URL) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.taken != nil || r.accept != nil && !r.accept(u) {
		return false
	}
	r.taken = outcome(u, r.logout)
	return true
}

func (r *receiver) serveDone(w http.ResponseWriter) {
	r.mu.Lock()
	page := r.taken
	r.mu.Unlock()
	if page == nil {
		show(w, http.StatusNotFound, nothingHere)
		return
	}
	show(w, http.StatusOK, *page)
	r.showOnce.Do(func() { close(r.shown) })
}
