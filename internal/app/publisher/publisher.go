// Package publisher sends the page every change of the session and of what belongs to it: the login window, the link of a log-in
// in the system browser, and the picture of the profile.
package publisher

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/app/assets"
	"wails-openid-oauth/internal/app/bridge"
	"wails-openid-oauth/internal/picture"
)

// Publisher sends the session to the page. Make one with [New]. It is safe for use by several goroutines.
type Publisher struct {
	// Picture serves the picture of the profile.
	Picture  assets.Picture
	log      *slog.Logger
	reloaded func() bool
	// changed holds one value when something else than the session has changed, and the page needs an event.
	changed      chan struct{}
	loginVisible atomic.Bool

	// revising is held while an answer is made, and while another session takes the place of the one before: no answer has
	// something of both. Take it before mu.
	revising sync.Mutex
	revision int
	session  Session // guarded by revising

	mu sync.Mutex
	// provider is what belongs to the session that is published.
	provider Provider
	// link starts a log-in in the system browser, while one waits for it. outside says that the last log-in took place
	// there, and answered that it has just got its answer, so that the app has to come to the front.
	link              string
	outside, answered bool
	// subject is whose picture is served.
	subject string
}

// Session is what the publisher needs of an [auth.Session].
type Session interface {
	Snapshot() auth.Snapshot
	Subscribe() (snapshots <-chan auth.Snapshot, stop func())
	RememberPicture(subject string, picture []byte)
	RememberedPicture(subject string) []byte
}

// Provider is what the page shows beside the session, and what the settings decide.
type Provider struct {
	// Host is the provider's host.
	Host string
	// Fetch gets a picture.
	Fetch func(ctx context.Context, url string) (picture.Picture, error)
	// CanUseBrowser says that the user may log in with the system browser instead of the login window.
	CanUseBrowser bool
}

// Use sets the session that is published from now on, and its provider. Nothing of the session before is left. It is called before
// [Publisher.Run], and never during it.
func (p *Publisher) Use(session Session, provider Provider) {
	p.revising.Lock()
	defer p.revising.Unlock()
	p.session = session
	p.mu.Lock()
	defer p.mu.Unlock()
	p.provider, p.link, p.outside, p.answered, p.subject = provider, "", false, false, ""
	p.Picture.Set(picture.Picture{})
}

// New makes a publisher. reloaded reports whether the page stopped and was loaded again more than once.
func New(log *slog.Logger, reloaded func() bool) *Publisher {
	return &Publisher{log: log, reloaded: reloaded, changed: make(chan struct{}, 1)}
}

// Tell sends the session to the page once more, even if its state did not change.
func (p *Publisher) Tell() {
	select {
	case p.changed <- struct{}{}:
	default: // an event is pending already
	}
}

// SetLoginVisible is called when the login window opens and closes.
func (p *Publisher) SetLoginVisible(visible bool) {
	p.loginVisible.Store(visible)
	if visible {
		p.mu.Lock()
		p.outside = false
		p.mu.Unlock()
	}
	p.Tell()
}

// LoginVisible reports whether the login window is visible.
func (p *Publisher) LoginVisible() bool { return p.loginVisible.Load() }

// OfferLink makes the page offer the link of a log-in in the system browser. An empty link removes the offer.
func (p *Publisher) OfferLink(link string) {
	p.mu.Lock()
	p.outside = p.outside || link != ""
	p.link, p.answered = link, link == "" && p.link != ""
	p.mu.Unlock()
	p.Tell()
}

// Current returns the session for the page, with the next revision. Of two sessions, the one with the higher revision is newer.
// Current takes the snapshot after it has taken the revision. It is called after [Publisher.Use].
func (p *Publisher) Current() bridge.Session {
	p.revising.Lock()
	defer p.revising.Unlock()
	p.revision++
	snapshot := p.session.Snapshot()
	p.turnTo(snapshot.Person().Subject, p.session)
	current := bridge.NewSession(snapshot, p.around())
	current.Revision = p.revision
	return current
}

func (p *Publisher) around() bridge.Around {
	p.mu.Lock()
	defer p.mu.Unlock()
	return bridge.Around{
		Provider: p.provider.Host, Picture: p.Picture.Path(), LoginWindow: p.LoginVisible(), LoginLink: p.link, Outside: p.outside,
		CanUseBrowser: p.provider.CanUseBrowser, Reloaded: p.reloaded(),
	}
}

// returns reports whether the user has to look at the app now: a log-in in the system browser has just ended, and only the app
// shows how. A log-in that was cancelled or given up ended in the app, or without the user.
func (p *Publisher) returns(now auth.Snapshot) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.answered || now.State == auth.SigningIn || now.State == auth.SigningOut {
		return false
	}
	p.answered = false
	return !errors.Is(now.Err, auth.ErrCancelled) && !errors.Is(now.Err, auth.ErrTimeout)
}

// Run emits every change of the session, of the picture once it has arrived, and of the login window, until ctx ends. present
// brings the app to the front.
func (p *Publisher) Run(ctx context.Context, emit func(bridge.Session), present func()) {
	p.revising.Lock()
	session := p.session
	p.revising.Unlock()
	snapshots, stop := session.Subscribe()
	defer stop()
	pictures := fetching{publisher: p, session: session, cancel: func() {}}
	defer pictures.stop()
	for {
		var latest auth.Snapshot
		returns, isNew := false, false
		select {
		case latest = <-snapshots:
			returns, isNew = p.returns(latest), true
		case <-p.changed:
		case <-ctx.Done():
			return
		}
		emit(p.Current())
		if isNew {
			pictures.follow(ctx, latest)
		}
		if returns {
			present()
		}
	}
}
