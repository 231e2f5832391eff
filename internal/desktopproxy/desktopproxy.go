// Package desktopproxy finds the proxy for a request in the settings of the user's desktop, as a web view does. Go alone knows only
// the environment, so an app whose log-in window gets out through the desktop's proxy would not get out itself.
//
//	t.Proxy = desktopproxy.New().Proxy
//
// It decides in this order:
//
//  1. Nothing that is on this machine, and nothing that NO_PROXY names, goes through a proxy.
//  2. If HTTPS_PROXY or HTTP_PROXY is set, the environment alone decides.
//  3. Else the desktop is asked: manual settings, exceptions for hosts, and automatic configuration (PAC). On Linux that is GIO's
//     proxy resolver, which WebKitGTK uses too, on Windows it is WinHTTP, and on macOS CFNetwork. On other systems, and in a build
//     for Linux or macOS without cgo, there is only the environment.
//
// The desktop sees only the scheme and the host of a URL, because a script for automatic configuration may come from the network.
// If the settings cannot be read, or name a kind of proxy that net/http does not know, the request fails. It does not go out
// directly, because some people have a proxy for their protection.
package desktopproxy

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"golang.org/x/net/http/httpproxy"

	"wails-openid-oauth/internal/transport"
)

// lookups is how many questions to the desktop may be open at a time. Each of them holds a thread, even after its request has
// ended.
const lookups = 4

// Resolver finds proxies. It is safe for concurrent use.
type Resolver struct {
	// environment returns the environment's proxy for a URL; nil if no variable names one.
	environment func(*url.URL) (*url.URL, error)
	// past reports whether a URL never goes through a proxy.
	past func(*url.URL) bool
	// ask returns the desktop's proxies for a URL, the best first, as URLs: "http://host:port", "socks5://host:port", "direct://".
	ask  func(ctx context.Context, target string) ([]string, error)
	room chan struct{} // one place for each open question
}

// New returns a resolver for this program's environment and desktop.
func New() *Resolver { return newResolver(httpproxy.FromEnvironment(), ask) }

// newResolver returns a resolver. ask is nil on a system whose desktop cannot be asked.
func newResolver(environment *httpproxy.Config, ask func(context.Context, string) ([]string, error)) *Resolver {
	r := &Resolver{ask: ask, room: make(chan struct{}, lookups)}
	if environment.HTTPProxy != "" || environment.HTTPSProxy != "" || ask == nil {
		r.environment = environment.ProxyFunc()
	}
	const some = "http://proxy.invalid" // With a proxy for everything, what gets none is excluded.
	all := httpproxy.Config{HTTPProxy: some, HTTPSProxy: some, NoProxy: environment.NoProxy}
	proxyFor := all.ProxyFunc()
	r.past = func(target *url.URL) bool {
		proxy, err := proxyFor(target)
		return proxy == nil && err == nil
	}
	return r
}

// Proxy returns the URL of the proxy for a request, or nil if the request goes out directly. It is for [http.Transport.Proxy], and
// waits no longer than the request's context. Errors: [transport.ErrProxySettings], [transport.ErrProxyKind].
func (r *Resolver) Proxy(request *http.Request) (*url.URL, error) {
	switch {
	case r.environment != nil:
		return r.environment(request.URL)
	case r.past(request.URL):
		return nil, nil
	}
	origin := url.URL{Scheme: request.URL.Scheme, Host: request.URL.Host, Path: "/"}
	list, err := r.lookup(request.Context(), origin.String())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", transport.ErrProxySettings, err)
	}
	return choose(list)
}

// lookup asks the desktop on a goroutine of its own, because nothing can end the question for certain.
func (r *Resolver) lookup(ctx context.Context, target string) ([]string, error) {
	select {
	case r.room <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	type answer struct {
		list []string
		err  error
	}
	answered := make(chan answer, 1)
	go func() {
		defer func() { <-r.room }()
		list, err := r.ask(ctx, target)
		answered <- answer{list, err}
	}()
	select {
	case a := <-answered:
		return a.list, a.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// choose returns the first proxy that net/http can use; nil is a direct connection. net/http takes only one, so if that one is
// down, the others are not tried.
func choose(list []string) (*url.URL, error) {
	for _, text := range list {
		proxy, err := url.Parse(text)
		if err != nil {
			continue
		}
		switch proxy.Scheme {
		case "direct":
			return nil, nil
		case "socks": // GIO's word for SOCKS of any version.
			proxy.Scheme = "socks5"
		case "http", "https", "socks5", "socks5h":
		default:
			continue
		}
		if proxy.Host != "" {
			return proxy, nil
		}
	}
	if len(list) > 0 {
		return nil, transport.ErrProxyKind
	}
	return nil, nil
}
