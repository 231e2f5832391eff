package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wails-openid-oauth/internal/jose/josetest"
	"wails-openid-oauth/internal/jwks"
)

// slack is what a cool-down may take longer on a busy machine: for the fetch, and for whoever looks.
const slack = 3 * time.Second

// junkFlood is a crowd that sends tokens of keys that do not exist, each of another one, and otherwise good.
type junkFlood struct {
	stop      context.CancelFunc
	running   sync.WaitGroup
	refused   atomic.Int64 // the provider was asked, and has no such key
	undecided atomic.Int64 // too many wait for that
	failed    atomic.Pointer[error]
}

// crowd is more than those that may wait for a look at the provider.
const crowd = 300

// newJunkFlood begins on connections of its own, on each with a request after the other, until the test ends.
func newJunkFlood(t *testing.T, address, issuer string) *junkFlood {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	f := &junkFlood{stop: stop}
	t.Cleanup(func() { stop(); f.running.Wait() })
	_, rest, _ := strings.Cut(good(issuer, "k2"), ".")
	for range crowd {
		w := mustDial(t, address)
		f.running.Go(func() {
			pace := time.NewTicker(10 * time.Millisecond) // Thousands a second in all; other tests run, too.
			defer pace.Stop()
			for ; ctx.Err() == nil; <-pace.C {
				got, err := w.ask(private(josetest.Encode(`{"alg":"RS256","kid":"`+rand.Text()+`"}`) + "." + rest))
				switch {
				case err != nil:
				case got.status == 401:
					f.refused.Add(1)
				case got.status == 503 && got.header.Get("Retry-After") == "10":
					f.undecided.Add(1)
				default:
					err = fmt.Errorf("junk got %d", got.status)
				}
				if err != nil && ctx.Err() == nil {
					f.failed.CompareAndSwap(nil, &err)
					return
				}
			}
		})
	}
	return f
}

// TestA_JWKS_ROTATE_under_junk: while junk keys arrive by the thousand, a newly published key is accepted within one
// cool-down, the provider is asked once a cool-down, and nobody with a good token notices: until it is accepted, a token of
// the new key waits, or is told to come again, and is never called bad.
func TestA_JWKS_ROTATE_under_junk(t *testing.T) {
	t.Parallel()
	begin := time.Now()
	p := newIDP(t)
	api := start(t, p.url)
	api.awaitReady(t)
	customers := newRegulars(t, api.address, good(p.url, "k1"))
	junk := newJunkFlood(t, api.address, p.url)
	await(t, "the flood has used up this cool-down's look", func() bool {
		return junk.undecided.Load() > 1000 && p.keySets() > 1
	})

	p.publish(firstKey(), secondKey())
	published, token := time.Now(), good(p.url, "k2")
	awaitWithin(t, jwks.Cooldown+slack, "the new key is accepted", func() bool {
		got := get(t, api.url+"/private", token)
		if got.status != 200 && got.status != 503 {
			t.Fatalf("a good token got %d", got.status)
		}
		return got.status == 200
	})
	took := time.Since(published)
	newcomers := newRegulars(t, api.address, token) // Once accepted, always accepted.
	await(t, "the new key serves", func() bool { return newcomers.served.Load() > 50 || newcomers.failed.Load() != nil })
	newcomers.check(t)
	customers.check(t)
	await(t, "junk that waited is refused", func() bool { return junk.refused.Load() > 0 })
	if err := junk.failed.Load(); err != nil {
		t.Error(*err)
	}
	lasted := time.Since(begin)
	if most := 2 + int(lasted/jwks.Cooldown); p.keySets() > most { // One at the start; one at the first junk.
		t.Errorf("%d fetches in %v", p.keySets(), lasted)
	}
	t.Logf("the new key was accepted %v after it was published, among %.0f junk tokens a second, with %d fetches",
		took.Round(time.Millisecond), float64(junk.refused.Load()+junk.undecided.Load())/lasted.Seconds(), p.keySets())
}

// TestLongWait: the longest that a token of a new key has to wait, for the cool-down and then for a slow provider, is within
// what a connection has.
func TestLongWait(t *testing.T) {
	t.Parallel()
	p := newIDP(t)
	api := start(t, p.url)
	api.awaitReady(t)
	if got := get(t, api.url+"/private", good(p.url, "k3")); got.status != 401 {
		t.Fatalf("junk got %d", got.status)
	}
	p.publish(firstKey(), secondKey())
	p.slow(1900 * time.Millisecond) // For each of two answers, which may take five seconds.
	begin := time.Now()
	got := get(t, api.url+"/private", good(p.url, "k2"))
	if waited := time.Since(begin); got.status != 200 || waited < jwks.Cooldown {
		t.Errorf("%d after %v", got.status, waited)
	}
}

// TestA_JWKS_ROTATE_withdrawal: a key that the provider publishes no longer is refused from the look on that shows it, also
// for tokens that were accepted before.
func TestA_JWKS_ROTATE_withdrawal(t *testing.T) {
	t.Parallel()
	p := newIDP(t)
	p.publish(firstKey(), secondKey())
	api := start(t, p.url)
	api.awaitReady(t)
	tokens := []string{good(p.url, "k2"), accessToken(p.url, "k2", time.Now().Add(2*time.Hour))}
	for range 3 {
		for _, token := range tokens {
			if got := get(t, api.url+"/private", token); got.status != 200 {
				t.Fatalf("before: %d", got.status)
			}
		}
	}
	p.publish(firstKey())
	fetches := p.keySets()
	if err := untilAsked(p, p.requests(), api.url, good(p.url, "k3"), 401); err != nil {
		t.Fatal(err)
	}
	await(t, "it has the new set", func() bool { return p.keySets() > fetches })
	tokens = append(tokens, accessToken(p.url, "k2", time.Now().Add(3*time.Hour)))
	awaitWithin(t, jwks.Cooldown, "the withdrawn key is refused", func() bool {
		return get(t, api.url+"/private", tokens[0]).status == 401
	})
	for _, token := range tokens {
		if got := get(t, api.url+"/private", token); got.status != 401 || !strings.Contains(got.header.Get("WWW-Authenticate"), "invalid_token") {
			t.Errorf("after: %d %v", got.status, got.header)
		}
	}
	if got := get(t, api.url+"/private", good(p.url, "k1")); got.status != 200 {
		t.Error("the other key went with it")
	}
}
