//go:build wailsdev

package test

import (
	"context"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// start bounds how long "wails dev" may take to build the app and to answer.
const start = 5 * time.Minute

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
