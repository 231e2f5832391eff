package api

import (
	"context"
	"net"
	"sync"
	"time"
)

// sweepInterval is how late a deadline may take effect.
const sweepInterval = 250 * time.Millisecond

// sweeper keeps the deadlines of all connections. net/http sets five in each request, and moves nearly all of them before they pass.
// For package net each of them is a timer; here it is a number, which a sweep compares with the clock.
type sweeper struct {
	net.Listener
	began time.Time
	mu    sync.Mutex
	open  map[*sweptConn]struct{}
}

func newSweeper(listener net.Listener) *sweeper {
	return &sweeper{Listener: listener, began: time.Now(), open: map[*sweptConn]struct{}{}}
}

// Accept implements [net.Listener].
func (s *sweeper) Accept() (net.Conn, error) {
	c, err := s.Listener.Accept()
	if err != nil {
		return nil, err
	}
	swept := &sweptConn{Conn: c, sweeper: s}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[swept] = struct{}{}
	return swept, nil
}

// run sweeps until ctx ends.
func (s *sweeper) run(ctx context.Context) {
	ticker := time.NewTicker(sweepInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticker.C:
			s.sweep(now)
		}
	}
}

func (s *sweeper) sweep(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.open {
		c.expire(now)
	}
}

// sweptConn is a connection whose deadlines take effect at the next sweep after they have passed.
type sweptConn struct {
	net.Conn
	sweeper *sweeper

	mu          sync.Mutex
	read, write deadline
}

// deadline is one that net/http has set.
type deadline struct {
	at     time.Time // zero is never
	passed bool      // It has taken effect.
}

// SetReadDeadline implements [net.Conn].
func (c *sweptConn) SetReadDeadline(at time.Time) error {
	return c.set(&c.read, at, net.Conn.SetReadDeadline)
}

// SetWriteDeadline implements [net.Conn].
func (c *sweptConn) SetWriteDeadline(at time.Time) error {
	return c.set(&c.write, at, net.Conn.SetWriteDeadline)
}

// SetDeadline implements [net.Conn].
func (c *sweptConn) SetDeadline(at time.Time) error {
	if err := c.SetReadDeadline(at); err != nil {
		return err
	}
	return c.SetWriteDeadline(at)
}

// set lets a deadline take effect at once if it is older than the server. With one of 1970 net/http ends its own reading. Any other
// waits for the next sweep even if it has passed, because reading the clock costs more than the rest of set.
func (c *sweptConn) set(d *deadline, at time.Time, apply func(net.Conn, time.Time) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	d.at = at
	switch {
	case !at.IsZero() && at.Before(c.sweeper.began):
		d.passed = true
		return apply(c.Conn, at)
	case d.passed:
		d.passed = false
		return apply(c.Conn, time.Time{})
	}
	return nil
}

// expire lets the deadlines take effect that have passed. It holds the lock meanwhile, so that none is moved.
func (c *sweptConn) expire(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.read.expire(c.Conn, now, net.Conn.SetReadDeadline)
	c.write.expire(c.Conn, now, net.Conn.SetWriteDeadline)
}

func (d *deadline) expire(c net.Conn, now time.Time, apply func(net.Conn, time.Time) error) {
	if !d.passed && !d.at.IsZero() && !now.Before(d.at) {
		d.passed = true
		_ = apply(c, d.at) // A connection that is closed needs none.
	}
}

// Close implements [net.Conn].
func (c *sweptConn) Close() error {
	c.sweeper.mu.Lock()
	delete(c.sweeper.open, c)
	c.sweeper.mu.Unlock()
	return c.Conn.Close()
}
