package auth

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"wails-openid-oauth/internal/jose"
)

// errBusy: only one log-in at a time, since there is one person and one screen.
var errBusy = errors.New("a log-in is already under way")

// Login takes the user through the provider's log-in in the browser (OpenID Connect Core, section 3.1). It returns nil
// when the user is signed in. If it fails, an earlier session is kept.
//
// With Options.Alternative the user may choose that browser while the log-in is under way, and this call then goes on
// there: see [Session.LoginAlternative].
//
// Errors: ErrCancelled (window closed, CancelLogin, Logout, Close, ctx), with ErrErrorPage beside it if the window was closed
// on an error page of the provider, ErrTimeout when nobody finished it (see [Attended]), *Error when the provider or the user
// refused, ErrLinkReused when a second browser opened the link, ErrStateMismatch, ErrOffline, ErrProvider, ErrIDToken,
// ErrConfig, ErrUnsupported. A second log-in at the same time is an error, too.
func (s *Session) Login(ctx context.Context) error { return s.login(ctx, false) }

// login is Login. With elsewhere it takes place in Options.Alternative from the start.
func (s *Session) login(ctx context.Context, elsewhere bool) (err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(s.ctx, func() { cancel(ErrCancelled) })()

	a := newAttempt(ctx, elsewhere)
	defer func() { a.end(err) }()
	before, epoch, err := s.startLogin(ctx, cancel, a)
	if err != nil {
		return err
	}
	granted, err := s.authorize(ctx, a)
	defer s.enter()()
	var got held
	var profile Profile
	if err == nil {
		got, profile, err = s.redeemCode(ctx, granted)
	}
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = withResponseMode(reason(cause), err)
	}
	return s.finishLogin(ctx, epoch, before, got, profile, err)
}

// startLogin registers this log-in as the one under way. It first waits while a log-out removes the session before it.
func (s *Session) startLogin(
	ctx context.Context, cancel context.CancelCauseFunc, a *attempt,
) (before Snapshot, epoch int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.erasing > 0 {
		erased := s.erased
		s.mu.Unlock()
		select {
		case <-erased:
		case <-ctx.Done():
		}
		s.mu.Lock()
		if ctx.Err() != nil {
			break
		}
	}
	switch {
	case ctx.Err() != nil:
		return before, 0, reason(context.Cause(ctx))
	case s.ctx.Err() != nil:
		return before, 0, ErrCancelled
	case s.cancelLogin != nil:
		return before, 0, errBusy
	}
	s.cancelLogin, s.attempt = cancel, a
	s.endLogoutPages()
	before = s.snapshot
	if before.State == KeyringLocked {
		s.decline(errOvertaken)
	}
	s.publish(Snapshot{
		State: SigningIn, Step: LoggingIn, Profile: before.Profile, Remembered: before.Remembered, Notice: before.Notice,
	})
	if browser, ok := s.browserOf(a.moved()).(Preparer); ok {
		s.spawn(func() { browser.Prepare(ctx) })
	}
	return before, s.epoch, nil
}

// withResponseMode keeps ErrResponseMode of a log-in that failed when its error is replaced by the reason of its end.
func withResponseMode(reason, failed error) error {
	if errors.Is(failed, ErrResponseMode) {
		return fmt.Errorf("%w: %w", reason, ErrResponseMode)
	}
	return reason
}

// CancelLogin ends the log-in that is under way, or the wait for a restore. Before the first Restore, it ends that one: a
// user may cancel a start as soon as the app has a window. Otherwise it does nothing.
func (s *Session) CancelLogin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.abandoned = s.cancelLogin == nil && s.cancelRestore == nil
	for _, cancel := range []context.CancelCauseFunc{s.cancelLogin, s.cancelRestore} {
		if cancel != nil {
			cancel(ErrCancelled)
		}
	}
}

// reason maps why a context ended: ErrTimeout for a bound, ErrCancelled for everything else.
func reason(cause error) error {
	if errors.Is(cause, ErrTimeout) || errors.Is(cause, context.DeadlineExceeded) {
		return ErrTimeout
	}
	return ErrCancelled
}

// authorization is the result of the authentication request: the code, and what is needed to redeem it.
type authorization struct {
	transaction
	keys jose.KeySource
	code Secret
	// alternative says that the answer came from Options.Alternative.
	alternative bool
}

// authorize is the first half of the code flow, in the browser: from the authentication request to the redirect. It asks
// in Options.Alternative when the user wants that, or when this system has no Options.Browser.
func (s *Session) authorize(ctx context.Context, a *attempt) (authorization, error) {
	provider, keys, err := s.metadata(ctx)
	if err != nil {
		return authorization{}, err
	}
	if !a.moved() {
		granted, err := s.askProvider(a.here, s.opts.Browser, provider, keys, a.moved)
		if s.opts.Alternative != nil && (errors.Is(err, ErrAlternative) || errors.Is(err, ErrUnsupported)) {
			a.move(ErrAlternative)
		}
		if !a.moved() {
			return granted, err
		}
		s.opts.Log.Info("the log-in moves to the alternative browser")
	}
	granted, err := s.askProvider(ctx, s.opts.Alternative, provider, keys, func() bool { return false })
	granted.alternative = true
	return granted, err
}

