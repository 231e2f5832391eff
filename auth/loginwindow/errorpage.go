package loginwindow

import (
	"log/slog"
	"net/http"
	"net/url"

	"wails-openid-oauth/auth"
)

// reply is the provider's answer to the authorization request, as far as it is a page of its own. A provider that does not know
// the client or its redirect URI must not redirect there, but tell the user (RFC 6749, section 4.1.2.1). Providers differ in how
// they do that:
//
//   - Keycloak, Okta, oidc-provider, Spring Authorization Server and Django OAuth Toolkit answer 400, others 401 or 404.
//   - Hydra (the URL in urls.error) and Auth0 (its own error page or a custom one) redirect to a page with the parameters "error"
//     and "error_description".
//   - Google redirects to /signin/oauth/error with the parameter "authError".
//   - Entra ID answers 200 at the address of the request. Nothing tells its error page from its log-in page.
//
// A page that comes after the user has done something in the page before it is no answer to the request: somebody who closes a
// page about a wrong password cancels.
type reply struct {
	status int  // HTTP status of the page that arrives next; 0 if unknown
	used   bool // the user has pressed a key or a button in the page
	beyond bool // the user has taken a step since the request
	err    error
}

// commit takes a new document.
func (r *reply) commit(raw string) {
	r.beyond = r.beyond || r.used
	r.err = nil
	if !r.beyond {
		r.err = errorPage(raw, r.status)
	}
	r.used, r.status = false, 0
}

// asked says that the window itself loads a page: the same request again (F5), or a new one. Its key or button was none in the
// page.
func (r *reply) asked(anew bool) {
	r.used = false
	r.beyond = r.beyond && !anew
}

// errorPage returns the error for a page with which the provider answers the request, or nil for one that may be a log-in page.
func errorPage(raw string, status int) error {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || refusesEmbedded(raw) { // the window says what that means
		return nil
	}
	query := u.Query()
	if status < http.StatusBadRequest && query.Get("error") == "" && query.Get("authError") == "" {
		return nil
	}
	return auth.NewErrorPage(host(u), status, query.Get("error"), query.Get("error_description"))
}

// responded records the status of the response to the main frame's request.
func (p *page) responded(status int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.reply.status = status
}

// loaded records the status of the document in the window, where the web view gives it only after the document.
func (p *page) loaded(status int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.reply.err == nil && !p.reply.beyond {
		p.reply.err = errorPage(p.place.committed, status)
	}
}

// takeReply takes a new document. The caller holds p.mu.
func (p *page) takeReply(raw string) {
	status := p.reply.status
	p.reply.commit(raw)
	if p.reply.err != nil && p.opener == nil {
		p.note(slog.LevelWarn, "login window: the provider answered with an error page", "host", hostOf(raw), "status", status)
	}
}

// cancelled is the error of a log-in whose window the user closes. The caller holds p.mu.
func (p *page) cancelled() error {
	if p.cover == document && p.reply.err != nil {
		return p.reply.err
	}
	return auth.ErrCancelled
}
