package publisher

import (
	"context"
	"sync"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/picture"
)

// turnTo makes the served picture that of the person with this subject: at first, the one that the session remembers. The page
// gets it together with the name, so that nothing changes before its eyes.
func (p *Publisher) turnTo(subject string, session Session) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if subject != p.subject {
		p.subject = subject
		p.Picture.Set(picture.Stored(session.RememberedPicture(subject)))
	}
}

// setPicture replaces the picture of the person with this subject. It does nothing if the page shows somebody else by now, or if
// ctx has ended because there is a newer picture.
func (p *Publisher) setPicture(ctx context.Context, subject string, current picture.Picture) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if ctx.Err() == nil && subject == p.subject {
		p.Picture.Set(current)
	}
}

// fetching gets the picture that a profile names, in the background, one at a time.
type fetching struct {
	publisher    *Publisher
	session      Session
	subject, url string
	cancel       context.CancelFunc
	running      sync.WaitGroup
}

// follow fetches the picture if the profile names another one than before. Until it has come, the page keeps the one that it has.
func (f *fetching) follow(ctx context.Context, latest auth.Snapshot) {
	profile := latest.Profile
	isWhole := latest.State == auth.SignedIn && latest.Remembered == (auth.Profile{})
	if isWhole && profile.Picture == "" {
		f.publisher.dropPicture(ctx, f.session, profile.Subject)
	}
	if profile.Subject == f.subject && profile.Picture == f.url {
		return
	}
	f.cancel()
	ctx, f.cancel = context.WithCancel(ctx)
	f.subject, f.url = profile.Subject, profile.Picture
	if f.url != "" {
		f.running.Go(func() { f.publisher.fetchPicture(ctx, f.session, profile) })
	}
}

func (f *fetching) stop() {
	f.cancel()
	f.running.Wait()
}

// dropPicture removes the picture of an earlier run, because the provider has told the whole profile, and it has none.
func (p *Publisher) dropPicture(ctx context.Context, session Session, subject string) {
	if p.Picture.Path() == "" {
		return
	}
	session.RememberPicture(subject, nil)
	p.setPicture(ctx, subject, picture.Picture{})
	p.Tell()
}

// fetchPicture gets the picture of a profile, and keeps it for the next start. If it fails, the page keeps the picture that it
// has, or shows initials.
func (p *Publisher) fetchPicture(ctx context.Context, session Session, profile auth.Profile) {
	p.mu.Lock()
	fetch := p.provider.Fetch
	p.mu.Unlock()
	got, err := fetch(ctx, profile.Picture)
	if err != nil {
		p.log.Warn("the picture is not shown", "err", err)
		return
	}
	session.RememberPicture(profile.Subject, got.Data)
	p.setPicture(ctx, profile.Subject, got)
	p.Tell()
}
