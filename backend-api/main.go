// Backend-api is the API of the tutorial: GET /public for everybody, GET /private for people who are signed in.
//
//	go run ./backend-api
//
// It is set up by env-variables.json or by environment variables above it: ISSUER or AUTH0_DOMAIN, API_IDENTIFIER,
// CLIENT_ID, HOST, PORT, JWKS_URI, LEEWAY. It takes no arguments. Exit status: 0 after SIGINT or SIGTERM, 2 when the
// settings cannot be used, 1 when it cannot serve.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"wails-openid-oauth/backend-api/api"
	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/internal/jwks"
	"wails-openid-oauth/internal/transport"
)

func main() { os.Exit(run(os.Args[1:], os.Stderr)) }

// run returns the exit status.
func run(args []string, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // A second signal ends the process at once.
	log := slog.New(slog.NewTextHandler(stderr, nil))

	settings, err := load(args)
	if err != nil {
		return fail(stderr, 2, err)
	}
	keys, handler, err := build(settings, log)
	if err != nil {
		return fail(stderr, 2, err)
	}
	listener, err := listen(ctx, settings)
	if err != nil {
		return fail(stderr, 1, err)
	}
	log.Info("listening on http://"+listener.Addr().String(), slog.String("issuer", settings.Issuer))
	go keys.Run(ctx)
	if err := api.Serve(ctx, listener, handler, log); err != nil {
		return fail(stderr, 1, err)
	}
	log.Info("stopped")
	return 0
}

func fail(stderr io.Writer, status int, err error) int {
	fmt.Fprintf(stderr, "backend-api: %v\n", err)
	return status
}

func load(args []string) (config.API, error) {
	if len(args) > 0 {
		return config.API{}, errors.New("it takes no arguments: its settings are in env-variables.json or the environment")
	}
	return config.LoadAPI()
}

// build makes no request: the provider may be down now, and come back.
func build(settings config.API, log *slog.Logger) (*jwks.Set, http.Handler, error) {
	outside, err := transport.New(settings.CABundle)
	if err != nil {
		return nil, nil, err
	}
	client := &http.Client{Transport: outside}
	options := jwks.Options{URL: settings.JWKSURI, Client: client, Log: log}
	if settings.JWKSURI == "" {
		options.Locate = jwks.Discover(settings.Issuer, client)
	}
	keys, err := jwks.New(options)
	if err != nil {
		return nil, nil, err
	}
	handler, err := api.New(api.Options{
		Issuer:   settings.Issuer,
		Audience: settings.Audience,
		ClientID: settings.ClientID,
		Leeway:   settings.Leeway,
		Keys:     keys,
		Log:      log,
	})
	return keys, handler, err
}

func listen(ctx context.Context, settings config.API) (net.Listener, error) {
	var network net.ListenConfig
	listener, err := network.Listen(ctx, "tcp", settings.Address())
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is taken: stop the program that listens there, or set PORT to another port",
			settings.Address())
	case err != nil:
		return nil, fmt.Errorf("%w: set HOST and PORT to an address of this machine", err)
	}
	return listener, nil
}
