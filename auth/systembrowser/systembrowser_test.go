package systembrowser

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/auth"
)

func TestC_UA_EXTERNAL(t *testing.T) {
	f := newFlow(t)
	f.enter()
	last, got := f.finish("code=a&state=right&iss=https%3A%2F%2Fop.example")
	if got.err != nil || got.answer.String() != f.callback("code=a&state=right&iss=https%3A%2F%2Fop.example") {
		t.Errorf("got %v, %v", got.answer, got.err)
	}
	if last.status != http.StatusOK || !strings.Contains(last.body, "Return to the app.") {
		t.Errorf("the last page is %d %q", last.status, last.body)
	}
}

// TestC_LOOP_IP checks which address is bound for each kind of redirect URI that can be registered.
func TestC_LOOP_IP(t *testing.T) {
	tests := []struct{ registered, host, path string }{
		{"http://localhost/callback", "127.0.0.1", "/callback"},
		{"http://127.0.0.1/callback", "127.0.0.1", "/callback"},
		{"http://127.0.0.1", "127.0.0.1", "/callback"},
		{"http://127.0.0.1/", "127.0.0.1", "/"},
		{"http://127.0.0.1/a%2Fb/c?app=1", "127.0.0.1", "/a%2Fb/c?app=1"},
		{"http://[::1]/callback", "::1", "/callback"},
	}
	for _, tt := range tests {
		t.Run(tt.registered, func(t *testing.T) {
			uri := bind(t, New(Options{}), tt.registered)
			u, err := url.Parse(uri)
			if err != nil {
				t.Fatal(err)
			}
			address, err := netip.ParseAddrPort(u.Host)
			if err != nil || address.Addr().String() != tt.host || !address.Addr().IsLoopback() || address.Port() == 0 {
				t.Errorf("bound to %s: %v", u.Host, err)
			}
			if u.Scheme != "http" || u.RequestURI() != tt.path {
				t.Errorf("got %s, want the path %s", uri, tt.path)
			}
			conn, err := net.DialTimeout("tcp", u.Host, waitLimit)
			if err != nil {
				t.Fatalf("nothing listens at the redirect URI: %v", err)
			}
			conn.Close()
		})
	}
}

func TestC_LOOP_DUAL(t *testing.T) {
	missing := errors.New("cannot assign requested address")
	without := func(families ...string) (func(string, string) (net.Listener, error), *[]string) {
		tried := new([]string)
		return func(network, address string) (net.Listener, error) {
			*tried = append(*tried, network+" "+address)
			for _, family := range families {
				if strings.HasPrefix(address, family) {
					return nil, missing
				}
			}
			return net.Listen(network, address)
		}, tried
	}
	const v4, v6 = "tcp 127.0.0.1:0", "tcp [::1]:0"
	tests := []struct {
		name, registered string
		missing          []string
		tried            []string
		prefix           string
		err              error
	}{
		{"both", "http://127.0.0.1/callback", nil, []string{v4}, "http://127.0.0.1:", nil},
		{"IPv6 only", "http://127.0.0.1/callback", []string{"127."}, []string{v4, v6}, "http://[::1]:", nil},
		{"IPv4 only", "http://[::1]/callback", []string{"["}, []string{v6, v4}, "http://127.0.0.1:", nil},
		{"neither", "http://localhost/callback", []string{"127.", "["}, []string{v4, v6}, "", auth.ErrUnsupported},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			listen, tried := without(tt.missing...)
			b := New(Options{Listen: listen})
			uri, err := b.Redirect(context.Background(), tt.registered)
			if !errors.Is(err, tt.err) || !strings.HasPrefix(uri, tt.prefix) {
				t.Errorf("got %q, %v", uri, err)
			}
			if err == nil {
				b.take(uri).close()
			}
			if diff := cmp.Diff(tt.tried, *tried); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("a log-in over IPv6", func(t *testing.T) {
		f := newFlow(t, func(opts *Options, _ *auth.Request) { opts.Listen, _ = without("127.") })
		if f.uri.Hostname() != "::1" || !strings.HasPrefix(f.link, "http://[::1]:") {
			t.Errorf("listens at %s", f.uri.Host)
		}
		f.goesOn()
		f.closed()
	})
}

// TestAFixedPort is for providers that compare the port, too.
func TestAFixedPort(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	registered := "http://" + taken.Addr().String() + "/callback"
	none := func(network, address string) (net.Listener, error) {
		if strings.HasPrefix(address, "[") {
			return nil, errors.New("no IPv6")
		}
		return net.Listen(network, address)
	}
	b := New(Options{Listen: none})
	if _, err := b.Redirect(context.Background(), registered); !errors.Is(err, auth.ErrConfig) {
		t.Errorf("a port that is taken: %v, want ErrConfig", err)
	}
	taken.Close()
	if uri := bind(t, b, registered); uri != registered {
		t.Errorf("got %q, want %s", uri, registered)
	}
}

func TestRedirectRefuses(t *testing.T) {
	for _, registered := range []string{
		"", "callback", "https://127.0.0.1/callback", "http://app.example/callback", "http://0.0.0.0/callback",
		"http://127.0.0.1.example/callback", "com.example.app:/callback", "http://user@127.0.0.1/callback",
		"http://127.0.0.1/callback#here", "http://localhost.example/callback",
	} {
		never := func(network, address string) (net.Listener, error) {
			t.Errorf("%q: listens at %s", registered, address)
			return nil, errors.New("refused")
		}
		if _, err := New(Options{Listen: never}).Redirect(context.Background(), registered); !errors.Is(err, auth.ErrConfig) {
			t.Errorf("%q: got %v, want ErrConfig", registered, err)
		}
	}
}

func TestC_LOOP_UNIQUE(t *testing.T) {
	b := New(Options{})
	seen := map[string]bool{}
	for range 3 {
		uri := bind(t, b, "http://127.0.0.1/callback")
		if seen[uri] {
			t.Errorf("%s was given to two requests", uri)
		}
		seen[uri] = true
	}
}

// TestOpenWaitsForARequest: once Open has returned, the caller may release what Accept needs.
func TestOpenWaitsForARequest(t *testing.T) {
	asked, answer := make(chan struct{}), make(chan struct{})
	f := newFlow(t, func(_ *Options, req *auth.Request) {
		req.Accept = func(*url.URL) bool {
			close(asked)
			<-answer
			return false
		}
	})
	f.enter()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if resp, err := f.client.Get(f.callback("code=a&state=right")); err == nil {
			resp.Body.Close()
		}
	}()
	await(t, asked)
	f.cancel()
	await(t, ended) // the connections are closed, and the request is all that Open still waits for
	select {
	case got := <-f.returned:
		f.returned <- got
		t.Error("Open returned while Accept was running")
	case <-time.After(50 * time.Millisecond):
	}
	close(answer)
	if got := await(t, f.returned); !errors.Is(got.err, context.Canceled) {
		t.Errorf("got %v, %v", got.answer, got.err)
	}
}

