package assets

import "net/http"

// FirstPage serves the home page in place of the sign-in page at "/", where the window starts, if atHome reports true. Every page
// goes to the right one by itself, so a wrong guess costs only time.
func FirstPage(atHome func() bool) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/" && atHome() {
				r = r.Clone(r.Context())
				r.URL.Path = "/home.html"
			}
			next.ServeHTTP(w, r)
		})
	}
}
