package auth_test

import (
	"context"
	"errors"
	"testing"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/test/authtest"
)

// newLocked is a party whose session is stored in a keyring that is locked now.
func newLocked(t *testing.T) (p *party, stored string) {
	t.Helper()
	p = newParty(t)
	p.logIn(t)
	stored = p.refreshToken(t)
	p.store.Lock()
	p.reopen(t)
	return p, stored
}

// start runs Start in the background, and returns once the user is asked to unlock the keyring.
func (p *party) start(t *testing.T) (ended <-chan error) {
	t.Helper()
	result := make(chan error, 1)
	go func() { result <- p.Start(ctx(t)) }()
	await(t, "nobody was asked", func() bool { _, now := p.store.Asked(); return now || len(result) > 0 })
	if len(result) > 0 {
		t.Fatalf("Start ended before anybody had answered: %v", <-result)
	}
	p.awaitLock(t, false)
	p.awaitWatch(t)
	return result
}

// wantOvertaken waits for a Start that a log-in or a log-out has ended. Without one, Start ends with its context, and with an error.
func wantOvertaken(t *testing.T, ended <-chan error) {
	t.Helper()
	if err := <-ended; err != nil {
		t.Errorf("Start: %v, want nil, because a log-in or a log-out came", err)
	}
}

func (p *party) awaitQuestion(t *testing.T) {
	t.Helper()
	await(t, "nobody was asked", func() bool { _, now := p.store.Asked(); return now })
}

func (p *party) awaitNoQuestion(t *testing.T) {
	t.Helper()
	await(t, "the question stays on the screen", func() bool { _, now := p.store.Asked(); return !now })
}

// awaitWatch waits until the session waits for the keyring, so that it notices whoever unlocks it.
func (p *party) awaitWatch(t *testing.T) {
	t.Helper()
	await(t, "nobody waits until the keyring is unlocked", p.store.Awaited)
}

// awaitLock waits for the state KeyringLocked with the keyring's name.
func (p *party) awaitLock(t *testing.T, dismissed bool) {
	t.Helper()
	await(t, "the session does not say that the keyring is locked", func() bool {
		s, detail := p.Snapshot(), new(auth.Detail)
		return s.State == auth.KeyringLocked && errors.Is(s.Notice, auth.ErrStore) && errors.Is(s.Notice, auth.ErrKeyringLocked) &&
			errors.Is(s.Notice, auth.ErrDismissed) == dismissed && errors.As(s.Notice, &detail) && detail.Text == authtest.KeyringName
	})
}

// awaitSigned waits until Ada is signed in, and the notice is this one.
func (p *party) awaitSigned(t *testing.T, notice error) {
	t.Helper()
	await(t, "nobody is signed in with this notice", func() bool {
		s := p.Snapshot()
		return s.State == auth.SignedIn && (s.Notice == nil) == (notice == nil) && errors.Is(s.Notice, notice)
	})
}

func (p *party) wantAsked(t *testing.T, times int) {
	t.Helper()
	if asked, now := p.store.Asked(); asked != times || now {
		t.Errorf("the user was asked %d times, and is asked now: %t; want %d times", asked, now, times)
	}
}

// wantNoLogIn fails the test if the browser was opened since the first log-in.
func (p *party) wantNoLogIn(t *testing.T) {
	t.Helper()
	if n := len(p.browser.Opened()); n != 1 {
		t.Errorf("K-LOCKED: %d log-ins were opened, want the first one only", n)
	}
}

