package systembrowser

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/test/authtest"
	"wails-openid-oauth/test/overlay"
)

// waitLimit bounds every wait of these tests. A correct test never comes near it.
var waitLimit = overlay.WaitLimit

const startURL = "https://op.example/authorize?state=right&code_challenge=secret"

// flow is a running request. Its methods do what a program on this machine can do with the listener.
type flow struct {
	t        *testing.T
	browser  *Browser
	uri      *url.URL // the redirect URI
	file     string   // the file that the browser was started with
	link     string   // where the file leads
	offered  chan string
	cancel   context.CancelFunc
	returned chan result
	client   *http.Client // the user's browser
	entered  bool
}

type result struct {
	answer *url.URL
	err    error
}

// newFlow begins a request whose answer has "state=right". change edits its options and request.
func newFlow(t *testing.T, change ...func(*Options, *auth.Request)) *flow {
	t.Helper()
	return newLingering(t, waitLimit, change...)
}

// newLingering is newFlow with a bound on the wait for the page after the answer.
func newLingering(t *testing.T, linger time.Duration, change ...func(*Options, *auth.Request)) *flow {
	t.Helper()
	f := &flow{t: t, offered: make(chan string, 2), returned: make(chan result, 1), client: newClient(t)}
	started := make(chan string, 8)
	opts := Options{
		Folder: t.TempDir(),
		Start: func(path string) error {
			f.file, f.link = path, leadsTo(t, path)
			started <- path
			return nil
		},
		OnLink: func(link string) { f.offered <- link },
		Log:    slog.New(slog.DiscardHandler),
	}
	req := auth.Request{StartURL: startURL, Accept: func(u *url.URL) bool {
		states := u.Query()["state"]
		return len(states) == 1 && states[0] == "right"
	}}
	for _, edit := range change {
		edit(&opts, &req)
	}
	f.browser = New(opts)
	f.browser.linger = linger
	ctx, cancel := context.WithTimeout(context.Background(), waitLimit)
	t.Cleanup(cancel)
	f.cancel = cancel
	end := bind(t, f.browser, "http://127.0.0.1/callback")
	var err error
	if f.uri, err = url.Parse(end); err != nil {
		t.Fatal(err)
	}
	req.EndURL = end
	go func() {
		answer, err := f.browser.Open(ctx, req)
		f.returned <- result{answer, err}
	}()
	await(t, started)
	return f
}

// newClient is a separate browser with its own cookies. It follows no redirects.
func newClient(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{
		Transport: &http.Transport{DisableKeepAlives: true}, Timeout: waitLimit, Jar: jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// leadsTo returns the link that a file leads to.
func leadsTo(t *testing.T, file string) (link string) {
	t.Helper()
	page, err := os.ReadFile(file)
	if err != nil {
		t.Error(err)
	}
	link, err = authtest.LinkIn(page)
	if err != nil {
		t.Error(err)
	}
	return link
}

// as returns the same flow as another browser sees it.
func (f *flow) as(client *http.Client) *flow {
	other := *f
	other.client = client
	return &other
}

// open loads a link, follows it within the listener, and returns the last page.
func (f *flow) open(link string) page {
	f.t.Helper()
	first := f.get(link)
	if first.status != http.StatusSeeOther {
		return first
	}
	return f.get(f.origin() + first.header.Get("Location"))
}

// enter makes the browser use the automatic link.
func (f *flow) enter() {
	f.t.Helper()
	if got := f.open(f.link); got.status != http.StatusSeeOther || got.header.Get("Location") != startURL {
		f.t.Fatalf("the link was answered with %d to %q: %s", got.status, got.header.Get("Location"), got.body)
	}
	f.entered = true
}

// bind is a Redirect that must succeed. The end of the test closes what no Open took.
func bind(t *testing.T, b *Browser, registered string) (redirectURI string) {
	t.Helper()
	redirectURI, err := b.Redirect(context.Background(), registered)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if r := b.take(redirectURI); r != nil {
			r.close()
		}
	})
	return redirectURI
}

// await takes one value from a channel.
func await[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case value := <-from:
		return value
	case <-time.After(waitLimit):
		t.Fatal("the value did not come")
		panic("not reached")
	}
}

// page is an answer of the listener.
type page struct {
	status int
	header http.Header
	body   string
}

func (f *flow) send(req *http.Request) page {
	f.t.Helper()
	resp, err := f.client.Do(req)
	if err != nil {
		f.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		f.t.Fatal(err)
	}
	return page{resp.StatusCode, resp.Header, string(body)}
}

func (f *flow) request(method, target string, body io.Reader) *http.Request {
	f.t.Helper()
	req, err := http.NewRequest(method, target, body)
	if err != nil {
		f.t.Fatal(err)
	}
	return req
}

func (f *flow) get(target string) page {
	f.t.Helper()
	return f.send(f.request(http.MethodGet, target, nil))
}

// callback is the redirect URI with a query.
func (f *flow) callback(query string) string { return f.uri.String() + "?" + query }

// origin is the start of all URLs of the listener.
func (f *flow) origin() string { return "http://" + f.uri.Host }

// finish answers as the provider does, follows to the last page, and returns it with what Open returned.
func (f *flow) finish(query string) (page, result) {
	f.t.Helper()
	if !f.entered {
		f.enter()
	}
	redirect := f.get(f.callback(query))
	if redirect.status != http.StatusSeeOther {
		f.t.Fatalf("the answer got status %d, want 303", redirect.status)
	}
	last := f.get(f.origin() + redirect.header.Get("Location"))
	return last, await(f.t, f.returned)
}

// goesOn fails the test unless the log-in still waits and can be finished.
func (f *flow) goesOn() {
	f.t.Helper()
	select {
	case got := <-f.returned:
		f.t.Fatalf("Open returned %v, %v, want it to wait", got.answer, got.err)
	default:
	}
	if _, got := f.finish("code=real&state=right"); got.err != nil || got.answer.Query().Get("code") != "real" {
		f.t.Errorf("after the real answer Open returned %v, %v", got.answer, got.err)
	}
}

// closed fails the test when a listener is still at the redirect URI.
func (f *flow) closed() {
	f.t.Helper()
	if conn, err := net.DialTimeout("tcp", f.uri.Host, waitLimit); err == nil {
		conn.Close()
		f.t.Error("the listener still accepts connections")
	}
}

// silent fails the test when a page repeats anything of the request, or a secret of the app.
func (f *flow) silent(p page, words ...string) {
	f.t.Helper()
	for _, word := range append(words, "right", "secret", "op.example") {
		if strings.Contains(p.body, word) {
			f.t.Errorf("the page repeats %q", word)
		}
	}
}

// styleHash is the hash of the style in a page, or of the package's own style when there is no page.
func styleHash(body string) string {
	_, rest, _ := strings.Cut(body, "<style>")
	text, _, found := strings.Cut(rest, "</style>")
	if !found {
		text = ownStyle
	}
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}
