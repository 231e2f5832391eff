package systembrowser

import (
	"context"
	"fmt"
	"net/url"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/endpoint"
)

// Open implements [auth.Browser]. req.EndURL is what Redirect returned, and is used up.
//
// Errors: ctx.Err() when ctx ended first; auth.ErrConfig for a StartURL that is neither https nor http on this machine,
// and where nothing listens at EndURL; auth.ErrLinkReused when a link was opened in two browsers; auth.ErrUnsupported
// when no browser could be started and nobody was told the link. auth.ErrCancelled never comes: a closed tab is not
// noticed.
func (b *Browser) Open(ctx context.Context, req auth.Request) (*url.URL, error) {
	r := b.take(req.EndURL)
	if r == nil {
		return nil, fmt.Errorf("systembrowser: nothing listens at the end URL: %w", auth.ErrConfig)
	}
	defer r.close()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if _, err := endpoint.Parse(req.StartURL); err != nil { // it refuses control characters too
		return nil, fmt.Errorf("systembrowser: the start URL %w: %w", err, auth.ErrConfig)
	}
	started := make(chan error, 1)
	file, err := b.writeWay(r.url(&r.automatic))
	if err != nil {
		started <- err
	}
	r.serve(req, file, b.opts.Log)
	linkKnown := b.opts.OnLink != nil && !req.Hidden
	if linkKnown {
		b.opts.OnLink(r.url(&r.offered))
		defer b.opts.OnLink("")
	}
	if file != "" {
		go func() { started <- b.opts.Start(file) }()
	}
	return b.wait(ctx, r, started, linkKnown)
}

// wait returns the answer. What starts a browser may fail after the browser was used, and then says nothing.
func (b *Browser) wait(ctx context.Context, r *receiver, started <-chan error, linkKnown bool) (*url.URL, error) {
	for {
		select {
		case answer := <-r.answer:
			return b.conclude(ctx, r, answer)
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

// conclude lets the browser show the last page. The answer does not count when a second browser opens the link meanwhile.
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
