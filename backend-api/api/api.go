// Package api is the tutorial's resource server as an http.Handler: a public message, a message for signed-in users, and what
// operators need to run it.
//
//	GET /public                                  200, text/plain
//	GET /private                                 200, text/plain, with a valid access token; see package bearer for the rest
//	GET /private-scoped                          the same, with a token of the scope read:messages
//	GET /healthz                                 200 while the process lives
//	GET /readyz                                  200 while there are keys and Drain was not called, else 503
//	GET /metrics                                 for Prometheus
//	GET /.well-known/oauth-protected-resource    the metadata of RFC 9728, if the API's URL is known
//
// Every answer carries a request ID. Requests are counted and logged. The log lines contain no token, no query and no header,
// and there are at most a hundred per second, so that a flood does not fill the disk. A panic becomes a 500 without details.
package api

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"

	"wails-openid-oauth/backend-api/bearer"
)

// The messages of the tutorial, and one more.
const (
	PublicMessage  = "Everyone in the world can read this message."
	PrivateMessage = "Only authenticated users can read this message."
	ScopedMessage  = "Only users who may read messages can read this message."
)

// guarded are the routes that need an access token, and the scopes that the token needs in addition to being valid, separated
// by spaces.
var guarded = []struct {
	route, scope string
	handler      http.Handler
}{
	{"GET /private", "", message(PrivateMessage)},
	{"GET /private-scoped", "read:messages", message(ScopedMessage)},
}

// Scopes returns the scopes that the routes need, sorted and each once.
func Scopes() []string {
	var scopes []string
	for _, route := range guarded {
		scopes = append(scopes, strings.Fields(route.scope)...)
	}
	slices.Sort(scopes)
	return slices.Compact(scopes)
}

// Options say which access tokens are valid, and what the API's URL is.
type Options struct {
	// Token is what an access token must be, and where the issuer's keys are. New sets ResourceMetadata and OnRefuse, and
	// Log where it is nil.
	Token bearer.Options
	// Resource is the URL of this API as its clients know it (RFC 9728, section 1.2). If it is empty, the API has no metadata.
	Resource string
	// Log gets one line per request; nil is slog.Default.
	Log *slog.Logger
}

// API is the resource server.
type API struct {
	handler  http.Handler
	guard    *bearer.Guard
	draining atomic.Bool
}

// New returns the API, which fetches the issuer's keys until [API.Close]. It refuses options that would leave a check out.
func New(options Options) (*API, error) {
	if options.Log == nil {
		options.Log = slog.Default()
	}
	if options.Token.Log == nil {
		options.Token.Log = options.Log
	}
	metrics := newMetrics()
	metadata, err := newMetadata(options.Resource, options.Token.Issuer)
	if err != nil {
		return nil, err
	}
	options.Token.ResourceMetadata = metadata.url
	options.Token.OnRefuse = func(w http.ResponseWriter, _ *http.Request, reason string) {
		metrics.refused(reason)
		w.(*exchange).reason = reason // There is nothing between observe and the guard.
	}
	guard, err := bearer.New(options.Token)
	if err != nil {
		return nil, err
	}
	metrics.watch(guard)

	api := &API{guard: guard}
	mux, patterns := http.NewServeMux(), []string(nil)
	route := func(pattern string, handler http.Handler) {
		mux.Handle(pattern, handler)
		patterns = append(patterns, pattern)
	}
	route("GET /public", message(PublicMessage))
	for _, g := range guarded {
		route(g.route, guard.Require(g.handler, strings.Fields(g.scope)...))
	}
	route("GET /healthz", http.HandlerFunc(healthy))
	route("GET /readyz", http.HandlerFunc(api.ready))
	route("GET /metrics", metrics.handler())
	metadata.register(route)
	tallies := newTallies(patterns)
	metrics.registry.MustRegister(tallies)
	api.handler = observe(mux, &api.draining, tallies, options.Log)
	return api, nil
}

// ServeHTTP implements [http.Handler].
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.handler.ServeHTTP(w, r) }

// Close ends the fetching of keys. Call it when the last request has its answer. See also [bearer.Guard.Close].
func (a *API) Close() { a.guard.Close() }

// message answers with a text.
func message(text string) http.Handler {
	contentType, body := []string{"text/plain; charset=utf-8"}, []byte(text)
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = contentType
		w.Write(body)
	})
}
