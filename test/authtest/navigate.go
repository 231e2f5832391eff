package authtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/transport"
)

// maxSteps bounds the navigations of one Open.
const maxSteps = 30

// visit follows redirects and answers forms until a navigation reaches the end, which it does not connect to.
func (u user) visit(ctx context.Context, req auth.Request) (*url.URL, error) {
	next, err := http.NewRequestWithContext(ctx, http.MethodGet, req.StartURL, nil)
	for range maxSteps {
		if err != nil {
			return nil, transport.Failure("authtest: navigate", err) // the error names no URL, like those of the real browsers
		}
		if reaches(next.URL, req.EndURL) {
			if u.accepts(req, next.URL) {
				return next.URL, nil
			}
			return nil, waitFor(ctx)
		}
		next, err = u.step(next)
		if errors.Is(err, auth.ErrCancelled) {
			return nil, err
		}
		if errors.Is(err, errStay) && req.NoAnswer {
			return nil, nil
		}
		if errors.Is(err, errStay) {
			return nil, waitFor(ctx)
		}
	}
	return nil, fmt.Errorf("authtest: no end after %d navigations", maxSteps)
}

// step sends a request and returns the one that its answer leads to.
func (u user) step(req *http.Request) (*http.Request, error) {
	response, err := u.client.Do(req)
	if err != nil {
		if ctxErr := req.Context().Err(); ctxErr != nil {
			return nil, errStay
		}
		return nil, err
	}
	defer response.Body.Close()
	if location, err := response.Location(); err == nil {
		return http.NewRequestWithContext(req.Context(), http.MethodGet, location.String(), nil)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody))
	if err != nil {
		return nil, err
	}
	return u.answer(req, string(body))
}

// errStay means that the window stays at a page that leads nowhere.
var errStay = errors.New("the window stays open")

// waitFor waits until the context of the window ends.
func waitFor(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

func (u user) accepts(req auth.Request, answer *url.URL) bool {
	if req.Accept == nil || req.Accept(answer) {
		return true
	}
	if u.onPassedOver != nil {
		u.onPassedOver(answer)
	}
	return false
}

// reaches compares scheme, host, port and path (auth.Request.EndURL).
func reaches(target *url.URL, end string) bool {
	u, err := url.Parse(end)
	return err == nil && target.Scheme == u.Scheme && target.Hostname() == u.Hostname() && port(target) == port(u) &&
		target.EscapedPath() == u.EscapedPath()
}

func port(u *url.URL) string {
	if u.Port() != "" {
		return u.Port()
	}
	return map[string]string{"http": "80", "https": "443"}[u.Scheme]
}
