//go:build ((linux || darwin) && cgo) || windows

package loginwindow_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/loginwindow"
)

// user sees and uses the login windows of one system. A window is named by the beginning of its title.
type user interface {
	// windows returns the login windows on the screen, in no order.
	windows() []shown
	// press presses a native button by its label, without mnemonic. It reports whether the button was there and took the click.
	press(window, label string) bool
	// click clicks into the page, and reports whether the page was seen.
	click(window string) bool
	// key presses a key in the window: Escape, Return, a letter, or what the system has for Back, Reload, Plus and Minus (zoom).
	key(window, name string)
	// password fills in the form for a password, and sends it.
	password(window, name, password string)
	// close closes the window by its frame.
	close(window string)
}

// shown is what the user sees in a window.
type shown struct {
	title string
	texts []string // of the native widgets, labels of buttons included
	page  bool     // the page is seen
}

// says reports whether one of the texts contains the words.
func (w shown) says(words string) bool {
	return slices.ContainsFunc(w.texts, func(text string) bool { return strings.Contains(text, words) })
}

// player is a user at a stage.
type player struct {
	*stage
	user
}

// unlike names the tests of what one system's web view does in another way, and says how.
var unlike = map[string]string{}

func play(t *testing.T, options loginwindow.Options) player {
	t.Helper()
	if how := unlike[t.Name()]; how != "" {
		t.Skip(how)
	}
	s, u := sitDown(t, options)
	return player{s, u}
}

// at returns the window whose title begins with the words.
func (p player) at(title string) (shown, bool) {
	for _, w := range p.windows() {
		if strings.HasPrefix(w.title, title) {
			return w, true
		}
	}
	return shown{}, false
}

// reads waits until a native text of the window contains the words.
func (p player) reads(window, words string) {
	p.Helper()
	p.eventually("“"+words+"” in the window of "+window, func() bool { w, ok := p.at(window); return ok && w.says(words) })
}

// sees waits until the page of the window is seen.
func (p player) sees(window string) {
	p.Helper()
	p.eventually("page in the window of "+window, func() bool { w, ok := p.at(window); return ok && w.page })
}

// presses presses the button as soon as it takes the click.
func (p player) presses(window, label string) {
	p.Helper()
	p.eventually("button “"+label+"” in the window of "+window, func() bool { return p.press(window, label) })
}

// clicks clicks into the page until that has an effect.
func (p player) clicks(window, what string, noticed func() bool) {
	p.Helper()
	p.sees(window)
	p.repeat(what, noticed, func() bool { return p.click(window) })
}

// ends waits for the end of Open, and wants an error.
func (p player) ends(done chan outcome, want error) {
	p.Helper()
	if got := receive(p, "result", done); !errors.Is(got.err, want) {
		p.Errorf("Open: %v, want %v\n%s", got.err, want, p.log)
	}
	p.eventually("end of the windows", func() bool { return len(p.windows()) == 0 })
}

// playPage plays at a page with the acts, once it is seen.
func playPage(t *testing.T, options loginwindow.Options, acts ...act) (player, chan outcome) {
	t.Helper()
	p := play(t, options)
	p.acts("/login", "Log in", append([]act{"get /loaded"}, acts...)...)
	loaded := p.signal("/loaded")
	done := p.open(t.Context(), "/login", false)
	receive(p, "page", loaded)
	p.sees(p.host())
	return p, done
}

// leave closes the window, and waits for the end of the log-in.
func (p player) leave(done chan outcome) {
	p.Helper()
	p.close(p.host())
	p.ends(done, auth.ErrCancelled)
}

func TestAnswerIsCaught(t *testing.T) {
	for name, acts := range map[string][]act{
		"by a server":       {"go /redirect"},
		"after a form":      {"post /redirect"},
		"by a script":       {"go END?state=real"},
		"in a frame":        {"frame END?state=real"},
		"after a click":     {"click", "follow END?state=real"},
		"after a forgery":   {"go END?state=forged", "wait 300", "go END?state=real"},
		"after others":      {"go ENDX?state=real", "wait 200", "go file:///etc/passwd", "wait 200", "go data:text/html,x", "wait 200", "go END?state=real"},
		"a pop-up unasked":  {"popup /redirect", "wait 200", "go END?state=real"},
		"a changed address": {"push /elsewhere", "wait 200", "go END?state=real"},
	} {
		for _, hidden := range []bool{false, true} {
			t.Run(name+map[bool]string{true: ", hidden"}[hidden], func(t *testing.T) {
				if hidden && slices.Contains(acts, "click") {
					t.Skip("nobody can click there")
				}
				p := play(t, loginwindow.Options{})
				p.acts("/login", "Log in", acts...)
				p.handle("/redirect", func(w http.ResponseWriter, r *http.Request) {
					http.Redirect(w, r, p.end+"?state=real", http.StatusFound)
				})
				done := p.open(t.Context(), "/login", hidden)
				if slices.Contains(acts, "click") {
					p.clicks(p.host(), "answer", func() bool { return len(done) > 0 })
				}
				p.wantAnswer(receive(p, "result", done))
				if hidden && len(p.visible) > 0 {
					t.Error("a hidden window was reported visible")
				}
			})
		}
	}
}