func TestC_LOOP_LIFETIME(t *testing.T) {
	t.Run("after the answer", func(t *testing.T) {
		f := newFlow(t)
		if _, got := f.finish("code=a&state=right"); got.err != nil {
			t.Fatal(got.err)
		}
		f.closed()
	})
	t.Run("after an answer whose page nobody fetches", func(t *testing.T) {
		f := newLingering(t, time.Millisecond)
		f.enter()
		f.get(f.callback("code=a&state=right"))
		if got := await(t, f.returned); got.err != nil {
			t.Fatal(got.err)
		}
		f.closed()
	})
	t.Run("cancelled", func(t *testing.T) {
		f := newFlow(t)
		f.cancel()
		if got := await(t, f.returned); !errors.Is(got.err, context.Canceled) || got.answer != nil {
			t.Errorf("got %v, %v", got.answer, got.err)
		}
		f.closed()
	})
	t.Run("cancelled before", func(t *testing.T) {
		b := New(Options{Folder: t.TempDir(), Start: func(string) error { t.Error("the browser was started"); return nil }})
		ctx, cancel := context.WithCancel(context.Background())
		uri := bind(t, b, "http://127.0.0.1/callback")
		cancel()
		if _, err := b.Open(ctx, auth.Request{StartURL: startURL, EndURL: uri}); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want context.Canceled", err)
		}
		if _, err := b.Redirect(ctx, "http://127.0.0.1/callback"); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want context.Canceled", err)
		}
		isClosed(t, uri)
	})
	t.Run("deadline", func(t *testing.T) {
		b := New(Options{Folder: t.TempDir(), Start: func(string) error { return nil }})
		uri := bind(t, b, "http://127.0.0.1/callback")
		ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
		defer cancel()
		if _, err := b.Open(ctx, auth.Request{StartURL: startURL, EndURL: uri}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want context.DeadlineExceeded", err)
		}
		isClosed(t, uri)
	})
	t.Run("a redirect URI serves one request", func(t *testing.T) {
		f := newFlow(t)
		f.goesOn()
		_, err := f.browser.Open(context.Background(), auth.Request{StartURL: startURL, EndURL: f.uri.String()})
		if !errors.Is(err, auth.ErrConfig) {
			t.Errorf("got %v, want ErrConfig", err)
		}
	})
}

