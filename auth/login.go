package auth

import (
	"context"
	"errors"
	"time"
)

// errBusy: there is one person and one screen.
var errBusy = errors.New("a log-in is already under way")

// Login takes the user through the provider's log-in in the browser (OpenID Connect Core, section 3.1). It returns nil
// when the person is signed in. However it ends otherwise, nothing that was there before is lost.
//
// Errors: ErrCancelled (window closed, CancelLogin, ctx), ErrTimeout after ten minutes, *Error when the provider or the
// user refused, ErrOffline, ErrProvider, ErrIDToken, ErrUnsupported.
func (s *Session) Login(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	ctx, stop := context.WithTimeoutCause(ctx, loginTimeout, ErrTimeout)
	defer stop()

	s.mu.Lock()
	if s.cancelLogin != nil {
		s.mu.Unlock()
		return errBusy
	}
	s.cancelLogin = cancel
	before, prompt, epoch := s.snapshot, s.prompt, s.epoch
	s.publish(Snapshot{State: SigningIn, Profile: before.Profile, Notice: before.Notice})
	s.mu.Unlock()

	got, profile, err := s.logIn(ctx, prompt)
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = reason(cause)
	}
	if err = s.finishLogin(epoch, before, got, profile, err); err == nil {
		go s.completeProfile(epoch + 1)
	}
	return err
}

// CancelLogin ends the log-in that is under way, or the wait for a restore. Without either it does nothing.
func (s *Session) CancelLogin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, cancel := range []context.CancelCauseFunc{s.cancelLogin, s.cancelRestore} {
		if cancel != nil {
			cancel(ErrCancelled)
		}
	}
}

// reason sorts why a context ended: the user's doing, or the bound.
func reason(cause error) error {
	if errors.Is(cause, ErrTimeout) || errors.Is(cause, context.DeadlineExceeded) {
		return ErrTimeout
	}
	return ErrCancelled
}

// logIn is the code flow: request, redirect, token request, ID token.
func (s *Session) logIn(ctx context.Context, prompt string) (held, Profile, error) {
	provider, keys, err := s.metadata(ctx)
	if err != nil {
		return held{}, Profile{}, err
	}
	var t transaction
	answer, err := s.open(ctx, func(redirectURI string) Request {
		cfg := s.opts.Config
		cfg.RedirectURI = redirectURI // the same one in the token request (RFC 6749, section 4.1.3)
		t = newTransaction(cfg, provider)
		return Request{StartURL: t.url(cfg.Audience, prompt), EndURL: redirectURI, Accept: t.accepts}
	})
	if err != nil {
		return held{}, Profile{}, err
	}
	code, err := t.code(answer)
	if err != nil {
		return held{}, Profile{}, err
	}
	asked := s.opts.Now()
	got, err := s.client.exchange(ctx, t, code)
	var id idToken
	if err == nil {
		id, err = s.verifyFirst(ctx, got, t.nonce, keys)
	}
	if err != nil {
		s.discard(got.refresh)
		return held{}, Profile{}, err
	}
	return s.begin(got, id, t.nonce, asked), id.profile, nil
}

// begin makes a new session of what the log-in brought.
func (s *Session) begin(got tokens, id idToken, nonce Secret, asked time.Time) held {
	h := held{id: got.id, nonce: nonce, authTime: id.authTime, grant: Grant{
		Account: s.opts.Config.account(), Subject: id.profile.Subject, Scope: s.opts.Config.Scope,
		Created: s.opts.Now().UTC(), Issued: id.issued.UTC(),
	}}
	h.receive(got, asked)
	h.grant.Generation = 0 // nothing was rotated yet
	return h
}

// finishLogin stores the session and publishes how the log-in ended.
func (s *Session) finishLogin(epoch int, before Snapshot, got held, profile Profile, err error) error {
	var notice error
	if err == nil && !got.grant.RefreshToken.IsZero() {
		s.exclusively(func() {
			if s.isCurrent(epoch) {
				notice = s.save(got.grant)
				got.stored = notice == nil
			}
		})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cancelLogin = nil
	switch {
	case s.epoch != epoch: // somebody logged out meanwhile: that wins, and removes what was just stored
		if err == nil {
			go s.revokeLate(got.grant.RefreshToken)
		}
		return ErrCancelled
	case err == nil:
		s.epoch++
		s.held, s.prompt = got, ""
		s.publish(Snapshot{State: SignedIn, Profile: profile, Notice: notice})
	case before.State == Offline || before.State == SignedIn:
		before.Err = err
		s.publish(before)
	case before.State == Expired:
		s.publish(Snapshot{State: Expired, Profile: before.Profile, Notice: before.Notice, Err: err})
	default:
		s.publish(Snapshot{State: SignedOut, Notice: before.Notice, Err: err})
	}
	return err
}
