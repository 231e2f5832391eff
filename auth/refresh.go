package auth

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// renewBefore is how long before its end an access token is renewed, so that it is still good when it arrives.
const renewBefore = 30 * time.Second

// flight is one refresh under way, of the session of one epoch. err may be read once done is closed.
type flight struct {
	epoch int
	done  chan struct{}
	err   error
}

// Token returns an access token that is good for some time yet, renewed if need be. Callers at the same moment share one
// refresh. rejected is empty, or a token for which the API answered invalid_token (RFC 6750, section 3.1): that one is
// not returned again. ctx bounds the wait; the refresh itself goes on, because it may have rotated the refresh token.
//
// Errors: ErrLoginRequired when nobody is signed in or the provider ended the session, ErrOffline when the provider
// cannot be reached, context.Cause(ctx), or what the provider's answer lacks (*Error, ErrProvider, ErrIDToken).
func (s *Session) Token(ctx context.Context, rejected string) (string, error) {
	s.mu.Lock()
	if s.usable(rejected, renewBefore) {
		defer s.mu.Unlock()
		return s.held.access.Reveal(), nil
	}
	if s.held.grant.Account == (Account{}) {
		s.mu.Unlock()
		return "", ErrLoginRequired
	}
	flight := s.startRefresh()
	s.mu.Unlock()

	select {
	case <-flight.done:
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// A renewal that failed early is no reason to refuse a token that still holds.
	if (flight.err == nil || errors.Is(flight.err, ErrOffline)) && s.usable(rejected, 0) {
		return s.held.access.Reveal(), nil
	}
	if flight.err == nil {
		return "", ErrLoginRequired // logged out while we waited
	}
	return "", flight.err
}

// usable reports whether the access token is there, holds for another margin, and is not the rejected one. A token
// that lives shorter than two margins is used for half of its life.
func (s *Session) usable(rejected string, margin time.Duration) bool {
	if s.held.access.IsZero() || equal(rejected, s.held.access) {
		return false
	}
	margin = min(margin, s.held.lifetime/2)
	return s.opts.Now().Add(margin).Before(s.held.expires)
}

// startRefresh joins the refresh in flight or starts one. It is called with mu held.
func (s *Session) startRefresh() *flight {
	if s.flight == nil || s.flight.epoch != s.epoch {
		s.flight = &flight{epoch: s.epoch, done: make(chan struct{})}
		go s.refresh(s.flight, s.held)
	}
	return s.flight
}

// refresh renews the tokens once. Nothing but its own bound stops it.
func (s *Session) refresh(f *flight, from held) {
	ctx, cancel := context.WithTimeout(context.Background(), refreshTimeout)
	defer cancel()
	next, profile, err := s.redeem(ctx, from)
	f.err = s.settle(f.epoch, from, next, profile, err)

	s.mu.Lock()
	if s.flight == f {
		s.flight = nil
	}
	s.mu.Unlock()
	close(f.done)
	if f.err == nil {
		s.completeProfile(ctx, f.epoch)
	}
}

// redeem makes the request and checks the answer. When the grant in next is a new one, it has to be stored even if err
// is not nil: the provider rotated the token, and only the check of the rest could not be finished.
func (s *Session) redeem(ctx context.Context, from held) (next held, profile Profile, err error) {
	if from.grant.RefreshToken.IsZero() {
		return from, profile, fmt.Errorf("%w: the provider gave no refresh token", ErrLoginRequired)
	}
	provider, keys, err := s.metadata(ctx)
	if err != nil {
		return from, profile, err
	}
	asked := s.opts.Now()
	got, err := s.client.renew(ctx, oauthConfig(s.opts.Config, provider), from.grant.RefreshToken)
	if err != nil {
		return from, profile, err
	}
	next = from
	next.receive(got, asked)
	if got.id.IsZero() {
		return next, profile, nil
	}
	check := idTokenCheck{issuer: provider.Issuer, clientID: s.opts.Config.ClientID, keys: keys, access: got.access, now: s.opts.Now()}
	id, err := check.verify(ctx, got.id)
	if err == nil {
		err = from.checkContinuity(id)
	}
	switch {
	case errors.Is(err, ErrOffline):
		from.grant = next.grant
		return from, profile, err
	case err != nil:
		return from, profile, err
	}
	next.id = got.id
	return next, id.profile, nil
}

// receive takes over what a token response brings.
func (h *held) receive(got tokens, asked time.Time) {
	h.access, h.lifetime, h.expires = got.access, got.lifetime, asked.Add(got.lifetime)
	if got.scope != "" {
		h.grant.Scope = got.scope
	}
	if !got.refresh.IsZero() && !equal(got.refresh.Reveal(), h.grant.RefreshToken) {
		h.grant.RefreshToken = got.refresh
		h.grant.Generation++
	}
}

// checkContinuity compares a refreshed ID token with the first (OpenID Connect Core, section 12.2). Issuer, audience and
// azp were checked against the registration, which is stricter. After a restart only the subject is known.
func (h held) checkContinuity(id idToken) error {
	switch {
	case id.profile.Subject != h.grant.Subject:
		return fmt.Errorf("%w: the refreshed one is of another subject", ErrIDToken)
	case id.nonce != "" && !h.nonce.IsZero() && !equal(id.nonce, h.nonce):
		return fmt.Errorf("%w: the refreshed one has another nonce", ErrIDToken)
	case !id.authTime.IsZero() && !h.authTime.IsZero() && !id.authTime.Equal(h.authTime):
		return fmt.Errorf("%w: the refreshed one has another auth_time", ErrIDToken)
	}
	return nil
}

// settle takes the outcome into the session: first the store, then memory, so that a token is never used whose refresh
// token could still be lost. A log-out that came meanwhile wins.
func (s *Session) settle(epoch int, from, next held, profile Profile, err error) error {
	s.storing.Lock()
	defer s.storing.Unlock()
	rotated := next.grant.Generation != from.grant.Generation
	notice := s.Snapshot().Notice
	if !s.isCurrent(epoch) {
		if rotated {
			go s.revokeLate(next.grant.RefreshToken)
		}
		return ErrLoginRequired
	}
	if rotated {
		notice = s.save(next.grant)
	}
	if isEnd(err) {
		notice = s.erase()
		err = fmt.Errorf("%w: %w", ErrLoginRequired, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.epoch != epoch { // the log-out waits for the store, and removes what was just written
		if rotated {
			go s.revokeLate(next.grant.RefreshToken)
		}
		return ErrLoginRequired
	}
	s.conclude(next, profile, notice, err)
	return err
}

// conclude is the state machine's part of a refresh. It is called with mu held.
func (s *Session) conclude(next held, profile Profile, notice, err error) {
	if profile == (Profile{}) {
		profile = s.snapshot.Profile
	}
	s.held = next
	ended := errors.Is(err, ErrLoginRequired)
	if ended {
		s.held = held{}
	}
	switch {
	case s.cancelLogin != nil: // a log-in is under way and will have the last word
	case err == nil:
		s.publish(Snapshot{State: SignedIn, Profile: profile, Notice: notice})
	case ended:
		s.publish(Snapshot{State: Expired, Profile: profile, Notice: notice, Err: err})
	default:
		s.snapshot.Notice = notice
		s.goOffline(err)
	}
}

// completeProfile asks the UserInfo endpoint where a refresh brought no ID token. If that fails, the name stays unknown.
func (s *Session) completeProfile(ctx context.Context, epoch int) {
	s.mu.Lock()
	provider, known, current := s.provider, s.snapshot.Profile, s.held
	s.mu.Unlock()
	if known.Name != "" || provider.UserinfoEndpoint == "" || current.access.IsZero() {
		return
	}
	profile, err := s.client.userinfo(ctx, provider.UserinfoEndpoint, current.access, current.grant.Subject)
	if err != nil {
		s.opts.Log.Warn("the profile is not known", "err", err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.epoch == epoch && s.snapshot.State == SignedIn {
		next := s.snapshot
		next.Profile = profile
		s.publish(next)
	}
}
