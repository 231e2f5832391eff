//go:build wailsdev

package test

import (
	"context"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// start bounds how long "wails dev" may take to build the app and to answer. On a busy machine with an empty build cache, it takes
// more than five minutes.
const start = 15 * time.Minute

// TestWailsDev opens the browser port of a running "wails dev", in which bound methods call the real Go and events
// arrive. WAILS_DEV_URL says where; the login window is expected to be open on that machine.
func TestWailsDev(t *testing.T) {
	url := os.Getenv("WAILS_DEV_URL")
	answers(t, url)
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	ctx, stop := context.WithTimeout(ctx, time.Minute)
	t.Cleanup(stop)
	p := &tab{t: t, ctx: ctx}
	p.do(chromedp.Navigate(url))
	p.wait(`document.documentElement.dataset.state === "signing-in" && document.querySelector("#cancel").checkVisibility()`)
	eval[bool](p, `document.querySelector("#cancel").click() ?? true`)
	p.wait(`document.documentElement.dataset.state === "signed-out" && document.querySelector("#error").innerText.includes("cancelled")`)
	p.do(chromedp.Navigate(url + "/home.html"))
	p.wait(`location.pathname === "/index.html" && document.querySelector("#log-in").checkVisibility()`)
	if host := eval[string](p, `import("/js/bridge.js").then((b) => b.getSession()).then((s) => s.provider)`,
		await); host == "" {
		t.Error("GetSession knows no provider")
	}
}

// TestWailsDevOrigins asks for the WebSocket on which bound methods are called, as pages of several origins would.
func TestWailsDevOrigins(t *testing.T) {
	base := os.Getenv("WAILS_DEV_URL")
	answers(t, base)
	own := strings.TrimPrefix(base, "http://")
	port := own[strings.LastIndex(own, ":"):]
	for _, tt := range []struct {
		name, host, origin string
		want               int
	}{
		{"the app's own page", own, base, http.StatusSwitchingProtocols},
		{"by the address", "127.0.0.1" + port, "http://127.0.0.1" + port, http.StatusSwitchingProtocols},
		{"no browser", own, "", http.StatusSwitchingProtocols},
		{"a website", own, "https://evil.example", http.StatusForbidden},
		{"a website with the same port", own, "http://evil.example" + port, http.StatusForbidden},
		{"another server on this machine", own, "http://localhost:1", http.StatusForbidden},
		{"a sandboxed frame", own, "null", http.StatusForbidden},
		{"a name that was made to resolve to this machine", "evil.example" + port, "http://evil.example" + port, http.StatusForbidden},
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/wails/ipc", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = tt.host
		for name, value := range map[string]string{
			"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
			"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Origin": tt.origin,
		} {
			if value != "" {
				req.Header.Set(name, value)
			}
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != tt.want {
			t.Errorf("%s: status %d, want %d", tt.name, resp.StatusCode, tt.want)
		}
	}
}

// answers returns when something answers at url.
func answers(t *testing.T, url string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), start)
	defer cancel()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		if resp, err := http.DefaultClient.Do(req); err == nil {
			resp.Body.Close()
			return
		}
		select {
		case <-time.After(200 * time.Millisecond):
		case <-ctx.Done():
			t.Fatalf("nothing answers at %s", url)
		}
	}
}
