// Server runs the demo provider and the API until it is stopped, so that the app can be closed and opened again without
// the provider forgetting its sessions.
//
//	go run ./demo/server
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"wails-openid-oauth/demo"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	servers, err := demo.Start(slog.New(slog.NewTextHandler(os.Stderr, nil)))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	context.AfterFunc(ctx, servers.Close)
	if err := servers.Wait(); err != nil {
		os.Exit(1)
	}
}
