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
	restoreWait    = 5 * time.Second  // then the state is Offline, and the restore goes on
	storeTimeout   = 5 * time.Second
	logoutTimeout  = 10 * time.Second // for the revocation, and again for a hidden log-out page
	answerTimeout  = 10 * time.Minute // for a log-out page in the user's own browser, which may ask the user
	lateAnswer     = 2 * time.Second  // after Close, for the answer to a refresh that a log-out abandoned
	keyCooldown    = time.Second      // between two fetches of the provider's keys
	browserTimeout = time.Hour        // in a browser that does not notice its user; see Attended
)

// Options configures a session. Config, Browser and Store are required.
type Options struct {
	Config  Config
	Browser Browser
	Store   TokenStore
	// Alternative is a second browser, for users whom Browser does not serve: usually the system browser beside a window.
	// A log-in moves to it when Browser returns ErrAlternative, when the app calls LoginAlternative, and when this system
	// has no Browser (ErrUnsupported). Nil means that there is none.
	Alternative Browser
	// Locker keeps other processes of the same user from refreshing at the same time. Nil suits an app that runs only
	// once.
	Locker Locker
	// CacheFolder holds the provider's metadata, so that the app can start when discovery fails, and the profile of the
	// user whose session is stored, for Snapshot.Remembered. It has to exist. Empty disables both.
	CacheFolder string
	// StateFolder holds records of log-ins and log-outs, in small files without secrets. With it, a log-out holds even
	// if the process ends or the store does not answer, and other processes learn of it. It is created when needed.
	// Empty disables it: then a log-out that could not be finished ends with the process.
	StateFolder string
	// HTTP sends every request to the provider. Its redirect policy and cookie jar are not used. Nil means
	// http.DefaultTransport with a bound of 15 s a request.
	HTTP *http.Client
	// Log receives events, never a secret. Nil means slog.Default.
	Log *slog.Logger
	// Now and After are the clock. Nil means the real one.
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time
}

// Session is the session of at most one person at one provider. Its methods are safe for concurrent use.
type Session struct {
	opts   Options
	client client
	ctx    context.Context
	close  context.CancelFunc

	// agent holds one value while the browser is in use, so that a log-in waits for the log-out before it.
	agent chan struct{}
	// storing holds one value during a write to the store: from the check that the session is still ours, through the
	// write, to the check after it. Take it before mu.
	storing chan struct{}
	// caching is held while the file of the profile cache changes. cachedText is what the file holds, as far as is known.
	// Take it before mu.
	caching    sync.Mutex
	cachedText []byte

	mu sync.Mutex
	// active counts the work that Close waits for. idle is signalled when it reaches 0.
	active      int
	idle        *sync.Cond
	snapshot    Snapshot
	subscribers map[chan Snapshot]struct{}
	// epoch counts log-ins and log-outs. A result of work that began in an earlier epoch is dropped.
	epoch int
	held  held
	// past is what a log-out needs of a session that the provider has ended: the ID token and the account.
	past     held
	flight   *flight
	retrying bool
	// cancelLogin is set while a log-in is under way, cancelRestore from the first restore on.
	cancelLogin, cancelRestore context.CancelCauseFunc
	// abandoned says that CancelLogin came before the first restore.
	abandoned bool
	// watching: watch waits until the locked store is unlocked. question is on the screen meanwhile, or nil. declined: the
	// user did not want to answer it, so that only Unlock and Restore ask again.
	watching bool
	question *question
	declined bool
	// attempt is the log-in under way, or nil.
	attempt *attempt
	// pages ends when a log-in begins, and endPages ends it: until then the log-out pages of before may stay open.
	pages    context.Context
	endPages context.CancelCauseFunc
	// erasing counts the log-outs that are removing the stored session. erased is closed when the count reaches 0.
	erasing int
	erased  chan struct{}
	// ask is not 0 if the next log-in has to ask for credentials. After a log-out, it is the log-out's epoch.
	ask      int
	provider *Provider
	// keys are the provider's keys at keysURI.
	keys    jose.KeySource
	keysURI string
	// asked is the epoch in which the UserInfo endpoint was asked, or -1.
	asked int
	// picture is that of the user in the snapshot, or nil: see RememberPicture.
	picture []byte
}

