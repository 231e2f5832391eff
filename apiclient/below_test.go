package apiclient

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestResolve(t *testing.T) {
	const root, below = "https://api.example", "https://api.example/v1/"
	tests := []struct{ base, path, want string }{
		{root, "/private", "https://api.example/private"},
		{root, "/", "https://api.example/"},
		{root, "/messages?page=2&sort=%2F..", "https://api.example/messages?page=2&sort=%2F.."},
		{root, "/a/", "https://api.example/a/"},
		{root, "/a%20b", "https://api.example/a%20b"},
		{root, "/a@b:1", "https://api.example/a@b:1"},
		{root, "/..a/b..", "https://api.example/..a/b.."},
		{root, "/..;/a", ""}, {root, "/a/.;x/b", ""}, {root, "/a;b/..c;", "https://api.example/a;b/..c;"},
		{below, "/private", "https://api.example/v1/private"},
		{below, "/?q=//x", "https://api.example/v1/?q=//x"},

		{root, "", ""}, {root, "private", ""}, {root, "?q=1", ""}, {below, "private", ""}, {below, "", ""},
		{root, "https://evil.example/", ""}, {below, "https://evil.example/", ""},
		{root, "//evil.example/", ""}, {root, "/a//b", ""}, {root, "/a/%2Fb", ""},
		{root, ".evil.example/", ""}, {root, "@evil.example/", ""}, {root, "@api.example/", ""}, {root, ":1/", ""},
		{root, "/../a", ""}, {below, "/../a", ""}, {below, "/..", ""}, {root, "/./a", ""}, {root, "/a/.", ""},
		{below, "/%2e%2e/a", ""}, {below, "/%2E./a", ""}, {below, "/a%2f..%2f..%2fb", ""},
		{root, `/\evil.example`, ""}, {root, "/a%5c..%5cb", ""}, {root, `/a?q=1\n`, "https://api.example/a?q=1\\n"},
		{root, "/a b", ""}, {root, "/a?q=b c", ""}, {root, "/a\r\nX: y", ""}, {root, "/a#b", ""}, {root, "/a?q#b", ""}, {root, "/ä", ""},
		{root, "/a%zz", ""}, {root, "/a\x00", ""},
	}
	for _, tt := range tests {
		t.Run(tt.base+" "+tt.path, func(t *testing.T) {
			base, err := parseBase(tt.base)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if u, err := resolve(base, tt.path); err == nil {
				got = u.String()
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestTheTokenStays: no answer makes the client send the token, or any request, to another server.
func TestTheTokenStays(t *testing.T) {
	visits := 0
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visits++ }))
	defer elsewhere.Close()
	redirect := func(status int, location string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", location)
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(status)
		}
	}
	urls := `Bearer realm="` + elsewhere.URL + `", resource_metadata="` + elsewhere.URL + `", error_uri="` + elsewhere.URL + `"`
	tests := []struct {
		name    string
		handler http.HandlerFunc
		want    Kind
		asked   int
	}{
		{"307 to the same origin", redirect(307, "/other"), BadAnswer, 1},
		{"308 to the same origin", redirect(308, "/other"), BadAnswer, 1},
		{"301 to another", redirect(301, elsewhere.URL), BadAnswer, 1},
		{"307 to another", redirect(307, elsewhere.URL), BadAnswer, 1},
		{"401 with URLs", refuse(401, urls), Unauthorized, 1},
		{"401 invalid_token with URLs", refuse(401, urls+`, error="invalid_token"`), Unauthorized, 2},
		{"403 with URLs", refuse(403, urls+`, error="insufficient_scope"`), InsufficientScope, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			client, seen := serve(t, new(source), tt.handler)
			stopClock(client)
			if _, err := client.GetText(t.Context(), "/private"); !IsKind(err, tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if len(*seen) != tt.asked || visits != 0 {
				t.Errorf("the API got the requests %q; another server got %d, want none", *seen, visits)
			}
		})
	}
}
