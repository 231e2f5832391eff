package bearer_test

import (
	"errors"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/backend-api/bearer"
	"wails-openid-oauth/test/leak"
)

// A guard needs only an issuer and an audience: it finds the keys by discovery.
func TestKeysByDiscovery(t *testing.T) {
	p := newProvider(t)
	guard := p.guard(t)
	await(t, "the guard is ready", guard.Ready)
	if diff := cmp.Diff([]string{"/.well-known/openid-configuration", "/keys"}, p.paths()); diff != "" {
		t.Error(diff)
	}
	if _, err := guard.Verify(t.Context(), p.token(nil)); err != nil {
		t.Error(err)
	}
}

func TestKeysByURL(t *testing.T) {
	p := newProvider(t)
	guard := p.guard(t, func(o *bearer.Options) { o.JWKSURI = p.url + "/keys" })
	await(t, "the guard is ready", guard.Ready)
	if slices.Contains(p.paths(), "/.well-known/openid-configuration") {
		t.Error("the guard fetched the metadata, although it has the URL of the keys")
	}
	if _, err := guard.Verify(t.Context(), p.token(nil)); err != nil {
		t.Error(err)
	}
}

// counting is a transport that counts its requests.
type counting struct{ requests atomic.Int32 }

func (c *counting) RoundTrip(r *http.Request) (*http.Response, error) {
	c.requests.Add(1)
	return http.DefaultTransport.RoundTrip(r)
}

func TestKeysByClient(t *testing.T) {
	p, outside := newProvider(t), &counting{}
	guard := p.guard(t, func(o *bearer.Options) { o.Client = &http.Client{Transport: outside} })
	await(t, "the guard is ready", guard.Ready)
	if got := outside.requests.Load(); got != 2 {
		t.Errorf("%d requests went through the client, want 2", got)
	}
}

// A guard starts even if the issuer is down. It notices the issuer's return without a token.
func TestA_JWKS_503_until_the_keys_come(t *testing.T) {
	p := newProvider(t)
	p.misbehave(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	guard := p.guard(t)
	await(t, "the guard has tried to fetch the keys", func() bool { return guard.Stats().FailedFetches > 0 })
	_, err := guard.Verify(t.Context(), p.token(nil))
	after, later := bearer.RetryAfter(err)
	if !errors.Is(err, bearer.ErrUnavailable) || after != time.Second || !later || guard.Ready() {
		t.Errorf("got %v, try again after %v, ready: %t; want ErrUnavailable, 1 s and false", err, after, guard.Ready())
	}
	p.misbehave(nil)
	await(t, "the guard is ready", guard.Ready)
	if _, err := guard.Verify(t.Context(), p.token(nil)); err != nil {
		t.Error(err)
	}
}

func TestStats(t *testing.T) {
	p := newProvider(t)
	p.misbehave(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	guard := p.guard(t)
	if age := guard.Stats().KeysAge; age != 24*time.Hour {
		t.Errorf("without keys their age is %v, want 24 h", age)
	}
	await(t, "the guard has tried to fetch the keys", func() bool { return guard.Stats().FailedFetches > 0 })
	p.misbehave(nil)
	await(t, "the guard is ready", guard.Ready)
	for range 2 {
		if _, err := guard.Verify(t.Context(), p.token(nil)); err != nil {
			t.Fatal(err)
		}
	}
	await(t, "the fetch is counted", func() bool { return guard.Stats().Fetches == 1 })
	if got := guard.Stats(); got.Remembered != 1 || got.KeysAge > time.Minute {
		t.Errorf("got %+v, want 1 remembered token and new keys", got)
	}
}

// Close returns when nothing runs any more, even if the issuer does not answer. The guard can still use its keys.
func TestClose(t *testing.T) {
	p := newProvider(t)
	guard := p.guard(t)
	await(t, "the guard is ready", guard.Ready)
	guard.Close()
	guard.Close()
	if left := leak.Left(0); len(left) > 0 {
		t.Errorf("%d goroutines run after Close: %v", len(left), left)
	}
	if _, err := guard.Verify(t.Context(), p.token(nil)); err != nil {
		t.Errorf("a valid token after Close: %v", err)
	}
}

func TestCloseDoesNotWaitForTheIssuer(t *testing.T) {
	p := newProvider(t)
	asked := make(chan struct{}, 100)
	p.misbehave(func(_ http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		<-r.Context().Done()
	})
	guard := p.guard(t)
	<-asked
	closed := make(chan struct{})
	go func() { guard.Close(); close(closed) }()
	select {
	case <-closed:
	case <-time.After(4 * time.Second): // A fetch may take 5 s.
		t.Error("Close waits for the issuer")
	}
	if counted := guard.Stats(); counted.Fetches+counted.FailedFetches > 0 {
		t.Errorf("the fetch that Close ended is counted: %+v", counted)
	}
}