// held is what belongs to the user who is signed in. The zero value wipes it.
type held struct {
	grant Grant
	// stored says that the store has this grant. Only then does its absence there mean a log-out.
	stored bool
	// access is valid until expires, which is lifetime after the request.
	access   Secret
	expires  time.Time
	lifetime time.Duration
	// id is the last ID token as received, for id_token_hint. nonce and authTime are those of the first one.
	id, nonce Secret
	authTime  time.Time
	// refused is why the provider's last successful answer was not used, or nil. Each such answer spends a refresh
	// token, so until an answer is used, only the scheduled retries ask the provider again.
	refused error
}

// New checks the configuration and returns a session in state SignedOut. It sends no request. Errors: ErrConfig.
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
		// No monotonic reading: that clock stops while the machine sleeps, and token lifetimes do not.
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
	s.pages, s.endPages = context.WithCancelCause(s.ctx)
	return s, nil
}

// Close stops the session's work and returns when it has stopped. It keeps the stored session, and cancels a log-in
// that is under way.
//
// It finishes what cannot be undone, each part within its own bound: a refresh that was sent, whose new token is
// stored; after a log-out such a refresh has 2 s left, and its new token is revoked; a revocation that was sent; and
// the removal of the stored session by a log-out.
//
// Close does not wait for a page in the browser: the Login or Logout that opened it returns when the browser has closed
// it. A Logout after Close still removes the stored session.
func (s *Session) Close() {
	s.close()
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.active > 0 {
		s.idle.Wait()
	}
}

// enter makes Close wait until leave is called.
func (s *Session) enter() (leave func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.active++
	return s.leave
}

// leave ends one unit of work that active counts.
func (s *Session) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.active--; s.active == 0 {
		s.idle.Broadcast()
	}
}

// spawn runs work on a goroutine that Close waits for. It is called with mu held.
func (s *Session) spawn(work func()) {
	s.active++
	go func() {
		defer s.leave()
		work()
	}()
}

// untilClosed returns a context that also ends when the session is closed.
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

// Subscribe returns a channel that holds the newest snapshot, starting with the current one. A newer snapshot replaces
// one that was not received. stop ends the subscription.
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

// publish sets the snapshot and sends it to every subscriber. It is called with mu held, so it is the only sender.
func (s *Session) publish(next Snapshot) {
	if next.State != s.snapshot.State {
		s.opts.Log.Info("session", "state", next.State.String(), "err", next.Err)
	}
	if next.Person().Subject != s.snapshot.Person().Subject {
		s.picture = nil
	}
	s.snapshot = next
	if next.State == SignedIn {
		s.startCaching()
	}
	for c := range s.subscribers {
		select {
		case <-c:
		default:
		}
		c <- next
	}
}

// metadata returns the provider's metadata and keys. It fetches the metadata once a run.
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
	if err == nil && !cached { // cached metadata is fetched again next time
		s.provider = provider
	}
	return provider, keys, err
}

// keysAt returns the provider's keys, which are closed with the session. It is called with mu held.
func (s *Session) keysAt(uri string) (jose.KeySource, error) {
	if s.keys != nil && s.keysURI == uri {
		return s.keys, nil
	}
	set, err := jwks.New(jwks.Options{
		URL: uri, Algorithms: []jose.Algorithm{s.opts.Config.signingAlg()}, Client: s.client.http,
		Cooldown: keyCooldown, Now: s.opts.Now, Log: s.opts.Log,
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

// useBrowser waits until the browser is free, or ctx ends. The caller must call release.
func (s *Session) useBrowser(ctx context.Context) (release func(), err error) {
	select {
	case s.agent <- struct{}{}:
		return func() { <-s.agent }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// open takes the user through one request in a browser, once that is free. request is called once the redirect URI is
// known.
func (s *Session) open(ctx context.Context, browser Browser, request func(redirectURI string) Request) (*url.URL, error) {
	release, err := s.useBrowser(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	return show(ctx, browser, s.opts.Config.RedirectURI, request)
}

// show takes the user through one request in a browser that the caller uses. registered is the registered redirect URI.
func show(
	ctx context.Context, browser Browser, registered string, request func(redirectURI string) Request,
) (answer *url.URL, err error) {
	redirectURI := registered
	if own, ok := browser.(Redirector); ok {
		if redirectURI, err = own.Redirect(ctx, registered); err != nil {
			return nil, err
		}
	}
	return openWithin(ctx, browser, request(redirectURI))
}
