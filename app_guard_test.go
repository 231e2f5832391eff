package main

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"wails-openid-oauth/auth"
)

func TestIsOwnPage(t *testing.T) {
	for url, want := range map[string]bool{
		startPage: true, "wails://wails/index.html": true, "wails://wails/home.html?a#b": true,
		"wails://wails/profile/picture/0": false, "wails://wails/js/words.js": false, "wails://wails/missing.html": false,
		"wails://wails/../main.html": false, "wails://wails": false, "wails:index.html": false, "": false,
		"wails://elsewhere/index.html": false, "wails://wails.elsewhere/index.html": false, "wails://a@wails/index.html": false,
		"wails://wails:1/index.html": false, "http://wails/index.html": false, "file:///index.html": false, "about:blank": false,
		"data:text/html,x.html": false, "javascript:x.html": false, "blob:wails://wails/index.html": false, "://": false,
	} {
		if got := isOwnPage(url); got != want {
			t.Errorf("%q: %v", url, got)
		}
	}
}

func TestEnds(t *testing.T) {
	a := newApp(slog.New(slog.DiscardHandler))
	now := time.Now()
	notice := func() string {
		if notice := a.toSession(auth.Snapshot{}).Notice; notice != nil {
			return notice.Code
		}
		return ""
	}
	for i, at := range []time.Duration{-2 * troubleTime, -troubleTime / 2, -time.Second, 0} {
		if got, want := a.ends.note(now.Add(at)), max(1, i); got != want {
			t.Errorf("end %d: %d of late, want %d", i, got, want)
		}
		if got, want := notice() == "reloaded", i >= 2; got != want {
			t.Errorf("end %d: the page is told: %v", i, got)
		}
	}
	if got := a.toSession(auth.Snapshot{Notice: errors.New("the keyring")}).Notice; got == nil || got.Code == "reloaded" {
		t.Errorf("what the session has to say is hidden: %+v", got)
	}
	a.ends.forget()
	if got := notice(); got != "" {
		t.Errorf("after an answer there is a notice: %s", got)
	}
	for range 100 {
		a.ends.note(now)
	}
	if len(a.ends.times) > endsToAsk+1 {
		t.Errorf("%d ends are remembered", len(a.ends.times))
	}
}
