package systembrowser

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"wails-openid-oauth/auth"
)

// ends fails the test unless the log-in has ended because a link was opened in two browsers.
func (f *flow) ends() {
	f.t.Helper()
	got := await(f.t, f.returned)
	if !errors.Is(got.err, auth.ErrLinkReused) || got.answer != nil {
		f.t.Errorf("Open returned %v, %v, want ErrLinkReused", got.answer, got.err)
	}
	f.closed()
}

// says fails the test unless a page has a status and some words.
func (f *flow) says(p page, status int, words string) {
	f.t.Helper()
	if p.status != status || !strings.Contains(p.body, words) || p.header.Get("Location") != "" {
		f.t.Errorf("got %d to %q, %q", p.status, p.header.Get("Location"), p.body)
	}
	f.silent(p)
}

// TestTheLink checks the link that leads the browser, and the link to copy.
func TestTheLink(t *testing.T) {
	f := newFlow(t)
	offered := await(t, f.offered)
	for _, link := range []string{f.link, offered} {
		if !strings.HasPrefix(link, f.origin()+"/go/") || len(link) < len(f.origin()+"/go/")+26 || strings.ContainsAny(link, "?#") {
			t.Errorf("the link is %s, want /go/ with a long random part", link)
		}
	}
	if offered == f.link {
		t.Error("the link to copy equals the link that the browser was started with")
	}
	for range 3 { // the user reloads it, or clicks twice
		f.enter()
	}
	f.goesOn()
	if withdrawn := await(t, f.offered); withdrawn != "" {
		t.Errorf("after the log-in OnLink got %q, want the empty string", withdrawn)
	}
}

// TestASecondBrowser opens the link in a second browser, which may not be the user's.
func TestASecondBrowser(t *testing.T) {
	for name, open := range map[string]func(first, second *flow){
		"before the first has logged in": func(first, _ *flow) { first.enter() },
		"after the first has logged in, and before the last page": func(first, _ *flow) {
			first.enter()
			first.get(first.callback("code=attacker&state=right"))
		},
		"with a cookie of its own": func(first, second *flow) {
			second.get(second.link)
			first.enter()
		},
		"after the first has loaded it twice": func(first, _ *flow) { first.enter(); first.enter() },
	} {
		t.Run(name, func(t *testing.T) {
			first := newFlow(t)
			second := first.as(newClient(t))
			open(first, second)
			second.says(second.open(first.link), http.StatusForbidden, "was opened in two browsers")
			first.ends()
		})
	}
	t.Run("but the first may load it again after its answer", func(t *testing.T) {
		f := newFlow(t)
		f.enter()
		redirect := f.get(f.callback("code=a&state=right"))
		f.enter()
		f.get(f.origin() + redirect.header.Get("Location"))
		if got := await(t, f.returned); got.err != nil {
			t.Error(got.err)
		}
	})
	t.Run("the first is told, too", func(t *testing.T) {
		r := newReceiver(nil, &url.URL{Scheme: "http", Host: "127.0.0.1:1", Path: "/callback"}, newLook(Options{}))
		first, second := newVisitor(t, r), newVisitor(t, r)
		first.get(r.automatic.path)
		first.get(r.automatic.path + claim)
		second.get(r.automatic.path)
		for _, path := range []string{r.automatic.path, r.automatic.path + claim, r.offered.path, "/callback?code=a"} {
			if got := first.get(path); !strings.Contains(got.Body.String(), "was opened in two browsers") {
				t.Errorf("%s: got %d %q", path, got.Code, got.Body)
			}
		}
	})
}

// visitor is a browser that calls a receiver directly, without a listener.
type visitor struct {
	t       *testing.T
	r       *receiver
	cookies []*http.Cookie
}

func newVisitor(t *testing.T, r *receiver) *visitor { return &visitor{t: t, r: r} }

func (v *visitor) get(path string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(http.MethodGet, path, nil)
	req.Host = v.r.uri.Host
	for _, cookie := range v.cookies {
		req.AddCookie(cookie)
	}
	answer := httptest.NewRecorder()
	v.r.ServeHTTP(answer, req)
	v.cookies = append(v.cookies, answer.Result().Cookies()...)
	return answer
}

// TestTheLinkToCopy moves a log-in to the browser that the user prefers.
func TestTheLinkToCopy(t *testing.T) {
	t.Run("into another browser", func(t *testing.T) {
		first := newFlow(t)
		first.enter()
		other := first.as(newClient(t))
		other.link = await(t, first.offered)
		other.enter()
		first.says(first.get(first.callback("code=first&state=right")), http.StatusBadRequest, "began in another browser window")
		first.says(first.open(first.link), http.StatusForbidden, "goes on in another browser")
		other.enter() // again
		other.goesOn()
	})
	t.Run("before the browser is there", func(t *testing.T) {
		late := newFlow(t)
		other := late.as(newClient(t))
		other.link = await(t, late.offered)
		other.enter()
		late.says(late.open(late.link), http.StatusForbidden, "goes on in another browser")
		other.goesOn()
	})
	t.Run("into the same browser", func(t *testing.T) {
		f := newFlow(t)
		f.enter()
		offered := await(t, f.offered)
		if got := f.open(offered); got.header.Get("Location") != startURL {
			t.Errorf("the link to copy was answered with %d %q", got.status, got.body)
		}
		f.enter()
		f.goesOn()
	})
	t.Run("into two browsers", func(t *testing.T) {
		f := newFlow(t)
		f.enter()
		offered := await(t, f.offered)
		f.as(newClient(t)).open(offered)
		f.says(f.as(newClient(t)).open(offered), http.StatusForbidden, "was opened in two browsers")
		f.ends()
	})
}

