package auth_test

import (
	"bytes"
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
	"wails-openid-oauth/test/overlay"
)

// waitLimit bounds every wait of these tests. A correct test never comes near it.
var waitLimit = overlay.WaitLimit

// clock moves only when a test advances it.
type clock struct {
	mu     sync.Mutex
	now    time.Time
	timers []timer
	// asked receives the length of every new timer.
	asked chan time.Duration
}

type timer struct {
	due  time.Time
	ring chan time.Time
}

func newClock() *clock { return &clock{now: time.Now().Round(0), asked: make(chan time.Duration, 100)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := timer{c.now.Add(d), make(chan time.Time, 1)}
	c.timers = append(c.timers, t)
	c.asked <- d
	return t.ring
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	var waiting []timer
	for _, t := range c.timers {
		if t.due.After(c.now) {
			waiting = append(waiting, t)
			continue
		}
		t.ring <- c.now
	}
	c.timers = waiting
}

// awaitTimer waits until there is a timer of this length. Call it before you advance the clock by that length.
func (c *clock) awaitTimer(t *testing.T, length time.Duration) {
	t.Helper()
	for end := time.After(waitLimit); ; {
		select {
		case asked := <-c.asked:
			if asked == length {
				return
			}
		case <-end:
			t.Fatalf("no timer of %v was started", length)
		}
	}
}

// expires runs do until it waits for a bound of this length, then lets that time pass.
func (c *clock) expires(t *testing.T, bound time.Duration, do func() error) error {
	t.Helper()
	for len(c.asked) > 0 { // drop the timers of earlier steps
		<-c.asked
	}
	ended := make(chan error, 1)
	go func() { ended <- do() }()
	c.awaitTimer(t, bound)
	c.Advance(bound)
	return <-ended
}

// party is a relying party with everything around it.
type party struct {
	*auth.Session
	provider *authtest.Provider
	browser  *authtest.Browser
	store    *authtest.Store
	clock    *clock
	log      *log
	account  auth.Account
	// locker and the folders are given to the next session.
	locker      auth.Locker
	cacheFolder string
	stateFolder string
	// edit is nil, or changes the configuration of the next session.
	edit func(*auth.Config)
	// plainStore hides from the next session that the store can be unlocked.
	plainStore bool
	// client is nil for the provider's own.
	client *http.Client
	// wrap is nil, or wraps the browser of the next session.
	wrap func(auth.Browser) auth.Browser
	// alternative is the second browser of the next session, or nil.
	alternative auth.Browser
	agent
}

// log is a buffer that many goroutines may write to.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
	// written is closed at the next line.
	written chan struct{}
}

func newLog() *log { return &log{written: make(chan struct{})} }

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.written)
	l.written = make(chan struct{})
	return l.text.Write(p)
}

