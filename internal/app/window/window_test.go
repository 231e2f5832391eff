package window

import (
	"os"
	"testing"
	"time"
)

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
			t.Errorf("%q: %v", url, got)
		}
	}
}

func TestEnds(t *testing.T) {
	var r Reviver
	now := time.Now()
	for i, at := range []time.Duration{-2 * troubleTime, -troubleTime / 2, -time.Second, 0} {
		if got, want := r.ends.note(now.Add(at)), max(1, i); got != want {
			t.Errorf("end %d: %d of late, want %d", i, got, want)
		}
		if got, want := r.Reloaded(), i >= 2; got != want {
			t.Errorf("end %d: the page is told: %v", i, got)
		}
	}
	r.ends.forget()
	if r.Reloaded() {
		t.Error("after an answer there is a notice")
	}
	for range 100 {
		r.ends.note(now)
	}
	if len(r.ends.times) > endsToAsk+1 {
		t.Errorf("%d ends are remembered", len(r.ends.times))
	}
}
