package loginwindow

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSecureForm(t *testing.T) {
	tests := map[string]string{
		"http://op.example/a?b=c#d":      "https://op.example/a?b=c#d",
		"http://op.example:80/":          "https://op.example/",
		"http://op.example:8080/":        "https://op.example:8080/",
		"http://[2001:db8::1]:80/":       "https://[2001:db8::1]/",
		"http://10.1.2.3/":               "https://10.1.2.3/",
		"http://op.example/%2F%zz":       "",
		"http://localhost/":              "",
		"http://127.0.0.1:80/":           "",
		"http://[::1]/":                  "",
		"http://x.localhost/":            "",
		"http:///":                       "",
		"http:op.example":                "",
		"https://op.example/":            "",
		"ftp://op.example/":              "",
		"javascript:http://op.example/1": "",
	}
	for raw, want := range tests {
		got := ""
		if u := secureForm(raw); u != nil {
			got = u.String()
		}
		if got != want {
			t.Errorf("secureForm(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestUpgrade(t *testing.T) {
	const (
		plain   = "http://plain.example/next"
		secure  = "https://plain.example/next"
		loads   = "load " + secure + " Connecting to plain.example…"
		stopped = "notify The log-in was stopped"
	)
	refused := func(a *page, n navigation) { a.navigate(n); a.fail(failRefused, n.url) }
	tests := []struct {
		name string
		do   func(a *page)
		want []string
	}{
		{"comes", func(a *page) { refused(a, navigation{url: plain}); a.commit(secure) },
			[]string{loads, "origin plain.example — Log in | https://plain.example lock"}},
		{"fails", func(a *page) { refused(a, navigation{url: plain}); a.fail(failDNS, secure); a.retry() }, []string{loads, stopped, loads}},
		{"is no page", func(a *page) { refused(a, navigation{url: plain}); a.fail(failContent, secure) }, []string{loads, stopped}},
		{"leads back", func(a *page) { refused(a, navigation{url: plain}); refused(a, navigation{url: plain}); a.retry() },
			[]string{loads, stopped, loads}},
		{"a form", func(a *page) { refused(a, navigation{url: plain, post: true}); a.retry() },
			[]string{stopped, "load " + testStart + " Connecting to op.example…"}},
		{"a frame", func(a *page) { a.navigate(navigation{url: plain}) }, nil}, // WebKit reports only failures of the page
		{"this machine", func(a *page) { refused(a, navigation{url: "http://127.0.0.1/"}) }, []string{stopped}},
		{"while the password form is open", func(a *page) {
			a.challenged(challenge{host: "op.example", port: 443})
			refused(a, navigation{url: plain})
			a.retry()
		}, []string{"ask “op.example” asks for your password", "notify The password is not asked for any more", loads}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, f := shown(t, Options{})
			tt.do(a)
			if diff := cmp.Diff(tt.want, f.took()); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
		})
	}
}

// A host asks for a certificate of the user: it may serve a page without one, or not.
func TestClientCertificate(t *testing.T) {
	const card = "https://card.example/"
	line := "say " + limitCertificate.words("card.example") + askForBrowser + " | "
	tests := []struct {
		name string
		do   func(a *page)
		want []string
	}{
		{"refused", func(a *page) { a.fail(failTLS, card) }, []string{"notify “card.example” asks for a certificate of yours"}},
		{"connection closed", func(a *page) { a.fail(failNetwork, card) }, []string{"notify “card.example” asks for a certificate of yours"}},
		{"another host", func(a *page) { a.fail(failTLS, "https://other.example/") }, []string{"notify The connection to “other.example” is not safe"}},
		{"a page", func(a *page) { a.commit(card); a.commit(card) }, []string{"origin card.example — Log in | https://card.example lock", line,
			"origin card.example — Log in | https://card.example lock"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, f := shown(t, Options{})
			a.askedForCertificate(challenge{host: "card.example", port: 443})
			tt.do(a)
			if diff := cmp.Diff(tt.want, f.took()); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
		})
	}
}
