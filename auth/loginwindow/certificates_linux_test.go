//go:build cgo && !gnustep

package loginwindow_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/loginwindow/internal/gtkloop"
	"wails-openid-oauth/test/hosts"
)

const badHost = "bad.example"

// flaws are those of a certificate, and what the window says.
var flaws = map[string]struct {
	flaw  hosts.Flaw
	words string
}{
	"of a stranger":   {hosts.Stranger, "Its certificate is not trusted by this computer"},
	"expired":         {hosts.Expired, "Its certificate is not valid at this time"},
	"of another host": {hosts.OtherHost, "The server that answered shows the certificate of another address"},
}

// newBadHost makes a bench and a host whose certificate has a flaw. The host must get no request: the channel has those that it got.
func newBadHost(t *testing.T, flaw hosts.Flaw) (b *bench, served chan string) {
	t.Helper()
	b = newBench(t)
	b.web.Certify(badHost, flaw)
	b.handle("/to", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.RawQuery, http.StatusFound) })
	return b, b.signal(badHost + "/")
}

// A load that WebKit has lost begins again, and the user reads what is wrong.
func TestALostLoadBeginsAgain(t *testing.T) {
	b := newBench(t)
	b.origin = "https://nowhere.example"
	gtkloop.LoseLoad()
	done := b.open(t.Context(), "/login", false)
	b.sees("“nowhere.example” was not found")
	b.window.Close()
	receive(b, "result", done)
}

// A page whose certificate is bad is not loaded, and there is no way past the notice.
func TestC_TLS_VERIFY(t *testing.T) {
	for name, tt := range flaws {
		for way, html := range map[string]string{
			"at once":    "",
			"by a link":  `<a href="https://bad.example/">x</a><script>onload = () => setTimeout(() => document.querySelector('a').click())</script>`,
			"redirected": `<script>onload = () => setTimeout(() => location = '/to?https://bad.example/')</script>`,
			"by a form":  `<form method=post action="https://bad.example/"></form><script>document.forms[0].submit()</script>`,
		} {
			t.Run(name+", "+way, func(t *testing.T) {
				b, served := newBadHost(t, tt.flaw)
				b.page(provider+"/login", html)
				if html == "" {
					b.origin = "https://" + badHost
				}
				done := b.open(t.Context(), "/login", false)
				b.sees("The connection to “bad.example” is not safe\n" + tt.words)
				b.seesNoPage()
				b.picture("certificate " + name)
				b.xdotool("search", "--sync", "--onlyvisible", "--name", "Log in$", "windowfocus", "--sync", "key", "Return") // "Try again"
				b.eventually("notice again", func() bool { return strings.Count(b.log.String(), "page not shown") > 1 })
				b.sees("The connection to “bad.example” is not safe\n" + tt.words)
				b.window.Close()
				receive(b, "result", done)
				if len(served) != 0 {
					t.Error("a request went over the connection")
				}
			})
		}
		t.Run(name+", in a page", func(t *testing.T) {
			b, served := newBadHost(t, tt.flaw)
			b.page("/login", `<img src="https://bad.example/"><script src="https://bad.example/"></script><iframe src="https://bad.example/"></iframe>
				<link rel=stylesheet href="https://bad.example/"><img src="/to?https://bad.example/"><script>
				onload = () => fetch('https://bad.example/', {mode: 'no-cors'}).catch(() => location = 'END?code=1&state=real')</script>`)
			b.answer("/login", false) // the page goes on
			if len(served) != 0 {
				t.Error("a request went over the connection")
			}
		})
		t.Run(name+", in a hidden window", func(t *testing.T) {
			b, served := newBadHost(t, tt.flaw)
			b.origin = "https://" + badHost
			got := receive(b, "result", b.open(t.Context(), "/login", true))
			if !errors.Is(got.err, auth.ErrProvider) || len(served) != 0 {
				t.Errorf("Open = %v, %v, and %d requests, want ErrProvider and none", got.u, got.err, len(served))
			}
		})
	}
}
