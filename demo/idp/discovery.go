package idp

import "net/http"

// serveDiscovery adds what this package serves itself to the library's metadata (OpenID Connect Discovery, section 4).
func (p *Provider) serveDiscovery(w http.ResponseWriter, r *http.Request) {
	answer := Buffer(p.op, r)
	if !p.opts.OmitEndSession {
		err := answer.EditJSON(func(metadata map[string]any) {
			metadata["end_session_endpoint"] = p.opts.Issuer + PathEndSession
		})
		if err != nil {
			http.Error(w, "the metadata cannot be completed", http.StatusInternalServerError)
			return
		}
	}
	answer.Send(w)
}
