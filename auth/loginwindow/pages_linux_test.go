//go:build cgo && !gnustep

package loginwindow_test

import (
	"errors"
	"strings"
	"testing"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/loginwindow/internal/gtkloop"
	"wails-openid-oauth/test/loginpages"
)

// site is a log-in at the pages of package loginpages.
type site struct {
	*bench
	pages *loginpages.Server
}

func newSite(t *testing.T) *site {
	t.Helper()
	b := newBench(t)
	s := &site{bench: b, pages: loginpages.Start(b.web, b.end)}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the pages reported:\n%s", strings.Join(s.pages.Reports(), "\n"))
		}
	})
	return s
}

// begin opens a page of the provider and waits until it is loaded. The channel gets the result of Open.
func (s *site) begin(path string) chan outcome {
	s.Helper()
	done := s.open(s.Context(), path, false)
	s.pages.Await(s, "loaded")
	return done
}

// click clicks into the page of a host until the pages report the line.
func (s *site) click(host, line string) {
	s.Helper()
	s.clickWindow(host, "report of "+line, func() bool { return s.pages.Count(line) > 0 })
}

// windows returns how many windows show a page of the host, or with "" how many windows there are.
func (s *site) windows(host string) int {
	return strings.Count(gtkloop.Seen(), "title: "+host)
}

// end ends the log-in without an answer, and checks that no window is left.
func (s *site) end(done chan outcome) {
	s.Helper()
	s.window.Close()
	if got := receive(s.bench, "result", done); !errors.Is(got.err, auth.ErrCancelled) {
		s.Errorf("Open = %v, %v", got.u, got.err)
	}
	if n := s.windows(""); n != 0 {
		s.Errorf("%d windows are left:\n%s", n, gtkloop.Seen())
	}
}

// wantAnswer checks the answer, and that no window is left.
func (s *site) wantAnswer(done chan outcome) {
	s.Helper()
	s.bench.wantAnswer(receive(s.bench, "result", done))
	if n := s.windows(""); n != 0 {
		s.Errorf("%d windows are left:\n%s", n, gtkloop.Seen())
	}
}

// The pages of a log-in as people meet them, in one window.
func TestLoginPages(t *testing.T) {
	t.Run("15 redirects", func(t *testing.T) {
		s := newSite(t)
		s.wantAnswer(s.open(t.Context(), "/hop/1", false))
	})
	t.Run("service worker", func(t *testing.T) {
		s := newSite(t)
		done := s.open(t.Context(), "/worker", false)
		s.pages.Await(t, "worker")
		s.wantAnswer(done)
	})
	t.Run("storage", func(t *testing.T) {
		s := newSite(t)
		done := s.open(t.Context(), "/storage", false)
		s.pages.Await(t, "storage kept kept kept=kept kept")
		s.wantAnswer(done)
	})
	t.Run("dialogs", func(t *testing.T) {
		s := newSite(t)
		done := s.begin("/dialogs")
		s.answerDialog("An alert", "Return")
		s.pages.Await(t, "alert")
		s.answerDialog("Agree?", "Return")
		s.pages.Await(t, "confirm: true")
		s.answerDialog("Your code?", "4", "2", "Return")
		s.pages.Await(t, "prompt: 42")
		s.wantAnswer(done)
	})
	t.Run("a download is not saved, and the page stays", func(t *testing.T) {
		s := newSite(t)
		done := s.begin("/downloads")
		s.click(loginpages.Provider, "clicked")
		s.logged("page not shown")
		s.sees("This window cannot save files. Select the text that you need, such as recovery codes, and copy it.\n[page]\nprovider\n")
		s.end(done)
	})
	// The second address is plain http at a host that has asked for https (RFC 6797), or at one that has not.
	for name, path := range map[string]string{
		"a host with HSTS":    "/leave?https://social.example/strict",
		"a host without HSTS": "/leave?http://social.example/back?code=1&state=real",
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			s.wantAnswer(s.begin(path))
			if n := s.pages.Count("plain: " + loginpages.Social); n != 0 {
				t.Errorf("%d requests were not encrypted", n)
			}
		})
	}
	t.Run("a client certificate is optional", func(t *testing.T) {
		s := newSite(t)
		done := s.begin("/leave?https://optional.example/")
		s.pages.Await(t, "optional.example: 0 client certificates")
		s.end(done)
	})
	t.Run("a client certificate is required", func(t *testing.T) {
		s := newSite(t)
		done := s.begin("/leave?https://certificate.example/")
		s.logged("page not shown")
		s.sees("“certificate.example” asks for a certificate of yours")
		s.end(done)
	})
	t.Run("parts of a page that ask for a client certificate", func(t *testing.T) {
		s := newSite(t)
		s.pages.Page(loginpages.Provider+"/parts", `<title>provider</title><img src="https://optional.example/"><img src="https://certificate.example/">
			<iframe src="https://certificate.example/"></iframe><script src="https://certificate.example/" onerror="report('refused')"></script>`)
		done := s.open(t.Context(), "/parts", false)
		s.pages.Await(t, "optional.example: 0 client certificates")
		s.pages.Await(t, "refused")
		s.sees(providerPage)
		s.end(done)
	})
	// As in Safari, a site that the user has not visited sets no cookies from a frame. Once it was in a window of its own, it
	// has its cookies in frames too.
	t.Run("frames of another site", func(t *testing.T) {
		s := newSite(t)
		done := s.begin("/frames")
		s.pages.Await(t, "frame first: []")
		s.pages.Await(t, "frame first shown")
		s.click(loginpages.Provider, "frame visited: []")
		s.pages.Await(t, "frame visited shown")
		s.pages.Open("frame")
		s.pages.Await(t, `frame again: ["visited"]`)
		s.end(done)
	})
}

// answerDialog waits for a script's dialog with the text, and presses the keys.
func (s *site) answerDialog(text string, keys ...string) {
	s.Helper()
	s.sees(text)
	s.onWindow("windowfocus", "--sync")
	s.xdotool(append([]string{"key"}, keys...)...)
}
