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

// Logout ends the session in every state, in three steps:
//
//  1. It ends the session here, in memory at once and then in the store. This works offline and waits for no lock. The
//     state is SigningOut until the stored session is gone.
//  2. It revokes the refresh token at the provider (RFC 7009).
//  3. It ends the provider's session in the browser of the log-in (OpenID Connect RP-Initiated Logout, section 2). If
//     there are two browsers, the other one drops its cookies, as far as it can ([Forgetter]).
//
// If the provider does not confirm the log-out, the next log-in asks for credentials, with Options.StateFolder also
// after a restart.
//
// A hidden page has ten seconds, because nobody can answer what it asks. In the user's own browser (a [Redirector]) a
// page may ask for confirmation, so Logout waits for the user: until the next log-in begins, at most ten minutes. It
// waits for no answer if there is no URI to send one to: see [Config].PostLogoutRedirectURI.
//
// Errors: ErrStore when the stored session could not be removed, with ErrNotErased if the next Restore will remove it
// (Options.StateFolder). The snapshot's Notice has the error, too. Failures at the provider are logged, not returned.
func (s *Session) Logout(ctx context.Context) error {
	epoch, ended, known, pages := s.endHere()
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
	s.logoutInBrowser(ctx, pages, epoch, ended, err)
	return failed
}

// endHere ends the session in memory: from now on there is no token and no profile, and late results are dropped. known
// reports whether there may be a session at the provider. pages ends when the next log-in begins.
func (s *Session) endHere() (epoch int, ended held, known bool, pages context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.active++
	if ended = s.held; ended.grant.Account == (Account{}) {
		ended = s.past
	}
	known = ended.grant.Account != (Account{}) || s.snapshot.State != SignedOut && s.snapshot.State != SigningOut
	if s.attempt != nil && ended.grant.Account == (Account{}) {
		ended.grant.Alternative = s.attempt.moved()
	}
	s.held, s.past = held{}, held{}
	s.epoch++
	if s.flight != nil {
		s.abandon(s.flight)
	}
	if s.cancelLogin != nil {
		s.cancelLogin(ErrCancelled)
	}
	if s.question != nil {
		s.decline(errOvertaken)
	}
	if known {
		s.ask = s.epoch
	}
	if s.erasing++; s.erasing == 1 {
		s.erased = make(chan struct{})
	}
	s.publish(Snapshot{State: SigningOut})
	return s.epoch, ended, known, s.pages
}

// eraseAtOnce removes the stored session. It waits for no lock, because the new era tells the other processes. If a
// write of this process is under way, it removes what is there now, and removes again after that write.
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

// revokeAtLogout revokes the refresh token. The end of ctx does not stop it; closing the session stops it if the
// request was not sent yet.
func (s *Session) revokeAtLogout(ctx context.Context, refresh Secret) error {
	ctx, stop := s.untilClosed(context.WithoutCancel(ctx))
	defer stop()
	err := s.revoke(ctx, refresh)
	if err != nil {
		s.opts.Log.Warn("the refresh token may still be valid at the provider", "err", err)
	}
	return err
}

// The reasons why the provider's log-out page was not seen to its end.
var (
	errNextLogin = errors.New("the next log-in has begun")
	errNoAnswer  = errors.New("the provider was asked for no answer, because no post-logout redirect URI is configured")
)

// endLogoutPages ends the log-out pages that are open, or about to be opened, because a log-in begins. Otherwise it would
// have to wait for them, or they would end its new session at the provider. It is called with mu held.
func (s *Session) endLogoutPages() {
	s.endPages(errNextLogin)
	s.pages, s.endPages = context.WithCancelCause(s.ctx)
}

// logoutInBrowser ends the provider's session. revoked is the result of the revocation: if the provider could not be
// reached then, this step is skipped. On a failure, the browser drops its cookies before anything else uses it, and the
// next log-in asks for credentials.
func (s *Session) logoutInBrowser(ctx, pages context.Context, epoch int, ended held, revoked error) {
	ctx, stop := s.untilClosed(ctx)
	defer stop()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(pages, func() { cancel(context.Cause(pages)) })()
	release, err := s.useBrowser(ctx)
	if err == nil {
		defer release()
		err = context.Cause(pages)
	}
	if err != nil {
		s.opts.Log.Info("the provider's log-out page was not opened", "err", err)
		return
	}
	err = revoked
	if !errors.Is(err, ErrOffline) {
		err = s.endSession(ctx, ended)
	}
	if err != nil {
		s.opts.Log.Warn("the provider's session may still be there", "err", err)
		s.forget(s.opts.Browser, s.opts.Alternative)
		return
	}
	if s.opts.Alternative != nil {
		s.forget(s.browserOf(!ended.grant.Alternative)) // an earlier log-in, or the start of this one
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ask == epoch { // else another log-out came meanwhile
		s.askNoMore()
	}
}

// prompt returns the "prompt" of the next log-in (OpenID Connect Core, section 3.1.2.1): "login" after a log-out that
// the provider did not confirm, and after a log-in that lacked the required authentication, in this run or an earlier
// one.
func (s *Session) prompt() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ask != 0 || s.hasRecord(recordAsk) {
		return "login"
	}
	return ""
}

