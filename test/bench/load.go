//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// lateAnswers bounds the wait for the answers to what was sent in a turn. It is longer than the API takes over any request.
const lateAnswers = 10 * time.Second

// generator sends requests from one thread, on the core of the load. It never sleeps: a client that waits in the kernel has to be
// woken for every answer. On a virtual machine, that costs the server several times what is to be measured.
type generator struct {
	epoll int
	byFD  map[int32]*connection
}

// newGenerator locks the calling goroutine to a thread on the core of the load, until close.
func newGenerator() (*generator, error) {
	runtime.LockOSThread()
	var core unix.CPUSet
	core.Set(loadCore)
	epoll, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	return &generator{epoll, map[int32]*connection{}}, errors.Join(err, unix.SchedSetaffinity(0, &core))
}

// close leaves the thread locked, so that it ends with its goroutine and takes its core along.
func (g *generator) close() {
	for _, c := range g.byFD {
		unix.Close(c.fd)
	}
	unix.Close(g.epoll)
}

// stream is a sequence of requests that differ in the token. Each of its connections sends one request after the other.
type stream struct {
	address, path string
	tokens        []string // one after the other, and from the beginning again
	right         func(answer) bool
	connections   int
	rate          float64 // requests a second, at most; 0 is as fast as the answers come

	idle           []*connection
	opened         int
	sent, answered int
	buffer         []byte
}

func (g *generator) stream(s *server, path string, tokens []string, right func(answer) bool) *stream {
	return &stream{address: s.address, path: path, tokens: tokens, right: right, connections: connections}
}

// turn lets streams send for some time and waits for the last answers. It returns the answers a second of the first stream. A
// wrong answer is an error.
func (g *generator) turn(ctx context.Context, length time.Duration, streams ...*stream) (rate float64, err error) {
	for _, s := range streams {
		for ; s.opened < s.connections; s.opened++ {
			if err := g.connect(s); err != nil {
				return 0, err
			}
		}
	}
	start, first := time.Now(), streams[0]
	sent := make([]int, len(streams))
	answered := first.answered
	for waits := true; waits; {
		passed := time.Since(start)
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		if passed > length+lateAnswers {
			return 0, fmt.Errorf("%s: no answer for %v", first.path, lateAnswers)
		}
		waits = passed < length
		for i, s := range streams {
			for passed < length && len(s.idle) > 0 && (s.rate == 0 || float64(sent[i]) < s.rate*passed.Seconds()) {
				if err := s.send(); err != nil {
					return 0, err
				}
				sent[i]++
			}
			waits = waits || s.answered < s.sent
		}
		if err := g.read(); err != nil {
			return 0, err
		}
		if rate == 0 && passed >= length && first.answered == first.sent {
			rate = float64(first.answered-answered) / time.Since(start).Seconds()
		}
	}
	return rate, nil
}

// sendAll sends each token of a stream at least once.
func (g *generator) sendAll(ctx context.Context, s *stream) error {
	for s.sent < len(s.tokens) {
		if _, err := g.turn(ctx, turn, s); err != nil {
			return err
		}
	}
	return nil
}

// read takes the answers that have arrived.
func (g *generator) read() error {
	var events [64]unix.EpollEvent
	n, err := unix.EpollWait(g.epoll, events[:], 0)
	if err != nil && !errors.Is(err, unix.EINTR) {
		return err
	}
	for _, event := range events[:max(n, 0)] {
		if err := g.byFD[event.Fd].read(); err != nil {
			return err
		}
	}
	return nil
}

// connect opens a connection of a stream.
func (g *generator) connect(s *stream) error {
	address, err := net.ResolveTCPAddr("tcp4", s.address)
	if err != nil {
		return err
	}
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	c := &connection{fd: fd, stream: s}
	g.byFD[int32(fd)] = c
	s.idle = append(s.idle, c)
	return errors.Join(
		unix.Connect(fd, &unix.SockaddrInet4{Port: address.Port, Addr: [4]byte(address.IP.To4())}),
		unix.SetNonblock(fd, true),
		unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1),
		unix.EpollCtl(g.epoll, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(fd)}),
	)
}

// send writes the next request on the connection that has waited longest.
func (s *stream) send() error {
	c := s.idle[0]
	s.idle = s.idle[1:]
	s.buffer = fmt.Appendf(s.buffer[:0], "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n",
		s.path, s.address, s.tokens[s.sent%len(s.tokens)])
	s.sent++
	n, err := unix.Write(c.fd, s.buffer)
	if err == nil && n < len(s.buffer) {
		err = io.ErrShortWrite // A request is smaller than what a socket takes.
	}
	return err
}

// connection is one of a stream's.
type connection struct {
	fd      int
	stream  *stream
	pending []byte
}

// read takes what is there, and checks the answer once it is complete.
func (c *connection) read() error {
	var piece [4 << 10]byte
	n, err := unix.Read(c.fd, piece[:])
	switch {
	case errors.Is(err, unix.EAGAIN) || errors.Is(err, unix.EINTR):
		return nil
	case err != nil:
		return err
	case n == 0:
		return io.ErrUnexpectedEOF
	}
	c.pending = append(c.pending, piece[:n]...)
	a, complete, err := parse(c.pending)
	if err != nil || !complete {
		return err
	}
	if !c.stream.right(a) {
		return fmt.Errorf("%s answered %d %q", c.stream.path, a.status, a.body)
	}
	c.stream.answered++
	c.stream.idle = append(c.stream.idle, c)
	c.pending = c.pending[:0]
	return nil
}