func isClosed(t *testing.T, uri string) {
	t.Helper()
	u, err := url.Parse(uri)
	if err != nil {
		t.Fatal(err)
	}
	(&flow{t: t, uri: u}).closed()
}

func TestC_LOOP_EXACT(t *testing.T) {
	f := newFlow(t)
	for _, path := range []string{
		"/callbackEVIL", "/callback/", "/callback/x", "/Callback", "/%63allback", "//callback", "/", "/go/", "/done/",
		"/x/../callback", "/callback%3Fx", "/favicon.ico",
	} {
		got := f.get(f.origin() + path + "?code=stolen&state=right")
		if got.status != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", path, got.status)
		}
		f.silent(got, "stolen")
	}
	f.goesOn()
}

func TestC_LOOP_FOREIGN(t *testing.T) {
	for _, query := range []string{
		"", "code=stolen", "code=stolen&state=", "code=stolen&state=guess", "error=access_denied&state=guess",
		"code=stolen&state=right&state=right", "code=stolen&State=right", "state=%zz",
	} {
		t.Run(query, func(t *testing.T) {
			f := newFlow(t)
			got := f.get(f.callback(query))
			if got.status != http.StatusBadRequest || !strings.Contains(got.body, "does not belong to a log-in under way") {
				t.Errorf("got %d %q", got.status, got.body)
			}
			f.silent(got, "stolen", "guess", "access_denied")
			f.goesOn()
		})
	}
}

func TestC_LOOP_ONCE(t *testing.T) {
	f := newLingering(t, time.Millisecond)
	f.enter()
	const callers = 20
	statuses := make(chan int, callers)
	for i := range callers {
		req := f.request(http.MethodGet, f.callback(fmt.Sprintf("state=right&code=%d", i)), nil)
		go func() {
			resp, err := f.client.Do(req)
			if err != nil {
				statuses <- 0
				return
			}
			resp.Body.Close()
			statuses <- resp.StatusCode
		}()
	}
	taken := 0
	for range callers {
		if await(t, statuses) == http.StatusSeeOther {
			taken++
		}
	}
	if taken != 1 {
		t.Errorf("%d answers were accepted, want 1", taken)
	}
	if got := await(t, f.returned); got.err != nil {
		t.Error(got.err)
	}
}

func TestC_LOOP_HOST(t *testing.T) {
	f := newFlow(t)
	f.enter()
	_, port, err := net.SplitHostPort(f.uri.Host)
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"localhost:" + port, "127.0.0.1", "127.0.0.1:1", "evil.example", "evil.example:" + port, "[::1]:" + port} {
		for _, target := range []string{f.callback("code=stolen&state=right"), f.link} {
			req := f.request(http.MethodGet, target, nil)
			req.Host = host
			if got := f.send(req); got.status != http.StatusMisdirectedRequest {
				t.Errorf("Host %s: status %d, want 421", host, got.status)
			}
		}
	}
	t.Run("method", func(t *testing.T) {
		for _, method := range []string{http.MethodPost, http.MethodHead, http.MethodPut, http.MethodOptions, "BREW"} {
			got := f.send(f.request(method, f.callback("code=stolen&state=right"), nil))
			if got.status != http.StatusMethodNotAllowed || got.header.Get("Allow") != http.MethodGet {
				t.Errorf("%s: status %d, want 405", method, got.status)
			}
		}
	})
	t.Run("body", func(t *testing.T) {
		for _, body := range []io.Reader{strings.NewReader("x"), io.MultiReader(strings.NewReader("no length told"))} {
			req := f.request(http.MethodGet, f.callback("code=stolen&state=right"), body)
			if got := f.send(req); got.status != http.StatusRequestEntityTooLarge {
				t.Errorf("status %d, want 413", got.status)
			}
		}
	})
	t.Run("header", func(t *testing.T) {
		req := f.request(http.MethodGet, f.callback("code=stolen&state=right"), nil)
		req.Header.Set("X-Long", strings.Repeat("x", 2*maxHeader))
		// The server closes the connection, perhaps before the client has sent everything.
		if resp, err := f.client.Do(req); err == nil && resp.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
			t.Errorf("status %d, want 431", resp.StatusCode)
		}
	})
	t.Run("absolute form", func(t *testing.T) {
		conn, err := net.DialTimeout("tcp", f.uri.Host, waitLimit)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "GET http://evil.example/callback?code=stolen&state=right HTTP/1.1\r\nHost: %s\r\n\r\n", f.uri.Host)
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusMisdirectedRequest {
			t.Errorf("status %d, want 421", resp.StatusCode)
		}
	})
	f.goesOn()
}

