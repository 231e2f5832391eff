package idp

import (
	"net/http"
	"net/url"
	"slices"
)

// serveEndSession ends the session of the browser that asks (OpenID Connect RP-Initiated Logout, section 2). The ID
// token hint may have expired, and its key may be gone. It asks for no confirmation: the client does this in a window
// that cannot be seen.
func (p *Provider) serveEndSession(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	clientID := r.FormValue("client_id")
	if hint := r.FormValue("id_token_hint"); hint != "" {
		audience, err := p.hintAudience(hint)
		if err != nil || (clientID != "" && !slices.Contains(audience, clientID)) {
			p.refuseLogout(w, "The ID token hint is not one of this provider for this application.")
			return
		}
		clientID = audience[0]
	}
	p.logOut(w, r, clientID, r.FormValue("post_logout_redirect_uri"), r.FormValue("state"))
}

// serveLegacyLogout is the log-out of an Auth0 tenant without end_session_endpoint.
func (p *Provider) serveLegacyLogout(w http.ResponseWriter, r *http.Request) {
	p.logOut(w, r, r.FormValue("client_id"), r.FormValue("returnTo"), "")
}

// hintAudience verifies an ID token hint and returns its audience.
func (p *Provider) hintAudience(hint string) ([]string, error) {
	claims, err := p.keys.verify(hint)
	if err != nil {
		return nil, err
	}
	audience, err := claims.GetAudience()
	if err != nil || len(audience) == 0 || claims["iss"] != p.opts.Issuer {
		return nil, http.ErrNotSupported
	}
	return audience, nil
}

// logOut ends the session, but only when everything in the request is as registered, and returns to the client.
func (p *Provider) logOut(w http.ResponseWriter, r *http.Request, clientID, returnTo, state string) {
	if clientID != "" && clientID != p.opts.ClientID {
		p.refuseLogout(w, "The application is not known here.")
		return
	}
	if returnTo != "" && (clientID == "" || !registered(p.opts.PostLogoutRedirectURIs, returnTo)) {
		p.refuseLogout(w, "The application has not registered the address to return to.")
		return
	}
	p.endSession(w, r)
	if returnTo == "" {
		p.showMessage(w, http.StatusOK, "You are logged out", "You can close this window.")
		return
	}
	http.Redirect(w, r, withState(returnTo, state), http.StatusFound)
}

func (p *Provider) refuseLogout(w http.ResponseWriter, reason string) {
	p.showMessage(w, http.StatusBadRequest, "You are not logged out", reason)
}

func withState(uri, state string) string {
	target, err := url.Parse(uri)
	if err != nil || state == "" {
		return uri
	}
	query := target.Query()
	query.Set("state", state)
	target.RawQuery = query.Encode()
	return target.String()
}