// askProvider sends one authentication request and returns its answer. late reports whether it is too late for one.
func (s *Session) askProvider(
	ctx context.Context, browser Browser, provider *Provider, keys jose.KeySource, late func() bool,
) (authorization, error) {
	granted, cfg := authorization{keys: keys}, s.opts.Config
	answer, err := s.open(ctx, browser, func(redirectURI string) Request {
		cfg.RedirectURI = redirectURI // the same one in the token request (RFC 6749, section 4.1.3)
		granted.transaction = newTransaction(cfg, provider, s.opts.Now())
		accept := granted.accepts
		return Request{
			StartURL: granted.url(s.prompt()), EndURL: redirectURI,
			Accept: func(u *url.URL) bool { return !late() && accept(u) },
		}
	})
	if err != nil && granted.isBlank() {
		s.opts.Log.Warn("the redirect URI was reached without parameters; is another response mode than query configured?")
		err = fmt.Errorf("%w: %w", err, ErrResponseMode)
	}
	if err != nil {
		return authorization{}, withRequest(err, cfg)
	}
	granted.code, err = granted.transaction.code(answer)
	return granted, err
}

// redeemCode is the second half of the code flow: token request and ID token.
func (s *Session) redeemCode(ctx context.Context, granted authorization) (held, Profile, error) {
	asked := s.opts.Now()
	got, err := s.client.exchange(ctx, granted.transaction, granted.code)
	var id idToken
	if err == nil {
		id, err = s.verifyFirst(ctx, got, granted)
	}
	if err != nil {
		s.discard(got.refresh)
		return held{}, Profile{}, err
	}
	return s.begin(got, id, granted, asked), id.profile, nil
}

// begin makes a new session from the result of a log-in.
func (s *Session) begin(got tokens, id idToken, granted authorization, asked time.Time) held {
	h := held{id: got.id, nonce: granted.nonce, authTime: id.authTime, grant: Grant{
		Account: s.opts.Config.account(), Subject: id.profile.Subject, Scope: s.opts.Config.Scope,
		Created: s.opts.Now().UTC(), Issued: id.issued.UTC(), Alternative: granted.alternative,
	}}
	h.receive(got, asked)
	h.grant.Generation = 0 // nothing was rotated yet
	return h
}

// finishLogin stores the session and publishes how the log-in ended.
func (s *Session) finishLogin(ctx context.Context, epoch int, before Snapshot, got held, profile Profile, err error) error {
	var notice error
	if err == nil && s.ctx.Err() != nil { // closed meanwhile: no session may start
		s.revokeLate(context.Background(), got.grant.RefreshToken)
		err = ErrCancelled
	}
	if err == nil {
		defer s.lockBriefly(ctx)()
		s.storing <- struct{}{}
		defer func() { <-s.storing }()
		got, notice = s.keepLogin(epoch, got)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cancelLogin, s.attempt = nil, nil
	if errors.Is(err, ErrAuthentication) {
		s.askAgain()
	}
	switch {
	case s.epoch != epoch: // a log-out came meanwhile: it wins, and checks the store again after us
		if err == nil {
			s.spawn(func() { s.revokeLate(context.Background(), got.grant.RefreshToken) })
		}
		return ErrCancelled
	case err == nil:
		s.epoch++
		s.held, s.past = got, held{}
		s.askNoMore()
		s.publishLogin(got, profile, notice)
	case before.State == Offline:
		s.goOffline(err)
	case before.State == SignedIn, before.State == Expired:
		before.Err = err
		s.publish(before)
	case before.State == KeyringLocked:
		s.publish(Snapshot{State: KeyringLocked, Notice: s.lockNotice(before.Notice), Err: err})
	default:
		s.publish(Snapshot{State: SignedOut, Notice: before.Notice, Err: err})
	}
	return err
}

// publishLogin publishes a new session, and starts what follows it. Without a refresh token the session ends with its
// access token, and the user has to know that. It is called with mu held.
func (s *Session) publishLogin(got held, profile Profile, notice error) {
	epoch, next := s.epoch, Snapshot{State: SignedIn, Profile: profile, Notice: notice}
	if got.grant.RefreshToken.IsZero() {
		next.Notice, next.Ends = ErrNoRefreshToken, got.expires
		s.opts.Log.Warn("the provider gave no refresh token, so the session ends with its access token; check that the "+
			"client may have one, that the scope has offline_access, and whether the provider wants prompt=consent for it",
			"ends", got.expires, "scope asked for", s.opts.Config.Scope)
		s.spawn(func() { s.endWithToken(epoch, got.lifetime) })
	}
	s.publish(next)
	s.spawn(func() { s.completeProfile(epoch) })
}

// keepLogin begins a new era and stores the grant in it, unless a log-out came since. It checks again after the write,
// and takes back what it wrote if a log-out came then. It is called with storing held.
func (s *Session) keepLogin(epoch int, got held) (now held, notice error) {
	if !s.isCurrent(epoch) {
		return got, nil
	}
	got.grant.Era = s.newEra()
	if got.grant.RefreshToken.IsZero() {
		return got, nil
	}
	notice = s.save(got.grant)
	got.stored = notice == nil
	if !s.holds(epoch, got) && !s.isCurrent(epoch) {
		return got, s.takeBack(got.grant)
	}
	return got, notice
}