// TestUnlock: a question to the user has no bound. The session is restored when the keyring is unlocked, whoever does it.
func TestUnlock(t *testing.T) {
	t.Run("the user answers", func(t *testing.T) {
		p, _ := newLocked(t)
		ended := p.start(t)
		p.wantNoLogIn(t)
		p.store.Open()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		p.awaitSigned(t, nil)
		p.wantNoLogIn(t)
		p.wantAsked(t, 1)
	})
	t.Run("nothing is stored", func(t *testing.T) {
		p := newParty(t)
		p.store.Lock()
		ended := p.start(t)
		if n := len(p.browser.Opened()); n != 0 {
			t.Errorf("K-LOCKED: %d log-ins beside the question", n)
		}
		p.store.Open()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		p.awaitSigned(t, nil)
	})
	t.Run("the user does not, and another program unlocks it", func(t *testing.T) {
		p, _ := newLocked(t)
		ended := p.start(t)
		p.store.Dismiss()
		if err := <-ended; !errors.Is(err, auth.ErrKeyringLocked) || !errors.Is(err, auth.ErrDismissed) {
			t.Errorf("got %v, want ErrKeyringLocked and ErrDismissed", err)
		}
		p.awaitLock(t, true)
		p.store.Open()
		p.awaitSigned(t, nil)
		p.wantNoLogIn(t)
		p.wantAsked(t, 1)
	})
	t.Run("another program unlocks it, and nothing is stored", func(t *testing.T) {
		p := newParty(t)
		p.store.Lock()
		ended := p.start(t)
		p.store.Dismiss()
		<-ended
		p.store.Open()
		if s := p.wait(t, auth.SignedOut); s.Notice != nil || s.Err != nil || len(p.browser.Opened()) != 0 {
			t.Errorf("got %+v, %d log-ins; want the signed-out state without a log-in", s, len(p.browser.Opened()))
		}
	})
	t.Run("the user is asked again", func(t *testing.T) {
		p, _ := newLocked(t)
		ended := p.start(t)
		again := make(chan error, 1)
		if err := p.Unlock(cancelled()); !errors.Is(err, context.Canceled) {
			t.Errorf("a wait that was given up: %v", err)
		}
		awaitGoroutines(t, ".spawn.func1", 2) // the watch and the question; another question would be a third
		p.store.Dismiss()
		if err := <-ended; !errors.Is(err, auth.ErrDismissed) {
			t.Errorf("got %v, want ErrDismissed", err)
		}
		p.awaitLock(t, true)
		go func() { again <- p.Unlock(ctx(t)) }()
		p.awaitQuestion(t)
		p.awaitLock(t, false)
		p.store.Open()
		if err := <-again; err != nil {
			t.Error(err)
		}
		p.awaitSigned(t, nil)
		p.wantAsked(t, 2)
	})
	t.Run("nothing was held up", func(t *testing.T) {
		p := newParty(t)
		p.logIn(t)
		p.store.Lock()
		if err := p.Unlock(cancelled()); err != nil {
			t.Errorf("got %v, want nil at once", err)
		}
		p.wantAsked(t, 0)
	})
	t.Run("it is locked once more", func(t *testing.T) {
		p, _ := newLocked(t)
		ended := p.start(t)
		p.store.Open()
		<-ended
		p.awaitSigned(t, nil)
		p.store.Lock()
		p.token(t, p.token(t, ""))
		p.awaitWatch(t)
		p.awaitQuestion(t)
		p.store.Open()
		p.awaitSigned(t, nil)
		p.awaitNoQuestion(t) // The session was watching, so it may know before the question is gone.
		p.wantAsked(t, 2)
	})
	t.Run("nothing is locked", func(t *testing.T) {
		p := newParty(t)
		p.logIn(t)
		if err := p.Unlock(ctx(t)); err != nil {
			t.Error(err)
		}
		p.wantAsked(t, 0)
	})
	t.Run("a cancelled start", func(t *testing.T) {
		p, _ := newLocked(t)
		ended := p.start(t)
		p.CancelLogin()
		if err := <-ended; !errors.Is(err, auth.ErrCancelled) {
			t.Errorf("got %v, want ErrCancelled", err)
		}
		p.awaitNoQuestion(t)
		p.awaitLock(t, true)
		if err := p.Unlock(cancelled()); !errors.Is(err, context.Canceled) {
			t.Errorf("a wait that was given up: %v", err)
		}
		p.awaitQuestion(t)
		p.store.Open()
		p.awaitSigned(t, nil)
	})
	t.Run("the app is closed", func(t *testing.T) {
		p, _ := newLocked(t)
		ended := p.start(t)
		p.Close()
		if err := <-ended; !errors.Is(err, auth.ErrCancelled) {
			t.Errorf("got %v, want ErrCancelled", err)
		}
		p.awaitNoQuestion(t)
		if err := p.Unlock(ctx(t)); !errors.Is(err, auth.ErrCancelled) || p.store.Len() != 1 {
			t.Errorf("after Close: %v, %d entries", err, p.store.Len())
		}
	})
	t.Run("a store that nobody can unlock", func(t *testing.T) {
		p := newParty(t)
		p.store.Before(authtest.Fail(auth.ErrKeyringLocked, authtest.Load))
		p.plainStore = true
		p.restart(t)
		if err := p.Restore(ctx(t)); !errors.Is(err, auth.ErrLoginRequired) {
			t.Errorf("got %v, want ErrLoginRequired", err)
		}
		if s := p.Snapshot(); s.State != auth.SignedOut || !errors.Is(s.Notice, auth.ErrKeyringLocked) {
			t.Errorf("got %+v", s)
		}
		if err := p.Unlock(ctx(t)); err != nil {
			t.Error(err)
		}
	})
}

