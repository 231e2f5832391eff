package loginwindow

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"wails-openid-oauth/auth"
)

func TestNoticesAreForPeople(t *testing.T) {
	seen := map[string]failure{}
	for f := failNetwork; f <= failForm; f++ {
		t.Run(f.String(), func(t *testing.T) {
			n := f.notice("op.example:8443")
			if n.heading == "" || n.text == "" || n.busy {
				t.Errorf("incomplete notice %+v", n)
			}
			if f != failForeign && !strings.Contains(n.heading+n.text, "op.example:8443") {
				t.Errorf("%+v does not name the host", n)
			}
			if other, ok := seen[n.heading+n.text]; ok {
				t.Errorf("the notice has the same words as that of %v", other)
			}
			seen[n.heading+n.text] = f
		})
	}
}

func TestHiddenFailures(t *testing.T) {
	offline := map[failure]bool{failNetwork: true, failDNS: true, failTimeout: true}
	for f := failNetwork; f <= failForm; f++ {
		if got := errors.Is(f.err(), auth.ErrOffline); got != offline[f] {
			t.Errorf("%v: is ErrOffline: %v", f, got)
		}
		if got := errors.Is(f.err(), auth.ErrProvider); got == offline[f] {
			t.Errorf("%v: is ErrProvider: %v", f, got)
		}
	}
}

func TestHost(t *testing.T) {
	tests := map[string]string{
		"https://op.example/x":              "op.example",
		"https://op.example:443/":           "op.example",
		"http://localhost:80/":              "localhost",
		"http://localhost:443/":             "localhost:443",
		"https://op.example:8443/":          "op.example:8443",
		"https://xn--pypal-4ve.example/":    "xn--pypal-4ve.example",
		"https://user:secret@evil.example/": "evil.example",
		"http://[::1]:9096/":                "[::1]:9096",
	}
	for raw, want := range tests {
		u, err := url.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		if got := host(u); got != want {
			t.Errorf("host(%q) = %q, want %q", raw, got, want)
		}
	}
	if got := hostOf("data:text/html,secret"); strings.Contains(got, "secret") {
		t.Errorf("hostOf returns %q, which has a part of the URL's data", got)
	}
}
