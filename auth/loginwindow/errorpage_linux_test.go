//go:build cgo && !gnustep

package loginwindow_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"wails-openid-oauth/auth"
)

// The user presses Cancel above the page. Where the provider has answered with an error page, the log-in ends with that.
func TestCancelAboveThePage(t *testing.T) {
	for name, tt := range map[string]struct {
		answer func(w http.ResponseWriter, r *http.Request)
		want   error
	}{
		"a log-in page":              {func(http.ResponseWriter, *http.Request) {}, nil},
		"a bad request":              {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadRequest) }, auth.ErrErrorPage},
		"a frame with a bad request": {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `<iframe src="/bad"></iframe>`) }, nil},
		"a busy server":              {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }, auth.ErrBusy},
		"a redirect to an error page": {func(w http.ResponseWriter, r *http.Request) {
			if !r.URL.Query().Has("error") {
				http.Redirect(w, r, "/login?error=invalid_client", http.StatusFound)
			}
		}, auth.ErrErrorPage},
		"a redirect to a bad request": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/bad", http.StatusFound) }, auth.ErrErrorPage},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			loaded := b.signal("/loaded")
			b.handle("/bad", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				w.WriteHeader(http.StatusNotFound)
				fmt.Fprint(w, "<h1>Not known</h1><script>onload = () => fetch('/loaded')</script>")
			})
			b.handle("/login", func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				tt.answer(w, r)
				fmt.Fprint(w, "<h1>Page</h1><script>onload = () => fetch('/loaded')</script>")
			})
			done := b.open(t.Context(), "/login", false)
			receive(b, "page", loaded)
			b.picture("cancel-" + name)
			b.onWindow("mousemove", "--window", "%1", "970", "23", "click", "1")
			got := receive(b, "result", done).err
			if !errors.Is(got, auth.ErrCancelled) || tt.want != nil && !errors.Is(got, tt.want) || tt.want == nil && errors.Is(got, auth.ErrErrorPage) {
				t.Errorf("Open: %v, want ErrCancelled with %v", got, tt.want)
			}
		})
	}
}
