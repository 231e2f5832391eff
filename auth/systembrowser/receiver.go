package systembrowser

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"wails-openid-oauth/auth"
)

// Bounds on what a local process can use of the listener.
const (
	maxConnections = 128
	maxHeader      = 32 << 10        // bytes; authorization codes may have a few thousand
	exchange       = 5 * time.Second // for one request, one response, and an idle connection
	answerGrace    = 250 * time.Millisecond
)

// receiver receives the answer to one request, on its own socket.
type receiver struct {
	listener net.Listener
	uri      *url.URL // the redirect URI
	server   *http.Server
	crowd    crowd
	running  sync.WaitGroup // the server and its connections
	// done is the path of the page after the answer. It is random and cannot be guessed.
	done     string
	startURL string
	accept   func(*url.URL) bool
	logout   bool
	ways     ways
	*look

	answer   chan *url.URL
	used     chan struct{} // closed when a browser was first sent to the provider
	useOnce  sync.Once
	shown    chan struct{} // closed when the page after the answer was sent
	showOnce sync.Once
	twice    chan struct{} // closed when a link was opened in two browsers

	// cookie is the name of the cookie that tells browsers apart.
	cookie string
	// mu guards the fields below. accept is called with it held, so one call at a time.
	mu                 sync.Mutex
	automatic, offered *link
	further            []*link
	owner              string // the cookie of the browser that the answer must come from; empty before a link was used
	chosen             string // the browser of the last link that the user asked for; empty before one was used
	taken              *words // the page after the answer; nil before it
	ended              bool   // a link was opened in two browsers
}

func newReceiver(listener net.Listener, uri *url.URL, l *look) *receiver {
	return &receiver{
		listener: listener, uri: uri, look: l, done: "/done/" + rand.Text(), cookie: "login-" + rand.Text(),
		automatic: newLink(), offered: newLink(),
		answer: make(chan *url.URL, 1), used: make(chan struct{}), shown: make(chan struct{}), twice: make(chan struct{}),
	}
}

// serve starts the server.
func (r *receiver) serve(req auth.Request, log *slog.Logger) {
	r.startURL, r.accept, r.logout = req.StartURL, req.Accept, req.Hidden
	r.server = &http.Server{
		Handler: r, MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug), ConnState: r.follow,
		ReadHeaderTimeout: exchange, ReadTimeout: exchange, WriteTimeout: exchange, IdleTimeout: exchange,
	}
	r.running.Go(func() { _ = r.server.Serve(r.listener) })
}

// follow is an [http.Server.ConnState] hook. The server reports a new connection before Serve can return, and a closed
// one after its last request.
func (r *receiver) follow(conn net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		r.running.Add(1)
	case http.StateClosed:
		r.running.Done()
	}
	r.crowd.follow(conn, state)
}

// url returns the full URL of a link.
func (r *receiver) url(l *link) string { return "http://" + r.uri.Host + l.path }

// isUsed reports whether a browser was sent to the provider.
func (r *receiver) isUsed() bool {
	select {
	case <-r.used:
		return true
	default:
		return false
	}
}

// hasEnded reports whether a link was opened in two browsers.
func (r *receiver) hasEnded() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ended
}

// letShow waits until the browser has the page after the answer. It ends after bound, with ctx, or when the link was
// opened twice.
func (r *receiver) letShow(ctx context.Context, bound time.Duration) {
	timer := time.NewTimer(bound)
	defer timer.Stop()
	select {
	case <-r.shown:
	case <-r.twice:
	case <-timer.C:
	case <-ctx.Done():
	}
}

// leave lets connections finish, for at most answerGrace.
func (r *receiver) leave(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, answerGrace)
	defer cancel()
	_ = r.server.Shutdown(ctx) // close ends the rest
}

// use records that a browser was sent to the provider, and removes the files.
func (r *receiver) use() {
	r.useOnce.Do(func() { close(r.used) })
	r.ways.remove()
}

// close ends the server and waits for the requests under way. After it, accept is not called any more.
func (r *receiver) close() {
	r.ways.close()
	if r.server != nil {
		_ = r.server.Close()
	}
	_ = r.listener.Close()
	r.running.Wait()
}
