package auth_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

// isRunning reports whether the stack of any goroutine contains the words, such as the name of a function. A stack also
// names the function that started its goroutine.
func isRunning(words string) bool {
	stacks := make([]byte, 1<<20)
	return strings.Contains(string(stacks[:runtime.Stack(stacks, true)]), words)
}

// isAtRest fails the test if a goroutine of the session is left. It waits for one that is about to return.
func isAtRest(t *testing.T) {
	t.Helper()
	await(t, "the session is not at rest", func() bool { return !isRunning("created by wails-openid-oauth/auth.(*Session)") })
}

// closed closes the session in the background.
func (p *party) closed() <-chan struct{} {
	closed, session := make(chan struct{}), p.Session
	go func() {
		defer close(closed)
		session.Close()
	}()
	return closed
}

// TestClose: after Close nothing of the session runs, and no refresh or log-out that was sent is lost.
func TestClose(t *testing.T) {
	t.Run("a refresh that was sent is finished and stored", func(t *testing.T) {
		p := newParty(t)
		p.logIn(t)
		stored := p.refreshToken(t)
		gate := make(chan struct{})
		p.provider.Inject(idp.Fault{Path: idp.PathToken, Gate: gate, Times: 1})
		p.clock.Advance(time.Hour)
		go func() { _, _ = p.Token(ctx(t), "") }()
		if err := p.provider.WaitRequests(ctx(t), idp.PathToken, 1); err != nil {
			t.Fatal(err)
		}
		closed := p.closed()
		select {
		case <-closed:
			t.Error("Close did not wait for the refresh")
		case <-time.After(50 * time.Millisecond):
		}
		close(gate)
		<-closed
		if now := p.refreshToken(t); now == stored || !p.provider.RefreshTokenActive(now) {
			t.Error("the rotated token was lost")
		}
		isAtRest(t)
	})
	for name, answered := range map[string]bool{"is revoked": true, "is waited for no longer than a moment": false} {
		t.Run("after a log-out, the answer to a refresh that was sent "+name, func(t *testing.T) {
			p := newParty(t)
			p.logIn(t)
			made, gate := make(chan struct{}), make(chan struct{})
			answer := sync.OnceFunc(func() { close(gate) })
			t.Cleanup(answer)
			p.provider.Tamper(idp.PathToken, func(*authtest.Response) {
				close(made)
				<-gate
			})
			late := p.refreshLate(t, made)
			if err := p.Logout(ctx(t)); err != nil {
				t.Fatal(err)
			}
			const bound = 2 * time.Second
			p.clock.Advance(bound) // while the app runs, there is no time limit
			select {
			case err := <-late:
				t.Fatalf("the refresh was given up: %v", err)
			case <-time.After(50 * time.Millisecond):
			}
			closed := p.closed()
			p.clock.awaitTimer(t, bound)
			want := 1 // the log-out's own
			if answered {
				want = 2
				answer()
			} else {
				p.clock.Advance(bound)
			}
			select {
			case <-closed:
			case <-time.After(10 * time.Second): // after 30 s the request ends by itself
				t.Fatal("Close does not return")
			}
			if err := <-late; !errors.Is(err, auth.ErrLoginRequired) {
				t.Errorf("got %v, want ErrLoginRequired", err)
			}
			if n := len(p.provider.Requests(idp.PathRevoke)); n != want {
				t.Errorf("%d revocations, want %d", n, want)
			}
			isAtRest(t)
		})
	}
	t.Run("a fetch of keys is given up", func(t *testing.T) {
		p := newParty(t)
		p.provider.Inject(idp.Fault{Path: idp.PathJWKS, Hang: true})
		go func() { _ = p.Login(context.Background()) }()
		if err := p.provider.WaitRequests(ctx(t), idp.PathJWKS, 1); err != nil {
			t.Fatal(err)
		}
		<-p.closed()
		if isRunning("internal/jwks.(*Set).refresh(") {
			t.Error("the fetch of keys goes on after Close")
		}
	})
	for name, locked := range map[string]bool{"waits for a lock": true, "waits for a connection": false} {
		t.Run("a refresh that "+name+" is given up", func(t *testing.T) {
			p := newParty(t)
			p.logIn(t)
			stored, waits := p.refreshToken(t), make(chan struct{})
			if locked {
				p.locker = &noLocker{waits: waits}
			} else {
				dialled, over := false, make(chan struct{})
				t.Cleanup(func() { close(over) }) // a transport finishes a dial even if its request was cancelled
				p.client = &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
					if dialled { // discovery was first
						close(waits)
						select {
						case <-ctx.Done():
						case <-over:
						}
						return nil, net.ErrClosed
					}
					dialled = true
					return new(net.Dialer).DialContext(ctx, network, address)
				}, DisableKeepAlives: true}}
			}
			p.reopen(t)
			go func() { _ = p.Restore(context.Background()) }()
			<-waits
			select {
			case <-p.closed():
			case <-time.After(20 * time.Second): // after 30 s the refresh ends by itself
				t.Fatal("Close does not return")
			}
			isAtRest(t)
			if p.refreshToken(t) != stored {
				t.Error("the stored refresh token changed, so it was used")
			}
		})
	}
	t.Run("a log-out is finished", func(t *testing.T) {
		p := newParty(t)
		p.logIn(t)
		before, open := gate(t, authtest.Delete)
		p.store.Before(before)
		ctx, cancel := context.WithCancel(ctx(t))
		ended := make(chan error, 1)
		go func() { ended <- p.Logout(ctx) }()
		p.awaitCall(t, authtest.Delete, 1)
		closed := p.closed()
		cancel()
		select {
		case <-closed:
			t.Error("Close did not wait for the log-out")
		case <-time.After(50 * time.Millisecond):
		}
		open()
		<-closed
		if err := <-ended; err != nil || p.store.Len() != 0 {
			t.Errorf("log-out: %v, %d entries stored, want none", err, p.store.Len())
		}
		p.staysOut(t)
	})
	t.Run("a log-out comes after it", func(t *testing.T) {
		p := newParty(t)
		p.logIn(t)
		p.Session.Close()
		if err := p.Logout(ctx(t)); err != nil || p.store.Len() != 0 {
			t.Errorf("log-out: %v, %d entries stored, want none", err, p.store.Len())
		}
		p.staysOut(t)
	})
	t.Run("nothing else begins after it", func(t *testing.T) {
		p := newParty(t)
		p.logIn(t)
		p.Session.Close()
		p.clock.Advance(time.Hour)
		p.provider.ForgetRequests()
		if err := errors.Join(p.Login(ctx(t)), p.Restore(ctx(t))); !errors.Is(err, auth.ErrCancelled) {
			t.Errorf("log-in and restore: got %v, want ErrCancelled", err)
		}
		if _, err := p.Token(ctx(t), ""); !errors.Is(err, auth.ErrCancelled) {
			t.Errorf("token: got %v, want ErrCancelled", err)
		}
		if n := len(p.provider.Requests("")); n != 0 {
			t.Errorf("%d requests, want none", n)
		}
	})
	t.Run("a log-in is cancelled", func(t *testing.T) {
		p := newParty(t)
		there := walksAway(p.browser)
		ended := make(chan error, 1)
		go func() { ended <- p.Login(context.Background()) }()
		<-there
		<-p.closed()
		if err := <-ended; !errors.Is(err, auth.ErrCancelled) {
			t.Errorf("got %v, want ErrCancelled", err)
		}
	})
}
