//go:build replicas

package replicas

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wails-openid-oauth/test/josetest"
)

// These are the numbers of clients of each kind.
const (
	usual    = 10 // they take new tokens when there are some
	holdOuts = 3  // they keep their old tokens
	junkies  = 2  // their tokens have a key that is never published; they start when keys change
)

// system is the provider, the replicas, HAProxy and the clients.
type system struct {
	provider *provider
	replicas []*replica
	balancer *balancer
	load     *load
	old, new *generation
	current  atomic.Pointer[[]request] // requests of the usual clients
	kept     atomic.Pointer[[]request] // requests of the hold-outs
	strange  atomic.Pointer[[]request] // requests of the junkies
}

func newSystem(t *testing.T) *system {
	t.Helper()
	s := &system{old: &generation{kid: "old", key: josetest.Key()}, new: &generation{kid: "new", key: josetest.Other()}}
	s.provider = newProvider(t, s.old)
	s.replicas = newReplicas(t, s.provider.url)
	s.balancer = newBalancer(t, s.replicas)
	s.load = &load{base: s.balancer.base, roots: s.balancer.roots, right: map[string]int{}, wrong: map[string]int{}}
	requests := deck(s.provider.url, s.old)
	s.current.Store(&requests)
	s.kept.Store(&requests)
	s.strange.Store(&[]request{junk(s.provider.url)})
	for _, r := range s.replicas {
		eventually(t, waitLimit, r.name+" is up at HAProxy", func() bool { return s.balancer.up(r.name) })
	}
	return s
}

// begin starts clients that send requests until the returned function is called. That function waits for their last answers.
func (s *system) begin(t *testing.T, clients int, requests *atomic.Pointer[[]request]) (end func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	for n := range uint64(clients) {
		running.Go(func() { s.load.run(ctx, n, requests) })
	}
	end = sync.OnceFunc(func() { cancel(); running.Wait() })
	t.Cleanup(end)
	return end
}

// TestReplicas tests what the package comment says: every client gets the right answers.
func TestReplicas(t *testing.T) {
	s := newSystem(t)
	endUsual, endHoldOuts := s.begin(t, usual, &s.current), s.begin(t, holdOuts, &s.kept)
	for _, r := range s.replicas {
		s.restart(t, r)
	}
	s.coolDown(t)
	s.rotate(t)
	endJunkies := s.begin(t, junkies, &s.strange)
	s.change(t)
	eventually(t, 2*longest, "clients learn that the old key is gone", func() bool {
		return s.load.count("valid, of the withdrawn key", 401) >= holdOuts && s.load.count("of an unknown key", 401) >= junkies
	})
	endUsual()
	endHoldOuts()
	endJunkies()

	s.load.report(t, []string{"public: 200", "no token: 401", "not offered: 404", "not offered, spelled otherwise: 404",
		"valid: 200", "valid, with scope: 200", "valid, of 24 KiB: 200", "too long: 431", "without scope: 403", "expired: 401", "tampered: 401", "in the query too: 400",
		"of an unknown key: 401", "valid, of the new key: 200", "valid, of the withdrawn key: 401"})
	s.checkBalancer(t)
	s.checkLogs(t)
}

// restart ends a replica as an update does, and starts it again. HAProxy must notice before the replica has ended, and use it
// again after the start.
func (s *system) restart(t *testing.T, r *replica) {
	t.Helper()
	down := make(chan bool, 1)
	stopping, stopped := context.WithCancel(t.Context())
	defer stopped()
	go func() {
		for stopping.Err() == nil {
			if !s.balancer.up(r.name) {
				down <- true
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
		down <- false
	}()
	if err := r.stop(); err != nil {
		t.Fatalf("%s: %v\n%s", r.name, err, r.events())
	}
	stopped()
	if !<-down {
		t.Errorf("%s had ended before HAProxy noticed", r.name)
	}
	r.start(t)
	eventually(t, waitLimit, r.name+" is ready", r.ready)
	eventually(t, waitLimit, r.name+" is up at HAProxy", func() bool { return s.balancer.up(r.name) })
	before := s.balancer.number(t, r.name, "hrsp_2xx")
	eventually(t, waitLimit, r.name+" is used", func() bool { return s.balancer.number(t, r.name, "hrsp_2xx") > before })
}
