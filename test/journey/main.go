//go:build linux

// Journey runs the product's main journey in the real app, without a user, on a machine without a display.
//
//	go run ./test/journey -pictures artifacts/run
//
// It builds the app, starts the demo provider and the API, and does under a virtual display what a person would: log in,
// read the private message, close the app, open it again without a log-in, log out. It prints each step as it happens and
// leaves a picture of each. Exit status: 0 only if all of it happened.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"wails-openid-oauth/demo"
	"wails-openid-oauth/test/driver"
)

// journeyTime bounds the whole journey, the build of the app aside.
const journeyTime = 5 * time.Minute

func main() {
	pictures := flag.String("pictures", "artifacts/run", "folder for the pictures and logs")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *pictures); err != nil {
		fmt.Fprintln(os.Stderr, err)
		stop()
		os.Exit(1)
	}
	fmt.Printf("It all happened. The pictures are in %s.\n", *pictures)
}

// run sets the stage and makes the journey on it.
func run(ctx context.Context, pictures string) (err error) {
	if err := driver.CheckTools(); err != nil {
		return err
	}
	if err := errors.Join(os.RemoveAll(pictures), os.MkdirAll(pictures, 0o755)); err != nil {
		return err
	}
	fmt.Println("Building the app ...")
	folder, err := os.MkdirTemp("", "journey-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	binary := filepath.Join(folder, "wails-openid-oauth")
	if err := driver.Build(ctx, driver.Program{Package: ".", Output: binary, Tags: []string{"e2e"}}); err != nil {
		return err
	}
	log, err := os.Create(filepath.Join(pictures, "servers.log"))
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	servers, err := demo.Start(slog.New(slog.NewTextHandler(log, nil)))
	if err != nil {
		return err
	}
	defer servers.Close()

	ctx, cancel := context.WithTimeout(ctx, journeyTime)
	defer cancel()
	desktop, err := driver.NewDesktop(ctx, driver.Options{Output: pictures})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, desktop.Close()) }()
	t := traveller{desktop: desktop, report: driver.NewReport(os.Stdout, desktop), command: driver.Command{
		Path: binary,
		Env: []string{
			"ISSUER=" + servers.App.Issuer,
			"CLIENT_ID=" + servers.App.ClientID,
			"API_IDENTIFIER=" + servers.App.Audience,
			"API_URL=" + servers.App.APIURL,
			"REDIRECT_URI=" + servers.App.RedirectURI,
			"SCOPE=" + servers.App.Scope,
		},
	}}
	return t.travel(ctx)
}
