//go:build cgo && gnustep

package loginwindow_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"wails-openid-oauth/auth/loginwindow"
	"wails-openid-oauth/auth/loginwindow/internal/cocoaloop"
)

// What follows needs the stand-in for WKWebView, or looks at what only macOS has.

func TestNoWindowWithoutAClick(t *testing.T) {
	for _, verb := range []act{"popup", "link"} {
		p := play(t, loginwindow.Options{})
		p.acts("/login", "Log in", verb+" /more", "get /done", "key x", "get /done")
		more, shown := p.signal("/more"), p.signal("/done")
		done := p.open(t.Context(), "/login", false)
		receive(p, "end of the act", shown)
		p.sees(p.host())
		p.key(p.host(), "x")
		receive(p, "use of the key", shown)
		if len(more) != 0 || len(p.windows()) != 1 {
			t.Errorf("%s opened a window", verb)
		}
		p.leave(done)
	}
}

func TestADialogNamesThePage(t *testing.T) {
	p, done := playPage(t, loginwindow.Options{}, "alert Your bank has news.")
	p.reads(p.host(), "“http://"+p.host()+"” says: Your bank has news.")
	p.leave(done)
}

func TestAWebProcessThatEnds(t *testing.T) {
	p, done := playPage(t, loginwindow.Options{}, "key x", "crash")
	p.key(p.host(), "x")
	p.reads(p.host(), "stopped working")
	if w, _ := p.at(p.host()); w.page {
		t.Error("the page is seen beside the notice")
	}
	p.leave(done)
}

func TestAPageThatDoesNotAnswer(t *testing.T) {
	p, done := playPage(t, loginwindow.Options{}, "stuck")
	p.reads(p.host(), "does not answer")
	p.leave(done)
}

func TestNoCertificateOfTheUser(t *testing.T) {
	p, done := playPage(t, loginwindow.Options{}, "certificate", "go /next")
	p.handle("/next", func(http.ResponseWriter, *http.Request) {})
	p.reads(p.host(), "cannot use certificates or smart cards")
	p.leave(done)
}

func TestAClickCounts(t *testing.T) {
	p, done := playPage(t, loginwindow.Options{}, "click", "go bankid:///?x=1")
	p.clicks(p.host(), "question", func() bool { w, _ := p.at(p.host()); return w.says("Open BankID?") })
	p.leave(done)
}

func TestTheLineAboveThePage(t *testing.T) {
	p, done := playPage(t, loginwindow.Options{})
	w, _ := p.at(p.host())
	if got, want := strings.Join(w.texts, "|"), "[lock] The connection is not encrypted|http://"+p.host()+" (not encrypted)|Cancel"; got != want {
		t.Errorf("the line is %q, want %q", got, want)
	}
	p.leave(done)
}

func TestTheMenuIsSmall(t *testing.T) {
	p, done := playPage(t, loginwindow.Options{})
	if got := strings.Fields(cocoaloop.Menu(p.host())); strings.Join(got, " ") != "Back Reload Cut Copy Paste" {
		t.Errorf("the menu has %q", got)
	}
	p.leave(done)
}

func TestALinkThatSavesAFile(t *testing.T) {
	p, done := playPage(t, loginwindow.Options{}, "save /file")
	p.reads(p.host(), "This window cannot save files.")
	p.leave(done)
}

// The size counts for the views of later loads, too.
func TestTheSizeOfAPage(t *testing.T) {
	p := play(t, loginwindow.Options{})
	p.acts("/login", "Log in", "get /loaded")
	loaded := p.signal("/loaded")
	done := p.open(t.Context(), "/login", false)
	receive(p, "page", loaded)
	p.sees(p.host())
	larger := func() bool { return slices.Equal(cocoaloop.Zooms(), []int{110}) }
	p.key(p.host(), "Plus")
	p.eventually("larger page", larger)
	p.key(p.host(), "Reload")
	receive(p, "page again", loaded)
	p.eventually("larger page again", larger)
	p.leave(done)
}

// A form is not sent again on the way back, and its answer is not requested, either.
func TestTheWayBackPassesForms(t *testing.T) {
	p := play(t, loginwindow.Options{})
	p.acts("/login", "One", "get /one", "key x", "post /form")
	p.acts("POST /form", "Answer", "get /form-seen", "key x", "go /three")
	p.acts("/three", "Three", "get /third")
	p.handle("GET /form", func(http.ResponseWriter, *http.Request) { t.Error("the answer to the form was requested again") })
	one, form, third := p.signal("/one"), p.signal("/form-seen"), p.signal("/third")
	done := p.open(t.Context(), "/login", false)
	receive(p, "first page", one)
	p.sees(p.host())
	p.key(p.host(), "x")
	receive(p, "answer to the form", form)
	p.key(p.host(), "x")
	receive(p, "third page", third)
	p.key(p.host(), "Reload")
	receive(p, "third page again", third)
	p.repeat("way back", func() bool { return len(one) > 0 }, func() bool { p.key(p.host(), "Back"); return true })
	p.leave(done)
}

// Of a page that is loaded again, nothing goes on.
func TestAnOldPageEnds(t *testing.T) {
	p := play(t, loginwindow.Options{})
	p.acts("/login", "Log in", "get /loaded", "get /held", "get /later", "key x", "get /done")
	loaded, later, end := p.signal("/loaded"), p.signal("/later"), p.signal("/done")
	release := make(chan bool)
	p.handle("/held", func(http.ResponseWriter, *http.Request) { <-release })
	done := p.open(t.Context(), "/login", false)
	receive(p, "page", loaded)
	p.sees(p.host())
	p.key(p.host(), "Reload")
	receive(p, "page again", loaded)
	close(release)
	receive(p, "rest of the page", later)
	p.sees(p.host())
	p.key(p.host(), "x")
	receive(p, "use of the key", end)
	if len(later) != 0 {
		t.Error("the old page goes on")
	}
	p.leave(done)
}

func TestTheWindowIsOverTheApp(t *testing.T) {
	for _, app := range [][4]int{{300, 200, 700, 500}, {900, 50, 300, 200}, {0, 0, 200, 200}} {
		t.Run(fmt.Sprint(app), func(t *testing.T) {
			cocoaloop.App(app[0], app[1], app[2], app[3])
			defer cocoaloop.App(0, 0, 0, 0)
			p, done := playPage(t, loginwindow.Options{})
			x, y, width, height := cocoaloop.Place(p.host())
			if x-width/2 < 0 || y-height/2 < 0 || x+width/2 > 1280 || y+height/2 > 800 {
				t.Errorf("the window is outside of the screen: %d, %d, %d × %d", x, y, width, height)
			}
			middle := app[0] + app[2]/2
			if want := min(max(middle, width/2), 1280-width/2); x < want-20 || x > want+20 {
				t.Errorf("the middle of the window is at %d, want %d", x, want)
			}
			p.leave(done)
		})
	}
}
