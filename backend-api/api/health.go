package api

import (
	"io"
	"net/http"
)

// Drain is called before a stop: the API is not ready any more, so that load balancers turn away, and every answer asks
// for its connection to be closed, so that no request is sent into the stop. It goes on answering meanwhile.
func (a *API) Drain() { a.draining.Store(true) }

// healthy asks nothing of the provider: starting the process anew would not bring it back.
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
