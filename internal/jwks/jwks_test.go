package jwks

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"wails-openid-oauth/internal/jose"
	"wails-openid-oauth/test/josetest"
)

const keysURL = "https://idp.example/keys"

// provider is a RoundTripper without a network, so that a test can run in a synctest bubble.
type provider struct {
	mu     sync.Mutex
	status int
	body   string
	err    error
	delay  time.Duration
	asked  int
	dying  time.Duration // how long a request runs after its context ended
	inside int           // running requests
}

func (p *provider) RoundTrip(r *http.Request) (*http.Response, error) {
	p.mu.Lock()
	p.asked++
	p.inside++
	status, body, err, delay, dying := p.status, p.body, p.err, p.delay, p.dying
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.inside--
	}()
	if delay > 0 { // In a bubble of synctest, Go's race detector crashes when two goroutines receive from timers that are due at once.
		select {
		case <-time.After(delay):
		case <-r.Context().Done():
			time.Sleep(dying)
			return nil, r.Context().Err()
		}
	}
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

func (p *provider) answer(status int, body string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.status, p.body, p.err = status, body, nil
}

func (p *provider) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.err = err
}

func (p *provider) slow(delay time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.delay = delay
}

// wantNoRequest fails the test if a request is still running.
func (p *provider) wantNoRequest(t *testing.T) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.inside > 0 {
		t.Errorf("%d requests are still running", p.inside)
	}
}

func (p *provider) requests() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked
}

func publicKey(key *rsa.PrivateKey) *rsa.PublicKey { return &key.PublicKey }

// first and second are the key sets before and after a rotation.
func first() string { return josetest.Set(josetest.JWK(publicKey(josetest.Key()), "k1")) }
func second() string {
	return josetest.Set(josetest.JWK(publicKey(josetest.Key()), "k1"), josetest.JWK(publicKey(josetest.Other()), "k2"))
}

// newSet returns a set of p's keys, and its log.
func newSet(t *testing.T, p *provider) (*Set, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	set, err := New(Options{
		URL: keysURL, Client: &http.Client{Transport: p}, Log: slog.New(slog.NewTextHandler(&log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return set, &log
}

// verify presents a token that names kid ("" = none), signed by key.
func verify(set *Set, key *rsa.PrivateKey, kid string) error {
	header := `{"alg":"RS256"}`
	if kid != "" {
		header = `{"alg":"RS256","kid":` + josetest.JSON(kid) + `}`
	}
	return present(set, josetest.Compact(key, header, `{}`))
}

func present(set *Set, compact string) error {
	_, err := jose.Verify(context.Background(), compact, jose.MaxAccessToken, jose.Algorithms(), set)
	return err
}

// junk returns a new token each time, with a key that is not published. It has no real signature, because signing a flood of
// them would take long.
func junk() string {
	return josetest.Encode(`{"alg":"RS256","kid":"junk"}`) + "." + josetest.Encode(`{}`) + "." + josetest.Encode(rand.Text())
}

func want(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}

func TestKeysOnDemand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: second()}
		set, _ := newSet(t, p)
		if p.requests() != 0 || set.Ready() {
			t.Error("New made a request, or Ready is true without keys")
		}
		want(t, verify(set, josetest.Key(), "k1"), nil)
		want(t, verify(set, josetest.Other(), "k2"), nil)
		if p.requests() != 1 || !set.Ready() {
			t.Errorf("%d requests, ready %t", p.requests(), set.Ready())
		}
	})
}

func TestC_IDT_KIDLESS(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: first()}
		set, _ := newSet(t, p)
		want(t, verify(set, josetest.Key(), ""), nil)
		want(t, verify(set, josetest.Other(), ""), jose.ErrSignature)
		time.Sleep(RefreshAge)
		p.answer(200, second())
		want(t, verify(set, josetest.Key(), ""), nil) // The refresh that this causes comes after it.
		synctest.Wait()
		want(t, verify(set, josetest.Key(), ""), ErrUnknownKey)
	})
}

