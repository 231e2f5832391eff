//go:build cgo

package loginwindow_test

import (
	"context"
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"wails-openid-oauth/auth/loginwindow/internal/gtkloop"
)

// A page needs what the window cannot do, and the window says so.
func TestLimitationsAreSaid(t *testing.T) {
	for name, tt := range map[string]struct{ onclick, key, want string }{
		"print":               {`print()`, "", "This window cannot print."},
		"print by key":        {``, "ctrl+p", "This window cannot print."},
		"download":            {`save('/file')`, "", "This window cannot save files."},
		"attachment":          {`location = '/attachment'`, "", "This window cannot save files."},
		"made by the page":    {`save(URL.createObjectURL(new Blob(['codes'])))`, "", "This window cannot save files."},
		"data":                {`save('data:text/plain,codes')`, "", "This window cannot save files."},
		"the page hangs":      {`for (;;);`, "", "The page of “login.example” does not answer."},
		"a card is asked for": {`location = 'https://card.example/'`, "", "“card.example” asks for a certificate of yours"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			h := newHosts(b, "login.example", "card.example")
			h.elsewhere("card.example", cardServer(t))
			b.page("login.example/login", `<body style="height:100vh"><script>
				function save(href) { const a = document.createElement('a'); Object.assign(a, {href, download: 'codes.txt'}); document.body.append(a); a.click() }
				onload = () => fetch('/loaded')
				onclick = event => { if (event.isTrusted) { `+tt.onclick+` } }</script>`)
			b.mux.HandleFunc("login.example/attachment", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Disposition", "attachment; filename=codes.txt")
			})
			loaded := b.signal("login.example/loaded")
			ctx, cancel := context.WithCancel(t.Context())
			done := b.open(ctx, "/login", false)
			receive(b, "page", loaded)
			said := func() bool { return strings.Contains(gtkloop.Seen(), tt.want) }
			if tt.key != "" {
				b.key(tt.key)
				b.eventually("words", said)
			} else {
				b.clickUntil("words", said)
			}
			b.picture("limit-" + name)
			if name == "the page hangs" {
				b.onWindow("windowfocus", "--sync")
				b.keysUntil("reload", "alt+l", func() bool { return len(loaded) > 0 })
				h.sees("https://login.example\nCancel\n[page]\n")
			}
			cancel()
			receive(b, "result", done)
		})
	}
}

// cardServer wants a certificate of everybody, and returns its address.
func cardServer(t *testing.T) string {
	t.Helper()
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}
