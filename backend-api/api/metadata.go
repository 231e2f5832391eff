package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"wails-openid-oauth/internal/endpoint"
)

// wellKnown is the metadata's path. It goes between the resource's host and path (RFC 9728, section 3).
const wellKnown = "/.well-known/oauth-protected-resource"

// metadata is the protected resource metadata (RFC 9728, section 2). It is empty if the API's URL is not known.
type metadata struct {
	url, path string
	document  []byte
}

func newMetadata(resource, issuer string) (metadata, error) {
	if resource == "" {
		return metadata{}, nil
	}
	u, err := endpoint.Parse(resource)
	if err != nil || u.RawQuery != "" || u.ForceQuery {
		return metadata{}, errors.New("the API's URL is not an https URL, or one on this machine, without a query")
	}
	document, err := json.Marshal(struct {
		Resource      string   `json:"resource"`
		Servers       []string `json:"authorization_servers"`
		Scopes        []string `json:"scopes_supported"`
		BearerMethods []string `json:"bearer_methods_supported"`
		Name          string   `json:"resource_name"`
	}{resource, []string{issuer}, Scopes(), []string{"header"}, "Messages"})
	if err != nil {
		return metadata{}, err
	}
	path := strings.TrimSuffix(u.EscapedPath(), "/")
	return metadata{u.Scheme + "://" + u.Host + wellKnown + path, path, document}, nil
}

// register serves the document at two paths: with the resource's path, which clients use, and without it, which arrives here behind
// a proxy that removes the path.
func (m metadata) register(route func(pattern string, handler http.Handler)) {
	if m.url == "" {
		return
	}
	serve := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Write(m.document)
	})
	route("GET "+wellKnown, serve)
	if m.path != "" && !strings.ContainsAny(m.path, "{}") {
		route("GET "+wellKnown+m.path, serve)
	}
}
