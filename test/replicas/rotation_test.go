//go:build replicas

package replicas

import (
	"net/http"
	"sync"
	"testing"
	"time"
)

// coolDown sends each replica a token of an unknown key, so that each has just fetched the keys. The next unknown key has to wait
// for the cool-down.
func (s *system) coolDown(t *testing.T) {
	t.Helper()
	for _, r := range s.replicas {
		if status := s.tell(t, r, junk(r.issuer)); status != http.StatusUnauthorized {
			t.Errorf("%s answers %d to a token of an unknown key", r.name, status)
		}
	}
}

// rotate changes the provider's key, withdraws the old key, and gives the usual clients new tokens, all at once.
func (s *system) rotate(t *testing.T) {
	t.Helper()
	fresh, held := deck(s.provider.url, s.new), []request(nil)
	for _, r := range fresh {
		if r.kind == "valid" {
			r.kind += ", of the new key"
			fresh = append(fresh, r)
		}
	}
	for _, r := range *s.kept.Load() {
		if r.kind == "valid" {
			r.kind += ", of the withdrawn key"
			held = append(held, r)
		}
	}
	s.old.state.Store(leaving)
	s.provider.published.Store(s.new)
	s.current.Store(&fresh)
	s.kept.Store(&held)
}

// change waits until every replica accepts the new key and refuses the old one. Meanwhile it restarts one of them, while requests
// in it wait for the new key.
func (s *system) change(t *testing.T) {
	t.Helper()
	var others sync.WaitGroup
	t.Cleanup(others.Wait)
	for _, r := range s.replicas[1:] {
		others.Go(func() { s.refusesOld(t, r) })
	}
	s.restart(t, s.replicas[0])
	s.refusesOld(t, s.replicas[0])
	others.Wait()
	s.old.state.Store(gone)
}

// refusesOld sends requests to a replica directly, because behind HAProxy the replicas look the same. The replica must accept the
// new key, and refuse the old one ten seconds later at the latest.
func (s *system) refusesOld(t *testing.T, r *replica) {
	if status := s.tell(t, r, valid(r.issuer, s.new)); status != http.StatusOK {
		t.Errorf("A-JWKS-ROTATE: %s answers %d to a token of the new key", r.name, status)
	}
	for since := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		sent := time.Now()
		switch status := s.tell(t, r, valid(r.issuer, s.old)); {
		case status == http.StatusUnauthorized:
			return
		case status != http.StatusOK:
			t.Errorf("%s answers %d to a token of the old key", r.name, status)
			return
		case sent.Sub(since) > 10*time.Second:
			t.Errorf("%s still accepts the withdrawn key", r.name)
			return
		}
	}
}

// tell sends a request to a replica directly, and returns the status of the answer.
func (s *system) tell(t *testing.T, r *replica, request request) int {
	client := &http.Client{Timeout: longest, Transport: new(http.Transport)}
	defer client.CloseIdleConnections()
	got, _, err := askPatiently(client, r.base(), request)
	if err != nil {
		t.Errorf("%s: %v", r.name, err)
	}
	return got.Status
}
