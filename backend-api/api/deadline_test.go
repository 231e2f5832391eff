package api

import (
	"net"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// plainConn is a connection that records what deadlines it gets.
type plainConn struct {
	net.Conn
	reading, writing []time.Time
	closed           bool
}

func (c *plainConn) SetReadDeadline(at time.Time) error {
	c.reading = append(c.reading, at)
	return nil
}

func (c *plainConn) SetWriteDeadline(at time.Time) error {
	c.writing = append(c.writing, at)
	return nil
}

func (c *plainConn) Close() error {
	c.closed = true
	return nil
}

// oneConn is a listener that accepts one connection.
type oneConn struct {
	net.Listener
	conn net.Conn
}

func (l oneConn) Accept() (net.Conn, error) { return l.conn, nil }

func TestDeadlines(t *testing.T) {
	never, now := time.Time{}, time.Now()
	past, soon, later := now.Add(-time.Hour), now.Add(time.Hour), now.Add(2*time.Hour)
	for _, tt := range []struct {
		name string
		do   func(c net.Conn, sweep func(time.Time))
		want []time.Time // what the plain connection gets
	}{
		{"one that has not passed costs nothing", func(c net.Conn, sweep func(time.Time)) {
			c.SetReadDeadline(soon)
			sweep(now)
		}, nil},
		{"one that has passed takes effect once", func(c net.Conn, sweep func(time.Time)) {
			c.SetReadDeadline(soon)
			sweep(soon)
			sweep(later)
		}, []time.Time{soon}},
		{"one that was moved takes no effect", func(c net.Conn, sweep func(time.Time)) {
			c.SetReadDeadline(soon)
			c.SetReadDeadline(later)
			sweep(soon)
			c.SetReadDeadline(never)
			sweep(later)
		}, nil},
		{"one of the past takes effect at once, and goes again", func(c net.Conn, sweep func(time.Time)) {
			c.SetReadDeadline(past)
			c.SetReadDeadline(never)
			c.SetReadDeadline(past)
			c.SetReadDeadline(soon)
			sweep(now)
		}, []time.Time{past, never, past, never}},
		{"one that has passed goes again, and the next one counts", func(c net.Conn, sweep func(time.Time)) {
			c.SetReadDeadline(soon)
			sweep(soon)
			c.SetReadDeadline(later)
			sweep(soon)
			sweep(later)
		}, []time.Time{soon, never, later}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var plain plainConn
			s := newSweeper(oneConn{conn: &plain})
			c, err := s.Accept()
			if err != nil {
				t.Fatal(err)
			}
			tt.do(c, s.sweep)
			if diff := cmp.Diff(tt.want, plain.reading); diff != "" || plain.writing != nil {
				t.Errorf("reading: %s; writing: %v", diff, plain.writing)
			}
		})
	}
}

// Reading and writing have a deadline each, and a connection that was closed has none.
func TestDeadlinesOfWriting(t *testing.T) {
	var plain plainConn
	s, now := newSweeper(oneConn{conn: &plain}), time.Now()
	c, err := s.Accept()
	if err != nil {
		t.Fatal(err)
	}
	c.SetDeadline(now.Add(time.Hour))
	c.SetReadDeadline(now.Add(3 * time.Hour))
	s.sweep(now.Add(2 * time.Hour))
	if len(plain.reading) != 0 || len(plain.writing) != 1 {
		t.Errorf("reading %v, writing %v", plain.reading, plain.writing)
	}
	if err := c.Close(); err != nil || !plain.closed || len(s.open) != 0 {
		t.Errorf("%v, closed is %t, and %d connections are swept", err, plain.closed, len(s.open))
	}
}
