package api

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/net/netutil"
)

// What one connection may cost. The header has room for a token of 24 KiB and 8 KiB of other fields, such as those that
// proxies add. A request with a form may take readTimeout until its body has arrived, and then two seconds until its
// token's key is known. A stop waits for that too.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 10 * time.Second
	writeTimeout      = 20 * time.Second
	idleTimeout       = time.Minute
	maxHeaderBytes    = 32 << 10
	stopTimeout       = 16 * time.Second

	// maxConnections bounds the memory that strangers can use: some 10 KiB per connection, and the header while one is read.
	maxConnections = 4096
)

// Serve answers on listener until ctx ends. Then it lets the running requests finish, for at most 16 seconds. It closes the
// listener, and returns nil after a complete stop.
func Serve(ctx context.Context, listener net.Listener, handler http.Handler, log *slog.Logger) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	deadlines := newSweeper(netutil.LimitListener(listener, maxConnections))
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	var sweeping sync.WaitGroup
	sweeping.Go(func() { deadlines.run(life) })
	defer sweeping.Wait()
	defer end()
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(deadlines) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	err := server.Shutdown(stopping)
	if err != nil {
		err = errors.Join(err, server.Close())
	}
	<-failed // Serve has returned by now, or is about to.
	return err
}
