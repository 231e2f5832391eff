package auth

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"wails-openid-oauth/internal/jose"
	"wails-openid-oauth/internal/jwks"
)

// Bounds on what a session waits for.
const (
	requestTimeout = 15 * time.Second // one HTTP request
	refreshTimeout = 30 * time.Second // discovery, token request and keys together
	restoreWait    = 5 * time.Second  // after it, a restore goes on behind the offline state
	storeTimeout   = 5 * time.Second
	logoutTimeout  = 10 * time.Second // revocation, and again the provider's log-out page
	lateAnswer     = 2 * time.Second  // an answer to a refresh that was logged out, once the app ends
	keyCooldown    = time.Second      // between two looks at the provider's keys for one that is new
	loginTimeout   = 10 * time.Minute // a person with a second factor to look for
)

// Options are what a session is made of. Config, Browser and Store are required.
type Options struct {
	Config  Config
	Browser Browser
	Store   TokenStore
	// Locker keeps other processes of the same user from refreshing at the same time. Nil is for an app that runs once.
	Locker Locker
	// CacheFolder is where the provider's metadata is kept, so that a start works while discovery does not. Empty is none.
	CacheFolder string
	// StateFolder is where log-ins and log-outs are recorded, in small files that hold no secret, so that a log-out holds
	// even if the process ends or the store does not answer, and other processes learn of it. It is made when it is
	// needed. Empty is none: then a log-out that could not be finished ends with the process.
	StateFolder string
	// HTTP sends every request to the provider; its redirect policy and cookie jar are not used. Nil is
	// http.DefaultTransport with a bound of 15 s a request.
	HTTP *http.Client
	// Log gets what happened, never a secret. Nil is slog.Default.
	Log *slog.Logger
	// Now and After are the clock. Nil is the real one.
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time
}

// Session is one person signed in at one provider, or nobody. All its methods may be called at the same time.
type Session struct {
	opts   Options
	client client
	ctx    context.Context
	close  context.CancelFunc

	// agent holds one value while the browser is in use: a log-in waits for the log-out before it.
	agent chan struct{}
	// storing holds one value across "is this still our session?", the write that follows, and the look after it. It is
	// taken before mu.
	storing chan struct{}

	mu sync.Mutex
	// active counts what Close waits for; idle is told when it reaches 0.
	active      int
	idle        *sync.Cond
	snapshot    Snapshot
	subscribers map[chan Snapshot]struct{}
	// epoch counts log-ins and log-outs: what was begun in an earlier one is dropped when it arrives.
	epoch int
	held  held
	// past is what a log-out needs to know of a session that the provider has ended: the ID token and the account.
	past     held
	flight   *flight
	retrying bool
	// cancelLogin is set while a log-in is under way, cancelRestore once there was a restore.
	cancelLogin, cancelRestore context.CancelCauseFunc
	// erasing counts the log-outs that are removing the stored session; erased is closed when there is none any more.
	erasing int
	erased  chan struct{}
	// ask is the epoch of a log-out that the provider has not confirmed, or 0.
	ask      int
	provider *Provider
	// keys are those at keysURI.
	keys    jose.KeySource
	keysURI string
	// asked is the epoch for which the UserInfo endpoint was asked; -1 before the first.
	asked int
}

// held is what belongs to the person signed in. Wiping it is assigning the zero value.
type held struct {
	grant Grant
	// stored says that the store has this grant, so that its absence there means something.
	stored bool
	// access holds until expires, lifetime after it was asked for.
	access   Secret
	expires  time.Time
	lifetime time.Duration
	// id is the last ID token as it came, for id_token_hint; nonce and authTime are the first one's.
	id, nonce Secret
	authTime  time.Time
	// refused is why the provider's last success was not used, or nil. Each of them spends a refresh token, so until one is
	// used, only the schedule of the retries asks again.
	refused error
}

// New checks the configuration and returns a session in state SignedOut. It contacts nobody. Errors: ErrConfig.
func New(opts Options) (*Session, error) {
	if err := opts.Config.validate(); err != nil {
		return nil, err
	}
	if opts.HTTP == nil {
		opts.HTTP = &http.Client{Timeout: requestTimeout}
	}
	if opts.Log == nil {
		opts.Log = slog.Default()
	}
	if opts.Now == nil {
		// Without the monotonic reading: that clock stands still while the machine sleeps, and tokens do not.
		opts.Now = func() time.Time { return time.Now().Round(0) }
	}
	if opts.After == nil {
		opts.After = time.After
	}
	s := &Session{
		opts: opts, client: newClient(opts.HTTP),
		asked: -1, agent: make(chan struct{}, 1), storing: make(chan struct{}, 1), subscribers: map[chan Snapshot]struct{}{},
	}
	s.idle = sync.NewCond(&s.mu)
	s.ctx, s.close = context.WithCancel(context.Background())
	return s, nil
}

