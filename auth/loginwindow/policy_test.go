package loginwindow

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"wails-openid-oauth/auth"
)

func mustPolicy(t testing.TB, start, end string) policy {
	t.Helper()
	p, err := newPolicy(auth.Request{StartURL: start, EndURL: end})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestC_LOOP_EXACT(t *testing.T) {
	const callback = "http://localhost/callback"
	tests := []struct {
		end, url string
		want     bool
	}{
		{callback, "http://localhost/callback", true},
		{callback, "http://localhost/callback?code=x&state=y", true},
		{callback, "http://localhost:80/callback?code=x", true},
		{callback, "http://LOCALHOST/callback#fragment", true},
		{callback, "http://localhost/callback?", true},
		{callback, "http://localhost/callbackX", false},
		{callback, "http://localhost/callback/", false},
		{callback, "http://localhost/callback/x", false},
		{callback, "http://localhost/Callback", false},
		{callback, "http://localhost/%63allback", false},
		{callback, "http://localhost/./callback", false},
		{callback, "http://localhost//callback", false},
		{callback, "http://localhost/x?http://localhost/callback", false},
		{callback, "http://localhost:8080/callback", false},
		{callback, "https://localhost/callback", false},
		{callback, "https://localhost:80/callback", false},
		{callback, "http://localhost./callback", false},
		{callback, "http://127.0.0.1/callback", false},
		{callback, "http://localhost.evil.example/callback", false},
		{callback, "http://user@localhost/callback", false},
		{callback, "http://localhost@evil.example/callback", false},
		{callback, "http:localhost/callback", false},
		{"http://localhost", "http://localhost/?code=x", true},
		{"http://[::1]:8400/cb", "http://[::1]:8400/cb?code=x", true},
		{"http://[::1]:8400/cb", "http://[::1]:8401/cb?code=x", false},
		{"https://app.example/cb", "https://app.example:443/cb?code=x", true},
		{"com.example.app:/cb", "com.example.app:/cb?code=x", true},
		{"com.example.app:/cb", "com.example.app:/cb2", false},
		{"com.example.app:/cb", "com.example.other:/cb", false},
		{"com.example.app:/cb", "com.example.app://host/cb", false},
		{"com.example.app:", "com.example.app:cb", false},
	}
	for _, tt := range tests {
		t.Run(tt.end+" "+tt.url, func(t *testing.T) {
			p := mustPolicy(t, "https://op.example/authorize", tt.end)
			v, u := p.classify(navigation{url: tt.url})
			if got := v == intercept; got != tt.want {
				t.Fatalf("intercepted = %v, want %v", got, tt.want)
			}
			if tt.want && u == nil {
				t.Error("the redirect was intercepted, but its URL is missing")
			}
		})
	}
}

func TestClassify(t *testing.T) {
	const provider, demo = "https://op.example/authorize?x=1", "http://localhost:9096/authorize"
	page, unasked, clicked := navigation{}, navigation{newWindow: true}, navigation{newWindow: true, gesture: true}
	tests := []struct {
		start, url string
		kind       navigation
		want       verdict
	}{
		{provider, "https://op.example/login", page, allow},
		{provider, "https://social.example/login?next=http://localhost/callback", page, allow},
		{provider, "about:blank", page, allow},
		{provider, "about:srcdoc", page, allow},
		{provider, "http://op.example/login", page, filtered},
		{provider, "http://op.example/login", navigation{kind: byRedirect}, refuse},
		{provider, "http://10.1.2.3/", page, filtered},
		{provider, "http://localhost/callbackX?code=x", page, refuse},
		{provider, "http://localhost:3000/private", page, refuse},
		{provider, "https://localhost/callback?code=x", page, refuse},
		{provider, "http://127.0.0.1/callback?code=x", page, refuse},
		{provider, "http://127.8.9.1:9200/", page, refuse},
		{provider, "http://[::1]/callback", page, refuse},
		{provider, "http://[::ffff:127.0.0.1]/callback", page, refuse},
		{provider, "http://0.0.0.0/callback", page, refuse},
		{provider, "http://[::ffff:0.0.0.0]/callback", page, refuse},
		{provider, "http://x.localhost/callback", page, refuse},
		{provider, "https://LOCALHOST/callback", page, refuse},
		{provider, "https://localhost./callback", page, refuse},
		{provider, "file:///etc/passwd", page, refuse},
		{provider, "data:text/html,x", page, refuse},
		{provider, "javascript:alert(1)", page, refuse},
		{provider, "blob:https://op.example/1", page, refuse},
		{provider, "mailto:a@example.com", page, refuse},
		{provider, "ftp://op.example/", page, refuse},
		{provider, "about:config", page, refuse},
		{provider, "https:///x", page, refuse},
		{provider, "https:op.example", page, refuse},
		{provider, "https://op.example/%zz", page, refuse},
		{provider, "", page, refuse},
		{provider, "https://op.example/terms", clicked, popup},
		{provider, "about:blank", clicked, popup},
		{provider, "", clicked, popup},
		{provider, "http://localhost/callback?code=x", clicked, intercept},
		{provider, "http://localhost/callback?code=x", unasked, intercept},
		{provider, "https://op.example/terms", unasked, refuse},
		{provider, "about:blank", unasked, refuse},
		{provider, "", unasked, refuse},
		{provider, "http://op.example/terms", clicked, popup}, // where its https form is loaded
		{provider, "http://localhost/callbackX", clicked, refuse},
		{provider, "http://localhost:3000/private", clicked, refuse},
		{provider, "file:///etc/passwd", clicked, refuse},
		{provider, "javascript:alert(1)", clicked, refuse},
		{provider, "about:srcdoc", clicked, refuse},
		{provider, "blob:https://op.example/1", clicked, refuse},
		{demo, "http://localhost:9096/terms", clicked, popup},
		{demo, "http://localhost:9096/login", page, allow},
		{demo, "http://127.0.0.1:9096/login", page, allow},
		{demo, "http://localhost:9097/other", page, allow},
		{demo, "http://localhost/callbackX", page, refuse},
		{demo, "http://127.0.0.1/callback", page, refuse},
		{demo, "http://elsewhere.example/", page, refuse},
		{demo, "file://localhost/etc/passwd", page, refuse},
		{"http://localhost/authorize", "http://localhost/login", page, allow},
	}
	for _, tt := range tests {
		t.Run(tt.url, func(t *testing.T) {
			tt.kind.url = tt.url
			if got, _ := mustPolicy(t, tt.start, "http://localhost/callback").classify(tt.kind); got != tt.want {
				t.Errorf("W-NAV: start %s: %v, want %v", tt.start, got, tt.want)
			}
		})
	}
}

func TestNewPolicyRefuses(t *testing.T) {
	const start, end = "https://op.example/authorize", "http://localhost/callback"
	tests := []struct{ name, start, end string }{
		{"plain http", "http://op.example/authorize", end},
		{"no start", "", end},
		{"file", "file:///etc/passwd", end},
		{"javascript", "javascript:alert(1)", end},
		{"no host", "https:///authorize", end},
		{"user information", "https://op.example@evil.example/", end},
		{"unparseable", "https://op.example/%zz", end},
		{"no end", start, ""},
		{"relative end", start, "/callback"},
		{"opaque end", start, "app:callback"},
		{"end with user", start, "http://u@localhost/callback"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := newPolicy(auth.Request{StartURL: tt.start, EndURL: tt.end}); !errors.Is(err, auth.ErrConfig) {
				t.Errorf("error %v, want ErrConfig", err)
			}
		})
	}
}

