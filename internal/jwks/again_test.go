package jwks

import (
	"context"
	"crypto/rsa"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"wails-openid-oauth/internal/jose"
	"wails-openid-oauth/test/josetest"
)

// replaced is the set of a provider that published another key under the old name.
func replaced() string { return josetest.Set(josetest.JWK(publicKey(josetest.Other()), "k1")) }

// forged returns a token of a known key with a bad signature, a new one each time.
func forged(n int) string {
	return josetest.Compact(josetest.Other(), `{"alg":"RS256","kid":"k1"}`, fmt.Sprintf(`{"n":%d}`, n))
}

// A provider publishes a new key under the name of the old one. The first token of the new key is accepted, and the tokens of the
// old key are refused from then on.
func TestA_JWKS_ROTATE_under_the_old_name(t *testing.T) {
	for _, tt := range []struct{ name, kid string }{{"with a kid", "k1"}, {"without", ""}} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &provider{status: 200, body: first()}
				set, _ := newSet(t, p)
				old, err := jose.Verify(t.Context(), josetest.Compact(josetest.Key(), `{"alg":"RS256","kid":"k1"}`, `{}`), jose.MaxAccessToken, rs256, set)
				want(t, err, nil)
				p.answer(200, replaced())
				want(t, verify(set, josetest.Other(), tt.kid), nil)
				if p.requests() != 2 {
					t.Errorf("%d requests, want 2", p.requests())
				}
				if set.Holds(old.Key) {
					t.Error("the set still holds the old key")
				}
				start := time.Now()
				want(t, verify(set, josetest.Key(), tt.kid), jose.ErrSignature)
				want(t, verify(set, josetest.Other(), tt.kid), nil)
				if p.requests() != 2 || time.Since(start) != 0 {
					t.Errorf("%d requests, want 2; the tokens waited %v, want 0", p.requests(), time.Since(start))
				}
			})
		})
	}
}

// A flood of bad signatures makes the set fetch once in a cool-down. Only the token that causes the fetch waits for it, and good
// tokens do not.
func TestA_JWKS_COOLDOWN_bad_signatures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: first()}
		set, _ := newSet(t, p)
		want(t, verify(set, josetest.Key(), "k1"), nil)
		p.slow(time.Second)
		begin, before := time.Now(), p.requests()
		var waited atomic.Int32
		var senders sync.WaitGroup
		tokens := make([]string, 50)
		for i := range tokens {
			tokens[i] = forged(i)
		}
		for _, compact := range tokens {
			senders.Go(func() {
				for time.Since(begin) < 3*Cooldown-time.Second {
					start := time.Now()
					want(t, present(set, compact), jose.ErrSignature)
					if time.Since(start) > 0 {
						waited.Add(1)
					}
					time.Sleep(500 * time.Millisecond)
				}
			})
		}
		for time.Since(begin) < 3*Cooldown-2*time.Second {
			start := time.Now()
			want(t, verify(set, josetest.Key(), "k1"), nil)
			if took := time.Since(start); took != 0 {
				t.Errorf("a good token waited %v", took)
			}
			time.Sleep(300 * time.Millisecond)
		}
		senders.Wait()
		if got := p.requests() - before; got != 3 || waited.Load() != 3 {
			t.Errorf("%d requests and %d tokens that waited, want 3 and 3", got, waited.Load())
		}
	})
}

// Bad signatures and unknown keys share one fetch in a cool-down.
func TestA_JWKS_COOLDOWN_is_shared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: first()}
		set, _ := newSet(t, p)
		want(t, verify(set, josetest.Key(), "k1"), nil)
		want(t, present(set, junk()), ErrUnknownKey)
		asked := p.requests()
		want(t, present(set, forged(0)), jose.ErrSignature)
		if p.requests() != asked {
			t.Error("a bad signature caused a fetch in the cool-down of an unknown key")
		}
		time.Sleep(Cooldown)
		want(t, present(set, forged(1)), jose.ErrSignature)
		start := time.Now()
		want(t, present(set, junk()), ErrUnknownKey)
		if waited := time.Since(start); waited != Cooldown || p.requests() != asked+2 {
			t.Errorf("the unknown key waited %v and caused %d requests, want the cool-down of the bad signature and 1", waited, p.requests()-asked-1)
		}
	})
}

