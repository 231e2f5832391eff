// Package jwks holds a provider's public keys: its JSON Web Key Set (RFC 7517, section 5), fetched by URL. It does with
// jwkset and keyfunc what their usual wiring does not, and keeps five promises:
//
//   - Good keys stay. An answer that fails, is too long, is no key set or holds no usable key never replaces them; they
//     serve until [MaxAge] after they were fetched.
//   - One bad key spoils nothing. A key is not usable if it is malformed, not for RS256 signatures, shorter than 2048
//     bits, or comes with its private half; the others are.
//   - A token that names an unknown key starts at most one fetch a [Cooldown], beside those that keep the set fresh. Only
//     such tokens wait for it, a bounded number of them; the others are told [ErrUndecided]. So a new key is accepted at
//     its first token, and under a flood of unknown ones within one cool-down, and no key is called unknown before the
//     provider was asked for it. Whoever cannot wait that long comes again, when the error says so.
//   - A key that a fetch shows to be withdrawn is refused from then on, and without another look; see [Set.Holds].
//   - Requests are bounded in time and size, follow no redirect, and go to https or to this machine.
//   - Nothing goes on behind the back of [Set.Close], nor of Run when it has returned.
//
// A program that checks tokens now and then needs no more than New: keys are fetched when first asked for. A server
// also runs Run, which fetches ahead of need and, while there are no keys, tries anew twice a second, whatever became of
// the tries before:
//
//	keys, err := jwks.New(jwks.Options{Locate: jwks.Discover("https://idp.example/", nil)})
//	go keys.Run(ctx)
//	token, err := jose.Verify(ctx, compact, jose.MaxAccessToken, keys)
package jwks

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"wails-openid-oauth/internal/endpoint"
)

// The times that a set keeps.
const (
	// Cooldown is how long after a fetch for an unknown key no unknown key starts another one.
	Cooldown = 10 * time.Second
	// RefreshAge is the age at which keys are fetched again, and so how long a withdrawn key may still serve.
	RefreshAge = 5 * time.Minute
	// MaxAge is how long keys serve while every refresh fails.
	MaxAge = 24 * time.Hour

	// retry is the pause between attempts while there are no keys: a server has to be back within a second.
	retry = 500 * time.Millisecond
)

// room is how many tokens of unknown keys may wait for a fetch at a time. Each holds a connection; the rest are told at
// once that nothing is known.
const room = 100

// What can go wrong with a key. The functions of [Set.KeyfuncCtx] return these wrapped.
var (
	// ErrUnavailable: there are no keys at all, so nothing can be said about any token.
	ErrUnavailable = errors.New("the provider's keys are not available")
	// ErrUndecided: the key that the token needs is not known, and the provider could not be asked for it: it has been
	// asked for another one within the cool-down, and the caller's time was up or too many wait already; or it did not
	// answer. The error is an [*UndecidedError].
	ErrUndecided = errors.New("it is not known yet whether the provider publishes such a key")
	// ErrUnknownKey: no usable key of the provider is the one that the token needs.
	ErrUnknownKey = errors.New("the provider publishes no such key")
	errWithdrawn  = fmt.Errorf("%w any more", ErrUnknownKey)
)

// Options say where the keys are. One of URL and Locate is needed; the rest has defaults.
type Options struct {
	// URL is the key set, https or on this machine.
	URL string
	// Locate finds the URL, before every fetch. See [Discover].
	Locate func(ctx context.Context) (string, error)
	// Client makes the requests; its redirect policy is not used.
	Client *http.Client
	// Cooldown is how long after a fetch for an unknown key no other one starts another; 0 is [Cooldown]. A client whose tokens come
	// straight from the provider may take a short one: no stranger can make it fetch.
	Cooldown time.Duration
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Log hears of every change; nil is slog.Default. No kid is logged.
	Log *slog.Logger
}

