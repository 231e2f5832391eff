package systembrowser

import (
	"context"
	"fmt"
	"net/url"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/endpoint"
)

// Open implements [auth.Browser]. req.EndURL is the URI that Redirect returned. Each such URI works for one Open. With
// req.NoAnswer it listens only until the browser was sent to req.StartURL.
//
// Errors: ctx.Err() when ctx ended first; auth.ErrConfig for a StartURL that is neither https nor http on this machine,
// and when nothing listens at EndURL; auth.ErrLinkReused when a link was opened in two browsers; auth.ErrUnsupported
// when no browser could be started and no OnLink got the link. It never returns auth.ErrCancelled, because it cannot
// notice a closed tab.
func (b *Browser) Open(ctx context.Context, req auth.Request) (*url.URL, error) {
	r := b.take(req.EndURL)
	if r == nil {
		return nil, fmt.Errorf("systembrowser: nothing listens at the end URL: %w", auth.ErrConfig)
	}
	defer r.close()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if _, err := endpoint.Parse(req.StartURL); err != nil { // Parse refuses control characters, too
		return nil, fmt.Errorf("systembrowser: the start URL %w: %w", err, auth.ErrConfig)
	}
	r.serve(req, b.opts.Log)
	linkKnown := b.opts.OnLink != nil && !req.Hidden
	if linkKnown {
		b.opts.OnLink(r.url(r.offered))
		defer b.opts.OnLink("")
	}
	if !req.Hidden {
		defer b.waitsFor(r)()
	}
	var sent <-chan struct{} // nil, unless the browser only has to get there
	if req.NoAnswer {
		sent = r.used
	}
	return b.wait(ctx, r, b.start(r, r.automatic), sent, linkKnown)
}

// start opens a link in the user's browser, by way of a file. The channel gets the result, which may take as long as the
// browser runs.
func (b *Browser) start(r *receiver, l *link) <-chan error {
	started := make(chan error, 1)
	file, err := b.writeWay(r.url(l))
	if err == nil && !r.ways.add(file) {
		err = errEnded
	}
	if err != nil {
		started <- err
		return started
	}
	go func() { started <- b.opts.Start(file) }()
	return started
}

// wait returns the answer, or nothing once sent is closed. The command that starts a browser may fail after the browser
// has opened the link. Such an error means nothing and is ignored.
func (b *Browser) wait(
	ctx context.Context, r *receiver, started <-chan error, sent <-chan struct{}, linkKnown bool,
) (*url.URL, error) {
	for {
		select {
		case answer := <-r.answer:
			return b.conclude(ctx, r, answer)
		case <-sent:
			r.leave(ctx)
			return nil, ctx.Err()
		case <-r.twice:
			return b.conclude(ctx, r, nil)
		case err := <-started:
			started = nil
			if err == nil || r.isUsed() {
				continue
			}
			b.opts.Log.Warn("no browser could be started", "err", err)
			if !linkKnown {
				return nil, fmt.Errorf("systembrowser: no browser could be started: %w: %w", auth.ErrUnsupported, err)
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// conclude waits until the browser has the last page. If a second browser opens the link meanwhile, the answer does not
// count.
func (b *Browser) conclude(ctx context.Context, r *receiver, answer *url.URL) (*url.URL, error) {
	r.letShow(ctx, b.linger)
	r.leave(ctx)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if r.hasEnded() {
		return nil, fmt.Errorf("systembrowser: %w", auth.ErrLinkReused)
	}
	return answer, nil
}
