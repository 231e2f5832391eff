// Backend-api is the API of the tutorial: GET /public without sign-in, GET /private for signed-in users, and what operators
// need to run it; see package api.
//
//	go run ./backend-api           serve
//	go run ./backend-api health    ask the API on this machine whether it is alive: exit status 0 or 1
//
// Its settings come from env-variables.json, and from environment variables, which override the file: ISSUER or AUTH0_DOMAIN,
// API_IDENTIFIER, CLIENT_ID, TOKEN_PROFILE, TOKEN_ALGORITHMS, TOKEN_PERMISSIONS, API_URL, HOST, PORT, JWKS_URI, LEEWAY, DRAIN,
// CA_BUNDLE.
//
// After SIGTERM it is not ready for the time DRAIN: it still answers, but asks to close connections. Then it stops, and running
// requests may finish. SIGINT stops it without that wait, and a second signal stops it at once. Exit status: 0 after a signal, 2
// if the settings cannot be used, 1 if it cannot serve.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	stdlog "log"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"wails-openid-oauth/backend-api/api"
	"wails-openid-oauth/backend-api/bearer"
	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/internal/transport"
)

func main() { os.Exit(run(os.Args[1:], os.Stderr)) }

// run returns the exit status.
func run(args []string, stderr io.Writer) int {
	log := slog.New(slog.NewTextHandler(stderr, nil))
	settings, err := config.LoadAPI()
	if err != nil {
		return fail(stderr, 2, err)
	}
	switch {
	case len(args) == 0:
		err = serve(settings, log)
	case len(args) == 1 && args[0] == "health":
		err = health(settings)
	default:
		err = errUsage
	}
	var unusable unusableError
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errUsage), errors.As(err, &unusable):
		return fail(stderr, 2, err)
	}
	return fail(stderr, 1, err)
}

var errUsage = errors.New("the only argument is \"health\"; the settings are in env-variables.json or the environment")

// unusableError is an error in the settings that shows only when they are used.
type unusableError struct{ error }

func fail(stderr io.Writer, status int, err error) int {
	fmt.Fprintf(stderr, "backend-api: %v\n", err)
	return status
}

// serve runs the API until a signal comes.
func serve(settings config.API, log *slog.Logger) error {
	limitMemory()
	stdlog.SetOutput(transport.Log(log))
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	handler, err := build(settings, log)
	if err != nil {
		return unusableError{err}
	}
	defer handler.Close() // Only after the last request has its answer.
	ctx, end := context.WithCancel(context.Background())
	var running sync.WaitGroup
	defer running.Wait()
	defer end()
	listener, err := listen(ctx, settings)
	if err != nil {
		return err
	}
	log.Info("listening on http://"+listener.Addr().String(), slog.String("issuer", settings.Issuer))
	serving, stop := context.WithCancel(ctx)
	running.Go(func() {
		defer stop()
		awaitStop(serving, signals, handler, settings.Drain, log)
	})
	if err := api.Serve(serving, listener, handler, log); err != nil {
		return err
	}
	log.Info("stopped")
	return nil
}

// awaitStop returns when it is time to stop: after a signal and the time to drain, or when ctx ends.
func awaitStop(ctx context.Context, signals chan os.Signal, handler *api.API, drain time.Duration, log *slog.Logger) {
	select {
	case first := <-signals:
		signal.Stop(signals) // A second signal ends the process at once.
		if first != syscall.SIGTERM {
			return
		}
	case <-ctx.Done():
		return
	}
	log.Info("draining", slog.Duration("for", drain))
	handler.Drain()
	select {
	case <-time.After(drain):
	case <-ctx.Done():
	}
}

// memoryLimit keeps the process within 32 MiB. The program's code takes some of them; see package bearer for the use of the rest.
// It is a target for the garbage collector, which works harder near it.
const memoryLimit = 24 << 20

// limitMemory sets memoryLimit, unless the operator has set GOMEMLIMIT.
func limitMemory() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}

// build does not wait for the provider, which may be down now and return later.
func build(settings config.API, log *slog.Logger) (*api.API, error) {
	outside, err := transport.New(settings.CABundle)
	if err != nil {
		return nil, err
	}
	outside.DisableKeepAlives = true // The keys are fetched every few minutes.
	return api.New(api.Options{
		Token: bearer.Options{
			Issuer: settings.Issuer, Audience: settings.Audience, ClientID: settings.ClientID,
			Profile: bearer.Profile(settings.Profile), Leeway: settings.Leeway,
			Algorithms: settings.Algorithms, Permissions: settings.Permissions,
			JWKSURI: settings.JWKSURI, Client: &http.Client{Transport: outside},
		},
		Resource: settings.Resource, Log: log,
	})
}

func listen(ctx context.Context, settings config.API) (net.Listener, error) {
	var network net.ListenConfig
	listener, err := network.Listen(ctx, "tcp", settings.Address())
	switch {
	case errors.Is(err, inUse):
		return nil, fmt.Errorf("%s is taken: stop the program that listens there, or set PORT to another port",
			settings.Address())
	case err != nil:
		return nil, fmt.Errorf("%w: set HOST and PORT to an address of this machine", err)
	}
	return listener, nil
}