func TestTheWindowSaysWhereTheUserIs(t *testing.T) {
	p := play(t, loginwindow.Options{Title: "Log in to Example"})
	p.acts("/login", "https://bank.example", "get /loaded")
	loaded := p.signal("/loaded")
	done := p.open(t.Context(), "/login", false)
	receive(p, "page", loaded)
	p.reads(p.host()+" — Log in to Example", "http://"+p.host()+" (not encrypted)")
	p.sees(p.host())
	if !receive(p, "OnVisible", p.visible) {
		t.Error("OnVisible got false first")
	}
	p.leave(done)
}

func TestTheUserEndsTheLogIn(t *testing.T) {
	for name, end := range map[string]func(p player){
		"by the frame": func(p player) { p.close(p.host()) },
		"by Cancel":    func(p player) { p.presses(p.host(), "Cancel") },
		"by Escape":    func(p player) { p.key(p.host(), "Escape"); p.presses(p.host(), "Cancel the log-in") },
		"by the app":   func(p player) { p.window.Close() },
		"by Escape, not twice": func(p player) {
			p.key(p.host(), "Escape")
			p.reads(p.host(), "Cancel the log-in?")
			p.key(p.host(), "Escape")
			p.eventually("end of the question", func() bool { w, ok := p.at(p.host()); return ok && !w.says("Cancel the log-in?") })
			p.close(p.host())
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, done := playPage(t, loginwindow.Options{})
			end(p)
			p.ends(done, auth.ErrCancelled)
		})
	}
}

// The question moves the page down. A click that was meant for the page must not answer it.
func TestAQuestionTakesNoClickAtFirst(t *testing.T) {
	p, done := playPage(t, loginwindow.Options{})
	p.key(p.host(), "Escape")
	p.reads(p.host(), "Cancel the log-in?")
	if p.press(p.host(), "Cancel the log-in") {
		t.Error("the button took a click at once")
	}
	p.presses(p.host(), "Cancel the log-in")
	p.ends(done, auth.ErrCancelled)
}

func TestAKeyOfThePage(t *testing.T) {
	p, done := playPage(t, loginwindow.Options{}, "key Escape", "get /used", "key x", "go END?state=real")
	used := p.signal("/used")
	p.key(p.host(), "Escape")
	receive(p, "use of the key by the page", used)
	if w, _ := p.at(p.host()); w.says("Cancel the log-in?") {
		t.Error("the window used the key, too")
	}
	p.key(p.host(), "x")
	p.wantAnswer(receive(p, "result", done))
}

func TestTheContextEndsTheLogIn(t *testing.T) {
	for _, hidden := range []bool{false, true} {
		p := play(t, loginwindow.Options{})
		p.acts("/login", "Log in", "get /loaded", "alert stuck")
		loaded := p.signal("/loaded")
		ctx, cancel := context.WithCancel(t.Context())
		done := p.open(ctx, "/login", hidden)
		receive(p, "page", loaded)
		cancel()
		p.ends(done, context.Canceled)
	}
}

func TestAServerThatIsAway(t *testing.T) {
	away := httptest.NewServer(nil)
	address := away.URL
	away.Close()
	t.Run("seen", func(t *testing.T) {
		p := play(t, loginwindow.Options{})
		there := p.origin
		p.acts("/login", "Log in", "go END?state=real")
		// The first page is there, and leads to a server that is not.
		p.acts("/first", "First", act("go "+address+"/"))
		done := p.open(t.Context(), "/first", false)
		host := strings.TrimPrefix(there, "http://")
		p.reads("", "“"+strings.TrimPrefix(address, "http://")+"” cannot be reached")
		p.presses(host, "Try again")
		p.reads("", "cannot be reached")
		p.presses(host, "Cancel")
		p.ends(done, auth.ErrCancelled)
	})
	t.Run("hidden", func(t *testing.T) {
		p := play(t, loginwindow.Options{})
		p.origin = address
		p.ends(p.open(t.Context(), "/login", true), auth.ErrOffline)
	})
}