// askAgain makes the next log-in ask for credentials. Without it, the provider's session would answer at once in the way
// that was just refused, and the user could not choose another. It is called with mu held.
func (s *Session) askAgain() {
	s.ask = s.epoch + 1              // no log-out so far has that epoch, so none of them clears it
	_ = s.writeRecord(recordAsk, "") // it has told the log
}

// askNoMore clears the demand for credentials at the next log-in. It is called with mu held.
func (s *Session) askNoMore() {
	s.ask = 0
	s.removeRecord(recordAsk)
}

// forget drops the cookies of those browsers that are a [Forgetter]. The caller uses the browser. It ends with the session
// only, because a log-in that waits for the browser must find it without them.
func (s *Session) forget(browsers ...Browser) {
	ctx, cancel := context.WithTimeout(s.ctx, logoutTimeout)
	defer cancel()
	for _, browser := range browsers {
		own, ok := browser.(Forgetter)
		if !ok {
			continue
		}
		if err := own.Forget(ctx); err != nil {
			s.opts.Log.Warn("the browser's cookies may still be there", "err", err)
		}
	}
}

// revokeLate revokes a token that will not be used: it came after a log-out of its session, or with an answer that was
// refused.
func (s *Session) revokeLate(ctx context.Context, refresh Secret) {
	if refresh.IsZero() {
		return
	}
	if err := s.revoke(ctx, refresh); err != nil {
		s.opts.Log.Warn("an unused refresh token may still be valid at the provider", "err", err)
	}
}

// revoke revokes the refresh token (RFC 7009, section 2.1). The provider answers 200 for an unknown token, so that is a
// success.
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
	if secret := s.opts.Config.ClientSecret; !secret.IsZero() {
		form.Set("client_secret", secret.Reveal())
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

// endSession opens the provider's log-out page in the browser that logged in: hidden, or, if that browser cannot hide,
// with time for a user to answer what the page asks.
func (s *Session) endSession(ctx context.Context, ended held) error {
	browser := s.browserOf(ended.grant.Alternative)
	_, listens := browser.(Redirector)
	registered, answers := s.opts.Config.postLogout(listens)
	bound := logoutTimeout
	if listens {
		bound = answerTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, bound)
	defer cancel()
	provider, _, err := s.metadata(ctx)
	if err != nil {
		return err
	}
	state := NewSecret(rand.Text())
	answer, err := show(ctx, browser, registered, func(redirectURI string) Request {
		req := Request{EndURL: redirectURI, Hidden: true}
		if !answers {
			req.NoAnswer, req.Accept, redirectURI = true, func(*url.URL) bool { return false }, ""
		}
		req.StartURL = s.endSessionURL(provider, ended, state, redirectURI)
		return req
	})
	switch {
	case err != nil:
		return fmt.Errorf("end session: %w", err)
	case !answers || answer == nil:
		return fmt.Errorf("end session: %w", errNoAnswer)
	case provider.EndSessionEndpoint != "" && !equal(answer.Query().Get("state"), state):
		return fmt.Errorf("end session: %w", ErrStateMismatch)
	}
	return nil
}

// postLogout returns the registered post_logout_redirect_uri, and whether an answer is to come there. A free port, which
// a listening browser adds to a redirect URI without one, is accepted by fewer providers here than at the log-in: RFC
// 8252, section 7.3, is about log-ins. So that takes a setting of its own.
func (c Config) postLogout(listens bool) (uri string, answers bool) {
	if c.PostLogoutRedirectURI != "" {
		return c.PostLogoutRedirectURI, true
	}
	parsed, err := url.Parse(c.RedirectURI)
	return c.RedirectURI, !listens || err == nil && parsed.Port() != ""
}

// endSessionURL returns the standard's log-out request, or Auth0's own if the metadata has no end_session_endpoint.
//
// The ID token is the best hint, and may have expired (OpenID Connect RP-Initiated Logout, section 4). After a restart
// there may be none; then the hint is the subject, the only name that the provider and we share. Only one hint is sent,
// because some providers require that both agree. Without redirectURI the request has no state either, which belongs to
// it (section 2).
func (s *Session) endSessionURL(provider *Provider, ended held, state Secret, redirectURI string) string {
	clientID, endpoint := s.opts.Config.ClientID, provider.EndSessionEndpoint
	if endpoint == "" {
		return auth0LogoutURL(provider.Issuer, clientID, redirectURI)
	}
	params := url.Values{"client_id": {clientID}}
	if redirectURI != "" {
		params.Set("post_logout_redirect_uri", redirectURI)
		params.Set("state", state.Reveal())
	}
	switch {
	case !ended.id.IsZero():
		params.Set("id_token_hint", ended.id.Reveal())
	case ended.grant.Subject != "":
		params.Set("logout_hint", ended.grant.Subject)
	}
	separator := "?"
	if strings.Contains(endpoint, "?") {
		separator = "&"
	}
	return endpoint + separator + params.Encode()
}
