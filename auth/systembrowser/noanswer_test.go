package systembrowser

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"wails-openid-oauth/auth"
)

// TestNoAnswer: a log-out without a URI to come back to. Nothing listens any more once the browser is at the provider.
func TestNoAnswer(t *testing.T) {
	f := newFlow(t, func(_ *Options, req *auth.Request) {
		req.Hidden, req.NoAnswer, req.Accept = true, true, func(*url.URL) bool { return false }
	})
	if got := f.get(f.callback("state=right")); got.status != http.StatusBadRequest {
		t.Errorf("an answer that no one waits for was answered with %d, want 400", got.status)
	}
	f.enter()
	if got := await(t, f.returned); got.answer != nil || got.err != nil {
		t.Errorf("Open returned %v, %v; want nothing", got.answer, got.err)
	}
	f.closed()
}

// TestAnswerInAForm: the provider answers with form_post, which no one asked for. The browser's page says what is wrong, the app
// learns that something came, and the log-in goes on.
func TestAnswerInAForm(t *testing.T) {
	seen := make(chan *url.URL, 8)
	f := newFlow(t, func(_ *Options, req *auth.Request) {
		accept := req.Accept
		req.Accept = func(u *url.URL) bool {
			seen <- u
			return accept(u)
		}
	})
	f.enter()
	form := f.request(http.MethodPost, f.uri.String(), strings.NewReader(url.Values{"code": {"c"}, "state": {"right"}}.Encode()))
	form.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	got := f.send(form)
	if got.status != http.StatusMethodNotAllowed || !strings.Contains(got.body, "sent it in a form") {
		t.Errorf("status %d and %s", got.status, got.body)
	}
	f.silent(got)
	if u := await(t, seen); u.RawQuery != "" {
		t.Error("accept got a query")
	}
	if got := f.send(f.request(http.MethodPost, f.origin()+"/another", nil)); strings.Contains(got.body, "form") {
		t.Error("another path has the same words")
	}
	f.goesOn()
}
