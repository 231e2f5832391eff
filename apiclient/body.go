package apiclient

import (
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"
)

// errRetired is the error for a RoundTripper that still reads a body after the request was given up.
var errRetired = errors.New("the request was given up")

// sentBody is a request's body while it is sent. It reports progress to the watch, and keeps the error of a Read.
type sentBody struct {
	body  io.ReadCloser
	watch *watch
	// reading holds one value during a Read.
	reading chan struct{}
	closed  atomic.Bool
	close   func() error
	failure atomic.Pointer[error]
}

func newSentBody(body io.ReadCloser, watch *watch) *sentBody {
	return &sentBody{body: body, watch: watch, reading: make(chan struct{}, 1), close: sync.OnceValue(body.Close)}
}

// Read implements [io.Reader]. The time that the caller's own body takes does not count as the API's.
func (b *sentBody) Read(p []byte) (int, error) {
	b.reading <- struct{}{}
	defer func() { <-b.reading }()
	if b.closed.Load() {
		return 0, errRetired
	}
	b.watch.pause()
	defer b.watch.restart()
	n, err := b.body.Read(p)
	if err != nil && err != io.EOF && !b.closed.Load() {
		b.failure.CompareAndSwap(nil, &err)
	}
	return n, err
}

// Close implements [io.Closer]. It may be called during a Read, and ends that Read if the caller's body supports that.
func (b *sentBody) Close() error {
	b.closed.Store(true)
	return b.close()
}

// retire closes the body and returns when nothing reads it any longer. It returns ctx's cause if ctx ends first.
func (b *sentBody) retire(ctx context.Context) error {
	select {
	case b.reading <- struct{}{}:
		_ = b.Close()
		<-b.reading
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// failed returns the error of a Read, or nil.
func (b *sentBody) failed() error {
	if err := b.failure.Load(); err != nil {
		return *err
	}
	return nil
}

// endsWith returns an answer's body that calls end when it is closed. The body of an answer 101 can also be written to.
func endsWith(body io.ReadCloser, end func()) io.ReadCloser {
	ending := &endingBody{body, end}
	if writer, ok := body.(io.Writer); ok {
		return struct {
			io.ReadCloser
			io.Writer
		}{ending, writer}
	}
	return ending
}

type endingBody struct {
	io.ReadCloser
	end func()
}

// Close implements [io.Closer].
func (b *endingBody) Close() error {
	defer b.end()
	return b.ReadCloser.Close()
}
