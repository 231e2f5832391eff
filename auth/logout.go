package auth

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Logout ends the session, in whatever state it is: first here, in memory at once and then in the store, which works
// offline and waits for no lock; then at the provider, by revoking the refresh token (RFC 7009) and by RP-initiated
// logout in the same browser (OpenID Connect RP-Initiated Logout, section 2). The state is SigningOut until the stored
// session is gone. What the provider does not confirm makes the next log-in ask for credentials, also after a restart.
//
// Errors: ErrStore when the stored session could not be removed, with ErrNotErased where the next Restore will do it
// (Options.StateFolder); the snapshot's Notice has it, too. What fails at the provider is logged, not returned.
func (s *Session) Logout(ctx context.Context) error {
	epoch, ended, known := s.endHere()
	if known {
		_ = s.writeRecord(recordAsk, "") // it has told the log
	}
	failed := s.eraseAtOnce()
	s.mu.Lock()
	if s.erasing--; s.erasing == 0 {
		close(s.erased)
	}
	if s.epoch == epoch {
		s.publish(Snapshot{State: SignedOut, Notice: failed})
	}
	s.mu.Unlock()
	if !known {
		s.leave()
		return failed
	}
	err := s.revokeAtLogout(ctx, ended.grant.RefreshToken)
	s.leave()
	s.logoutInBrowser(ctx, epoch, ended, err)
	return failed
}

// endHere ends the session in memory: from now on no token can be had, nobody is shown, and what arrives late is dropped.
// known says that somebody may have a session at the provider.
func (s *Session) endHere() (epoch int, ended held, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.active++
	if ended = s.held; ended.grant.Account == (Account{}) {
		ended = s.past
	}
	known = ended.grant.Account != (Account{}) || s.snapshot.State != SignedOut && s.snapshot.State != SigningOut
	s.held, s.past = held{}, held{}
	s.epoch++
	if s.flight != nil {
		s.abandon(s.flight)
	}
	if s.cancelLogin != nil {
		s.cancelLogin(ErrCancelled)
	}
	if known {
		s.ask = s.epoch
	}
	if s.erasing++; s.erasing == 1 {
		s.erased = make(chan struct{})
	}
	s.publish(Snapshot{State: SigningOut})
	return s.epoch, ended, known
}

// eraseAtOnce removes the stored session. It waits for no lock: the new era tells the other processes. Where a write of
// this process is under way, it removes what is there now, and looks again behind that write.
func (s *Session) eraseAtOnce() error {
	s.mark()
	s.newEra()
	ctx, cancel := context.WithTimeout(context.Background(), storeTimeout)
	defer cancel()
	select {
	case s.storing <- struct{}{}:
		defer func() { <-s.storing }()
		return s.erase(ctx)
	default:
		_ = s.remove(ctx) // what counts is the look behind the write
	}
	release, err := s.useStore(ctx)
	if err != nil {
		return s.notErased(err)
	}
	defer release()
	return s.erase(ctx)
}

// revokeAtLogout has the refresh token revoked. Whoever asked for the log-out may go away; closing the session ends what
// was not sent.
func (s *Session) revokeAtLogout(ctx context.Context, refresh Secret) error {
	ctx, stop := s.untilClosed(context.WithoutCancel(ctx))
	defer stop()
	err := s.revoke(ctx, refresh)
	if err != nil {
		s.opts.Log.Warn("the refresh token may still be valid at the provider", "err", err)
	}
	return err
}

// logoutInBrowser ends the provider's session. revoked is how the revocation went: a provider that could not be reached
// then cannot be now. Failing that, cookies are dropped, and the next log-in asks.
func (s *Session) logoutInBrowser(ctx context.Context, epoch int, ended held, revoked error) {
	ctx, stop := s.untilClosed(ctx)
	defer stop()
	err := revoked
	if !errors.Is(err, ErrOffline) {
		err = s.endSession(ctx, ended)
	}
	if err != nil {
		s.opts.Log.Warn("the provider's session may still be there", "err", err)
		s.forget(ctx)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ask == epoch { // else there was another log-out meanwhile
		s.askNoMore()
	}
}

// prompt is what the next log-in asks of the provider (OpenID Connect Core, section 3.1.2.1): "login" after a log-out
// that it did not confirm, of this run or an earlier one.
func (s *Session) prompt() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ask != 0 || s.hasRecord(recordAsk) {
		return "login"
	}
	return ""
}