func TestALogInInAnotherBrowser(t *testing.T) {
	p, done := playPage(t, loginwindow.Options{Alternative: true})
	p.presses(p.host(), "Use my browser instead")
	p.ends(done, auth.ErrAlternative)
}

func TestPopUpsOfAClick(t *testing.T) {
	// The pop-up is at another name of this machine, so that the user can tell the windows apart.
	t.Run("the answer in it", func(t *testing.T) {
		p := play(t, loginwindow.Options{})
		other := strings.Replace(p.host(), "127.0.0.1", "localhost", 1)
		p.acts("/login", "Log in", "click", act("popup http://"+other+"/more"))
		p.acts("/more", "More", "click", "go END?state=real")
		done := p.open(t.Context(), "/login", false)
		opened := func() bool { _, ok := p.at(other); return ok }
		p.clicks(p.host(), "pop-up", opened)
		p.eventually("two windows", func() bool { return len(p.windows()) == 2 })
		p.clicks(other, "answer", func() bool { return len(done) > 0 })
		p.wantAnswer(receive(p, "result", done))
		p.eventually("end of the windows", func() bool { return len(p.windows()) == 0 })
	})
	t.Run("the answer in its opener", func(t *testing.T) {
		p := play(t, loginwindow.Options{})
		p.acts("/login", "Log in", "click", "popup /more")
		p.acts("/more", "More", "opener END?state=real")
		done := p.open(t.Context(), "/login", false)
		p.clicks(p.host(), "answer", func() bool { return len(done) > 0 })
		p.wantAnswer(receive(p, "result", done))
	})
	t.Run("it closes itself", func(t *testing.T) {
		p := play(t, loginwindow.Options{})
		p.acts("/login", "Log in", "click", "popup /more")
		p.acts("/more", "More", "get /opened", "close")
		opened := p.signal("/opened")
		done := p.open(t.Context(), "/login", false)
		p.clicks(p.host(), "pop-up", func() bool { return len(opened) > 0 })
		p.eventually("one window", func() bool { return len(p.windows()) == 1 })
		p.leave(done)
	})
	t.Run("a link, opened outside", func(t *testing.T) {
		p := play(t, loginwindow.Options{})
		p.acts("/login", "Log in", "click", "link /help")
		p.acts("/help", "Help", "get /opened")
		opened := p.signal("/opened")
		done := p.open(t.Context(), "/login", false)
		p.clicks(p.host(), "pop-up", func() bool { return len(opened) > 0 })
		p.presses(p.host(), "Open in browser")
		if got := receive(p, "link", p.external); got != p.origin+"/help" {
			t.Errorf("%q was opened outside", got)
		}
		p.window.Close()
		p.ends(done, auth.ErrCancelled)
	})
}

func TestWhatAPageAsksForInVain(t *testing.T) {
	for _, name := range []string{"geolocation", "camera", "microphone", "notifications"} {
		t.Run(name, func(t *testing.T) {
			p := play(t, loginwindow.Options{})
			p.acts("/login", "Log in", act("permission "+name), "go END?state=real")
			granted, denied := p.signal("/granted"), p.signal("/denied")
			p.answer("/login", false)
			if len(granted) != 0 || len(denied) != 1 {
				t.Errorf("granted %d times, denied %d times\n%s", len(granted), len(denied), p.log)
			}
		})
	}
	t.Run("a file", func(t *testing.T) {
		p := play(t, loginwindow.Options{})
		p.acts("/login", "Log in", "click", "chooser", "wait 300", "go END?state=real")
		done := p.open(t.Context(), "/login", false)
		p.clicks(p.host(), "answer", func() bool { return len(done) > 0 })
		p.wantAnswer(receive(p, "result", done))
	})
}

func TestWhatTheWindowCannotDo(t *testing.T) {
	for name, tt := range map[string]struct {
		act  act
		want string
	}{
		"download": {"download /file", "This window cannot save files."},
		"print":    {"print", "This window cannot print."},
	} {
		t.Run(name, func(t *testing.T) {
			p := play(t, loginwindow.Options{})
			p.acts("/login", "Log in", "click", tt.act)
			p.handle("/file", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Disposition", "attachment; filename=codes.txt")
			})
			done := p.open(t.Context(), "/login", false)
			p.clicks(p.host(), "words", func() bool { w, _ := p.at(p.host()); return w.says(tt.want) })
			p.sees(p.host())
			p.leave(done)
		})
	}
}