func cancelled() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

// TestLoginWithoutTheKeyring: the log-in ends the question, and its session is stored when the keyring is unlocked.
func TestLoginWithoutTheKeyring(t *testing.T) {
	t.Run("and it is stored later", func(t *testing.T) {
		p, older := newLocked(t)
		ended := p.start(t)
		if err := p.Login(ctx(t)); err != nil {
			t.Fatal(err)
		}
		wantOvertaken(t, ended)
		p.awaitSigned(t, auth.ErrKeyringLocked)
		p.wantAsked(t, 1)
		if p.refreshToken(t) != older {
			t.Error("K-LOCKED: the locked keyring was written")
		}
		p.store.Open()
		p.awaitSigned(t, nil)
		newer := p.refreshToken(t)
		if newer == older {
			t.Fatal("the new session was not stored")
		}
		p.token(t, p.token(t, ""))
		p.reopen(t)
		if err := p.Restore(ctx(t)); err != nil {
			t.Errorf("the next start: %v", err)
		}
	})
	t.Run("and nobody is asked once more", func(t *testing.T) {
		p, _ := newLocked(t)
		ended := p.start(t)
		_ = p.Login(ctx(t))
		wantOvertaken(t, ended)
		p.Close() // which waits for a question that has begun
		p.wantAsked(t, 1)
	})
	t.Run("and it is stored with the token that came meanwhile", func(t *testing.T) {
		p, _ := newLocked(t)
		ended := p.start(t)
		_ = p.Login(ctx(t))
		wantOvertaken(t, ended)
		p.token(t, p.token(t, ""))
		p.store.Open()
		p.awaitSigned(t, nil)
		if !p.provider.RefreshTokenActive(p.refreshToken(t)) {
			t.Error("a spent refresh token is stored")
		}
	})
	t.Run("it is not stored after a log-out in another process", func(t *testing.T) {
		p, _ := newLocked(t)
		ended := p.start(t)
		_ = p.Login(ctx(t))
		wantOvertaken(t, ended)
		other := p.second(t)
		_ = other.Logout(ctx(t))
		other.Close()
		before := len(p.store.Calls())
		p.store.Open()
		await(t, "nobody looks into the store", func() bool { return len(p.store.Calls()) > before })
		p.Close() // which waits for what follows the look
		for _, call := range p.store.Calls()[before:] {
			if call.Op == authtest.Save {
				t.Error("K-LOCKED: a session that was logged out is stored")
			}
		}
		p.staysOut(t)
	})
	for name, during := range map[string]bool{"unlocked after it": false, "unlocked during it": true} {
		t.Run("it fails, and the keyring is "+name, func(t *testing.T) {
			p, _ := newLocked(t)
			ended := p.start(t)
			there := walksAway(p.browser)
			login := make(chan error, 1)
			go func() { login <- p.Login(ctx(t)) }()
			<-there
			if during {
				p.store.Open()
				await(t, "the session does not notice it", func() bool { return !p.store.Awaited() })
			}
			p.CancelLogin()
			if err := <-login; !errors.Is(err, auth.ErrCancelled) {
				t.Errorf("got %v, want ErrCancelled", err)
			}
			<-ended
			if !during {
				p.awaitLock(t, true)
				if err := p.Snapshot().Err; !errors.Is(err, auth.ErrCancelled) {
					t.Errorf("the page is told %v", err)
				}
				p.store.Open()
			}
			p.awaitSigned(t, nil)
			p.wantAsked(t, 1)
		})
	}
}

