//go:build cgo && !gnustep

package loginwindow_test

import (
	"context"
	"crypto/tls"
	"net/http"
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
		"the page hangs":      {`for (;;);`, "", "The page of “provider.example” does not answer."},
		"a card is asked for": {`location = 'https://card.example/'`, "", "“card.example” asks for a certificate of yours"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.web.AskClients("card.example", tls.RequireAnyClientCert)
			b.page("/login", `<body style="height:100vh"><script>
				function save(href) { const a = document.createElement('a'); Object.assign(a, {href, download: 'codes.txt'}); document.body.append(a); a.click() }
				onload = () => fetch('/loaded')
				onclick = event => { if (event.isTrusted) { `+tt.onclick+` } }</script>`)
			b.handle("/attachment", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Disposition", "attachment; filename=codes.txt")
			})
			loaded := b.signal("/loaded")
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
				b.sees("https://provider.example\nCancel\n[page]\n")
			}
			cancel()
			receive(b, "result", done)
		})
	}
}
