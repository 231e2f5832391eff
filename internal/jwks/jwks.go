// Package jwks holds a provider's public keys: its JSON Web Key Set (RFC 7517, section 5), fetched by URL. It uses jwkset and
// keyfunc, and makes seven promises that their usual setup does not make:
//
//   - Good keys stay. An answer that fails, is too long, is not a key set or contains no usable key never replaces them. They
//     are used until [MaxAge] after they were fetched.
//   - One bad key does not affect the others. A key is not usable if it is malformed, not for signatures by one of
//     [Options.Algorithms], an RSA key shorter than 2048 bits, or published with its private half.
//   - Tokens with unknown keys cause at most one fetch per [Cooldown], in addition to those that keep the set fresh. Only such
//     tokens wait for it, and only a bounded number of them; the others get [ErrUndecided]. So a new key is accepted with its
//     first token, or within one cool-down under a flood of unknown keys. No key is called unknown before the provider was
//     asked for it. A caller that cannot wait so long tries again at the time that the error names.
//   - A key that a fetch shows to be withdrawn is refused from then on, without another fetch; see [Set.Holds].
//   - A new key that is published under a known name is found, too: the first bad signature in a cool-down causes a fetch, which
//     is the one that unknown keys may cause; see [Set.LookAgain].
//   - Requests are bounded in time and size, follow no redirect, and go to https or to this machine.
//   - No work goes on after [Set.Close], or after Run, has returned.
//
// A program that checks tokens only now and then needs only New: the keys are fetched at their first use. A server also calls
// Run, which fetches keys before they are needed. While there are no keys, it starts a new fetch twice a second, whatever became
// of the earlier ones:
//
//	keys, err := jwks.New(jwks.Options{Locate: jwks.Discover("https://idp.example/", nil)})
//	go keys.Run(ctx)
//	token, err := jose.Verify(ctx, compact, jose.MaxAccessToken, []jose.Algorithm{jose.RS256}, keys)
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
	"wails-openid-oauth/internal/jose"
)

// The times that a set keeps.
const (
	// Cooldown is the time after a fetch for an unknown key or a bad signature in which neither causes another one.
	Cooldown = 10 * time.Second
	// RefreshAge is the age at which keys are fetched again, and so how long a withdrawn key may still be accepted.
	RefreshAge = 5 * time.Minute
	// MaxAge is how long keys are used while every refresh fails.
	MaxAge = 24 * time.Hour

	// retry is the pause between attempts while there are no keys, so that a server works again within a second.
	retry = 500 * time.Millisecond
)

// room is how many tokens with unknown keys may wait for a fetch at a time. Each of them holds a connection. The others get
// ErrUndecided at once.
const room = 100

// What can go wrong with a key. The functions of [Set.KeyfuncCtx] return these wrapped.
var (
	// ErrUnavailable: there are no keys at all, so nothing can be said about any token.
	ErrUnavailable = errors.New("the provider's keys are not available")
	// ErrUndecided: the key that the token needs is not known, and the provider's answer is missing. Either it was asked for
	// another key within the cool-down, and the caller's time was up or too many tokens wait already; or it did not answer.
	// The error is an [*UndecidedError].
	ErrUndecided = errors.New("it is not known yet whether the provider publishes such a key")
	// ErrUnknownKey: the provider publishes no usable key that is the one that the token needs.
	ErrUnknownKey = errors.New("the provider publishes no such key")
	// ErrNoUsableKey: the provider answered with a key set, and none of its keys can be used. The error says why.
	ErrNoUsableKey = errors.New("the provider's key set holds no usable key")
	errWithdrawn   = fmt.Errorf("%w any more", ErrUnknownKey)
)