// Set is a key set that keeps itself fresh. It is a jose.KeySource, and safe for concurrent use.
type Set struct {
	cooldown time.Duration
	locate   func(ctx context.Context) (string, error)
	client   *http.Client
	now      func() time.Time
	log      *slog.Logger

	current   atomic.Pointer[snapshot] // nil before the first
	waiting   chan struct{}            // one place for each that waits
	runs      atomic.Bool              // Run looks for keys by itself
	postponed postponed

	life     context.Context // of all fetches: they belong to no call, and end with Close
	end      context.CancelFunc
	fetching sync.WaitGroup // Add is called with mu held, while life has not ended

	mu        sync.Mutex
	running   *fetch
	begun     uint64    // how many fetches there were
	attempted time.Time // the last fetch
	looked    time.Time // the last fetch for an unknown key
	failure   string    // of the last fetch, so that a provider that stays away is logged once
	unusable  string    // what was last logged of unusable keys
	counts    Counts
}

// Counts are fetches since the start.
type Counts struct{ OK, Failed uint64 }

// New returns an empty set. It makes no request.
func New(options Options) (*Set, error) {
	s := &Set{
		locate:   options.Locate,
		client:   withoutRedirects(options.Client),
		now:      options.Now,
		cooldown: cmp.Or(options.Cooldown, Cooldown),
		log:      options.Log,
		waiting:  make(chan struct{}, room),
	}
	s.life, s.end = context.WithCancel(context.Background())
	if s.locate == nil {
		if _, err := endpoint.Parse(options.URL); err != nil {
			return nil, fmt.Errorf("the URL of the key set %w", err)
		}
		s.locate = func(context.Context) (string, error) { return options.URL, nil }
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	return s, nil
}

// KeyfuncCtx returns the function that finds a token's key for golang-jwt: the key it names, or the only one if it
// names none. It waits for the provider, no longer than ctx, when the key is not known.
func (s *Set) KeyfuncCtx(ctx context.Context) jwt.Keyfunc {
	return func(token *jwt.Token) (any, error) {
		return s.find(ctx, token)
	}
}

// Ready reports whether there are keys young enough to serve.
func (s *Set) Ready() bool { return s.Age() < MaxAge }

// Age is how old the keys are; without keys it is [MaxAge].
func (s *Set) Age() time.Duration { return s.ageOf(s.current.Load()) }

// ageOf is for whoever looks at a snapshot's age and at its keys: the next one may come in between.
func (s *Set) ageOf(current *snapshot) time.Duration {
	if current == nil {
		return MaxAge
	}
	return s.now().Sub(current.fetched)
}

// Holds reports whether a key that was found earlier is still published, as far as is known. Whoever remembers what a
// key has verified asks before each use, so that nothing outlives its key.
func (s *Set) Holds(key jwt.VerificationKey) bool {
	current := s.current.Load()
	age := s.ageOf(current)
	if age >= RefreshAge {
		s.renew()
	}
	return age < MaxAge && current.holds(key)
}

// Counts returns how many fetches there were.
func (s *Set) Counts() Counts {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counts
}

// Close ends the fetches under way and waits until they have ended. The set begins no others: the keys that it has serve on
// as long as they may, and whoever would have to wait for another one gets an error at once.
func (s *Set) Close() {
	s.mu.Lock()
	s.end()
	s.mu.Unlock()
	s.fetching.Wait()
}

// Run keeps the set fresh until ctx ends, and then closes it. Meanwhile nobody waits for a provider that has brought no keys
// yet.
func (s *Set) Run(ctx context.Context) {
	s.runs.Store(true)
	defer s.runs.Store(false)
	defer s.Close()
	for {
		pause := retry
		if s.Ready() {
			if s.Age() >= RefreshAge {
				s.renew().wait(ctx)
			}
			pause = max(s.cooldown, RefreshAge-s.Age())
		} else {
			s.again()
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
	}
}