// wait returns once words are in the log.
func (l *log) wait(t *testing.T, words string) {
	t.Helper()
	for end := time.After(waitLimit); ; {
		l.mu.Lock()
		found, written := strings.Contains(l.text.String(), words), l.written
		l.mu.Unlock()
		if found {
			return
		}
		select {
		case <-written:
		case <-end:
			t.Fatalf("the log never said %q", words)
		}
	}
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func newParty(t *testing.T, edits ...func(*authtest.Options)) *party {
	t.Helper()
	provider := authtest.NewProvider(t, edits...)
	p := &party{provider: provider, browser: provider.Browser(), store: authtest.NewStore(), clock: newClock(), log: newLog()}
	p.account, p.stateFolder = auth.Account{Issuer: provider.Issuer, ClientID: provider.ClientID}, t.TempDir()
	p.reopen(t)
	return p
}

// reopen restarts the app: a new session on the same store, with a browser without cookies.
func (p *party) reopen(t *testing.T) {
	t.Helper()
	p.browser.ClearCookies()
	p.restart(t)
}

// restart restarts the app with a browser that keeps its cookies.
func (p *party) restart(t *testing.T) {
	t.Helper()
	if p.Session != nil {
		p.Session.Close()
	}
	browser := p.userAgent(t)
	if p.wrap != nil {
		browser = p.wrap(browser)
	}
	config := auth.Config{
		Issuer: p.provider.Issuer, ClientID: p.provider.ClientID, RedirectURI: authtest.RedirectURI,
		Audience: authtest.Audience, Scope: "openid profile email offline_access",
	}
	if p.system || p.alternative != nil { // they listen, and the provider ignores the port
		config.PostLogoutRedirectURI = authtest.LoopbackRedirectURI
	}
	if p.edit != nil {
		p.edit(&config)
	}
	store := auth.TokenStore(p.store)
	if p.plainStore {
		store = struct{ auth.TokenStore }{store}
	}
	session, err := auth.New(auth.Options{
		Config:  config,
		Browser: browser, Alternative: p.alternative, Store: store, HTTP: cmp.Or(p.client, p.provider.Client()),
		Log: slog.New(slog.NewTextHandler(p.log, &slog.HandlerOptions{Level: slog.LevelDebug})), Now: p.clock.Now, After: p.clock.After,
		Locker: p.locker, CacheFolder: p.cacheFolder, StateFolder: p.stateFolder,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(session.Close)
	p.Session = session
}

func ctx(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), waitLimit)
	t.Cleanup(cancel)
	return ctx
}

// walksAway makes the user leave the next page as it is. The channel is closed at that page.
func walksAway(browser *authtest.Browser) <-chan struct{} {
	there := make(chan struct{})
	browser.Set(func(b *authtest.Browser) {
		b.Choice = authtest.WalkAway
		b.OnPage = func(string) { close(there) }
	})
	return there
}

// logIn signs Ada in and clears the recorded requests.
func (p *party) logIn(t *testing.T) {
	t.Helper()
	if err := p.Login(ctx(t)); err != nil {
		t.Fatalf("log-in: %v", err)
	}
	p.provider.ForgetRequests()
}

// token returns an access token, and fails the test if there is none.
func (p *party) token(t *testing.T, rejected string) string {
	t.Helper()
	token, err := p.Token(ctx(t), rejected)
	if err != nil {
		t.Fatalf("token: %v", err)
	}
	return token
}

// wait returns once the session is in this state.
func (p *party) wait(t *testing.T, state auth.State) auth.Snapshot {
	t.Helper()
	snapshots, stop := p.Subscribe()
	defer stop()
	for end := time.After(waitLimit); ; {
		select {
		case snapshot := <-snapshots:
			if snapshot.State == state {
				return snapshot
			}
		case <-end:
			t.Fatalf("the session is %v, not %v", p.Snapshot().State, state)
		}
	}
}

// recover lets the time pass that the session waits for, until the user is signed in again.
func (p *party) recover(t *testing.T) auth.Snapshot {
	t.Helper()
	snapshots, stop := p.Subscribe()
	defer stop()
	for end := time.After(waitLimit); ; {
		select {
		case snapshot := <-snapshots:
			if snapshot.State == auth.SignedIn {
				return snapshot
			}
		case d := <-p.clock.asked:
			p.clock.Advance(d)
		case <-end:
			t.Fatalf("the session stays %v", p.Snapshot().State)
		}
	}
}

func (p *party) want(t *testing.T, state auth.State) {
	t.Helper()
	if got := p.Snapshot(); got.State != state {
		t.Errorf("the session is %v (%v), want %v", got.State, got.Err, state)
	}
}

// tokenRequests counts the requests of a grant type.
func (p *party) tokenRequests(grantType string) int {
	n := 0
	for _, r := range p.provider.Requests(idp.PathToken) {
		if r.Form.Get("grant_type") == grantType {
			n++
		}
	}
	return n
}

// refreshToken is the stored one.
func (p *party) refreshToken(t *testing.T) string {
	t.Helper()
	grant, ok := p.store.Grant(p.account)
	if !ok {
		t.Fatal("nothing is stored")
	}
	return grant.RefreshToken.Reveal()
}

// leaks fails the test when one of the secrets is in the log.
func (p *party) leaks(t *testing.T, secrets ...string) {
	t.Helper()
	text := p.log.String()
	for _, secret := range secrets {
		if secret != "" && strings.Contains(text, secret) {
			t.Error("a secret is in the log")
		}
	}
}

// answer makes requests to path fail.
func answer(path string, status int, body string) idp.Fault {
	return idp.Fault{Path: path, Status: status, Body: body, Header: http.Header{"Content-Type": {"application/json"}}}
}