// Options say where the keys are. URL or Locate is required; the other fields have defaults.
type Options struct {
	// URL is the URL of the key set: https, or on this machine.
	URL string
	// Locate finds the URL, before every fetch. See [Discover].
	Locate func(ctx context.Context) (string, error)
	// Algorithms are what the caller accepts, and so what a key must be for; nil is RS256, the default of OpenID Connect.
	Algorithms []jose.Algorithm
	// Client makes the requests; its redirect policy is not used.
	Client *http.Client
	// Cooldown is the time after a fetch for an unknown key or a bad signature in which neither causes another one; 0 is
	// [Cooldown]. A client that gets its tokens directly from the provider may use a short one, because no stranger can make
	// it fetch.
	Cooldown time.Duration
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Log gets a line for every change; nil is slog.Default. No kid is logged.
	Log *slog.Logger
}

// Set is a key set that keeps itself fresh. It is a jose.KeySource, and safe for concurrent use.
type Set struct {
	allowed  []jose.Algorithm
	cooldown time.Duration
	locate   func(ctx context.Context) (string, error)
	client   *http.Client
	now      func() time.Time
	log      *slog.Logger

	current   atomic.Pointer[snapshot] // nil before the first
	waiting   chan struct{}            // one place for each waiting token
	runs      atomic.Bool              // Run fetches keys by itself
	postponed postponed

	life     context.Context // of all fetches, which belong to no call and end with Close
	end      context.CancelFunc
	fetching sync.WaitGroup // Add is called with mu held, while life has not ended

	mu        sync.Mutex
	running   *fetch
	begun     uint64    // how many fetches have begun
	attempted time.Time // the last fetch
	looked    time.Time // the last fetch for an unknown key, or for a bad signature
	failure   string    // of the last fetch, so that a long failure is logged once
	unusable  string    // what was last logged about unusable keys
	counts    Counts
}

// Counts are the numbers of fetches since the start.
type Counts struct{ OK, Failed uint64 }

// New returns an empty set. It makes no request.
func New(options Options) (*Set, error) {
	s := &Set{
		allowed:  options.Algorithms,
		locate:   options.Locate,
		client:   withoutRedirects(options.Client),
		now:      options.Now,
		cooldown: cmp.Or(options.Cooldown, Cooldown),
		log:      options.Log,
		waiting:  make(chan struct{}, room),
	}
	s.life, s.end = context.WithCancel(context.Background())
	if len(s.allowed) == 0 {
		s.allowed = []jose.Algorithm{jose.RS256}
	}
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

// KeyfuncCtx returns the function that finds a token's key for golang-jwt: the key that it names, or the only one for its algorithm
// if it names none. If the key is not known, it waits for the provider, at most until ctx ends.
func (s *Set) KeyfuncCtx(ctx context.Context) jwt.Keyfunc {
	return func(token *jwt.Token) (any, error) {
		return s.find(ctx, token)
	}
}

// Ready reports whether there are keys that are young enough to be used.
func (s *Set) Ready() bool { return s.Age() < MaxAge }

// Age is the age of the keys; without keys it is [MaxAge].
func (s *Set) Age() time.Duration { return s.ageOf(s.current.Load()) }

// ageOf is for callers that need a snapshot's age and its keys, because the set may get the next snapshot in between.
func (s *Set) ageOf(current *snapshot) time.Duration {
	if current == nil {
		return MaxAge
	}
	return s.now().Sub(current.fetched)
}

// Holds reports whether a key that was found earlier is still published, as far as the set knows. A caller that remembers what
// a key has verified calls Holds before each use, so that nothing outlives its key.
func (s *Set) Holds(key jwt.VerificationKey) bool {
	current := s.current.Load()
	age := s.ageOf(current)
	if age >= RefreshAge {
		s.renew()
	}
	return age < MaxAge && current.holds(key)
}

// Counts returns the numbers of fetches.
func (s *Set) Counts() Counts {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counts
}

// Close ends the running fetches and waits until they have ended. The set begins no others. Its keys are used until [MaxAge], and
// a token that needs another key gets an error at once.
func (s *Set) Close() {
	s.mu.Lock()
	s.end()
	s.mu.Unlock()
	s.fetching.Wait()
}

// Run keeps the set fresh until ctx ends, and then closes it. While it runs, no token waits for a provider that has not yet brought
// any keys.
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
