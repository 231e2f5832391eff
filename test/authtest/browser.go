package authtest

import (
	"context"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"sync"
	"time"

	"wails-openid-oauth/auth"
)

// Choice is what the user does.
type Choice int

// The choices. A page without a question needs none, as in a real browser.
const (
	// LogIn chooses the person and accepts.
	LogIn Choice = iota
	// Deny presses Deny on the log-in page.
	Deny
	// DenyConsent chooses the person, and presses Deny on the consent page.
	DenyConsent
	// CloseWindow closes the window at the first page: Open returns auth.ErrCancelled.
	CloseWindow
	// WalkAway: the window stays open at the first page until the context ends.
	WalkAway
)

// Browser is a user agent without a screen: it implements auth.Browser by plain HTTP. Its cookies live as long as it
// does, like those of the login window. Set its fields before the first Open, or through Set.
type Browser struct {
	// Person is who logs in, by key. Default: "ada".
	Person string
	Choice Choice
	// Forged are URLs to which the window navigates first, as a hostile page could make it. Each reaches Request.Accept like a
	// real answer.
	Forged []string
	// OnPage, if set, is called with each page with a form before the user answers it: "login", "consent", "confirm".
	OnPage func(page string)
	// OnPassedOver, if set, is called with each URL that was offered as the answer and refused (auth.Request.Accept).
	OnPassedOver func(answer *url.URL)

	transport http.RoundTripper
	mu        sync.Mutex
	jar       http.CookieJar
	opened    []auth.Request
	pages     []string
}

var _ auth.Browser = (*Browser)(nil)

// Browser returns a browser that trusts the provider's certificate.
func (p *Provider) Browser() *Browser { return NewBrowser(p.Client().Transport) }

// NewBrowser returns a browser; a nil transport is the default one.
func NewBrowser(transport http.RoundTripper) *Browser {
	b := &Browser{Person: "ada", transport: transport}
	b.ClearCookies()
	return b
}

// ClearCookies forgets every cookie: the next log-in starts as in a fresh process.
func (b *Browser) ClearCookies() {
	jar, _ := cookiejar.New(nil) // without options it cannot fail
	b.mu.Lock()
	defer b.mu.Unlock()
	b.jar = jar
}

// Set changes the fields while the browser is in use.
func (b *Browser) Set(change func(*Browser)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	change(b)
}

// Opened returns the requests so far.
func (b *Browser) Opened() []auth.Request {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]auth.Request(nil), b.opened...)
}

// Pages returns the forms that the user met so far: "login", "consent", "confirm".
func (b *Browser) Pages() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.pages...)
}

// Get requests one page with the browser's cookies and follows no link, for pages that lead nowhere.
func (b *Browser) Get(ctx context.Context, target string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return err
	}
	client := b.Client()
	client.CheckRedirect = stay
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	return response.Body.Close()
}

// Client makes requests with the browser's cookies. It follows redirects.
func (b *Browser) Client() *http.Client {
	b.mu.Lock()
	defer b.mu.Unlock()
	return &http.Client{Transport: b.transport, Jar: b.jar, Timeout: 30 * time.Second}
}

func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// user is a browser's settings for one Open.
type user struct {
	*Browser
	client *http.Client
	person string
	choice Choice
	onPage func(page string)

	onPassedOver func(answer *url.URL)
}

// Open implements auth.Browser. Beyond its contract it fails when a page has none of the forms of this provider, when
// the provider cannot be reached, and after 30 navigations, where a window would show an error and wait.
func (b *Browser) Open(ctx context.Context, req auth.Request) (*url.URL, error) {
	ctx, cancel := waitContext(ctx)
	defer cancel()
	client := b.Client()
	client.CheckRedirect = stay
	b.mu.Lock()
	b.opened = append(b.opened, req)
	forged := b.Forged
	u := user{
		Browser: b, client: client, person: b.Person, choice: b.Choice, onPage: b.OnPage, onPassedOver: b.OnPassedOver,
	}
	b.mu.Unlock()
	for _, text := range forged {
		answer, err := url.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("authtest: forged URL: %w", err)
		}
		if reaches(answer, req.EndURL) && u.accepts(req, answer) {
			return answer, nil
		}
	}
	return u.visit(ctx, req)
}

// waitContext bounds the wait of a test whose own context has no deadline.
func waitContext(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, time.Minute)
}
