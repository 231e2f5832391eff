package systembrowser

import (
	"net"
	"net/http"
	"slices"
	"sync"
)

// crowd bounds the open connections of a listener. Every new one is let in, and the oldest goes when there are too many:
// a program that holds connections and says nothing on them cannot keep the browser out. A browser opens a new connection
// when an idle one was closed.
type crowd struct {
	mu   sync.Mutex
	open []net.Conn // oldest first
}

// follow is for [http.Server.ConnState].
func (c *crowd) follow(conn net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch state {
	case http.StateNew:
		c.open = append(c.open, conn)
		if len(c.open) > maxConnections {
			_ = c.open[0].Close()
			c.open = slices.Delete(c.open, 0, 1)
		}
	case http.StateClosed:
		c.open = slices.DeleteFunc(c.open, func(other net.Conn) bool { return other == conn })
	}
}
