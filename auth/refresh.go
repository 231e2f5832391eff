package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"wails-openid-oauth/internal/jose"
)

// redeem sends the refresh request and checks the answer. Once the request is sent, only whole bounds it.
//
// If next holds a new refresh token, store it even when err is not nil: the provider has rotated the token, and only
// the rest of its answer is refused. With ErrForeign, the refresh token in next belongs to another user or client, and
// must be revoked.
func (s *Session) redeem(ctx, whole context.Context, from held) (next held, profile Profile, err error) {
	next = from
	if from.grant.RefreshToken.IsZero() {
		return next, profile, fmt.Errorf("%w: %w", ErrLoginRequired, ErrNoRefreshToken)
	}
	provider, keys, err := s.metadata(ctx)
	if err != nil {
		return next, profile, err
	}
	asked := s.opts.Now()
	sending, done := untilSent(ctx, whole)
	defer done()
	got, err := s.client.renew(sending, s.opts.Config, provider, from.grant.RefreshToken)
	if errors.Is(err, errLost) && got.refresh.IsZero() { // it may be rotated already; many providers accept one repetition
		got, err = s.client.renew(sending, s.opts.Config, provider, from.grant.RefreshToken)
	}
	next.keep(got.refresh)
	if err != nil {
		next.refuse(err)
		return next, profile, err
	}
	if !got.id.IsZero() {
		id, err := s.verifyRefreshed(ctx, from, got, provider, keys)
		if err != nil {
			next.refused = err
			return next, profile, err
		}
		profile, next.id = id.profile, got.id
		next.grant.Issued = later(from.grant.Issued, id.issued)
	}
	next.receive(got, asked)
	return next, profile, nil
}

// keep takes over a rotated refresh token. If the answer has none, the old one stays valid (RFC 6749, section 6).
func (h *held) keep(refresh Secret) {
	if !refresh.IsZero() && !equal(refresh.Reveal(), h.grant.RefreshToken) {
		h.grant.RefreshToken = refresh
		h.grant.Generation++
	}
}

// receive takes over the tokens, lifetime and scope of a token response.
func (h *held) receive(got tokens, asked time.Time) {
	h.access, h.lifetime, h.expires, h.refused = got.access, got.lifetime, asked.Add(got.lifetime), nil
	if got.scope != "" {
		h.grant.Scope = got.scope
	}
	h.keep(got.refresh)
}

// refuse records why a successful answer of the provider was not used. It ignores other failures, which are no such
// answer.
func (h *held) refuse(err error) {
	if errors.As(err, new(*refusedAnswer)) {
		h.refused = err
	}
}

// verifyRefreshed checks a refreshed ID token.
func (s *Session) verifyRefreshed(
	ctx context.Context, from held, got tokens, p *Provider, keys jose.KeySource,
) (idToken, error) {
	check := s.idTokenCheck(got, p, keys)
	check.refreshed, check.subject = true, from.grant.Subject
	id, err := check.verify(ctx, got.id)
	if err == nil {
		err = from.checkContinuity(id)
	}
	return id, err
}

// checkContinuity compares a refreshed ID token with earlier ones (OpenID Connect Core, section 12.2). "iat" is the
// time of the refresh, so it must not go back. "auth_time" is that of the log-in, and so is "nonce", if there is one.
//
// The subject has been checked before. These three claims say when and by which request the user logged in, not who the
// user is. So a token that differs in them is not used, but does not end the session. After a restart only "iat" is
// known.
func (h held) checkContinuity(id idToken) error {
	before := h.grant.Issued
	if before.IsZero() { // the grant was stored by an earlier version
		before = h.grant.Created
	}
	switch {
	case id.issued.Before(before.Add(-skew)):
		return fmt.Errorf("%w: the refreshed one is older than the one before it", ErrIDToken)
	case id.nonce != "" && !h.nonce.IsZero() && !equal(id.nonce, h.nonce):
		return fmt.Errorf("%w: the refreshed one has another nonce", ErrIDToken)
	case !id.authTime.IsZero() && !h.authTime.IsZero() && !id.authTime.Equal(h.authTime):
		return fmt.Errorf("%w: the refreshed one has another auth_time", ErrIDToken)
	}
	return nil
}

