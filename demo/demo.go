// Package demo runs everything that the app needs on this machine: the demo provider and the API, on loopback, so that
// it can be tried without an account anywhere. Development builds start it when nothing is configured.
//
// It uses fixed ports, because the stored session of the app belongs to an issuer: a second start finds the same one. If
// the demo runs already, in another process, that one is used. If something else is there, free ports are taken.
package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"wails-openid-oauth/backend-api/api"
	"wails-openid-oauth/backend-api/bearer"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/internal/config"
)

const (
	providerAddress = "127.0.0.1:9096"
	apiAddress      = "127.0.0.1:3000"

	clientID    = "demo-app"
	audience    = "https://api.demo.example"
	redirectURI = "http://localhost/callback"

	// lookTimeout bounds the check of what already listens on our port.
	lookTimeout = time.Second
)

// scope is what the app asks for: its own sign-in, and every permission of the API. The provider grants what the person has.
var scope = strings.Join(append([]string{"openid profile email offline_access"}, api.Scopes()...), " ")

// Servers are the running provider and API.
type Servers struct {
	// App is what the app is configured with.
	App config.App

	stop   context.CancelFunc
	done   sync.WaitGroup
	failed chan error
}

// Start starts both, or finds them running.
func Start(log *slog.Logger) (*Servers, error) {
	if issuer, apiURL := "http://"+providerAddress, "http://"+apiAddress; isDemo(issuer) {
		log.Info("the demo runs already", "issuer", issuer)
		return &Servers{App: app(issuer, apiURL), stop: func() {}}, nil
	}
	providerListener, err := listen(providerAddress)
	if err != nil {
		return nil, err
	}
	apiListener, err := listen(apiAddress)
	if err != nil {
		providerListener.Close()
		return nil, err
	}
	issuer, apiURL := "http://"+providerListener.Addr().String(), "http://"+apiListener.Addr().String()
	ctx, stop := context.WithCancel(context.Background())
	s := &Servers{App: app(issuer, apiURL), stop: stop, failed: make(chan error, 2)}
	if err := s.serve(ctx, providerListener, apiListener, log); err != nil {
		stop()
		providerListener.Close()
		apiListener.Close()
		return nil, fmt.Errorf("start the demo: %w", err)
	}
	log.Info("the demo runs", "issuer", issuer, "api", apiURL)
	return s, nil
}

func app(issuer, apiURL string) config.App {
	return config.App{
		Issuer: issuer, ClientID: clientID, Audience: audience, APIURL: apiURL,
		RedirectURI: redirectURI, Scope: scope, LoginWith: "webview",
	}
}

// Close stops what Start started. Requests under way may finish.
func (s *Servers) Close() {
	s.stop()
	s.done.Wait()
}

// Wait returns when a server has failed, or after Close.
func (s *Servers) Wait() error {
	s.done.Wait()
	select {
	case err := <-s.failed:
		return err
	default:
		return nil
	}
}

func (s *Servers) serve(ctx context.Context, provider, apiListener net.Listener, log *slog.Logger) error {
	idp, err := idp.New(idp.Options{
		Issuer: s.App.Issuer, ClientID: clientID, ClientName: "Wails OpenID Connect",
		RedirectURIs: []string{redirectURI, "http://127.0.0.1/callback", "http://[::1]/callback"}, APIIdentifiers: []string{audience},
		APIScopes: api.Scopes(), Log: log,
	})
	if err != nil {
		return err
	}
	handler, err := api.New(api.Options{
		Token:    bearer.Options{Issuer: s.App.Issuer, Audience: audience, ClientID: clientID, Leeway: 30 * time.Second},
		Resource: s.App.APIURL, Log: log,
	})
	if err != nil {
		return err
	}
	s.done.Go(func() { <-ctx.Done(); handler.Close() })
	for listener, handler := range map[net.Listener]http.Handler{provider: idp, apiListener: handler} {
		s.done.Go(func() {
			if err := api.Serve(ctx, listener, handler, log); err != nil {
				log.Error("the demo stopped", "err", err)
				s.failed <- err
				s.stop()
			}
		})
	}
	return nil
}

// listen listens on the address, or on a free port if the address is in use.
func listen(address string) (net.Listener, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		if listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			return nil, fmt.Errorf("start the demo: %w", err)
		}
	}
	return listener, nil
}

// isDemo reports whether a provider with this issuer answers.
func isDemo(issuer string) bool {
	ctx, cancel := context.WithTimeout(context.Background(), lookTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, issuer+idp.PathDiscovery, nil)
	if err != nil {
		return false
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	var metadata struct{ Issuer string }
	return json.NewDecoder(io.LimitReader(resp.Body, 64<<10)).Decode(&metadata) == nil && metadata.Issuer == issuer
}
