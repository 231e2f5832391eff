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

// Logout ends the session: first here, in memory and in the store, and the person is signed out then, offline too; then
// at the provider, by revoking the refresh token (RFC 7009) and by RP-initiated logout in the same browser (OpenID
// Connect RP-Initiated Logout, section 2). What the provider does not confirm makes the next log-in ask for credentials.
//
// Errors: ErrStore when the stored session could not be removed. What fails at the provider is logged, not returned.
func (s *Session) Logout(ctx context.Context) error {
	s.mu.Lock()
	ended := s.held
	s.held = held{}
	s.epoch++
	if s.cancelLogin != nil {
		s.cancelLogin(ErrCancelled)
	}
	s.publish(Snapshot{State: SignedOut})
	epoch := s.epoch
	s.mu.Unlock()

	var failed error
	s.exclusively(func() { failed = s.erase() })
	if failed != nil {
		s.mu.Lock()
		if s.epoch == epoch && s.snapshot.State == SignedOut {
			s.publish(Snapshot{State: SignedOut, Notice: failed})
		}
		s.mu.Unlock()
	}
	if ended.grant.Account != (Account{}) {
		s.logoutAtProvider(ctx, ended)
	}
	return failed
}

func (s *Session) logoutAtProvider(ctx context.Context, ended held) {
	s.askNextTime("login")
	err := s.revoke(ctx, ended.grant.RefreshToken)
	if err != nil {
		s.opts.Log.Warn("the refresh token may still be valid at the provider", "err", err)
	}
	if !errors.Is(err, ErrOffline) { // else its page cannot be reached either
		err = s.endSession(ctx, ended.id)
	}
	if err != nil {
		s.opts.Log.Warn("the provider's session may still be there", "err", err)
		s.forget(ctx)
		return
	}
	s.askNextTime("")
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

// askNextTime sets the next log-in's "prompt" (OpenID Connect Core, section 3.1.2.1).
func (s *Session) askNextTime(prompt string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.prompt = prompt
}

// revokeLate revokes a token that arrived after the log-out that it belongs to.
func (s *Session) revokeLate(refresh Secret) {
	if err := s.revoke(s.ctx, refresh); err != nil {
		s.opts.Log.Warn("a refresh token that came too late may still be valid", "err", err)
	}
}

// revoke tells the provider that the token is not needed any more (RFC 7009, section 2.1). An unknown token is answered
// 200, which is a success.
func (s *Session) revoke(ctx context.Context, refresh Secret) error {
	ctx, cancel := context.WithTimeout(ctx, logoutTimeout)
	defer cancel()
	provider, _, err := s.metadata(ctx)
	if err != nil || refresh.IsZero() || provider.RevocationEndpoint == "" {
		return err
	}
	form := url.Values{
		"token": {refresh.Reveal()}, "token_type_hint": {"refresh_token"}, "client_id": {s.opts.Config.ClientID},
	}
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
func (s *Session) endSession(ctx context.Context, id Secret) error {
	ctx, cancel := context.WithTimeout(ctx, logoutTimeout)
	defer cancel()
	provider, _, err := s.metadata(ctx)
	if err != nil {
		return err
	}
	state := NewSecret(rand.Text())
	answer, err := s.open(ctx, func(redirectURI string) Request {
		return Request{StartURL: s.endSessionURL(provider, id, state, redirectURI), EndURL: redirectURI, Hidden: true}
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
// from before November 2023).
func (s *Session) endSessionURL(provider *Provider, id, state Secret, redirectURI string) string {
	clientID, endpoint := s.opts.Config.ClientID, provider.EndSessionEndpoint
	params := url.Values{"client_id": {clientID}, "post_logout_redirect_uri": {redirectURI}, "state": {state.Reveal()}}
	if !id.IsZero() {
		params.Set("id_token_hint", id.Reveal())
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