// later returns the later of two times, so that many small steps back do not add up.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// adopt takes the result of a refresh into the session: first into the store, then into memory, so that no access token
// is used while its refresh token could still be lost. A log-out that came meanwhile, in any process, wins.
func (s *Session) adopt(epoch int, from, next held, profile Profile, err error) error {
	s.storing <- struct{}{}
	defer func() { <-s.storing }()
	late := next
	if !s.isCurrent(epoch) {
		return s.dropLate(from, late)
	}
	notice := s.Snapshot().Notice
	if next.grant.Generation != from.grant.Generation && !isEnd(err) {
		var replaced error
		if next, notice, replaced = s.keep(epoch, from, next); replaced != nil {
			err = replaced
		}
	}
	switch {
	case isEnd(err):
		if errors.Is(err, ErrForeign) {
			s.discard(late.grant.RefreshToken)
		}
		next, notice, err = s.end(from, err)
	case errors.Is(err, errLoggedOut):
		s.forgetProfile()
		err = fmt.Errorf("%w: %w", ErrLoginRequired, err)
	}
	s.mu.Lock()
	current := s.epoch == epoch // else the log-out waits for the store, and removes what we just wrote
	if current {
		s.conclude(next, profile, notice, err)
	}
	s.mu.Unlock()
	if !current || errors.Is(err, errLoggedOut) || errors.Is(err, errReplaced) {
		if lost := s.dropLate(from, late); !current {
			return lost
		}
	}
	return err
}

// end removes a grant that the provider has ended, unless another process has replaced it with a newer one.
func (s *Session) end(ended held, err error) (now held, notice, reason error) {
	now, failed := s.compare(context.Background(), ended)
	if failed == nil && !equal(now.grant.RefreshToken.Reveal(), ended.grant.RefreshToken) {
		return now, nil, errReplaced
	}
	return ended, s.takeBack(ended.grant), fmt.Errorf("%w: %w", ErrLoginRequired, err)
}

// dropLate drops a result that arrived after the log-out of its session, and revokes a rotated token.
func (s *Session) dropLate(from, late held) error {
	if late.grant.Generation != from.grant.Generation {
		s.discard(late.grant.RefreshToken)
	}
	return ErrLoginRequired
}

// discard revokes a refresh token that will not be used. Close waits for it: the answer with the token has just shown
// that the provider can be reached.
func (s *Session) discard(refresh Secret) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.spawn(func() { s.revokeLate(context.Background(), refresh) })
}

// conclude updates memory and state after a refresh. It is called with mu held.
func (s *Session) conclude(next held, profile Profile, notice, err error) {
	if err == nil { // a refresh need not bring an ID token, and the grant may be that of another process's user
		profile = profile.or(Profile{Subject: next.grant.Subject})
	}
	profile, remembered := profile.or(s.snapshot.Profile), s.snapshot.Remembered
	s.held = next
	ended := errors.Is(err, ErrLoginRequired)
	if errors.Is(err, errLoggedOut) { // the user has: the screen shows nobody any more
		profile, remembered = Profile{}, Profile{}
	}
	if ended {
		s.held, s.past = held{}, held{id: next.id, grant: Grant{
			Account: next.grant.Account, Subject: next.grant.Subject, Alternative: next.grant.Alternative,
		}}
	}
	switch {
	case s.cancelLogin != nil: // a log-in is under way and decides the state
	case err == nil:
		s.publish(Snapshot{State: SignedIn, Profile: profile, Remembered: remembered, Notice: notice})
	case ended:
		s.publish(Snapshot{State: Expired, Profile: profile, Remembered: remembered, Notice: notice, Err: err})
	default:
		s.snapshot.Notice = notice
		s.goOffline(err)
	}
}
