package systembrowser

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/endpoint"
)

// defaultPath is the path for a registered redirect URI that has none.
const defaultPath = "/callback"

// Redirect implements [auth.Redirector]: it binds a socket and returns its URI. From the registered URI it takes path
// and query, the port if there is one, and the address family to try first.
func (b *Browser) Redirect(ctx context.Context, registered string) (redirectURI string, err error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	uri, err := endpoint.Parse(registered)
	if err != nil || uri.Scheme != "http" { // Parse accepts http only on this machine
		return "", fmt.Errorf("systembrowser: the redirect URI is not http on this machine, such as "+
			"http://127.0.0.1/callback: %w", auth.ErrConfig)
	}
	listener, err := b.listen(uri)
	if err != nil {
		return "", err
	}
	uri.Host = listener.Addr().String()
	if uri.Path == "" {
		uri.Path = defaultPath
	}
	redirectURI = uri.String()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.bound[redirectURI] = newReceiver(listener, uri, b.look)
	return redirectURI, nil
}

// listen binds the first available loopback address (RFC 8252, sections 7.3 and 8.3).
func (b *Browser) listen(uri *url.URL) (net.Listener, error) {
	hosts := []string{"127.0.0.1", "::1"}
	if uri.Hostname() == "::1" {
		slices.Reverse(hosts)
	}
	var failed error
	for _, host := range hosts {
		listener, err := b.opts.Listen("tcp", net.JoinHostPort(host, cmp.Or(uri.Port(), "0")))
		if err == nil {
			return listener, nil
		}
		failed = errors.Join(failed, err)
	}
	if uri.Port() != "" {
		return nil, fmt.Errorf("systembrowser: the redirect URI's port %s cannot be used: %w: %w", uri.Port(), auth.ErrConfig, failed)
	}
	return nil, fmt.Errorf("systembrowser: no loopback address can be used: %w: %w", auth.ErrUnsupported, failed)
}

// take returns the receiver of a redirect URI and removes it from the map; nil if there is none.
func (b *Browser) take(redirectURI string) *receiver {
	b.mu.Lock()
	defer b.mu.Unlock()
	r := b.bound[redirectURI]
	delete(b.bound, redirectURI)
	return r
}