// playForm plays at a page that leads to one behind a password.
func playForm(t *testing.T) (player, chan outcome) {
	p := play(t, loginwindow.Options{})
	p.acts("/login", "Log in", "go /secret")
	p.handle("/secret", func(w http.ResponseWriter, r *http.Request) {
		if name, password, _ := r.BasicAuth(); name == "ann" && password == "pw" {
			http.Redirect(w, r, p.end+"?state=real", http.StatusFound)
			return
		}
		w.Header().Set("WWW-Authenticate", `Basic realm="free text"`)
		http.Error(w, "who are you?", http.StatusUnauthorized)
	})
	done := p.open(t.Context(), "/login", false)
	p.reads(p.host(), "“"+p.host()+"” asks for your password")
	return p, done
}

func TestANativeFormForThePassword(t *testing.T) {
	t.Run("answered", func(t *testing.T) {
		p, done := playForm(t)
		if w, _ := p.at(p.host()); w.page || w.says("free text") {
			t.Errorf("the form shows the page, or the words of the server: %+v", w)
		}
		p.password(p.host(), "ann", "wrong")
		p.reads(p.host(), "was not right")
		p.password(p.host(), "ann", "pw")
		p.wantAnswer(receive(p, "result", done))
	})
	t.Run("cancelled", func(t *testing.T) {
		p, done := playForm(t)
		p.presses(p.host(), "Cancel")
		p.eventually("end of the form", func() bool { w, ok := p.at(p.host()); return ok && !w.says("asks for your password") })
		p.leave(done)
	})
}

func TestAQuestionBeforeAProgramOpens(t *testing.T) {
	p := play(t, loginwindow.Options{})
	p.acts("/login", "Log in", "click", "go bankid:///?x=1")
	done := p.open(t.Context(), "/login", false)
	p.clicks(p.host(), "question", func() bool { w, _ := p.at(p.host()); return w.says("BankID") })
	p.leave(done)
}

func TestDialogsOfAPage(t *testing.T) {
	p := play(t, loginwindow.Options{})
	p.acts("/login", "Log in", "alert one", "get /answered", "go END?state=real")
	answered := p.signal("/answered")
	done := p.open(t.Context(), "/login", false)
	p.sees(p.host())
	p.repeat("end of the dialog", func() bool { return len(answered) > 0 }, func() bool { p.key(p.host(), "Return"); return true })
	p.wantAnswer(receive(p, "result", done))
}

func TestAHiddenWindowDoesNotSpeak(t *testing.T) {
	p := play(t, loginwindow.Options{})
	p.acts("/login", "Log in", "alert hello", "go END?state=real")
	p.answer("/login", true)
}

func TestTheLogOutHasTheCookies(t *testing.T) {
	p := play(t, loginwindow.Options{})
	cookies := make(chan string, 8)
	p.handle("/login", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "1", Path: "/", HttpOnly: true})
		http.Redirect(w, r, p.end+"?state=real", http.StatusFound)
	})
	p.handle("/logout", func(w http.ResponseWriter, r *http.Request) {
		cookies <- r.Header.Get("Cookie")
		http.Redirect(w, r, p.end+"?state=real", http.StatusFound)
	})
	p.answer("/login", false)
	p.answer("/logout", true)
	if got := receive(p, "log-out", cookies); got != "session=1" {
		t.Errorf("the log-out had the cookies %q", got)
	}
	if err := p.window.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.answer("/logout", true)
	if got := receive(p, "log-out", cookies); got != "" {
		t.Errorf("after Forget there are cookies: %q", got)
	}
}

func TestTheWayBackAndAnew(t *testing.T) {
	p := play(t, loginwindow.Options{})
	p.acts("/login", "One", "get /one", "click", "follow /two")
	p.acts("/two", "Two", "get /second")
	one, two := p.signal("/one"), p.signal("/second")
	done := p.open(t.Context(), "/login", false)
	receive(p, "page", one)
	p.clicks(p.host(), "link", func() bool { return len(two) > 0 })
	<-two
	p.sees(p.host())
	p.key(p.host(), "Reload")
	receive(p, "the same page again", two)
	p.sees(p.host())
	p.repeat("way back", func() bool { return len(one) > 0 }, func() bool { p.key(p.host(), "Back"); return true })
	p.leave(done)
}

func TestAgainAndAgain(t *testing.T) {
	p := play(t, loginwindow.Options{})
	p.acts("/login", "Log in", "go END?state=real")
	for i := range 20 {
		p.answer("/login", i%2 == 1)
	}
	p.eventually("end of the windows", func() bool { return len(p.windows()) == 0 })
}
