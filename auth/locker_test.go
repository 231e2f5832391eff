package auth_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

// locker is the Locker that the processes share: one lock per account.
type locker struct {
	mu     sync.Mutex
	held   map[auth.Account]chan struct{}
	fails  error
	asking int // callers that wait
}

// awaitAsking waits until a caller waits for the lock.
func (l *locker) awaitAsking(t *testing.T) {
	t.Helper()
	for end := time.Now().Add(waitLimit); ; time.Sleep(time.Millisecond) {
		l.mu.Lock()
		asking := l.asking
		l.mu.Unlock()
		if asking > 0 {
			return
		}
		if time.Now().After(end) {
			t.Fatal("no caller waits for the lock")
		}
	}
}

func newLocker() *locker { return &locker{held: map[auth.Account]chan struct{}{}} }

func (l *locker) Lock(ctx context.Context, account auth.Account) (func(), error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fails != nil {
		return nil, l.fails
	}
	if l.held[account] == nil {
		l.held[account] = make(chan struct{}, 1)
	}
	lock := l.held[account]
	l.asking++
	defer func() { l.asking-- }()
	l.mu.Unlock()
	defer l.mu.Lock()
	select {
	case lock <- struct{}{}:
		return func() { <-lock }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// second is another process of the same user: the same store, provider and lock, with its own session.
func (p *party) second(t *testing.T) *party {
	t.Helper()
	other := &party{
		provider: p.provider, browser: p.provider.Browser(), store: p.store, clock: p.clock, log: p.log, account: p.account,
		locker: p.locker, cacheFolder: p.cacheFolder, stateFolder: p.stateFolder,
	}
	other.reopen(t)
	return other
}

// TestTwoProcesses runs two sessions on one store. The provider ends the family when a refresh token is used twice.
func TestTwoProcesses(t *testing.T) {
	start := func(t *testing.T) (*party, *party) {
		p := newParty(t)
		p.locker = newLocker()
		p.reopen(t)
		p.logIn(t)
		other := p.second(t)
		if err := other.Restore(ctx(t)); err != nil {
			t.Fatal(err)
		}
		return p, other
	}
	t.Run("C-RT-SINGLEFLIGHT across processes", func(t *testing.T) {
		p, other := start(t)
		for range 5 {
			p.clock.Advance(10 * time.Minute)
			var both sync.WaitGroup
			for _, process := range []*party{p, other} {
				both.Go(func() {
					if _, err := process.Token(ctx(t), ""); err != nil {
						t.Error(err)
					}
				})
			}
			both.Wait()
		}
		p.want(t, auth.SignedIn)
		other.want(t, auth.SignedIn)
		if !p.provider.RefreshTokenActive(p.refreshToken(t)) {
			t.Error("the stored refresh token is not active at the provider")
		}
	})
	t.Run("the other one logged out", func(t *testing.T) {
		p, other := start(t)
		if err := other.Logout(ctx(t)); err != nil {
			t.Fatal(err)
		}
		p.provider.ForgetRequests()
		p.clock.Advance(time.Hour)
		if _, err := p.Token(ctx(t), ""); !errors.Is(err, auth.ErrLoginRequired) {
			t.Errorf("got %v, want ErrLoginRequired", err)
		}
		p.want(t, auth.Expired)
		if p.store.Len() != 0 || p.tokenRequests("refresh_token") != 0 {
			t.Error("the session came back, or its token was used")
		}
	})
	t.Run("the other one logged in as somebody else", func(t *testing.T) {
		p, other := start(t)
		other.browser.Set(func(b *authtest.Browser) { b.Person = "grace" })
		other.logIn(t)
		p.clock.Advance(time.Hour)
		p.token(t, "")
		if name := p.Snapshot().Profile.Name; name != idp.DemoPeople()[1].Name {
			t.Errorf("the profile is %q, want that of the other process's user", name)
		}
	})
	t.Run("the other one logs out, and the answer to our refresh is late", func(t *testing.T) {
		p, other := start(t)
		made, gate := make(chan struct{}), make(chan struct{})
		p.provider.Tamper(idp.PathToken, func(*authtest.Response) {
			close(made)
			<-gate
		})
		late := p.refreshLate(t, made)
		if err := other.Logout(ctx(t)); err != nil {
			t.Fatal(err)
		}
		close(gate)
		p.isLoggedOut(t, <-late)
	})
	t.Run("the other one logs out while ours is being stored", func(t *testing.T) {
		p, other := start(t)
		saving, save := make(chan struct{}), make(chan struct{})
		var once sync.Once
		p.store.Before(func(_ context.Context, call authtest.Call) error {
			if call.Op == authtest.Save {
				once.Do(func() {
					close(saving)
					<-save
				})
			}
			return nil
		})
		late := p.refreshLate(t, saving)
		if err := other.Logout(ctx(t)); err != nil {
			t.Fatal(err)
		}
		close(save)
		p.isLoggedOut(t, <-late)
	})
	t.Run("the other one logs in anew, and the answer to our refresh is late", func(t *testing.T) {
		p, other := start(t)
		made, gate := make(chan struct{}), make(chan struct{})
		undo := p.provider.Tamper(idp.PathToken, func(*authtest.Response) {
			close(made)
			<-gate
		})
		late := p.refreshLate(t, made)
		undo()
		login := func() error { return other.Login(ctx(t)) } // waits briefly for the lock, then continues without it
		if err := errors.Join(other.Logout(ctx(t)), p.clock.expires(t, lockWait, login)); err != nil {
			t.Fatal(err)
		}
		stored := p.refreshToken(t)
		close(gate)
		if err := <-late; !errors.Is(err, auth.ErrOffline) {
			t.Errorf("got %v, want ErrOffline: the next refresh is of the new session", err)
		}
		if p.refreshToken(t) != stored {
			t.Error("the late token replaced the new session")
		}
		p.recover(t)
		other.want(t, auth.SignedIn)
	})
	t.Run("invalid_grant for a token that the other one has replaced", func(t *testing.T) {
		p, other := start(t)
		p.locker.(*locker).fails = errors.New("read-only file system")
		p.provider.ForgetRequests()
		made, gate := make(chan struct{}), make(chan struct{})
		p.provider.Inject(idp.Fault{Path: idp.PathToken, Times: 1, Gate: gate, Status: 400, Body: `{"error":"invalid_grant"}`,
			Header: http.Header{"Content-Type": {"application/json"}}})
		go func() {
			defer close(made)
			_ = p.provider.WaitRequests(ctx(t), idp.PathToken, 1)
		}()
		late := p.refreshLate(t, made)
		other.token(t, "")
		stored := p.refreshToken(t)
		close(gate)
		if err := <-late; !errors.Is(err, auth.ErrOffline) {
			t.Errorf("got %v, want ErrOffline", err)
		}
		if p.refreshToken(t) != stored {
			t.Error("the token of the other process was removed")
		}
		p.recover(t)
	})
	t.Run("a stopped process holds the lock", func(t *testing.T) {
		p, _ := start(t)
		unlock, err := p.locker.Lock(context.Background(), p.account)
		if err != nil {
			t.Fatal(err)
		}
		stored := p.refreshToken(t)
		p.reopen(t)
		for len(p.clock.asked) > 0 { // timers of the restore before
			<-p.clock.asked
		}
		restored := make(chan error, 1)
		go func() { restored <- p.Restore(ctx(t)) }()
		p.clock.awaitTimer(t, 5*time.Second)
		p.locker.(*locker).awaitAsking(t)
		p.clock.Advance(5 * time.Second)
		if err := <-restored; err != nil {
			t.Error(err)
		}
		if s := p.Snapshot(); s.State != auth.Offline || !errors.Is(s.Err, auth.ErrLocked) || p.refreshToken(t) != stored {
			t.Errorf("got %+v, want offline because of the lock", s)
		}
		got := make(chan error, 1)
		go func() {
			_, err := p.Token(ctx(t), "")
			got <- err
		}()
		if err := p.outlast(t, got); !errors.Is(err, auth.ErrLocked) || !errors.Is(err, auth.ErrOffline) {
			t.Errorf("token: got %v, want ErrOffline because of ErrLocked", err)
		}
		login := func() error { return p.Login(ctx(t)) }
		if err := p.clock.expires(t, lockWait, login); err != nil {
			t.Error(err)
		}
		p.want(t, auth.SignedIn)
		if err := p.Logout(ctx(t)); err != nil || p.store.Len() != 0 {
			t.Errorf("log-out: %v, %d entries stored, want none", err, p.store.Len())
		}
		if err := p.clock.expires(t, lockWait, login); err != nil {
			t.Error(err)
		}
		unlock()
		p.clock.Advance(time.Hour)
		p.token(t, "")
	})
	t.Run("the lock is held for too long", func(t *testing.T) {
		p, _ := start(t)
		waiting, cancel := context.WithTimeout(context.Background(), time.Millisecond)
		defer cancel()
		unlock, err := p.locker.Lock(context.Background(), p.account)
		if err != nil {
			t.Fatal(err)
		}
		p.clock.Advance(time.Hour)
		p.provider.ForgetRequests()
		if _, err := p.Token(waiting, ""); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the caller's own end", err)
		}
		if n := len(p.provider.Requests(idp.PathToken)); n != 0 {
			t.Errorf("%d token requests without the lock, want none", n)
		}
		unlock()
		p.token(t, "")
	})
	t.Run("there is no lock to be had", func(t *testing.T) {
		p, _ := start(t)
		p.locker.(*locker).fails = errors.New("read-only file system")
		p.clock.Advance(time.Hour)
		p.token(t, "")
	})
	t.Run("the store fails meanwhile", func(t *testing.T) {
		p, _ := start(t)
		p.store.Before(authtest.Fail(errors.New("locked"), authtest.Load))
		p.clock.Advance(time.Hour)
		// The first refresh spent the other process's token. Ours is the old one, and the provider refuses it.
		if _, err := p.Token(ctx(t), ""); !errors.Is(err, auth.ErrLoginRequired) {
			t.Errorf("got %v, want ErrLoginRequired", err)
		}
	})
}

// lockWait is how long a log-in waits for the lock.
const lockWait = 2 * time.Second

// outlast advances the clock until there is an answer. Several refreshes may have to wait for the lock in vain before.
func (p *party) outlast(t *testing.T, answer <-chan error) error {
	t.Helper()
	for end := time.After(waitLimit); ; {
		select {
		case err := <-answer:
			return err
		case <-p.clock.asked: // each new timer may be the next one to expire
		case <-time.After(time.Millisecond):
			p.clock.Advance(100 * time.Millisecond)
		case <-end:
			t.Fatal("the call did not return")
		}
	}
}

// refreshLate starts a refresh and waits until it is held. The returned channel gets its result.
func (p *party) refreshLate(t *testing.T, held <-chan struct{}) <-chan error {
	t.Helper()
	late := make(chan error, 1)
	p.clock.Advance(10 * time.Minute) // the ID tokens of this provider last an hour of its own clock
	go func() {
		_, err := p.Token(ctx(t), "")
		late <- err
	}()
	<-held
	return late
}

// isLoggedOut checks the end of a refresh during which another process logged out.
func (p *party) isLoggedOut(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, auth.ErrLoginRequired) {
		t.Errorf("got %v, want ErrLoginRequired", err)
	}
	p.want(t, auth.Expired)
	if n := p.store.Len(); n != 0 {
		t.Errorf("%d entries: the session came back", n)
	}
	if err := p.provider.WaitRequests(ctx(t), idp.PathRevoke, 2); err != nil {
		t.Error("the late token was not revoked")
	}
	p.staysOut(t)
}