func TestTwoKeysWithoutKid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		key := func(key *rsa.PrivateKey) string {
			return strings.Replace(josetest.JWK(publicKey(key), "x"), `"kid":"x",`, "", 1)
		}
		set, _ := newSet(t, &provider{status: 200, body: josetest.Set(key(josetest.Key()), key(josetest.Other()))})
		want(t, verify(set, josetest.Key(), ""), ErrUnknownKey)
	})
}

// Junk causes one fetch per cool-down. The fetches that keep the set fresh do not count. A token's key is called unknown only
// after a fetch that began after the token came.
func TestA_JWKS_COOLDOWN(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: first()}
		set, _ := newSet(t, p)
		want(t, verify(set, josetest.Key(), "k1"), nil)
		start := time.Now()
		var senders sync.WaitGroup
		for range 20 {
			senders.Go(func() {
				for range 5 {
					before := p.requests()
					want(t, present(set, junk()), ErrUnknownKey)
					if p.requests() == before {
						t.Error("the key was called unknown without a request to the provider")
					}
				}
			})
		}
		senders.Wait()
		took := time.Since(start)
		if most := 2 + int(took/Cooldown); p.requests() > most || took > 5*Cooldown {
			t.Errorf("%d requests in %v, at most %d", p.requests(), took, most)
		}
	})
}

// A provider that rotates just after a refresh: the first token of the new key is accepted at once.
func TestA_JWKS_ROTATE_without_junk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: first()}
		set, _ := newSet(t, p)
		want(t, verify(set, josetest.Key(), "k1"), nil)
		p.answer(200, second())
		want(t, verify(set, josetest.Other(), "k2"), nil)
		want(t, verify(set, josetest.Key(), "k1"), nil)
	})
}

// A key is published while a fetch runs: its token waits for that fetch, and then for its own.
func TestA_JWKS_ROTATE_behind_a_fetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: first()}
		set, _ := newSet(t, p)
		want(t, verify(set, josetest.Key(), "k1"), nil)
		p.slow(time.Second)
		time.Sleep(RefreshAge)
		want(t, verify(set, josetest.Key(), "k1"), nil) // The refresh that this causes gets the old set.
		synctest.Wait()
		p.answer(200, second())
		want(t, verify(set, josetest.Other(), "k2"), nil)
	})
}

// Only a bounded number of tokens wait for a fetch; the others get ErrUndecided at once. This holds while the provider hangs and
// during the cool-down.
func TestA_JWKS_COOLDOWN_room(t *testing.T) {
	for name, wait := range map[string]time.Duration{"hangs": fetchTimeout, "cool-down": Cooldown} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &provider{status: 200, body: first()}
				set, _ := newSet(t, p)
				want(t, verify(set, josetest.Key(), "k1"), nil)
				decision := ErrUndecided
				if name == "hangs" {
					p.slow(time.Hour)
				} else {
					decision = ErrUnknownKey
					want(t, present(set, junk()), decision)
				}
				start := time.Now()
				var atOnce atomic.Int32
				var senders sync.WaitGroup
				for range room + 50 {
					senders.Go(func() {
						err := present(set, junk())
						switch waited := time.Since(start); {
						case waited == 0 && errors.Is(err, ErrUndecided):
							atOnce.Add(1)
						case waited != wait || !errors.Is(err, decision):
							t.Errorf("after %v: %v", waited, err)
						}
					})
				}
				senders.Wait()
				if atOnce.Load() != 50 {
					t.Errorf("%d tokens did not wait, want 50", atOnce.Load())
				}
			})
		})
	}
}

