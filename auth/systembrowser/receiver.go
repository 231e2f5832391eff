package systembrowser

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/net/netutil"

	"wails-openid-oauth/auth"
)

// Bounds on what a local process may ask of the listener.
const (
	maxConnections = 32
	maxHeader      = 32 << 10        // bytes; authorization codes may have a few thousand
	exchange       = 5 * time.Second // one request or its answer, and a connection without either
	farewell       = 250 * time.Millisecond
)

// receiver takes the answer to one request on one socket.
type receiver struct {
	listener net.Listener
	uri      *url.URL // the redirect URI
	server   *http.Server
	// link is the path that leads to startURL, once; done is the path of the page after the answer. Nobody can guess them.
	link, done string
	startURL   string
	accept     func(*url.URL) bool
	logout     bool

	used     atomic.Bool // the link was
	answer   chan *url.URL
	shown    chan struct{} // closed when the page after the answer is on its way
	showOnce sync.Once

	mu    sync.Mutex // held by accept, which is called once at a time
	taken *words     // the page after the answer; nil before it
}

func newReceiver(listener net.Listener, uri *url.URL) *receiver {
	return &receiver{
		listener: netutil.LimitListener(listener, maxConnections), uri: uri,
		link: "/go/" + rand.Text(), done: "/done/" + rand.Text(),
		answer: make(chan *url.URL, 1), shown: make(chan struct{}),
	}
}

// serve answers from now on, and returns the one-time link.
func (r *receiver) serve(req auth.Request, log *slog.Logger) string {
	r.startURL, r.accept, r.logout = req.StartURL, req.Accept, req.Hidden
	r.server = &http.Server{
		Handler: r, MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
		ReadHeaderTimeout: exchange, ReadTimeout: exchange, WriteTimeout: exchange, IdleTimeout: exchange,
	}
	go func() { _ = r.server.Serve(r.listener) }()
	return "http://" + r.uri.Host + r.link
}

// letShow waits until the browser has the page that follows the answer, and ends its connection in good order.
func (r *receiver) letShow(ctx context.Context, bound time.Duration) {
	timer := time.NewTimer(bound)
	defer timer.Stop()
	select {
	case <-r.shown:
	case <-timer.C:
	case <-ctx.Done():
	}
	ctx, cancel := context.WithTimeout(ctx, farewell)
	defer cancel()
	_ = r.server.Shutdown(ctx) // what is left then, close ends
}

// close ends everything.
func (r *receiver) close() {
	if r.server != nil {
		_ = r.server.Close()
	}
	_ = r.listener.Close()
}