// Close ends what the session does, and returns when that has ended. It leaves the stored session alone. A log-in that is
// under way is cancelled. What cannot be called back is finished, each thing within its own bound: a refresh that was
// sent, whose new token is stored; after a log-out, such a refresh has 2 s left, and its new token is revoked; a revocation
// that was sent; and a log-out's removal of the stored session. For a page in the browser Close does not wait: the Login or
// Logout that opened it returns when the browser has closed it. A Logout after Close still removes what is stored.
func (s *Session) Close() {
	s.close()
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.active > 0 {
		s.idle.Wait()
	}
}

// enter has Close wait until leave is called.
func (s *Session) enter() (leave func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.active++
	return s.leave
}

// leave ends one of the things that active counts.
func (s *Session) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.active--; s.active == 0 {
		s.idle.Broadcast()
	}
}

// spawn runs work beside the caller. Close waits for it. It is called with mu held.
func (s *Session) spawn(work func()) {
	s.active++
	go func() {
		defer s.leave()
		work()
	}()
}

// untilClosed returns a context that ends with the session, too.
func (s *Session) untilClosed(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	stop := context.AfterFunc(s.ctx, func() { cancel(ErrCancelled) })
	return ctx, func() {
		stop()
		cancel(nil)
	}
}

// Snapshot returns the session as it is now.
func (s *Session) Snapshot() Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.snapshot
}

// Subscribe returns a channel that always has the newest snapshot in it, starting with the present one; snapshots that
// nobody took are replaced. stop ends it.
func (s *Session) Subscribe() (snapshots <-chan Snapshot, stop func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := make(chan Snapshot, 1)
	c <- s.snapshot
	s.subscribers[c] = struct{}{}
	return c, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.subscribers, c)
	}
}

// publish replaces the snapshot and tells everybody. It is called with mu held, which makes it the only sender.
func (s *Session) publish(next Snapshot) {
	if next.State != s.snapshot.State {
		s.opts.Log.Info("session", "state", next.State.String(), "err", next.Err)
	}
	s.snapshot = next
	for c := range s.subscribers {
		select {
		case <-c:
		default:
		}
		c <- next
	}
}

// metadata returns the provider's metadata and keys, fetched once a run.
func (s *Session) metadata(ctx context.Context) (*Provider, jose.KeySource, error) {
	s.mu.Lock()
	provider, keys := s.provider, s.keys
	s.mu.Unlock()
	if provider != nil {
		return provider, keys, nil
	}
	provider, cached, err := s.discoverOrRecall(ctx)
	if err != nil {
		return nil, nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	keys, err = s.keysAt(provider.JWKSURI)
	if err == nil && !cached { // else it is asked again next time
		s.provider = provider
	}
	return provider, keys, err
}

// keysAt returns the provider's keys, which end with the session. It is called with mu held.
func (s *Session) keysAt(uri string) (jose.KeySource, error) {
	if s.keys != nil && s.keysURI == uri {
		return s.keys, nil
	}
	set, err := jwks.New(jwks.Options{
		URL: uri, Client: s.client.http, Cooldown: keyCooldown, Now: s.opts.Now, Log: s.opts.Log,
	})
	if err != nil {
		return nil, err
	}
	s.keys, s.keysURI = set, uri
	s.spawn(func() {
		<-s.ctx.Done()
		set.Close()
	})
	return set, nil
}

// useBrowser waits until nobody else uses the browser, which ends with release.
func (s *Session) useBrowser(ctx context.Context) (release func(), err error) {
	select {
	case s.agent <- struct{}{}:
		return func() { <-s.agent }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// open takes the user through one request, which is made once the redirect URI is known.
func (s *Session) open(ctx context.Context, request func(redirectURI string) Request) (*url.URL, error) {
	release, err := s.useBrowser(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	redirectURI := s.opts.Config.RedirectURI
	if own, ok := s.opts.Browser.(Redirector); ok {
		if redirectURI, err = own.Redirect(ctx, redirectURI); err != nil {
			return nil, err
		}
	}
	return s.opts.Browser.Open(ctx, request(redirectURI))
}
