// Package publisher tells the page of every change of the session, and of what stands around it: the login window, the link of a
// log-in in the system browser, and the picture of the profile.
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

// Publisher knows what the page has to be told. Make one with [New]. It is safe for use by several goroutines.
type Publisher struct {
	// Picture serves the picture of the profile.
	Picture assets.Picture
	// Provider is the provider's host, and Fetch gets a picture. Both are set before [Publisher.Run].
	Provider string
	Fetch    func(ctx context.Context, url string) (picture.Picture, error)

	log      *slog.Logger
	reloaded func() bool
	// changed holds one value when the page has to be told, though the session did not change.
	changed      chan struct{}
	loginVisible atomic.Bool

	revising sync.Mutex
	revision int

	mu sync.Mutex
	// link is where a log-in in the system browser begins, while it can; outside says that one began since the start.
	link    string
	outside bool
}

// New makes a publisher. reloaded reports whether the page has stopped and was loaded again, more than once.
func New(log *slog.Logger, reloaded func() bool) *Publisher {
	return &Publisher{log: log, reloaded: reloaded, changed: make(chan struct{}, 1)}
}

// Tell has the session sent to the page once more, though its state did not change.
func (p *Publisher) Tell() {
	select {
	case p.changed <- struct{}{}:
	default: // it will be anyway
	}
}

// SetLoginVisible is told when the login window opens and closes.
func (p *Publisher) SetLoginVisible(visible bool) {
	p.loginVisible.Store(visible)
	p.Tell()
}

// LoginVisible reports whether the login window is on the screen.
func (p *Publisher) LoginVisible() bool { return p.loginVisible.Load() }

// OfferLink has the page offer the link of a log-in in the system browser; an empty one is withdrawn.
func (p *Publisher) OfferLink(link string) {
	p.mu.Lock()
	p.link, p.outside = link, p.outside || link != ""
	p.mu.Unlock()
	p.Tell()
}

func (p *Publisher) loginLink() (link string, outside bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.link, p.outside
}

// Current is the session for the page, with the next revision: of two, the one with the higher is the newer. session is
// asked in between.
func (p *Publisher) Current(session func() auth.Snapshot) bridge.Session {
	p.revising.Lock()
	defer p.revising.Unlock()
	p.revision++
	current := bridge.NewSession(session(), p.around())
	current.Revision = p.revision
	return current
}

func (p *Publisher) around() bridge.Around {
	link, outside := p.loginLink()
	return bridge.Around{
		Provider: p.Provider, Picture: p.Picture.Path(), LoginWindow: p.LoginVisible(), LoginLink: link, Outside: outside,
		Reloaded: p.reloaded(),
	}
}

// returns reports whether the person has to look at the app now: a log-in in the system browser has just ended in a way
// that only the app tells.
func (p *Publisher) returns(before, now auth.Snapshot) bool {
	_, outside := p.loginLink()
	return outside && before.State == auth.SigningIn && (now.State == auth.SignedIn || errors.Is(now.Err, auth.ErrLinkReused))
}

// Run emits every change of the session, of the picture once it is there, and of the login window, until ctx ends. present
// brings the app to the front.
func (p *Publisher) Run(ctx context.Context, session *auth.Session, emit func(bridge.Session), present func()) {
	snapshots, stop := session.Subscribe()
	defer stop()
	var fetching sync.WaitGroup
	defer fetching.Wait()
	cancel := context.CancelFunc(func() {})
	defer func() { cancel() }()
	var before auth.Snapshot
	for url := ""; ; {
		returns := false
		select {
		case latest := <-snapshots:
			returns = p.returns(before, latest)
			before = latest
			if latest.Profile.Picture != url {
				cancel()
				url = latest.Profile.Picture
				cancel = p.replacePicture(ctx, &fetching, url)
			}
		case <-p.changed:
		case <-ctx.Done():
			return
		}
		emit(p.Current(session.Snapshot))
		if returns {
			present()
		}
	}
}

// replacePicture forgets the old picture and fetches the one at url, if there is one.
func (p *Publisher) replacePicture(ctx context.Context, fetching *sync.WaitGroup, url string) context.CancelFunc {
	ctx, cancel := context.WithCancel(ctx)
	p.setPicture(ctx, picture.Picture{})
	if url != "" {
		fetching.Go(func() { p.fetchPicture(ctx, url) })
	}
	return cancel
}

// fetchPicture gets the picture at url. A profile without one shows initials.
func (p *Publisher) fetchPicture(ctx context.Context, url string) {
	got, err := p.Fetch(ctx, url)
	if err != nil {
		p.log.Warn("the picture is not shown", "err", err)
		return
	}
	p.setPicture(ctx, got)
	p.Tell()
}

// setPicture shows a picture, unless another profile is shown by now: then ctx has ended.
func (p *Publisher) setPicture(ctx context.Context, current picture.Picture) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if ctx.Err() == nil {
		p.Picture.Set(current)
	}
}