// A token that cannot wait for the end of the cool-down gets the time until then. When it comes again, the fetch that another token
// has just caused decides about it, even if there is no room to wait. Its kid alone decides nothing.
func TestA_JWKS_ROTATE_comes_again(t *testing.T) {
	for name, after := range map[string]func(*Set) (crowd int){
		"alone":            func(*Set) int { return 0 },
		"behind another":   func(*Set) int { return 1 },
		"there is no room": func(*Set) int { return room },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &provider{status: 200, body: first()}
				set, _ := newSet(t, p)
				want(t, verify(set, josetest.Key(), "k1"), nil)
				want(t, present(set, junk()), ErrUnknownKey)
				time.Sleep(time.Second)
				compact := junk()
				if after := impatient(t, set, compact, 2*time.Second); after != Cooldown-3*time.Second {
					t.Errorf("the token must try again after %v, want the rest of the cool-down", after)
				}
				time.Sleep(Cooldown - 3*time.Second)
				crowd := after(set)
				if crowd > 0 {
					want(t, present(set, junk()), ErrUnknownKey)
				}
				var others sync.WaitGroup
				for range crowd {
					others.Go(func() { impatient(t, set, junk(), 2*time.Second) })
				}
				synctest.Wait()
				asked, start := p.requests(), time.Now()
				want(t, present(set, compact), ErrUnknownKey)
				if time.Since(start) != 0 || p.requests() != asked && crowd > 0 {
					t.Errorf("the token was decided after %v and %d requests, want at once and without one", time.Since(start), p.requests()-asked)
				}
				others.Wait()
				if crowd > 0 { // The next time this token needs a new fetch, because its key may have been published meanwhile.
					impatient(t, set, compact, time.Second)
				}
			})
		})
	}
}

// The key set looks for a token's key in its keys, and new keys arrive before it decides. The token is not called unknown,
// because the new keys may hold its key.
func TestTheKeysAreReplacedMeanwhile(t *testing.T) {
	compact := josetest.Compact(josetest.Other(), `{"alg":"RS256","kid":"k2"}`, `{}`)
	// replace makes the set replace its keys while it looks for one, as soon as the condition holds.
	replace := func(t *testing.T, set *Set, condition func() bool) {
		replaced := false
		set.now = func() time.Time {
			if replaced || !condition() || !set.mu.TryLock() {
				return time.Now()
			}
			set.mu.Unlock()
			replaced = true
			keys, _, err := parse([]byte(second()), rs256)
			if err := errors.Join(err, set.put(t.Context(), keys, set.fetches()+1)); err != nil {
				t.Error(err)
			}
			return time.Now()
		}
	}
	t.Run("there is no room", func(t *testing.T) {
		set, _ := newSet(t, &provider{status: 200, body: first()})
		want(t, verify(set, josetest.Key(), "k1"), nil)
		for range room {
			set.waiting <- struct{}{}
		}
		set.postponed.put(compact, set.fetches(), time.Now(), 2*Cooldown)
		replace(t, set, func() bool { return true })
		want(t, present(set, compact), ErrUndecided)
		want(t, present(set, compact), nil)
	})
	t.Run("it waits", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := &provider{status: 200, body: first()}
			set, _ := newSet(t, p)
			want(t, verify(set, josetest.Key(), "k1"), nil)
			want(t, present(set, junk()), ErrUnknownKey)
			p.answer(200, second())
			begin := time.Now()
			replace(t, set, func() bool { return time.Since(begin) >= Cooldown })
			want(t, present(set, compact), nil)
		})
	})
}