// askNoMore is called with mu held.
func (s *Session) askNoMore() {
	s.ask = 0
	s.removeRecord(recordAsk)
}

// forget has the browser drop its cookies, if it can.
func (s *Session) forget(ctx context.Context) {
	browser, ok := s.opts.Browser.(Forgetter)
	if !ok {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, logoutTimeout)
	defer cancel()
	release, err := s.useBrowser(ctx)
	if err != nil {
		return
	}
	defer release()
	if err := browser.Forget(ctx); err != nil {
		s.opts.Log.Warn("the browser's cookies may still be there", "err", err)
	}
}

// revokeLate revokes a token that nobody is going to use: it came after the log-out that it belongs to, or with an answer that
// was refused.
func (s *Session) revokeLate(ctx context.Context, refresh Secret) {
	if refresh.IsZero() {
		return
	}
	if err := s.revoke(ctx, refresh); err != nil {
		s.opts.Log.Warn("a refresh token that nobody uses may still be valid at the provider", "err", err)
	}
}

// revoke tells the provider that the token is not needed any more (RFC 7009, section 2.1). An unknown token is answered
// 200, which is a success.
func (s *Session) revoke(ctx context.Context, refresh Secret) error {
	whole, cancelWhole := context.WithTimeout(context.WithoutCancel(ctx), logoutTimeout)
	defer cancelWhole()
	ctx, cancel := context.WithTimeout(ctx, logoutTimeout)
	defer cancel()
	provider, _, err := s.metadata(ctx)
	if err != nil || refresh.IsZero() || provider.RevocationEndpoint == "" {
		return err
	}
	form := url.Values{
		"token": {refresh.Reveal()}, "token_type_hint": {"refresh_token"}, "client_id": {s.opts.Config.ClientID},
	}
	ctx, done := untilSent(ctx, whole)
	defer done()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, provider.RevocationEndpoint, strings.NewReader(form.Encode()))
	if err != nil {
		return fmt.Errorf("revocation: %w", ErrProvider)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, _, err := s.client.do(req)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%w: status %d", ErrProvider, resp.StatusCode)
	}
	if err != nil {
		return fmt.Errorf("revocation: %w", err)
	}
	return nil
}

// endSession opens the provider's log-out page, hidden, on the browser that logged in.
func (s *Session) endSession(ctx context.Context, ended held) error {
	ctx, cancel := context.WithTimeout(ctx, logoutTimeout)
	defer cancel()
	provider, _, err := s.metadata(ctx)
	if err != nil {
		return err
	}
	state := NewSecret(rand.Text())
	answer, err := s.open(ctx, func(redirectURI string) Request {
		return Request{StartURL: s.endSessionURL(provider, ended, state, redirectURI), EndURL: redirectURI, Hidden: true}
	})
	if err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	if provider.EndSessionEndpoint != "" && !equal(answer.Query().Get("state"), state) {
		return fmt.Errorf("end session: %w", ErrStateMismatch)
	}
	return nil
}

// endSessionURL is the standard's log-out request, or Auth0's own where discovery names no end_session_endpoint (tenants
// from before November 2023). The ID token says best who is meant, and may have expired (OpenID Connect RP-Initiated
// Logout, section 4). After a restart there may be none: then the subject is the hint, the one name that the provider and
// we share. Where both are sent, some providers want them to agree, so the hint goes alone.
func (s *Session) endSessionURL(provider *Provider, ended held, state Secret, redirectURI string) string {
	clientID, endpoint := s.opts.Config.ClientID, provider.EndSessionEndpoint
	params := url.Values{"client_id": {clientID}, "post_logout_redirect_uri": {redirectURI}, "state": {state.Reveal()}}
	switch {
	case !ended.id.IsZero():
		params.Set("id_token_hint", ended.id.Reveal())
	case ended.grant.Subject != "":
		params.Set("logout_hint", ended.grant.Subject)
	}
	if endpoint == "" {
		endpoint = strings.TrimSuffix(provider.Issuer, "/") + "/v2/logout"
		params = url.Values{"client_id": {clientID}, "returnTo": {redirectURI}}
	}
	separator := "?"
	if strings.Contains(endpoint, "?") {
		separator = "&"
	}
	return endpoint + separator + params.Encode()
}