func TestExternalByDefault(t *testing.T) {
	tests := map[string]bool{
		"https://example.com/terms": true, "http://example.com/": false, "file:///etc/passwd": false,
		"https://": false, "https://u@example.com/": false, "javascript:alert(1)": false, "https://example.com/%zz": false,
	}
	for target, want := range tests {
		if got := externalByDefault(target); got != want {
			t.Errorf("W-OPEN: %q: %v, want %v", target, got, want)
		}
	}
}

// FuzzReaches compares the parsed match with the plain text. Every intercepted URL must equal the callback, byte for byte,
// up to its query or fragment. Host names in other cases and an explicit port 80 are the only other allowed spellings.
func FuzzReaches(f *testing.F) {
	for _, seed := range []string{"http://localhost/callback?code=x", "http://localhost:80/callback", "http://localhost/callbackX",
		"HTTP://LOCALHOST/callback#x", "http://localhost\\@evil.example/callback", "http://localhost/callback/..//callback",
		"http://[::1]/callback", "http://localhost:/callback", "http://localhost/callback%3fx", "data:,http://localhost/callback"} {
		f.Add(seed)
	}
	p := mustPolicy(f, "https://op.example/authorize", "http://localhost/callback")
	f.Fuzz(func(t *testing.T, raw string) {
		v, u := p.classify(navigation{url: raw})
		if v != intercept {
			return
		}
		base, _, _ := strings.Cut(raw, "#")
		base, _, _ = strings.Cut(base, "?")
		authority, path := base[:len(base)-len("/callback")], base[len(base)-len("/callback"):]
		switch strings.ToLower(authority) {
		case "http://localhost", "http://localhost:80", "http://localhost:":
		default:
			t.Errorf("%q was intercepted", raw)
		}
		if path != "/callback" {
			t.Errorf("%q was intercepted", raw)
		}
		if again, err := url.Parse(u.String()); err != nil || !reaches(again, p.end) {
			t.Errorf("%q is intercepted, but not after it was written again as %q: %v", raw, u, err)
		}
	})
}
