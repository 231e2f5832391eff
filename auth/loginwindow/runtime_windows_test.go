package loginwindow

import (
	"errors"
	"log/slog"
	"strings"
	"testing"

	"wails-openid-oauth/auth"
)

// Without the runtime, the error says what to install, and lets a log-in go on in another browser.
func TestWithoutTheRuntime(t *testing.T) {
	before := runtimeFolder
	t.Cleanup(func() { runtimeFolder = before })
	runtimeFolder = t.TempDir()
	w := New(Options{Log: slog.New(slog.DiscardHandler)})
	defer w.Close()
	_, err := w.Open(t.Context(), auth.Request{StartURL: testStart, EndURL: testEnd, Hidden: true})
	if !errors.Is(err, auth.ErrUnsupported) || !strings.Contains(err.Error(), "Microsoft Edge WebView2 Runtime") {
		t.Errorf("Open: %v", err)
	}
}

// The browser process is told of the port of EndURL on this machine, unless StartURL is there, too.
func TestBrowserArguments(t *testing.T) {
	const web = "https://op.example/"
	for name, tt := range map[string]struct{ start, end, want string }{
		"the usual port":      {web, "http://localhost/callback", `--host-resolver-rules="MAP localhost:80 ~NOTFOUND, MAP 127.0.0.1:80 ~NOTFOUND, MAP [::1]:80 ~NOTFOUND"`},
		"another name":        {web, "http://App.localhost:81/", `--host-resolver-rules="MAP localhost:81 ~NOTFOUND, MAP 127.0.0.1:81 ~NOTFOUND, MAP [::1]:81 ~NOTFOUND, MAP app.localhost:81 ~NOTFOUND"`},
		"a demo provider":     {"http://127.0.0.1:9000/", "http://localhost/callback", `--host-resolver-rules="MAP localhost:80 ~NOTFOUND, MAP 127.0.0.1:80 ~NOTFOUND, MAP [::1]:80 ~NOTFOUND"`},
		"a demo at that port": {"http://127.0.0.1:9000/", "http://localhost:9000/callback", ""},
		"a scheme of the app": {web, "com.example.app:/callback", ""},
		"a page of the web":   {web, "https://app.example/callback", ""},
		"the port of the web": {"https://op.example:9000/", "http://localhost:9000/callback", `--host-resolver-rules="MAP localhost:9000 ~NOTFOUND, MAP 127.0.0.1:9000 ~NOTFOUND, MAP [::1]:9000 ~NOTFOUND"`},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := newPolicy(auth.Request{StartURL: tt.start, EndURL: tt.end})
			if err != nil {
				t.Fatal(err)
			}
			if got := browserArguments(p); got != tt.want {
				t.Errorf("got %s", got)
			}
		})
	}
}