// A fetch ends while a token looks for its key. The token gets the key that the fetch brought, and does not wait for the next one.
func TestAFetchEndsMeanwhile(t *testing.T) {
	for _, tt := range []struct {
		name string
		at   int32 // the reading of the clock during which the fetch ends
		kid  string
		keys string
	}{
		{"before its arrival is noted", 1, "k2", second()},
		{"before it waits", 2, "k2", second()},
		{"before a new key under the old name is fetched", 3, "k1", replaced()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &provider{status: 200, body: first()}
				set, _ := newSet(t, p)
				var readings atomic.Int32 // that are left until then
				set.now = func() time.Time {
					if readings.Add(-1) == 0 {
						time.Sleep(time.Second)
						synctest.Wait()
					}
					return time.Now()
				}
				want(t, verify(set, josetest.Key(), "k1"), nil)
				p.answer(200, tt.keys)
				p.slow(time.Second)
				go present(set, junk())
				synctest.Wait()
				start := time.Now()
				readings.Store(tt.at)
				want(t, verify(set, josetest.Other(), tt.kid), nil)
				if took := time.Since(start); took != time.Second || p.requests() != 2 {
					t.Errorf("the token waited %v, want 1s; %d requests, want 2", took, p.requests())
				}
				if left := readings.Load(); left > 0 {
					t.Errorf("the clock was read %d times, so the fetch did not end where it should", tt.at-left)
				}
			})
		})
	}
}

// impatient presents a token with an unknown key, expects no decision within waitLimit, and returns when to try again.
func impatient(t *testing.T, set *Set, compact string, waitLimit time.Duration) time.Duration {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), waitLimit)
	defer cancel()
	_, err := jose.Verify(ctx, compact, jose.MaxAccessToken, jose.Algorithms(), set)
	undecided := new(UndecidedError)
	if !errors.As(err, &undecided) || !errors.Is(err, ErrUndecided) {
		t.Errorf("got %v, want %v", err, ErrUndecided)
	}
	return undecided.After
}

// While a fetch runs, its answer may come at any moment.
func TestUndecidedWhileTheProviderIsAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: first()}
		set, _ := newSet(t, p)
		want(t, verify(set, josetest.Key(), "k1"), nil)
		p.slow(3 * time.Second)
		p.answer(200, second())
		compact := josetest.Compact(josetest.Other(), `{"alg":"RS256","kid":"k2"}`, `{}`)
		if after := impatient(t, set, compact, 2*time.Second); after != 0 {
			t.Errorf("the token must try again after %v, want 0", after)
		}
		want(t, present(set, compact), nil)
		if p.requests() != 2 {
			t.Errorf("%d requests", p.requests())
		}
	})
}

// The memory of postponed tokens is bounded in size and in time.
func TestPostponedIsBounded(t *testing.T) {
	var p postponed
	now := time.Now()
	for i := range 3 * mostPostponed {
		p.put(fmt.Sprint(i), 7, now, time.Minute)
	}
	if len(p.young) != mostPostponed || len(p.old) != 0 {
		t.Errorf("%d young and %d old tokens are remembered", len(p.young), len(p.old))
	}
	p.put("a", 8, now.Add(time.Minute), time.Minute)
	if arrived, known := p.take("1"); !known || arrived != 7 {
		t.Error("the token was forgotten too early")
	}
	if _, known := p.take("1"); known {
		t.Error("the token was not forgotten after it was taken")
	}
	p.put("b", 9, now.Add(2*time.Minute), time.Minute)
	p.put("c", 9, now, time.Minute) // The clock was set back.
	if _, known := p.take("2"); known || len(p.old) > 1 {
		t.Errorf("the token is still remembered, or %d old ones are", len(p.old))
	}
}

