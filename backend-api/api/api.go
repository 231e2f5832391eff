// Package api is the tutorial's resource server as an http.Handler: a message for everybody and one for people who are
// signed in.
//
//	GET /public     200, text/plain
//	GET /private    200, text/plain, with a valid access token; see package bearer for everything else
//
// Every answer carries a request ID, and every request is logged in one line that holds no token, no query and no
// header. A panic is a 500 without detail.
package api

import (
	"io"
	"log/slog"
	"net/http"
	"time"

	"wails-openid-oauth/backend-api/bearer"
	"wails-openid-oauth/internal/jose"
)

// The messages of the tutorial.
const (
	PublicMessage  = "Everyone in the world can read this message."
	PrivateMessage = "Only authenticated users can read this message."
)

// Options say which access tokens are good; see [bearer.Options].
type Options struct {
	Issuer, Audience, ClientID string
	Leeway                     time.Duration
	Keys                       jose.KeySource
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Log gets a line a request; nil is slog.Default.
	Log *slog.Logger
}

// New returns the API. It refuses options that would leave a check out.
func New(options Options) (http.Handler, error) {
	guard, err := bearer.New(bearer.Options{
		Issuer:   options.Issuer,
		Audience: options.Audience,
		ClientID: options.ClientID,
		Leeway:   options.Leeway,
		Keys:     options.Keys,
		Now:      options.Now,
		OnRefuse: noteReason,
	})
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /public", message(PublicMessage))
	mux.Handle("GET /private", guard.Require(message(PrivateMessage)))
	return observe(mux, options.Log), nil
}

// message answers with a text.
func message(text string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		io.WriteString(w, text)
	})
}
