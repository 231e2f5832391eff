package apiclient

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"
	"unicode/utf8"

	"wails-openid-oauth/internal/transport"
)

// errPath does not repeat the path: its query may be nobody else's business.
var errPath = errors.New("the path is not a plain one below the API's URL")

// target is the URL of a path, which has to be of the same origin as the base URL and below it, however it is written: the
// token goes nowhere else.
func (c *Client) target(reference string) (*url.URL, error) {
	u, err := url.Parse(c.base.String() + reference)
	if err != nil || origin(u) != origin(c.base) || !strings.HasPrefix(u.Path, c.base.Path+"/") || !plain(u.Path) {
		return nil, errPath
	}
	if strings.ContainsFunc(reference, func(r rune) bool { return r <= ' ' || r > '~' || r == '#' }) {
		return nil, errPath
	}
	return u, nil
}

// origin is whom a request goes to, and in whose name.
func origin(u *url.URL) string {
	return (&url.URL{Scheme: u.Scheme, User: u.User, Host: u.Host}).String()
}

// plain reports whether a decoded path means the same to everybody: no "..", "." or "//" and no backslash, not even behind
// percent signs.
func plain(decoded string) bool {
	clean := path.Clean(decoded)
	return (clean == decoded || clean != "/" && clean+"/" == decoded) && !strings.Contains(decoded, `\`)
}

// ask makes one request and returns the token that it used as well. Errors: an [*Error], or the token source's, or ctx's cause.
func (c *Client) ask(ctx context.Context, target *url.URL, rejected string) (text, token string, err error) {
	token, err = c.tokens.Token(ctx, rejected)
	if err != nil {
		return "", "", fmt.Errorf("no access token: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
	if err != nil {
		return "", "", &Error{Kind: Unreachable}
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Accept", "text/plain, application/json;q=0.5")
	resp, err := c.http.Do(req)
	if err != nil {
		return "", token, c.transportError(ctx, err)
	}
	defer resp.Body.Close()
	if failed := c.failure(resp); failed != nil {
		return "", token, failed
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil {
		return "", token, c.transportError(ctx, err)
	}
	if len(body) > maxAnswer || !utf8.Valid(body) {
		return "", token, &Error{Kind: BadAnswer, Status: resp.StatusCode}
	}
	return string(body), token, nil
}

// transportError sorts an error of the transport. Its text quotes nothing that the API sent.
func (c *Client) transportError(ctx context.Context, err error) error {
	var timeout interface{ Timeout() bool }
	switch {
	case context.Cause(ctx) != nil && !errors.Is(context.Cause(ctx), context.DeadlineExceeded):
		return context.Cause(ctx)
	case errors.As(err, &timeout) && timeout.Timeout():
		return &Error{Kind: Timeout, cause: transport.Failure(c.base.Host, err)}
	}
	return &Error{Kind: Unreachable, cause: transport.Failure(c.base.Host, err)}
}