func TestALostAnswer(t *testing.T) {
	t.Run("the request never arrived", func(t *testing.T) {
		p := newParty(t)
		p.logIn(t)
		p.provider.Inject(idp.Fault{Path: idp.PathToken, Drop: true, Times: 1})
		p.clock.Advance(time.Hour)
		p.token(t, "")
		if n := p.tokenRequests("refresh_token"); n != 2 {
			t.Errorf("%d refreshes, want the first and one repetition", n)
		}
		p.want(t, auth.SignedIn)
	})
	t.Run("it is lost twice", func(t *testing.T) {
		p := newParty(t)
		p.logIn(t)
		p.provider.Inject(idp.Fault{Path: idp.PathToken, Drop: true})
		p.clock.Advance(time.Hour)
		if _, err := p.Token(ctx(t), ""); !errors.Is(err, auth.ErrOffline) {
			t.Errorf("got %v, want ErrOffline", err)
		}
		if n := p.tokenRequests("refresh_token"); n != 2 {
			t.Errorf("%d refreshes, want two", n)
		}
	})
	t.Run("C-TOK-ONE-POST a code is never sent again", func(t *testing.T) {
		p := newParty(t)
		p.provider.Inject(idp.Fault{Path: idp.PathToken, Drop: true})
		if err := p.Login(ctx(t)); !errors.Is(err, auth.ErrOffline) {
			t.Errorf("got %v, want ErrOffline", err)
		}
		if n := p.tokenRequests("authorization_code"); n != 1 {
			t.Errorf("%d token requests, want 1", n)
		}
	})
}

func TestRetryAfter(t *testing.T) {
	for text, want := range map[string]time.Duration{"90": 90 * time.Second, "7200": 10 * time.Minute, "soon": 0, "-5": 0} {
		t.Run(text, func(t *testing.T) {
			p := newParty(t)
			p.logIn(t)
			fault := answer(idp.PathToken, 429, `{}`)
			fault.Header.Set("Retry-After", text)
			p.provider.Inject(fault)
			p.clock.Advance(time.Hour)
			if _, err := p.Token(ctx(t), ""); !errors.Is(err, auth.ErrOffline) {
				t.Fatal(err)
			}
			if got := <-p.clock.asked; got != want && (want > 0 || got > time.Second) {
				t.Errorf("waits %v, want %v", got, want)
			}
		})
	}
}
