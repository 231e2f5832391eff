package window

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// TestBackground: the window has the page's colours before there is a page.
func TestBackground(t *testing.T) {
	css, err := os.ReadFile("../../../frontend/css/base.css")
	if err != nil {
		t.Fatal(err)
	}
	light, dark, _ := strings.Cut(string(css), "@media (prefers-color-scheme: dark)")
	for where, colour := range map[string]string{light: Background.Light, dark: Background.Dark} {
		if rule := fmt.Sprintf("--page: %s;", colour); !strings.Contains(where, rule) {
			t.Errorf("css/base.css lacks %q", rule)
		}
	}
}

func TestIsOwnPage(t *testing.T) {
	page := os.DirFS("../../..")
	for url, want := range map[string]bool{
		startPage: true, "wails://wails/index.html": true, "wails://wails/home.html?a#b": true,
		"wails://wails/profile/picture/0": false, "wails://wails/js/words.js": false, "wails://wails/missing.html": false,
		"wails://wails/../main.html": false, "wails://wails": false, "wails:index.html": false, "": false,
		"wails://elsewhere/index.html": false, "wails://wails.elsewhere/index.html": false, "wails://a@wails/index.html": false,
		"wails://wails:1/index.html": false, "http://wails/index.html": false, "file:///index.html": false, "about:blank": false,
		"data:text/html,x.html": false, "javascript:x.html": false, "blob:wails://wails/index.html": false, "://": false,
	} {
		if got := isOwnPage(page, url); got != want {
			t.Errorf("isOwnPage(%q) = %v", url, got)
		}
	}
}

func TestEnds(t *testing.T) {
	var r Reviver
	now := time.Now()
	for i, at := range []time.Duration{-2 * troubleTime, -troubleTime / 2, -time.Second, 0} {
		if got, want := r.ends.note(now.Add(at)), max(1, i); got != want {
			t.Errorf("end %d: %d recent ends, want %d", i, got, want)
		}
		if got, want := r.Reloaded(), i >= 2; got != want {
			t.Errorf("end %d: Reloaded() = %v", i, got)
		}
	}
	r.ends.forget()
	if r.Reloaded() {
		t.Error("Reloaded() is still true after the user answered")
	}
	for range 100 {
		r.ends.note(now)
	}
	if len(r.ends.times) > endsToAsk+1 {
		t.Errorf("%d ends are remembered, more than needed", len(r.ends.times))
	}
}
