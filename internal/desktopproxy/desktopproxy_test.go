package desktopproxy

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/net/http/httpproxy"

	"wails-openid-oauth/internal/transport"
)

// request returns a request that is never sent.
func request(t *testing.T, ctx context.Context, target string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// text is a proxy as a test compares it.
func text(proxy *url.URL) string {
	if proxy == nil {
		return "direct"
	}
	return proxy.String()
}

func TestOrder(t *testing.T) {
	const desktop = "http://desktop:1"
	for _, tt := range []struct {
		name        string
		environment httpproxy.Config
		target      string
		want, asked string
	}{
		{"the desktop decides", httpproxy.Config{}, "https://op.example/secret?token=1", desktop, "https://op.example/"},
		{"with its port", httpproxy.Config{}, "http://op.example:8080", desktop, "http://op.example:8080/"},
		{"a user in the URL is not told", httpproxy.Config{}, "https://me:pw@op.example/", desktop, "https://op.example/"},
		{"the environment is above it", httpproxy.Config{HTTPSProxy: "http://environment:1"}, "https://op.example/", "http://environment:1", ""},
		{"for other schemes, too", httpproxy.Config{HTTPSProxy: "http://environment:1"}, "http://op.example/", "direct", ""},
		{"with its exceptions", httpproxy.Config{HTTPSProxy: "http://environment:1", NoProxy: "op.example"}, "https://op.example/", "direct", ""},
		{"NO_PROXY alone", httpproxy.Config{NoProxy: "op.example"}, "https://sub.op.example/", "direct", ""},
		{"NO_PROXY for another host", httpproxy.Config{NoProxy: "op.example"}, "https://api.example/", desktop, "https://api.example/"},
		{"NO_PROXY for all", httpproxy.Config{NoProxy: "*"}, "https://api.example/", "direct", ""},
		{"this machine", httpproxy.Config{}, "http://localhost:3000/private", "direct", ""},
		{"this machine by its address", httpproxy.Config{}, "http://127.0.0.1:3000/private", "direct", ""},
		{"this machine by its IPv6 address", httpproxy.Config{}, "http://[::1]:3000/private", "direct", ""},
	} {
		asked := ""
		resolver := newResolver(&tt.environment, func(_ context.Context, target string) ([]string, error) {
			asked = target
			return []string{desktop}, nil
		})
		got, err := resolver.Proxy(request(t, t.Context(), tt.target))
		if err != nil || text(got) != tt.want || asked != tt.asked {
			t.Errorf("%s: got %s, %v, and the desktop was asked for %q; want %s and %q", tt.name, text(got), err, asked, tt.want, tt.asked)
		}
	}
	nobody := newResolver(&httpproxy.Config{}, nil)
	if got, err := nobody.Proxy(request(t, t.Context(), "https://op.example/")); got != nil || err != nil {
		t.Errorf("without a desktop: got %s, %v", text(got), err)
	}
}

func TestChoose(t *testing.T) {
	for _, tt := range []struct {
		list []string
		want string
		err  error
	}{
		{nil, "direct", nil},
		{[]string{"direct://"}, "direct", nil},
		{[]string{"direct://", "http://a:1"}, "direct", nil},
		{[]string{"http://a:1", "direct://"}, "http://a:1", nil},
		{[]string{"http://me:pw@a:1"}, "http://me:pw@a:1", nil},
		{[]string{"https://a:1"}, "https://a:1", nil},
		{[]string{"socks://a:1"}, "socks5://a:1", nil},
		{[]string{"socks5://a:1"}, "socks5://a:1", nil},
		{[]string{"socks4://a:1", "http://b:2"}, "http://b:2", nil},
		{[]string{"socks4a://a:1"}, "direct", transport.ErrProxyKind}, // It does not go out directly instead.
		{[]string{"http://"}, "direct", transport.ErrProxyKind},
		{[]string{"http://%zz"}, "direct", transport.ErrProxyKind},
		{[]string{""}, "direct", transport.ErrProxyKind},
	} {
		got, err := choose(tt.list)
		if text(got) != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("%q: got %s, %v, want %s, %v", tt.list, text(got), err, tt.want, tt.err)
		}
	}
}

// A desktop that fails, or does not answer, fails the request in its own time. It does not let it out directly, and open questions
// do not pile up.
func TestADesktopThatDoesNotAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var open atomic.Int32
		release := make(chan struct{})
		resolver := newResolver(&httpproxy.Config{}, func(context.Context, string) ([]string, error) {
			open.Add(1)
			<-release
			return nil, errors.New("secret")
		})
		for range 3 * lookups {
			start := time.Now()
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			got, err := resolver.Proxy(request(t, ctx, "https://op.example/"))
			cancel()
			if took := time.Since(start); got != nil || !errors.Is(err, transport.ErrProxySettings) || !errors.Is(err, context.DeadlineExceeded) || took != time.Second {
				t.Errorf("got %s, %v after %v", text(got), err, took)
			}
		}
		if open.Load() != lookups {
			t.Errorf("%d questions are open, want %d", open.Load(), lookups)
		}
		close(release)
		synctest.Wait()
		_, err := resolver.Proxy(request(t, t.Context(), "https://op.example/"))
		if !errors.Is(err, transport.ErrProxySettings) || open.Load() != lookups+1 {
			t.Errorf("after the desktop's return: %v, %d questions", err, open.Load())
		}
	})
}

func TestStatic(t *testing.T) {
	for _, tt := range []struct{ proxies, bypass, target, want string }{
		{"", "", "https://op.example/", "direct://"},
		{"a:1", "", "https://op.example/", "http://a:1"},
		{"http=a:1;https=b:2", "", "https://op.example/", "http://b:2"},
		{"http=a:1;https=b:2", "", "http://op.example/", "http://a:1"},
		{"http=a:1", "", "https://op.example/", "direct://"},
		{"http=a:1 socks=c:3", "", "https://op.example/", "socks5://c:3"},
		{"https=https://b:2", "", "https://op.example/", "https://b:2"},
		{"a:1; b:2", "", "https://op.example/", "http://a:1"},
		{"a:1", "*.example", "https://op.example/", "direct://"},
		{"a:1", "*.EXAMPLE", "https://OP.example/", "direct://"},
		{"a:1", "10.*;<local>", "https://op.example/", "http://a:1"},
		{"a:1", "10.*;<local>", "https://10.1.2.3/", "direct://"},
		{"a:1", "10.*;<local>", "https://intranet/", "direct://"},
		{"a:1", "op.example:8443", "https://op.example:8443/", "direct://"},
		{"a:1", "op.example:8443", "https://op.example/", "http://a:1"},
		{"a:1", "http://op.example", "https://op.example/", "http://a:1"},
		{"a:1", "https://op.example", "https://op.example/", "direct://"},
		{"a:1", "[", "https://op.example/", "http://a:1"},
	} {
		target, err := url.Parse(tt.target)
		if err != nil {
			t.Fatal(err)
		}
		if got := (static{tt.proxies, tt.bypass}).find(target); got[0] != tt.want {
			t.Errorf("%q past %q, for %s: got %q, want %s", tt.proxies, tt.bypass, tt.target, got, tt.want)
		}
	}
}