// Holds shows that a key is withdrawn or too old to trust, and that it is still published after a refresh.
func TestHolds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: second()}
		set, _ := newSet(t, p)
		token, err := jose.Verify(t.Context(), josetest.Compact(josetest.Other(), `{"alg":"RS256","kid":"k2"}`, `{}`), jose.MaxAccessToken, jose.Algorithms(), set)
		want(t, err, nil)
		if !set.Holds(token.Key) || set.Holds(&josetest.Other().PublicKey) || set.Holds(nil) {
			t.Error("Holds must be true for the key that the set gave, and false for others")
		}
		time.Sleep(RefreshAge)
		if !set.Holds(token.Key) {
			t.Error("Holds waits for a refresh")
		}
		synctest.Wait()
		if p.requests() != 2 || !set.Holds(token.Key) {
			t.Errorf("%d requests, want 2; or Holds is false for the same key after a refresh", p.requests())
		}
		p.answer(200, first())
		time.Sleep(RefreshAge)
		set.Holds(token.Key)
		synctest.Wait()
		if set.Holds(token.Key) {
			t.Error("Holds is true for a withdrawn key")
		}
	})
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: first()}
		set, _ := newSet(t, p)
		token, err := jose.Verify(t.Context(), josetest.Compact(josetest.Key(), `{"alg":"RS256","kid":"k1"}`, `{}`), jose.MaxAccessToken, jose.Algorithms(), set)
		want(t, err, nil)
		p.fail(errors.New("connection refused"))
		time.Sleep(MaxAge)
		if set.Holds(token.Key) {
			t.Error("Holds is true for a key that is too old")
		}
	})
}

// While a provider cannot be reached, a fetch hangs. The next fetch notices its return.
func TestA_JWKS_503_hanging(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: first(), delay: time.Hour}
		set, _ := newSet(t, p)
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { set.Run(ctx) })
		time.Sleep(time.Minute + time.Millisecond)
		if got, most := p.requests(), int(time.Minute/retry)+1; got > most {
			t.Errorf("%d requests in a minute, at most %d", got, most)
		}
		start := time.Now()
		want(t, verify(set, josetest.Key(), "k1"), ErrUnavailable)
		if waited := time.Since(start); waited != 0 {
			t.Errorf("a request waited %v for keys", waited)
		}
		p.slow(0)
		time.Sleep(time.Second)
		want(t, verify(set, josetest.Key(), "k1"), nil)
		p.slow(time.Hour)
		cancel()
		running.Wait()
	})
}

// A late answer does not replace the keys of a later fetch.
func TestALateAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: first(), delay: 3 * time.Second}
		set, _ := newSet(t, p)
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { set.Run(ctx) })
		time.Sleep(time.Millisecond)
		p.slow(0)
		p.answer(200, second())
		time.Sleep(4 * time.Second)
		want(t, verify(set, josetest.Other(), "k2"), nil)
		if p.requests() != 2 {
			t.Errorf("%d requests", p.requests())
		}
		cancel()
		running.Wait()
	})
}

// While junk causes a fetch that hangs, a known key answers at once; the junk shares one fetch and ends with it.
func TestA_JWKS_COOLDOWN_blocks_nobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: first()}
		set, _ := newSet(t, p)
		want(t, verify(set, josetest.Key(), "k1"), nil)
		time.Sleep(Cooldown)
		p.slow(time.Hour)
		start := time.Now()
		var senders sync.WaitGroup
		for range 50 {
			senders.Go(func() {
				if err := present(set, junk()); !errors.Is(err, ErrUndecided) {
					t.Errorf("junk: %v", err)
				}
			})
		}
		synctest.Wait() // Now all junk waits.
		want(t, verify(set, josetest.Key(), "k1"), nil)
		if waited := time.Since(start); waited != 0 {
			t.Errorf("a known key waited %v", waited)
		}
		senders.Wait()
		if waited := time.Since(start); waited != fetchTimeout || p.requests() != 2 {
			t.Errorf("junk took %v and %d requests", waited, p.requests())
		}
	})
}

// When a caller stops waiting, the fetch goes on for the others.
func TestFetchOutlivesItsCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: first(), delay: time.Second}
		set, _ := newSet(t, p)
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		compact := josetest.Compact(josetest.Key(), `{"alg":"RS256","kid":"k1"}`, `{}`)
		_, err := jose.Verify(ctx, compact, jose.MaxAccessToken, jose.Algorithms(), set)
		want(t, err, ErrUnavailable)
		want(t, err, context.DeadlineExceeded)
		want(t, verify(set, josetest.Key(), "k1"), nil)
		if p.requests() != 1 {
			t.Errorf("%d requests", p.requests())
		}
	})
}

