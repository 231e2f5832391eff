package idp

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"slices"
	"sync"
)

// Fault is a failure on demand. What it does is the first of Hang, Drop and Status that is set; with none of them,
// the request is answered as usual (after Gate, if there is one).
type Fault struct {
	// Path is the endpoint that fails; empty means all of them.
	Path string
	// Times is the number of requests that fail; 0 means until the fault is cleared.
	Times int
	// Late lets the provider handle the request first, and then drops the answer: for example, a refresh token is rotated,
	// but the client never gets the new one.
	Late bool
	// Gate holds the request until the channel is closed: latency that a test controls.
	Gate <-chan struct{}
	// Hang holds the request until the client gives up. Clearing the fault releases it; it is then answered as usual.
	Hang bool
	// Drop closes the connection without an answer.
	Drop bool
	// Status, Header and Body are the answer.
	Status int
	Header http.Header
	Body   string
}

// activeFault stays in the list after its last time, so that clearing it releases what it still holds.
type activeFault struct {
	Fault
	left    int
	cleared chan struct{}
}

type faults struct {
	mu     sync.Mutex
	active []*activeFault
}

// maxBody bounds the part of a request's body that is read, in bytes.
const maxBody = 1 << 20

// Inject makes requests fail. Of several faults that fit a request the oldest counts. The result clears the fault, and
// may be called more than once.
func (p *Provider) Inject(fault Fault) (clear func()) {
	active := &activeFault{Fault: fault, left: fault.Times, cleared: make(chan struct{})}
	p.faults.mu.Lock()
	defer p.faults.mu.Unlock()
	p.faults.active = append(p.faults.active, active)
	return func() { p.faults.clear(func(other *activeFault) bool { return other == active }) }
}

// ClearFaults ends every fault and releases every request that one of them holds.
func (p *Provider) ClearFaults() { p.faults.clear(func(*activeFault) bool { return true }) }

func (f *faults) clear(matches func(*activeFault) bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.active = slices.DeleteFunc(f.active, func(fault *activeFault) bool {
		if matches(fault) {
			close(fault.cleared)
			return true
		}
		return false
	})
}

// next returns the fault that a request meets, or nil.
func (f *faults) next(path string) *activeFault {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, fault := range f.active {
		if (fault.Path != "" && fault.Path != path) || (fault.Times > 0 && fault.left == 0) {
			continue
		}
		fault.left--
		return fault
	}
	return nil
}

func (f *faults) serve(w http.ResponseWriter, r *http.Request, handler http.Handler) {
	fault := f.next(r.URL.Path)
	if fault == nil {
		handler.ServeHTTP(w, r)
		return
	}
	// The server notices that the client has gone only once the body is read.
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	fault.strike(w, r, handler)
}

// strike answers a request as the fault says.
func (f *activeFault) strike(w http.ResponseWriter, r *http.Request, handler http.Handler) {
	if f.Late {
		answer := Buffer(handler, r)
		handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { answer.Send(w) })
	}
	if f.Gate != nil {
		f.wait(r, f.Gate)
	}
	switch {
	case f.Hang:
		f.wait(r, nil)
		handler.ServeHTTP(w, r)
	case f.Drop:
		panic(http.ErrAbortHandler) // the server closes the connection, and logs nothing
	case f.Status != 0:
		maps.Copy(w.Header(), f.Header)
		w.WriteHeader(f.Status)
		_, _ = io.WriteString(w, f.Body)
	default:
		handler.ServeHTTP(w, r)
	}
}

// wait returns when the gate opens or the fault is cleared. It does not when the client gives up.
func (f *activeFault) wait(r *http.Request, gate <-chan struct{}) {
	select {
	case <-gate:
	case <-f.cleared:
	case <-r.Context().Done():
		panic(http.ErrAbortHandler)
	}
}
