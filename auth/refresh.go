package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"wails-openid-oauth/internal/jwks"
)

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
	if errors.Is(err, errLost) { // the provider may have rotated the token already; many forgive one repetition
		got, err = s.client.renew(ctx, oauthConfig(s.opts.Config, provider), from.grant.RefreshToken)
	}
	if err != nil {
		return from, profile, err
	}
	next = from
	next.receive(got, asked)
	if got.id.IsZero() {
		return next, profile, nil
	}
	id, err := s.verify(ctx, got, keys)
	if err == nil {
		err = from.checkContinuity(id)
	}
	if err != nil {
		if isPassing(err) {
			from.grant = next.grant
		}
		return from, profile, err
	}
	next.id = got.id
	return next, id.profile, nil
}

// isPassing reports whether the check of a refreshed ID token failed for a reason that passes: keys that could not be
// fetched or are not published yet, a clock that is wrong. Whatever says that the token is of somebody else does not.
func isPassing(err error) bool {
	return errors.Is(err, ErrOffline) || errors.Is(err, ErrClock) || errors.Is(err, jwks.ErrUnknownKey)
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
		return s.dropLate(from, next)
	}
	if rotated {
		notice = s.save(next.grant)
		next.stored = notice == nil
	}
	switch {
	case isEnd(err):
		notice = s.erase()
		err = fmt.Errorf("%w: %w", ErrLoginRequired, err)
	case errors.Is(err, errLoggedOut), errors.Is(err, ErrIDToken) && !isPassing(err):
		// What is stored stays, since only invalid_grant ends a session; but asking again would use a spent token.
		err = fmt.Errorf("%w: %w", ErrLoginRequired, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.epoch != epoch { // the log-out waits for the store, and removes what was just written
		return s.dropLate(from, next)
	}
	s.conclude(next, profile, notice, err)
	return err
}

// dropLate drops what arrived after the log-out that it belongs to, and has a rotated token revoked.
func (s *Session) dropLate(from, next held) error {
	if next.grant.Generation != from.grant.Generation {
		go s.revokeLate(next.grant.RefreshToken)
	}
	return ErrLoginRequired
}

// conclude is the state machine's part of a refresh. It is called with mu held.
func (s *Session) conclude(next held, profile Profile, notice, err error) {
	profile = profile.or(s.snapshot.Profile)
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
