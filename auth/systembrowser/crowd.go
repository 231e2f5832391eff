package systembrowser

import (
	"net"
	"net/http"
	"slices"
	"sync"
)

// crowd bounds the open connections of a listener. It accepts every new one and closes the oldest when there are too
// many, so that a program with many idle connections cannot keep the browser out. A browser whose idle connection was
// closed opens a new one.
type crowd struct {
	mu   sync.Mutex
	open []net.Conn // oldest first
}

// follow is an [http.Server.ConnState] hook.
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
