//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// generator sends streams of requests from one thread, and never sleeps: a client that waits in the kernel has to be woken
// for every answer, which costs the server, on a virtual machine, several times what is to be measured.
type generator struct {
	epoll   int
	streams []*stream
	byFD    map[int32]*connection
	lanes   int
	slice   time.Duration
	start   time.Time

	polls, empty int
}

// unfit is how much of the beginning of a slice does not count, in parts of it: requests of the slice before are under way.
const unfit = 4

// generate runs the streams for the given number of slices. In each slice, only the streams of one lane send; the lanes take turns.
// It returns the part of the time in which it had nothing to do.
func generate(ctx context.Context, streams []*stream, slice time.Duration, slices int) (idle float64, err error) {
	g := &generator{streams: streams, lanes: lanesOf(streams), byFD: map[int32]*connection{}, slice: slice}
	if g.epoll, err = unix.EpollCreate1(unix.EPOLL_CLOEXEC); err != nil {
		return 0, err
	}
	defer unix.Close(g.epoll)
	defer func() {
		for _, c := range g.byFD {
			unix.Close(c.fd)
		}
	}()
	for _, s := range streams {
		s.slices = make([]int, slices)
		for range s.connections {
			if err := g.connect(s); err != nil {
				return 0, err
			}
		}
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	g.start = time.Now()
	for {
		now := time.Now()
		number := int(now.Sub(g.start) / slice)
		if number >= slices {
			return float64(g.empty) / float64(g.polls), nil
		}
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		if err := g.turn(number, now); err != nil {
			return 0, err
		}
	}
}

// turn sends the requests that are due, and reads the answers that have arrived.
func (g *generator) turn(number int, now time.Time) error {
	for _, s := range g.streams {
		for s.maySend(number%g.lanes, now.Sub(g.start)) {
			if err := s.send(); err != nil {
				return err
			}
		}
	}
	var events [64]unix.EpollEvent
	n, err := unix.EpollWait(g.epoll, events[:], 0)
	if err != nil && !errors.Is(err, unix.EINTR) {
		return err
	}
	if g.polls++; n <= 0 {
		g.empty++
	}
	counts := now.Sub(g.start)-time.Duration(number)*g.slice >= g.slice/unfit
	for _, event := range events[:max(n, 0)] {
		c := g.byFD[event.Fd]
		complete, err := c.read()
		if err != nil {
			return fmt.Errorf("row %d, slice %d: %w", c.stream.row, number, err)
		}
		if complete && counts && c.stream.lane == number%g.lanes { // On a busy machine one may be later than that.
			c.stream.slices[number]++
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
	to := &unix.SockaddrInet4{Port: address.Port, Addr: [4]byte(address.IP.To4())}
	err = errors.Join(
		unix.Connect(fd, to),
		unix.SetNonblock(fd, true),
		unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1),
		unix.EpollCtl(g.epoll, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(fd)}),
	)
	s.idle = append(s.idle, c)
	return err
}
