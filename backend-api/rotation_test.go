package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wails-openid-oauth/internal/jwks"
	"wails-openid-oauth/test/josetest"
)

// slack is how much longer a cool-down may take on a busy machine: for the fetch, and for the test itself.
const slack = 3 * time.Second

// junkFlood is a crowd of clients that send junk: tokens with keys that do not exist. Each token has a new key ID, and is
// good otherwise.
type junkFlood struct {
	stop      context.CancelFunc
	running   sync.WaitGroup
	refused   atomic.Int64 // the provider was asked, and has no such key
	undecided atomic.Int64 // the provider was not asked yet
	failed    atomic.Pointer[error]
}

// crowd is larger than the number of requests that may wait for a fetch from the provider.
const crowd = 300

// newJunkFlood starts the crowd. Each client sends one request after the other on its own connection until the test ends.
func newJunkFlood(t *testing.T, address, issuer string) *junkFlood {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	f := &junkFlood{stop: stop}
	t.Cleanup(func() { stop(); f.running.Wait() })
	_, rest, _ := strings.Cut(good(issuer, "k2"), ".")
	for range crowd {
		w := mustDial(t, address)
		f.running.Go(func() {
			pace := time.NewTicker(10 * time.Millisecond) // That makes thousands of requests per second. Other tests run, too.
			defer pace.Stop()
			for ; ctx.Err() == nil; <-pace.C {
				got, err := w.ask(private(josetest.Encode(`{"alg":"RS256","kid":"`+rand.Text()+`"}`) + "." + rest))
				switch {
				case err != nil:
				case got.status == 401:
					f.refused.Add(1)
				case got.status == 503 && isWithinCooldown(got.header.Get("Retry-After")):
					f.undecided.Add(1)
				default:
					err = fmt.Errorf("junk got status %d with %v", got.status, got.header)
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

// isWithinCooldown reports whether a Retry-After is one that a token of an unknown key may get.
func isWithinCooldown(after string) bool {
	seconds, err := strconv.Atoi(after)
	return err == nil && 1 <= seconds && seconds <= int(jwks.Cooldown/time.Second)
}

// TestA_JWKS_ROTATE_under_junk: while junk keys arrive by the thousand, a newly published key is accepted within one
// cool-down, the provider is asked once per cool-down, and clients with good tokens notice nothing. Until a token with the new
// key is accepted, it waits or gets a time to try again; it is never called bad.
func TestA_JWKS_ROTATE_under_junk(t *testing.T) {
	t.Parallel()
	begin := time.Now()
	p := newIDP(t)
	api := start(t, p.url)
	api.awaitReady(t)
	customers := newRegulars(t, api.address, good(p.url, "k1"))
	junk := newJunkFlood(t, api.address, p.url)
	await(t, "the flood has used up the fetch of this cool-down", func() bool {
		return junk.undecided.Load() > 1000 && p.keySets() > 1
	})

	p.publish(firstKey(), secondKey())
	published, token := time.Now(), good(p.url, "k2")
	awaitWithin(t, jwks.Cooldown+slack, "the new key is accepted", func() bool {
		got := get(t, api.url+"/private", token)
		if got.status != 200 && got.status != 503 {
			t.Fatalf("a token of the new key got status %d, want 200 or 503", got.status)
		}
		return got.status == 200
	})
	took := time.Since(published)
	newcomers := newRegulars(t, api.address, token) // After the key was accepted once, it must always be accepted.
	await(t, "tokens of the new key are served", func() bool { return newcomers.served.Load() > 50 || newcomers.failed.Load() != nil })
	newcomers.check(t)
	customers.check(t)
	await(t, "junk that waited is refused", func() bool { return junk.refused.Load() > 0 })
	if err := junk.failed.Load(); err != nil {
		t.Error(*err)
	}
	lasted := time.Since(begin)
	if most := 2 + int(lasted/jwks.Cooldown); p.keySets() > most { // One fetch at the start, and one at the first junk.
		t.Errorf("%d fetches in %v, more than one per cool-down", p.keySets(), lasted)
	}
	t.Logf("the new key was accepted %v after it was published, among %.0f junk tokens a second, with %d fetches",
		took.Round(time.Millisecond), float64(junk.refused.Load()+junk.undecided.Load())/lasted.Seconds(), p.keySets())
}

// TestNobodyWaitsForLong: a token of a new key that comes during the cool-down waits for two seconds. Then the client gets a
// time to try again. At that time the token is accepted, even if other tokens of unknown keys come first.
func TestNobodyWaitsForLong(t *testing.T) {
	t.Parallel()
	p := newIDP(t)
	api := start(t, p.url)
	api.awaitReady(t)
	if got := get(t, api.url+"/private", good(p.url, "k3")); got.status != 401 {
		t.Fatalf("junk got status %d, want 401", got.status)
	}
	p.publish(firstKey(), secondKey())
	token, begin := good(p.url, "k2"), time.Now()
	got := get(t, api.url+"/private", token)
	held := time.Since(begin)
	after, err := strconv.Atoi(got.header.Get("Retry-After"))
	if got.status != 503 || held < 2*time.Second || held >= jwks.Cooldown || err != nil || after < 1 || after > 8 {
		t.Fatalf("got status %d after %v, with %v; want 503 after 2 s, with a Retry-After of 1 to 8", got.status, held, got.header)
	}
	time.Sleep(time.Duration(after) * time.Second) // The client waits that long.
	if got := get(t, api.url+"/private", good(p.url, "k4")); got.status != 401 {
		t.Errorf("other junk got status %d, want 401", got.status)
	}
	if got := get(t, api.url+"/private", token); got.status != 200 {
		t.Errorf("at its second try the token got status %d, want 200", got.status)
	}
}

// TestASlowProvider: the provider's answer takes longer than a token may wait. The token is not called invalid, and a later
// try accepts it.
func TestASlowProvider(t *testing.T) {
	t.Parallel()
	p := newIDP(t)
	api := start(t, p.url)
	api.awaitReady(t)
	p.publish(firstKey(), secondKey())
	p.slow(1500 * time.Millisecond) // There are two answers, the metadata and the keys.
	token := good(p.url, "k2")
	got := get(t, api.url+"/private", token)
	if got.status != 503 || !isWithinCooldown(got.header.Get("Retry-After")) {
		t.Fatalf("got status %d with %v, want 503 with a time to try again", got.status, got.header)
	}
	awaitWithin(t, jwks.Cooldown+slack, "the token is accepted", func() bool {
		got := get(t, api.url+"/private", token)
		if got.status != 200 && got.status != 503 {
			t.Fatalf("a token of the new key got status %d, want 200 or 503", got.status)
		}
		return got.status == 200
	})
}

// TestA_JWKS_ROTATE_withdrawal: when the provider no longer publishes a key, its tokens are refused after the next fetch,
// even those that were accepted before.
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
				t.Fatalf("before the withdrawal a token got status %d, want 200", got.status)
			}
		}
	}
	p.publish(firstKey())
	fetches := p.keySets()
	if err := untilAsked(p, p.requests(), api.url, good(p.url, "k3"), 401); err != nil {
		t.Fatal(err)
	}
	await(t, "the program has the new set", func() bool { return p.keySets() > fetches })
	tokens = append(tokens, accessToken(p.url, "k2", time.Now().Add(3*time.Hour)))
	awaitWithin(t, jwks.Cooldown, "the withdrawn key is refused", func() bool {
		return get(t, api.url+"/private", tokens[0]).status == 401
	})
	for _, token := range tokens {
		if got := get(t, api.url+"/private", token); got.status != 401 || !strings.Contains(got.header.Get("WWW-Authenticate"), "invalid_token") {
			t.Errorf("after the withdrawal a token got status %d with %v, want 401 with invalid_token", got.status, got.header)
		}
	}
	if got := get(t, api.url+"/private", good(p.url, "k1")); got.status != 200 {
		t.Error("the token of the other key was refused")
	}
}

// TestA_JWKS_ROTATE_under_the_old_name: the provider publishes a new key under the name of the old one, while bad signatures arrive
// by the hundred. The new key is accepted within one cool-down, the tokens of the old key are refused from then on, the provider
// is asked once per cool-down, and clients with good tokens notice nothing.
func TestA_JWKS_ROTATE_under_the_old_name(t *testing.T) {
	t.Parallel()
	begin := time.Now()
	p := newIDP(t)
	p.publish(firstKey(), josetest.JWK(&josetest.Key().PublicKey, "k3", `"use":"sig"`))
	api := start(t, p.url)
	api.awaitReady(t)
	customers := newRegulars(t, api.address, good(p.url, "k3"))
	old := good(p.url, "k1")
	if got := get(t, api.url+"/private", old); got.status != 200 {
		t.Fatalf("before the change a token got status %d, want 200", got.status)
	}
	forgers := newForgers(t, api.address, p.url)
	await(t, "the forgers have used up the fetch of this cool-down", func() bool {
		return forgers.refused.Load() > 100 && p.keySets() > 1
	})

	p.publish(josetest.JWK(&josetest.Other().PublicKey, "k1", `"use":"sig"`), josetest.JWK(&josetest.Key().PublicKey, "k3", `"use":"sig"`))
	token := josetest.Compact(josetest.Other(), `{"alg":"RS256","kid":"k1"}`,
		fmt.Sprintf(`{"iss":%q,"aud":%q,"sub":"user|1","exp":%d}`, p.url, audience, time.Now().Add(time.Hour).Unix()))
	awaitWithin(t, jwks.Cooldown+slack, "the new key is accepted", func() bool {
		return get(t, api.url+"/private", token).status == 200
	})
	if got := get(t, api.url+"/private", old); got.status != 401 {
		t.Errorf("after the change a token of the old key got status %d, want 401", got.status)
	}
	customers.check(t)
	if err := forgers.failed.Load(); err != nil {
		t.Error(*err)
	}
	if most := 2 + int(time.Since(begin)/jwks.Cooldown); p.keySets() > most {
		t.Errorf("%d fetches in %v, more than one per cool-down", p.keySets(), time.Since(begin))
	}
}

// newForgers starts clients that send tokens of the key k1 with bad signatures, until the test ends.
func newForgers(t *testing.T, address, issuer string) *junkFlood {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	f := &junkFlood{stop: stop}
	t.Cleanup(func() { stop(); f.running.Wait() })
	forged := good(issuer, "k1")
	forged = forged[:strings.LastIndex(forged, ".")+1] + josetest.Encode(strings.Repeat("x", 256))
	for range 20 {
		w := mustDial(t, address)
		f.running.Go(func() {
			pace := time.NewTicker(50 * time.Millisecond)
			defer pace.Stop()
			for ; ctx.Err() == nil; <-pace.C {
				got, err := w.ask(private(forged))
				if err == nil && got.status != 401 {
					err = fmt.Errorf("a bad signature got status %d", got.status)
				}
				if err != nil && ctx.Err() == nil {
					f.failed.CompareAndSwap(nil, &err)
					return
				}
				f.refused.Add(1)
			}
		})
	}
	return f
}