// A flood of junk uses up every fetch. A token whose key is published just after a fetch waits for the next one, and is accepted.
// If there is no room to wait, it gets a time to try again. It is never called bad.
func TestA_JWKS_ROTATE(t *testing.T) {
	for name, flooders := range map[string]int{"some junk": 4, "more than there is room for": 2 * room} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &provider{status: 200, body: first()}
				set, _ := newSet(t, p)
				want(t, verify(set, josetest.Key(), "k1"), nil)
				var stop atomic.Bool
				var flood sync.WaitGroup
				for range flooders {
					flood.Go(func() {
						for !stop.Load() {
							if err := present(set, junk()); err == nil {
								t.Error("junk was accepted")
							}
							time.Sleep(100 * time.Millisecond)
						}
					})
				}
				time.Sleep(Cooldown + time.Second) // The flood has just used the fetch of this cool-down.
				p.answer(200, second())
				published := time.Now()
				err := verify(set, josetest.Other(), "k2")
				for flooders > room && errors.Is(err, ErrUndecided) {
					want(t, verify(set, josetest.Key(), "k1"), nil)
					time.Sleep(100 * time.Millisecond)
					err = verify(set, josetest.Other(), "k2")
				}
				want(t, err, nil)
				if took := time.Since(published); took > Cooldown {
					t.Errorf("the new key was accepted after %v, more than a cool-down", took)
				}
				stop.Store(true)
				flood.Wait()
			})
		})
	}
}

func TestWithdrawnKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: second()}
		set, _ := newSet(t, p)
		want(t, verify(set, josetest.Other(), "k2"), nil)
		p.answer(200, first())
		p.slow(time.Second)
		time.Sleep(RefreshAge)
		start := time.Now()
		want(t, verify(set, josetest.Key(), "k1"), nil) // Any request notices that a refresh is due.
		if waited := time.Since(start); waited != 0 {
			t.Errorf("A-JWKS-COOLDOWN: a known key waited %v for the refresh", waited)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		asked, start := p.requests(), time.Now()
		for range 3 {
			want(t, verify(set, josetest.Other(), "k2"), ErrUnknownKey)
		}
		if waited := time.Since(start); waited != 0 || p.requests() != asked {
			t.Errorf("the withdrawn key was looked for again: %d requests, %v", p.requests()-asked, waited)
		}
		p.slow(0)
		time.Sleep(RefreshAge)
		want(t, verify(set, josetest.Key(), "k1"), nil) // A refresh without changes keeps the withdrawn kid.
		synctest.Wait()
		start = time.Now()
		want(t, verify(set, josetest.Other(), "k2"), ErrUnknownKey)
		if waited := time.Since(start); waited != 0 {
			t.Errorf("the withdrawn key was looked for again: the token waited %v", waited)
		}
	})
}

// A withdrawn key that comes back is accepted again, and new keys are not confused with withdrawn ones.
func TestAKeyComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: second()}
		set, _ := newSet(t, p)
		turn := func(body string) {
			p.answer(200, body)
			time.Sleep(RefreshAge)
			set.Holds(nil)
			synctest.Wait()
		}
		want(t, verify(set, josetest.Other(), "k2"), nil)
		turn(first())
		want(t, verify(set, josetest.Other(), "k2"), ErrUnknownKey)
		turn(second())
		want(t, verify(set, josetest.Other(), "k2"), nil)
		third := josetest.Set(josetest.JWK(publicKey(josetest.Other()), "k3"))
		turn(third)
		turn(third)
		asked := p.requests()
		want(t, verify(set, josetest.Key(), "k1"), ErrUnknownKey)
		want(t, verify(set, josetest.Other(), "k2"), ErrUnknownKey)
		want(t, verify(set, josetest.Other(), "k3"), nil)
		if p.requests() != asked {
			t.Errorf("%d requests for withdrawn keys", p.requests()-asked)
		}
	})
}