// TestLogoutOfALockedKeyring: signed out is said without a notice only once the entry is gone.
func TestLogoutOfALockedKeyring(t *testing.T) {
	t.Run("at the start", func(t *testing.T) {
		p, stored := newLocked(t)
		ended := p.start(t)
		if err := p.Logout(ctx(t)); !errors.Is(err, auth.ErrNotErased) || !errors.Is(err, auth.ErrKeyringLocked) {
			t.Errorf("got %v, want ErrNotErased and ErrKeyringLocked", err)
		}
		wantOvertaken(t, ended)
		p.wantAsked(t, 1)
		p.wantStillThere(t)
		p.store.Open()
		p.awaitErased(t)
		await(t, "the token was not revoked", func() bool { return !p.provider.RefreshTokenActive(stored) })
		p.staysOut(t)
	})
	t.Run("of a session", func(t *testing.T) {
		p := newParty(t)
		p.logIn(t)
		p.store.Lock()
		_ = p.Logout(ctx(t))
		p.awaitQuestion(t)
		p.wantStillThere(t)
		p.store.Open()
		p.awaitErased(t)
	})
	t.Run("before the start", func(t *testing.T) {
		p := newParty(t)
		p.logIn(t)
		p.store.Lock()
		_ = p.Logout(ctx(t))
		p.reopen(t)
		if err := p.Restore(ctx(t)); !errors.Is(err, auth.ErrLoginRequired) {
			t.Errorf("got %v, want ErrLoginRequired", err)
		}
		p.wantStillThere(t)
		p.store.Open()
		p.awaitErased(t)
	})
	t.Run("without records", func(t *testing.T) {
		p := newParty(t)
		p.stateFolder = ""
		p.restart(t)
		p.logIn(t)
		p.store.Lock()
		if err := p.Logout(ctx(t)); !errors.Is(err, auth.ErrKeyringLocked) || errors.Is(err, auth.ErrNotErased) {
			t.Errorf("got %v, want ErrKeyringLocked", err)
		}
		p.store.Open()
		p.awaitErased(t)
	})
	t.Run("and another process logs in", func(t *testing.T) {
		p := newParty(t)
		p.locker = newLocker()
		p.restart(t)
		p.logIn(t)
		p.store.Lock()
		_ = p.Logout(ctx(t))
		p.awaitQuestion(t)
		p.store.Dismiss()
		other := p.second(t)
		p.store.Before(func(context.Context, authtest.Call) error { p.store.Open(); return nil }) // the other one is first
		if err := other.Login(ctx(t)); err != nil {
			t.Fatal(err)
		}
		await(t, "the notice stays", func() bool { return p.Snapshot().Notice == nil })
		if p.store.Len() != 1 {
			t.Error("K-LOCKED: the entry of another process's log-in was removed")
		}
	})
}

func (p *party) wantStillThere(t *testing.T) {
	t.Helper()
	if s := p.Snapshot(); s.State != auth.SignedOut || !errors.Is(s.Notice, auth.ErrNotErased) || p.store.Len() != 1 {
		t.Errorf("got %v (%v), %d entries; want a notice while the entry is there", s.State, s.Notice, p.store.Len())
	}
}

func (p *party) awaitErased(t *testing.T) {
	t.Helper()
	await(t, "signed out, without a notice, is not said", func() bool {
		s := p.Snapshot()
		return s.State == auth.SignedOut && s.Notice == nil
	})
	if p.store.Len() != 0 {
		t.Error("signed out is said while the entry is there")
	}
}

// TestLockedDuringASession: a rotated token that the locked keyring does not take is stored later.
func TestLockedDuringASession(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	p.store.Lock()
	p.token(t, p.token(t, ""))
	p.awaitSigned(t, auth.ErrKeyringLocked)
	p.awaitQuestion(t)
	p.store.Open()
	p.awaitSigned(t, nil)
	p.awaitNoQuestion(t) // The session was watching, so it may know before the question is gone.
	p.wantAsked(t, 1)
	if !p.provider.RefreshTokenActive(p.refreshToken(t)) {
		t.Error("a spent refresh token is stored")
	}
}

// TestSteps: what a start says follows from what is known.
func TestSteps(t *testing.T) {
	p := newParty(t)
	during := map[authtest.Op]auth.Step{}
	p.store.Before(func(_ context.Context, call authtest.Call) error {
		during[call.Op] = p.Snapshot().Step
		return nil
	})
	p.browser.Set(func(b *authtest.Browser) {
		b.OnPage = func(string) { during["page"] = p.Snapshot().Step }
	})
	if err := p.Start(ctx(t)); err != nil {
		t.Fatal(err)
	}
	if during[authtest.Load] != auth.Looking || during["page"] != auth.LoggingIn || p.Snapshot().Step != 0 {
		t.Errorf("first start: %v, then %v", during, p.Snapshot().Step)
	}
	p.reopen(t)
	if err := p.Start(ctx(t)); err != nil {
		t.Fatal(err)
	}
	if during[authtest.Save] != auth.Restoring || p.Snapshot().Step != 0 {
		t.Errorf("second start: %v, then %v", during, p.Snapshot().Step)
	}
}
