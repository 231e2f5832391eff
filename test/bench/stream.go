//go:build linux

package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// stream sends requests of one kind on its own persistent connections. Each connection sends one request after the other.
type stream struct {
	row           row
	address, path string
	tokens        []string // one after the other, and from the beginning again
	right         func(answer) bool
	connections   int
	rate          float64 // a second, at most; 0 is as fast as the answers come
	lane          int     // in whose slices it sends

	idle    []*connection
	budget  float64       // requests that may be sent, where there is a rate
	last    time.Duration // when that was last reckoned
	buffer  []byte        // of the request that is sent
	sent    int
	wrong   int
	example string // of a wrong answer
	slices  []int  // answers in each slice, without its beginning
}

// answer is what came back.
type answer struct {
	status       int
	header, body []byte
}

// lanesOf is how many lanes streams have.
func lanesOf(streams []*stream) int {
	return 1 + slices.MaxFunc(streams, func(a, b *stream) int { return cmp.Compare(a.lane, b.lane) }).lane
}

// maySend reports whether a request is due. It is called continuously, with the time since the beginning.
func (s *stream) maySend(lane int, passed time.Duration) bool {
	since := passed - s.last
	s.last = passed
	if s.lane != lane || len(s.idle) == 0 {
		return false
	}
	if s.rate == 0 {
		return true
	}
	s.budget = min(s.budget+s.rate*since.Seconds(), float64(s.connections))
	return s.budget >= 1
}

// send writes the next request on a connection that has nothing to do.
func (s *stream) send() error {
	c := s.idle[0] // The one that has waited longest, so that the server closes none as unused.
	s.idle = s.idle[1:]
	token := s.tokens[s.sent%len(s.tokens)]
	s.sent++
	s.budget--
	s.buffer = append(s.buffer[:0], "GET "...)
	s.buffer = append(s.buffer, s.path...)
	s.buffer = append(s.buffer, " HTTP/1.1\r\nHost: "...)
	s.buffer = append(s.buffer, s.address...)
	s.buffer = append(s.buffer, "\r\nAuthorization: Bearer "...)
	s.buffer = append(s.buffer, token...)
	s.buffer = append(s.buffer, "\r\n\r\n"...)
	n, err := unix.Write(c.fd, s.buffer)
	if err == nil && n < len(s.buffer) {
		err = io.ErrShortWrite // A request is smaller than what a socket takes.
	}
	return err
}

// check looks at all of an answer.
func (s *stream) check(a answer) {
	if s.right(a) {
		return
	}
	if s.wrong++; s.wrong == 1 {
		s.example = fmt.Sprintf("%s answered %d %q", s.path, a.status, a.body)
	}
}

// connection is one of a stream's.
type connection struct {
	fd      int
	stream  *stream
	pending []byte
}

// read takes what is there, and reports whether the answer is complete.
func (c *connection) read() (complete bool, err error) {
	var piece [4 << 10]byte
	n, err := unix.Read(c.fd, piece[:])
	switch {
	case err == unix.EAGAIN || err == unix.EINTR:
		return false, nil
	case err != nil:
		return false, err
	case n == 0:
		return false, io.ErrUnexpectedEOF
	}
	c.pending = append(c.pending, piece[:n]...)
	a, complete, err := parse(c.pending)
	if complete {
		c.stream.check(a)
		c.stream.idle = append(c.stream.idle, c)
		c.pending = c.pending[:0]
	}
	return complete, err
}

var (
	endOfHeader   = []byte("\r\n\r\n")
	contentLength = []byte("\r\nContent-Length: ")
)

// parse reads the answers of our own servers, which say how long they are: net/http's reader takes longer than some of
// them to answer.
func parse(text []byte) (a answer, complete bool, err error) {
	header, body, found := bytes.Cut(text, endOfHeader)
	if !found {
		return answer{}, false, nil
	}
	_, length, found := bytes.Cut(header, contentLength)
	if !found || len(header) < len("HTTP/1.1 200") {
		return answer{}, false, fmt.Errorf("no length in %q", header)
	}
	length, _, _ = bytes.Cut(length, []byte("\r\n"))
	n, err := strconv.Atoi(string(length))
	if err != nil {
		return answer{}, false, err
	}
	status, err := strconv.Atoi(string(header[len("HTTP/1.1 "):][:3]))
	if err != nil || len(body) < n {
		return answer{}, false, err
	}
	return answer{status, header, body}, true, nil
}
