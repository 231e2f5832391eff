package systembrowser

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// ServeHTTP implements [http.Handler]. A request can come from any program on this machine, or from any page that is
// open in a browser there, so it is untrusted.
func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	path := req.URL.EscapedPath()
	l, claims := r.linkAt(path)
	switch {
	case req.Host != r.uri.Host: // another name that resolves to this address (DNS rebinding)
		r.show(w, http.StatusMisdirectedRequest, nothingHere)
	case req.Method != http.MethodGet:
		w.Header().Set("Allow", http.MethodGet)
		r.show(w, http.StatusMethodNotAllowed, r.refusal(req.Method, path))
	case req.ContentLength != 0: // -1 is an unknown length
		r.show(w, http.StatusRequestEntityTooLarge, nothingHere)
	case looksAhead(req.Header):
		r.show(w, http.StatusServiceUnavailable, nothingHere)
	case !isVisit(req.Header):
		r.show(w, http.StatusForbidden, nothingHere)
	case l != nil:
		r.serveLink(w, req, l, claims)
	case path == r.uri.EscapedPath():
		r.serveCallback(w, req)
	case path == r.done:
		r.serveDone(w)
	default:
		r.show(w, http.StatusNotFound, nothingHere)
	}
}

// refusal returns the page for a request with another method than GET. At the redirect URI it may be an answer in a form
// (form_post), which no one asked for. The log-in keeps waiting, because anyone can send a form here.
func (r *receiver) refusal(method, path string) words {
	if method != http.MethodPost || path != r.uri.EscapedPath() {
		return nothingHere
	}
	blank := *r.uri
	blank.RawQuery = ""
	_ = r.offer(&blank, "") // accept learns that something came, and refuses it
	return inAForm
}

// looksAhead reports whether a browser loads the page before the user opens it. On the visit it loads the page again.
func looksAhead(header http.Header) bool {
	return slices.ContainsFunc([]string{"Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"}, func(name string) bool {
		value := strings.ToLower(header.Get(name))
		return strings.Contains(value, "prefetch") || strings.Contains(value, "prerender") || strings.Contains(value, "preview")
	})
}

// isVisit is false when the browser says that a script, an image or a frame sends the request (Fetch Metadata, section
// 2). Older browsers do not say, and count as a visit.
func isVisit(header http.Header) bool {
	mode, dest := header.Get("Sec-Fetch-Mode"), header.Get("Sec-Fetch-Dest")
	return (mode == "" || mode == "navigate") && (dest == "" || dest == "document")
}

// serveCallback offers the answer, then redirects, so that its query leaves the address bar and the history.
func (r *receiver) serveCallback(w http.ResponseWriter, req *http.Request) {
	answer := *r.uri
	answer.RawQuery = req.URL.RawQuery
	if problem := r.offer(&answer, r.visitor(req)); problem != nil {
		r.show(w, http.StatusBadRequest, *problem)
		return
	}
	r.redirect(w, r.done)
	r.answer <- &answer // does not block: only one answer is taken
}

// offer takes u as the answer and returns nil, or returns the page for the refusal. It takes one answer only (RFC 6749,
// section 4.1.2), and only from the browser that was sent to the provider (section 10.12).
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
		r.show(w, http.StatusNotFound, nothingHere)
		return
	}
	r.setCookie(w, "", -time.Second) // not earlier: until now the browser may reload the link
	r.show(w, http.StatusOK, *page)
	r.showOnce.Do(func() { close(r.shown) })
}
