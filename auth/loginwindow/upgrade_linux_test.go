//go:build cgo && !gnustep

package loginwindow_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
)

// A page leads to a plain http address. Its https form is loaded, and nothing is sent without encryption.
func TestHTTPSInPlaceOfHTTP(t *testing.T) {
	const stopped = "without encryption (http). The encrypted address (https) was tried"
	for name, tt := range map[string]struct{ html, want string }{
		"a script":        {`<script>onload = () => location = 'http://plain.example/next'</script>`, ""},
		"with its port":   {`<script>onload = () => location = 'http://plain.example:80/next'</script>`, ""},
		"a redirect":      {`<script>onload = () => location = '/to/302'</script>`, ""},
		"after a form":    {`<form method=post action=/to/302></form><script>document.forms[0].submit()</script>`, ""},
		"no https there":  {`<script>onload = () => location = 'http://nowhere.example/next'</script>`, stopped},
		"it leads back":   {`<script>onload = () => location = 'http://plain.example/loop'</script>`, stopped},
		"a form":          {`<form method=post action="http://plain.example/next"></form><script>document.forms[0].submit()</script>`, "The form was not sent"},
		"a repeated form": {`<form method=post action=/to/307></form><script>document.forms[0].submit()</script>`, "The form was not sent"},
		"a frame":         {`<iframe src="http://plain.example/next"></iframe><script>setTimeout(() => location = 'END?state=real', 1000)</script>`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			plain := make(chan string, 64)
			b.web.HandlePlain("/", func(_ http.ResponseWriter, r *http.Request) { plain <- r.Host + r.URL.Path })
			b.page("provider.example/login", tt.html)
			b.page("plain.example/next", `<script>location = 'END?state=real'</script>`)
			b.handle("provider.example/to/{code}", func(w http.ResponseWriter, r *http.Request) {
				var code int
				_, _ = fmt.Sscan(r.PathValue("code"), &code)
				http.Redirect(w, r, "http://plain.example/next", code)
			})
			b.handle("plain.example/loop", func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "http://plain.example/loop", http.StatusMovedPermanently)
			})
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			done := b.open(ctx, "/login", false)
			if tt.want == "" {
				b.wantAnswer(receive(b, "result", done))
			} else {
				b.sees(tt.want)
				b.picture("plain-" + name)
				cancel()
				receive(b, "result", done)
			}
			if len(plain) != 0 {
				t.Errorf("a request was not encrypted: %s", <-plain)
			}
		})
	}
}