func TestA_JWKS_KEEP(t *testing.T) {
	spoils := map[string]func(*provider){
		"no connection": func(p *provider) { p.fail(errors.New("connection refused")) },
		"timeout":       func(p *provider) { p.slow(time.Hour) },
		"500":           func(p *provider) { p.answer(500, first()) },
		"302":           func(p *provider) { p.answer(302, first()) },
		"204":           func(p *provider) { p.answer(204, "") },
		"HTML":          func(p *provider) { p.answer(200, "<!doctype html><title>Sign in to the Wi-Fi</title>") },
		"too long":      func(p *provider) { p.answer(200, second()+strings.Repeat(" ", maxBody)) },
		"empty object":  func(p *provider) { p.answer(200, `{}`) },
		"no keys":       func(p *provider) { p.answer(200, `{"keys":[]}`) },
		"KEYS":          func(p *provider) { p.answer(200, strings.Replace(second(), "keys", "KEYS", 1)) },
		"no array":      func(p *provider) { p.answer(200, `{"keys":"none"}`) },
		"no usable key": func(p *provider) { p.answer(200, `{"keys":[{"kty":"oct","k":"AAAA"},7]}`) },
	}
	// In a fixed order, so that a mutant is noticed by the same case each time.
	for _, name := range slices.Sorted(maps.Keys(spoils)) {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &provider{status: 200, body: first()}
				set, log := newSet(t, p)
				want(t, verify(set, josetest.Key(), "k1"), nil)
				spoils[name](p)
				time.Sleep(Cooldown)
				want(t, verify(set, josetest.Other(), "k2"), ErrUndecided)
				want(t, verify(set, josetest.Key(), "k1"), nil)
				words := "could not be fetched"
				if name == "no keys" || name == "no usable key" {
					words = "holds no key that can be used here"
				}
				if p.requests() != 2 || !strings.Contains(log.String(), words) {
					t.Errorf("%d requests; log:\n%s", p.requests(), log)
				}
				time.Sleep(MaxAge - Cooldown - 2*fetchTimeout)
				want(t, verify(set, josetest.Key(), "k1"), nil)
				time.Sleep(2 * fetchTimeout)
				want(t, verify(set, josetest.Key(), "k1"), ErrUnavailable)
				p.slow(0)
				p.answer(200, second())
				time.Sleep(Cooldown)
				want(t, verify(set, josetest.Other(), "k2"), nil)
			})
		})
	}
}

// A provider that is down at the start is asked twice a second, and its keys are used within a second of its return.
func TestA_JWKS_503(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{err: errors.New("connection refused")}
		set, log := newSet(t, p)
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { set.Run(ctx) })
		synctest.Wait()
		for range 1000 {
			want(t, verify(set, josetest.Key(), "k1"), ErrUnavailable)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if p.requests() > 121 {
			t.Errorf("%d requests in a minute", p.requests())
		}
		if got := strings.Count(log.String(), "could not be fetched"); got != 1 {
			t.Errorf("%d log lines for one failure, want 1:\n%s", got, log)
		}
		p.answer(200, first())
		time.Sleep(time.Second)
		want(t, verify(set, josetest.Key(), "k1"), nil)
		synctest.Wait()
		if !strings.Contains(log.String(), "keys were fetched") {
			t.Error("the provider's return is not logged")
		}
		cancel()
		running.Wait()
	})
}

// Run fetches keys before a token has to wait, and not more often than necessary.
func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: first()}
		set, _ := newSet(t, p)
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { set.Run(ctx) })
		time.Sleep(time.Hour + time.Second)
		if got, want := p.requests(), int(time.Hour/RefreshAge)+1; got != want {
			t.Errorf("%d requests in an hour, want %d", got, want)
		}
		p.answer(500, "")
		time.Sleep(RefreshAge)
		before := p.requests()
		time.Sleep(time.Minute)
		if got := p.requests() - before; got != int(time.Minute/Cooldown) {
			t.Errorf("%d requests a minute while the provider fails", got)
		}
		cancel()
		running.Wait()
	})
}

