package systembrowser

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// ServeHTTP implements [http.Handler]. Whoever asks is on this machine, and may be anybody: another program, or a page
// that its browser was lured to.
func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	path := req.URL.EscapedPath()
	l, claims := r.linkAt(path)
	switch {
	case req.Host != r.uri.Host: // a name that was made to lead here (DNS rebinding)
		show(w, http.StatusMisdirectedRequest, nothingHere)
	case req.Method != http.MethodGet:
		w.Header().Set("Allow", http.MethodGet)
		show(w, http.StatusMethodNotAllowed, nothingHere)
	case req.ContentLength != 0: // also -1, a length that is not told
		show(w, http.StatusRequestEntityTooLarge, nothingHere)
	case looksAhead(req.Header):
		show(w, http.StatusServiceUnavailable, nothingHere)
	case !isVisit(req.Header):
		show(w, http.StatusForbidden, nothingHere)
	case l != nil:
		r.serveLink(w, req, l, claims)
	case path == r.uri.EscapedPath():
		r.serveCallback(w, req)
	case path == r.done:
		r.serveDone(w)
	default:
		show(w, http.StatusNotFound, nothingHere)
	}
}

// looksAhead reports whether a browser loads a page before the person asked for it. It loads the page again then.
func looksAhead(header http.Header) bool {
	return slices.ContainsFunc([]string{"Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"}, func(name string) bool {
		value := strings.ToLower(header.Get(name))
		return strings.Contains(value, "prefetch") || strings.Contains(value, "prerender") || strings.Contains(value, "preview")
	})
}

// isVisit is false when a browser says that a page asks by a script, an image or a frame (Fetch Metadata, section 2). Older
// browsers say nothing.
func isVisit(header http.Header) bool {
	mode, dest := header.Get("Sec-Fetch-Mode"), header.Get("Sec-Fetch-Dest")
	return (mode == "" || mode == "navigate") && (dest == "" || dest == "document")
}

// serveCallback offers the answer, and leads away from it, so that its query leaves the address bar and the history.
func (r *receiver) serveCallback(w http.ResponseWriter, req *http.Request) {
	answer := *r.uri
	answer.RawQuery = req.URL.RawQuery
	if problem := r.offer(&answer, r.visitor(req)); problem != nil {
		show(w, http.StatusBadRequest, *problem)
		return
	}
	redirect(w, r.done)
	r.answer <- &answer // there is room for the one that is taken
}

// offer returns nil when u is the answer, or what to say instead. One is taken (RFC 6749, section 4.1.2), and only from
// the browser that was sent to the provider (section 10.12).
func (r *receiver) offer(u *url.URL, visitor string) (problem *words) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.ended:
		return &openedTwice
	case r.taken != nil || r.accept != nil && !r.accept(u):
		return &foreign
	case r.owner == "" || visitor != r.owner:
		return &strayed
	}
	r.taken = outcome(u, r.logout)
	return nil
}

func (r *receiver) serveDone(w http.ResponseWriter) {
	r.mu.Lock()
	page := r.taken
	r.mu.Unlock()
	if page == nil {
		show(w, http.StatusNotFound, nothingHere)
		return
	}
	r.setCookie(w, "", -time.Second) // not earlier: until now the browser may load the link again
	show(w, http.StatusOK, *page)
	r.showOnce.Do(func() { close(r.shown) })
}
