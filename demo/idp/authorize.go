package idp

import (
	"net/http"
	"net/url"
)

// serveAuthorize turns Auth0's audience parameter into the resource parameter of RFC 8707, which the library knows. An unknown
// audience is refused with invalid_target.
func (p *Provider) serveAuthorize(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		if err := r.ParseForm(); err != nil {
			p.showMessage(w, http.StatusBadRequest, "This request cannot be completed", "The form cannot be read.")
			return
		}
		translate(r.PostForm)
	} else {
		query := r.URL.Query()
		translate(query)
		r.URL.RawQuery = query.Encode()
	}
	p.op.ServeHTTP(w, r)
}

func translate(params url.Values) {
	if audience, ok := params["audience"]; ok && !params.Has("resource") {
		params["resource"] = audience
	}
	// The library refuses values that it does not know, although they are a wish only (OpenID Connect Core, section 3.1.2.1).
	params.Del("acr_values")
	// No method means "plain" (RFC 7636, section 4.3), which is not supported; the library would treat it as S256.
	if params.Has("code_challenge") && params.Get("code_challenge_method") == "" {
		params.Set("code_challenge_method", "plain")
	}
}
