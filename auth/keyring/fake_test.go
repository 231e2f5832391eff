package keyring

import (
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"sync"

	gokeyring "github.com/zalando/go-keyring"
)

// call is one call of the backend.
type call struct {
	n    int // counted from 0
	op   string
	name string
}

// fault is what a call does instead of its work.
type fault int

const (
	none    fault = iota
	fails         // an error, and no effect
	ignored       // no error and no effect, as when a prompt is dismissed; a read works as usual
)

var errFake = errors.New("the keyring failed")

// fake is a keyring in memory with the limits of all systems, whose faults can be set.
type fake struct {
	mu      sync.Mutex
	entries map[string]string
	calls   []call
	// fault chooses the fault of each call.
	fault func(call) fault
	// hangs, when set, blocks every call until it is closed.
	hangs chan struct{}
}

func newFake() *fake { return &fake{entries: map[string]string{}} }

// copyOf is a keyring with the same entries, and no faults.
func (f *fake) copyOf() *fake { return &fake{entries: maps.Clone(f.entries)} }

// count returns how often op was called.
func (f *fake) count(op string) int {
	n := 0
	for _, c := range f.calls {
		if c.op == op {
			n++
		}
	}
	return n
}

// enter begins a call. The caller calls leave when it is done.
func (f *fake) enter(op, name string) (leave func(), now fault) {
	f.mu.Lock()
	hangs := f.hangs
	f.mu.Unlock()
	if hangs != nil {
		<-hangs
	}
	f.mu.Lock()
	c := call{len(f.calls), op, name}
	f.calls = append(f.calls, c)
	if f.fault != nil {
		now = f.fault(c)
	}
	return f.mu.Unlock, now
}

func (f *fake) Get(service, user string) (string, error) {
	leave, now := f.enter("get", user)
	defer leave()
	text, ok := f.entries[service+"/"+user]
	switch {
	case now == fails:
		return "", errFake
	case !ok:
		return "", gokeyring.ErrNotFound
	}
	return text, nil
}

func (f *fake) Set(service, user, password string) error {
	leave, now := f.enter("set", user)
	defer leave()
	command := fmt.Sprintf("add-generic-password -U -s %s -a %s -w 'go-keyring-base64:%s'\n",
		service, user, base64.StdEncoding.EncodeToString([]byte(password)))
	switch {
	case now == fails:
		return errFake
	case now == ignored:
		return nil
	case len(password) > 2560 || len(command) > 4096:
		return gokeyring.ErrSetDataTooBig
	}
	f.entries[service+"/"+user] = password
	return nil
}

func (f *fake) Delete(service, user string) error {
	leave, now := f.enter("delete", user)
	defer leave()
	_, ok := f.entries[service+"/"+user]
	switch {
	case now == fails:
		return errFake
	case now == ignored:
		return nil
	case !ok:
		return gokeyring.ErrNotFound
	}
	delete(f.entries, service+"/"+user)
	return nil
}
