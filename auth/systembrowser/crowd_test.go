package systembrowser

import (
	"net"
	"net/http"
	"net/url"
	"sync"
	"testing"

	"wails-openid-oauth/auth"
)

// TestIdleConnections has a program hold more connections than the listener keeps. The browser gets through, although
// in a queue it would have to wait until all of them time out.
func TestIdleConnections(t *testing.T) {
	for name, hold := range map[string]func(*testing.T, net.Conn){
		"silent": func(*testing.T, net.Conn) {},
		"slow": func(t *testing.T, conn net.Conn) {
			if _, err := conn.Write([]byte("GET /callback HTTP/1.1\r\nX-Slow: ")); err != nil {
				t.Log(err) // it was closed already
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFlow(t)
			for range 200 {
				conn, err := net.DialTimeout("tcp", f.uri.Host, waitLimit)
				if err != nil {
					t.Fatal(err)
				}
				defer conn.Close()
				hold(t, conn)
			}
			f.goesOn()
		})
	}
}

// TestTheCrowd checks the bound itself: the oldest connection is closed, and a closed one does not count.
func TestTheCrowd(t *testing.T) {
	var c crowd
	closed := map[int]bool{}
	join := func(n int) net.Conn {
		conn := &heldConn{close: func() { closed[n] = true }}
		c.follow(conn, http.StateNew)
		return conn
	}
	leaver := join(0)
	for n := 1; n < maxConnections; n++ {
		join(n)
	}
	c.follow(leaver, http.StateActive)
	c.follow(leaver, http.StateIdle)
	c.follow(leaver, http.StateClosed)
	join(maxConnections)
	if len(closed) != 0 {
		t.Fatalf("%d connections were closed before there were too many", len(closed))
	}
	join(maxConnections + 1)
	join(maxConnections + 2)
	if len(closed) != 2 || !closed[1] || !closed[2] || len(c.open) != maxConnections {
		t.Errorf("%d connections are open, closed were %v; want the two oldest closed", len(c.open), closed)
	}
}

type heldConn struct {
	net.Conn
	once  sync.Once
	close func()
}

func (c *heldConn) Close() error {
	c.once.Do(c.close)
	return nil
}

// TestTheBounds checks the bounds on one connection, and that the listener counts its connections.
func TestTheBounds(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := newReceiver(listener, &url.URL{}, newLook(Options{}))
	r.serve(auth.Request{}, New(Options{}).opts.Log)
	defer r.close()
	if s := r.server; s.ReadHeaderTimeout != exchange || s.ReadTimeout != exchange || s.WriteTimeout != exchange ||
		s.IdleTimeout != exchange || s.MaxHeaderBytes != maxHeader || s.ConnState == nil {
		t.Errorf("the bounds are %+v", s)
	}
	conn := &heldConn{close: func() {}}
	r.server.ConnState(conn, http.StateNew)
	if len(r.crowd.open) != 1 {
		t.Error("the listener does not count its connections")
	}
	r.server.ConnState(conn, http.StateClosed)
}
