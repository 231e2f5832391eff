package loginwindow

import (
	"testing"

	"wails-openid-oauth/auth"
)

func TestMayFetch(t *testing.T) {
	const web, own, intranet = "https://op.example/login", "http://127.0.0.1:9000/login", "https://10.1.2.3/login"
	for name, tt := range map[string]struct {
		top, target string
		document    bool
		want        bool
	}{
		"an image of the internet":             {web, "https://cdn.example/a.png", false, true},
		"an image without TLS":                 {web, "http://cdn.example/a.png", false, true},
		"an image of this machine":             {web, "https://127.0.0.1:8000/a.png", false, false},
		"an image of the network":              {web, "https://192.168.0.1/a.png", false, false},
		"an image of a name without a dot":     {web, "https://router/a.png", false, false},
		"a socket of this machine":             {web, "ws://localhost:8000/", false, false},
		"capitals":                             {web, "HTTPS://LOCALHOST/", false, false},
		"a data URL":                           {web, "data:image/png;base64,AA==", false, true},
		"a page of this machine, itself":       {own, "http://127.0.0.1:9000/a.png", false, true},
		"a page of this machine, network":      {own, "https://router.local/a.png", false, true},
		"a page of the network, itself":        {intranet, "https://10.9.9.9/a.png", false, true},
		"a page of the network, this machine":  {intranet, "https://localhost:8000/a.png", false, false},
		"the end, as an image":                 {web, "http://localhost/callback?code=1", false, false},
		"the end, as a document":               {web, "http://localhost/callback?code=1", true, false},
		"the end, named otherwise":             {"http://localhost/callbacks", "http://localhost/callbacks", true, false},
		"the document of the internet":         {"https://op.example/", "https://op.example/", true, true},
		"the document without TLS":             {"http://op.example/", "http://op.example/", true, false},
		"a frame without TLS":                  {web, "http://op.example/", true, false},
		"a frame of this machine":              {web, "http://127.0.0.1:9000/", true, false},
		"a frame of the network":               {web, "https://10.1.2.3/", true, false},
		"the document of the network":          {intranet, intranet, true, true},
		"a frame without an address":           {web, "about:srcdoc", true, true},
		"a document that cannot be understood": {web, "https://%zz/", true, false},
	} {
		t.Run(name, func(t *testing.T) {
			start := web
			if tt.top == own {
				start = own
			}
			p, err := newPolicy(auth.Request{StartURL: start, EndURL: "http://localhost/callback"})
			if err != nil {
				t.Fatal(err)
			}
			if got := p.mayFetch(tt.top, tt.target, tt.document); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

// A demo provider is on this machine itself. Its pages may load it, but nothing at the port of EndURL.
func TestMayFetchOfADemo(t *testing.T) {
	p, err := newPolicy(auth.Request{StartURL: "http://127.0.0.1:9000/login", EndURL: "http://localhost/callback"})
	if err != nil {
		t.Fatal(err)
	}
	for target, want := range map[string]bool{
		"http://127.0.0.1:9000/next":  true,
		"http://127.0.0.1:9001/other": true,
		"http://localhost/callbacks":  false,
		"http://127.0.0.1/":           false,
	} {
		if got := p.mayFetch(target, target, true); got != want {
			t.Errorf("%s: %v", target, got)
		}
	}
	if p.mayFetch("http://127.0.0.1:9000/login", "http://localhost/callback?code=1", false) {
		t.Error("a script of the page may request the end")
	}
}