// A bad signature that comes while a refresh runs causes no second fetch, and does not wait.
func TestABadSignatureBesideARefresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: first()}
		set, _ := newSet(t, p)
		want(t, verify(set, josetest.Key(), "k1"), nil)
		time.Sleep(RefreshAge)
		p.slow(time.Second)
		want(t, verify(set, josetest.Key(), "k1"), nil) // It causes the refresh.
		synctest.Wait()
		start := time.Now()
		want(t, present(set, forged(0)), jose.ErrSignature)
		if waited := time.Since(start); waited != 0 || p.requests() != 2 {
			t.Errorf("it waited %v, want 0; %d requests, want 2", waited, p.requests())
		}
		time.Sleep(time.Second)
		synctest.Wait()
		p.answer(200, replaced())
		want(t, verify(set, josetest.Other(), "k1"), nil) // The refresh has not used up its chance.
	})
}

// A provider that hangs, or fails, holds up one bad signature in a cool-down, for as long as its caller waits.
func TestALookThatFails(t *testing.T) {
	for name, spoil := range map[string]func(*provider){
		"hangs": func(p *provider) { p.slow(time.Hour) },
		"fails": func(p *provider) { p.fail(errors.New("connection refused")) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &provider{status: 200, body: first()}
				set, _ := newSet(t, p)
				want(t, verify(set, josetest.Key(), "k1"), nil)
				spoil(p)
				ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
				defer cancel()
				start := time.Now()
				_, err := jose.Verify(ctx, forged(0), jose.MaxAccessToken, rs256, set)
				want(t, err, jose.ErrSignature)
				if took := time.Since(start); took > 2*time.Second {
					t.Errorf("the first bad signature waited %v", took)
				}
				start = time.Now()
				want(t, present(set, forged(1)), jose.ErrSignature)
				if took := time.Since(start); took != 0 {
					t.Errorf("the second bad signature waited %v", took)
				}
				set.Close()
				want(t, present(set, forged(2)), jose.ErrSignature)
			})
		})
	}
}

// When the keys are replaced while a token is verified, the new key is tried without a fetch.
func TestReplacedWhileVerified(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: replaced()}
		set, _ := newSet(t, p)
		want(t, verify(set, josetest.Other(), "k1"), nil)
		unverified, err := jose.Parse(josetest.Compact(josetest.Other(), `{"alg":"RS256","kid":"k1"}`, `{}`), jose.MaxAccessToken, rs256)
		want(t, err, nil)
		_, err = unverified.Verify(t.Context(), before{set, publicKey(josetest.Key())})
		want(t, err, nil)
		if p.requests() != 1 {
			t.Errorf("%d requests, want 1", p.requests())
		}
	})
}

// before is a set as it was before its keys were replaced.
type before struct {
	*Set
	key *rsa.PublicKey
}

func (b before) KeyfuncCtx(context.Context) jwt.Keyfunc {
	return func(*jwt.Token) (any, error) { return b.key, nil }
}

// The log says in words of its own that a key set has no usable key, which algorithms are expected, and why each key does not serve.
func TestNoUsableKeyIsLogged(t *testing.T) {
	for name, tt := range map[string]struct{ body, why string }{
		"an empty set": {`{"keys":[]}`, "it is empty"},
		"an EC key":    {josetest.Set(ecKey(), jwk(`"use":"enc"`)), "key 1 of 2: it is an EC key, which is not for RS256; key 2 of 2: its use is not sig"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &provider{status: 200, body: tt.body}
				set, log := newSet(t, p)
				for range 3 {
					err := verify(set, josetest.Key(), "k1")
					want(t, err, ErrUnavailable)
					want(t, err, ErrNoUsableKey)
					time.Sleep(Cooldown)
				}
				text := log.String()
				if strings.Count(text, "\n") != 1 || !strings.Contains(text, "holds no key that can be used here") ||
					!strings.Contains(text, "algorithms=RS256") || !strings.Contains(text, tt.why) || strings.Contains(text, "could not be fetched") {
					t.Errorf("the log has not the one line that says it:\n%s", text)
				}
			})
		})
	}
}
