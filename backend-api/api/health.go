package api

import (
	"io"
	"net/http"
)

// Drain prepares a stop. From then on the API is not ready, so that load balancers stop using it. Every answer asks to close its
// connection, so that no request arrives during the stop. The API still answers meanwhile.
func (a *API) Drain() { a.draining.Store(true) }

// healthy does not depend on the provider, because a restart of this process would not bring the provider back.
func healthy(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "ok\n") }

func (a *API) ready(w http.ResponseWriter, _ *http.Request) {
	switch {
	case a.draining.Load():
		http.Error(w, "stopping", http.StatusServiceUnavailable)
	case !a.guard.Ready():
		http.Error(w, "the provider's keys are not available", http.StatusServiceUnavailable)
	default:
		io.WriteString(w, "ready\n")
	}
}