// When Run has returned, no fetch goes on and none begins. The provider did nothing wrong, so nothing is logged.
func TestNothingOutlivesRun(t *testing.T) {
	for name, body := range map[string]string{"no keys yet": "", "a token waits": first()} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &provider{status: 200, body: body, dying: time.Second}
				set, log := newSet(t, p)
				if body == "" {
					p.slow(time.Hour)
				}
				ctx, cancel := context.WithCancel(t.Context())
				var running, waiting sync.WaitGroup
				running.Go(func() { set.Run(ctx) })
				time.Sleep(3 * time.Second) // Without keys, several fetches hang by now.
				p.slow(time.Hour)
				if body != "" {
					waiting.Go(func() {
						err := present(set, junk())
						want(t, err, ErrUndecided)
						want(t, err, context.Canceled)
					})
				}
				synctest.Wait()
				logged := log.String()
				cancel()
				running.Wait()
				p.wantNoRequest(t)
				waiting.Wait()
				asked := p.requests()
				err := present(set, junk())
				want(t, err, context.Canceled)
				set.Holds(nil)
				synctest.Wait()
				if p.requests() != asked || log.String() != logged || errors.Is(err, ErrUnknownKey) {
					t.Errorf("%d more requests, %v, and the log:\n%s", p.requests()-asked, err, log)
				}
			})
		})
	}
}

// Close also ends the wait for a cool-down, and the known keys are still used.
func TestClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: first()}
		set, _ := newSet(t, p)
		want(t, verify(set, josetest.Key(), "k1"), nil)
		want(t, present(set, junk()), ErrUnknownKey)
		start := time.Now()
		var waiting sync.WaitGroup
		waiting.Go(func() { want(t, present(set, junk()), ErrUndecided) })
		synctest.Wait()
		set.Close()
		waiting.Wait()
		set.Close()
		want(t, verify(set, josetest.Key(), "k1"), nil)
		time.Sleep(RefreshAge)
		want(t, verify(set, josetest.Key(), "k1"), nil)
		synctest.Wait()
		if waited := time.Since(start) - RefreshAge; waited != 0 || p.requests() != 2 {
			t.Errorf("%d requests, want 2; the calls waited %v, want 0", p.requests(), waited)
		}
	})
}

// A clock that is set back must not stop the fetches.
func TestClockSetBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: first()}
		now := time.Now()
		set, err := New(Options{URL: keysURL, Client: &http.Client{Transport: p}, Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		want(t, verify(set, josetest.Key(), "k1"), nil)
		now = now.Add(-time.Hour)
		p.answer(200, second())
		want(t, verify(set, josetest.Other(), "k2"), nil)
	})
}

func TestLogNamesNoKid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bad := josetest.JWK(publicKey(josetest.Key()), "secret-kid", `"use":"enc"`)
		p := &provider{status: 200, body: josetest.Set(bad, josetest.JWK(publicKey(josetest.Key()), "k1"))}
		set, log := newSet(t, p)
		err := verify(set, josetest.Other(), "secret-kid")
		want(t, err, ErrUnknownKey)
		if strings.Contains(err.Error()+log.String(), "secret-kid") {
			t.Errorf("%v\n%s", err, log)
		}
		time.Sleep(Cooldown)
		want(t, verify(set, josetest.Other(), "secret-kid"), ErrUnknownKey)
		if got := strings.Count(log.String(), "key 1 of 2: its use is not sig"); p.requests() != 2 || got != 1 {
			t.Errorf("A-KEY-USE: %d lines after %d fetches:\n%s", got, p.requests(), log)
		}
	})
}