// TestTheAnswersBrowser delivers the real answer from a browser that was not sent to the provider.
func TestTheAnswersBrowser(t *testing.T) {
	const answer = "code=attacker&state=right"
	strays := func(f *flow) {
		f.t.Helper()
		f.says(f.get(f.callback(answer)), http.StatusBadRequest, "began in another browser window")
	}
	t.Run("another one", func(t *testing.T) {
		f := newFlow(t)
		strays(f) // no link was opened yet
		strays(f.as(newClient(t)))
		f.enter()
		strays(f.as(newClient(t)))
		f.goesOn()
	})
	t.Run("with a cookie that was made up", func(t *testing.T) {
		f := newFlow(t)
		f.enter()
		r := f.request(http.MethodGet, f.callback(answer), nil)
		for _, cookie := range f.client.Jar.Cookies(f.uri) {
			r.AddCookie(&http.Cookie{Name: cookie.Name, Value: "guess"})
		}
		f.says(f.as(newClient(t)).send(r), http.StatusBadRequest, "began in another browser window")
		f.goesOn()
	})
	t.Run("a log-out", func(t *testing.T) {
		f := newFlow(t, func(_ *Options, req *auth.Request) { req.Hidden, req.Accept = true, nil })
		strays(f.as(newClient(t)))
		f.enter()
		f.goesOn()
	})
}

// TestNoCookies has a browser that keeps no cookies.
func TestNoCookies(t *testing.T) {
	f := newFlow(t)
	other := f.as(newClient(t))
	other.client.Jar = nil
	for range 2 {
		other.says(other.open(f.link), http.StatusForbidden, "Allow cookies for 127.0.0.1")
	}
	f.goesOn()
}

// TestTheCookie checks the cookie that identifies a browser.
func TestTheCookie(t *testing.T) {
	f := newFlow(t)
	cookies := func(p page) []*http.Cookie { return (&http.Response{Header: p.header}).Cookies() }
	set := cookies(f.get(f.link))
	if len(set) != 1 || !set[0].HttpOnly || set[0].SameSite != http.SameSiteLaxMode || set[0].Path != "/" || len(set[0].Value) < 26 ||
		set[0].MaxAge <= 0 || set[0].Domain != "" {
		t.Fatalf("the cookie is %v", set)
	}
	if again := cookies(f.get(f.link)); len(again) != 0 {
		t.Errorf("at the second visit the browser gets the cookies %v, want none", again)
	}
	if other := cookies(f.as(newClient(t)).get(f.link)); len(other) != 1 || other[0].Value == set[0].Value {
		t.Errorf("another browser gets the cookies %v, want one with another value", other)
	}
	next := newFlow(t)
	if other := cookies(next.get(next.link)); len(other) != 1 || other[0].Name == set[0].Name {
		t.Errorf("in another log-in the cookies are %v, want one with another name", other)
	}
	f.enter()
	last, got := f.finish("code=a&state=right")
	if got.err != nil {
		t.Error(got.err)
	}
	if gone := cookies(last); len(gone) != 1 || gone[0].Name != set[0].Name || gone[0].MaxAge >= 0 {
		t.Errorf("after the answer the cookies are %v, want the removal of the first one", gone)
	}
}

// TestWhatIsNoVisit requests the link and the answer as a browser does without an action of the user.
func TestWhatIsNoVisit(t *testing.T) {
	f := newFlow(t)
	f.enter()
	offered := await(t, f.offered)
	stranger := f.as(newClient(t))
	for _, tt := range []struct {
		name, value string
		status      int
	}{
		{"Sec-Purpose", "prefetch", http.StatusServiceUnavailable},
		{"Sec-Purpose", "prefetch;prerender", http.StatusServiceUnavailable},
		{"Purpose", "prefetch", http.StatusServiceUnavailable},
		{"X-Moz", "prefetch", http.StatusServiceUnavailable},
		{"X-Purpose", "preview", http.StatusServiceUnavailable},
		{"Sec-Fetch-Mode", "no-cors", http.StatusForbidden},
		{"Sec-Fetch-Mode", "cors", http.StatusForbidden},
		{"Sec-Fetch-Mode", "websocket", http.StatusForbidden},
		{"Sec-Fetch-Dest", "image", http.StatusForbidden},
		{"Sec-Fetch-Dest", "iframe", http.StatusForbidden},
		{"Sec-Fetch-Dest", "empty", http.StatusForbidden},
	} {
		for _, visitor := range []*flow{f, stranger} {
			for _, target := range []string{f.link, f.link + claim, offered, f.callback("code=stolen&state=right")} {
				req := f.request(http.MethodGet, target, nil)
				req.Header.Set(tt.name, tt.value)
				if got := visitor.send(req); got.status != tt.status || got.header.Get("Set-Cookie") != "" || got.header.Get("Location") != "" {
					t.Errorf("%s: %s: got %d %v", tt.name, tt.value, got.status, got.header)
				}
			}
		}
	}
	for _, method := range []string{http.MethodHead, http.MethodPost} {
		if got := stranger.send(f.request(method, f.link, nil)); got.status != http.StatusMethodNotAllowed {
			t.Errorf("%s: status %d", method, got.status)
		}
	}
	f.goesOn()
}
