package test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// browser is the one Chromium of this run; every test gets a browser context (a profile) of its own in it.
var browser context.Context

// painting is held for writing while a picture is taken, and for reading while a window opens, closes or changes its size. If both
// happen at once, Chromium may never answer again.
var painting sync.RWMutex

// capture takes a picture of the window, as a PNG, after prepare.
func (p *tab) capture(prepare func()) []byte {
	p.t.Helper()
	painting.Lock()
	defer painting.Unlock()
	prepare()
	picture, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Fatal(err)
	}
	return picture
}

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

// findBrowser returns the browser that CHROMIUM names, or Chromium without its windows, which needs a fifth of the processor
// time, or Chromium.
func findBrowser() (string, error) {
	if path := os.Getenv("CHROMIUM"); path != "" {
		return exec.LookPath(path)
	}
	if path, err := exec.LookPath("chromium-headless-shell"); err == nil {
		return path, nil
	}
	return exec.LookPath("chromium")
}

func run(m *testing.M) int {
	path, err := findBrowser()
	if err != nil {
		fmt.Fprintln(os.Stderr, "page tests need Chromium: install the package \"chromium\", or set CHROMIUM to its path:", err)
		return 1
	}
	// The pictures need the same fonts everywhere. scripts/packages.sh installs these.
	fonts, err := filepath.Abs("testdata/fonts.conf")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	dir, err := os.MkdirTemp("", "page-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(dir), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("hide-scrollbars", false),
		chromedp.Env("FONTCONFIG_FILE="+fonts),
	)
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	ctx, closeBrowser := chromedp.NewContext(ctx)
	defer closeBrowser()
	if err := chromedp.Do(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "cannot start Chromium:", err)
		return 1
	}
	browser = ctx
	return m.Run()
}