func TestC_LOOP_PAGE(t *testing.T) {
	tests := []struct {
		name, query, want string
		logout            bool
	}{
		{"signed in", "code=abc&state=right", "Return to the app. The log-in goes on there. You can close this page.", false},
		{"denied", "error=access_denied&error_description=%3Cscript%3Eevil&state=right", "You are not signed in.", false},
		{"a code twice", "code=abc&code=def&state=right", "You are not signed in.", false},
		{"neither code nor error", "state=right", "You are not signed in.", false},
		{"logged out", "state=right", "You are logged out. You can close this page and return to the app.", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFlow(t, func(_ *Options, req *auth.Request) { req.Hidden = tt.logout })
			f.enter()
			redirect := f.get(f.callback(tt.query))
			location := redirect.header.Get("Location")
			if redirect.status != http.StatusSeeOther || !strings.HasPrefix(location, "/done/") || strings.ContainsAny(location, "?#") || redirect.body != "" {
				t.Errorf("the answer leads to %d %q with %q", redirect.status, location, redirect.body)
			}
			last := f.get(f.origin() + location)
			if text := strings.ReplaceAll(last.body, "</h1><p>", " "); !strings.Contains(text, tt.want) {
				t.Errorf("the page says %q", last.body)
			}
			f.silent(last, "abc", "access_denied", "evil", "<script")
			isProtected(t, redirect)
			isProtected(t, last)
			if got := await(t, f.returned); got.err != nil {
				t.Error(got.err)
			}
		})
	}
	t.Run("every page", func(t *testing.T) {
		f := newFlow(t)
		for _, target := range []string{f.callback("state=wrong"), f.origin() + "/elsewhere", f.link, f.link + claim, f.link} {
			got := f.get(target)
			isProtected(t, got)
			f.silent(got, "elsewhere", "wrong")
		}
		f.goesOn()
	})
}

// isProtected checks the headers of a page, and that its style is the one that its policy allows.
func isProtected(t *testing.T, p page) {
	t.Helper()
	got := map[string]string{}
	for _, name := range []string{"Cache-Control", "Referrer-Policy", "X-Content-Type-Options", "Content-Security-Policy"} {
		got[name] = p.header.Get(name)
	}
	want := map[string]string{
		"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
		// The hash is computed from the style in the page, as a browser computes it.
		"Content-Security-Policy": "default-src 'none'; style-src 'sha256-" + styleHash(p.body) +
			"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestC_BROWSER_URL_GUARD(t *testing.T) {
	b := New(Options{Folder: t.TempDir(), Start: func(path string) error { t.Errorf("the browser was started with %s", path); return nil }})
	for _, start := range []string{
		"", "authorize", "http://op.example/authorize", "file:///etc/passwd", "javascript:alert(1)", "ftp://op.example/",
		"https://user:secret@op.example/", "https:///authorize", "https://op.example/\r\nSet-Cookie: a=b", "https://op.example/\x00",
		"https://op.example/\x7f", "http://127.0.0.1.example/", "https://op.example/#fragment", "--help",
	} {
		uri := bind(t, b, "http://127.0.0.1/callback")
		ctx, cancel := context.WithTimeout(context.Background(), waitLimit)
		if _, err := b.Open(ctx, auth.Request{StartURL: start, EndURL: uri}); !errors.Is(err, auth.ErrConfig) {
			t.Fatalf("%q: got %v, want ErrConfig", start, err)
		}
		cancel()
		isClosed(t, uri)
	}
}

func TestNoBrowserOpens(t *testing.T) {
	broken := errors.New("exit status 3")
	fails := func(opts *Options, _ *auth.Request) {
		start := opts.Start
		opts.Start = func(link string) error { _ = start(link); return broken }
	}
	t.Run("the link was offered", func(t *testing.T) {
		f := newFlow(t, fails)
		f.open(await(t, f.offered))
		f.entered = true
		f.goesOn()
	})
	for name, change := range map[string]func(*Options, *auth.Request){
		"nobody was told the link": func(opts *Options, _ *auth.Request) { opts.OnLink = nil },
		"hidden": func(opts *Options, req *auth.Request) {
			req.Hidden = true
			opts.OnLink = func(link string) { t.Errorf("a log-out offers %s", link) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFlow(t, fails, change)
			if got := await(t, f.returned); !errors.Is(got.err, auth.ErrUnsupported) || !errors.Is(got.err, broken) {
				t.Errorf("got %v", got.err)
			}
			f.closed()
		})
	}
	t.Run("a browser that ends badly after it was used", func(t *testing.T) {
		ended := make(chan struct{})
		f := newFlow(t, func(opts *Options, _ *auth.Request) {
			start := opts.Start
			opts.OnLink = nil
			opts.Start = func(link string) error {
				_ = start(link)
				<-ended
				return broken
			}
		})
		f.enter()
		close(ended)
		f.goesOn()
	})
}
