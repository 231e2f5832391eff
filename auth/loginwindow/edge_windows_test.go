package loginwindow_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/loginwindow"
)

// These tests are about what only WebView2 has. Those with acts of the stand-in alone need it.

// needStandIn skips a test with acts that no real page has.
func needStandIn(t *testing.T) {
	t.Helper()
	if os.Getenv("WEBVIEW2_STANDIN_LOG") == "" {
		t.Skip("the real WebView2 cannot be made to do this")
	}
}

// wrote reports whether the stand-in has logged the words.
func wrote(words string) bool {
	text, _ := os.ReadFile(os.Getenv("WEBVIEW2_STANDIN_LOG"))
	return strings.Contains(string(text), words)
}

// WebView2 may go on with a redirect that was cancelled (MicrosoftEdge/WebView2Feedback, issues 576 and 5431). The log-in ends with the
// answer, and nobody at EndURL's port sees it.
func TestARedirectThatGoesOn(t *testing.T) {
	needStandIn(t)
	for _, does := range []act{"go /redirect", "frame /redirect", "post /redirect"} {
		t.Run(string(does), func(t *testing.T) {
			t.Setenv("WEBVIEW2_STANDIN", "ignore-cancel")
			p := play(t, loginwindow.Options{})
			p.acts("/login", "Log in", does)
			p.handle("/redirect", func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, p.end+"?state=real", http.StatusFound)
			})
			p.answer("/login", false)
		})
	}
}

// The same for redirects that are not the answer: nobody gets the code, and no page comes of it.
func TestARefusedRedirectThatGoesOn(t *testing.T) {
	needStandIn(t)
	t.Setenv("WEBVIEW2_STANDIN", "ignore-cancel")
	p := play(t, loginwindow.Options{})
	p.acts("/login", "Log in", "go /wrong")
	p.handle("/wrong", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, strings.Replace(p.end, "localhost", "127.0.0.1", 1)+"?code=secret", http.StatusFound)
	})
	done := p.open(t.Context(), "/login", false)
	p.logged("navigation refused")
	p.eventually("request without a host", func() bool { return wrote("redirected cancelled") })
	p.close("")
	p.ends(done, auth.ErrCancelled)
	if n := p.reached.Load(); n != 0 {
		t.Errorf("%d connections to EndURL's port", n)
	}
}

// An answer that the log-in cannot use leads to a page that comes all the same. It is not seen.
func TestARefusedPageIsNotSeen(t *testing.T) {
	needStandIn(t)
	t.Setenv("WEBVIEW2_STANDIN", "ignore-cancel")
	p := play(t, loginwindow.Options{})
	p.end = p.origin + "/callback" // the port is StartURL's, too, so the request reaches it
	p.acts("/login", "Log in", "click", "follow /away")
	p.acts("/callback", "Evil")
	p.handle("/away", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, p.end+"?state=forged", http.StatusFound)
	})
	done := p.open(t.Context(), "/login", false)
	p.clicks(p.host(), "notice", func() bool { w, _ := p.at(p.host()); return w.says("was not opened") })
	if w, _ := p.at(p.host()); w.page {
		t.Error("the page is seen")
	}
	p.leave(done)
}

// A request of the page to EndURL is no navigation. It never leaves.
func TestARequestIsKeptBack(t *testing.T) {
	needStandIn(t)
	p := play(t, loginwindow.Options{})
	p.acts("/login", "Log in", "get END?state=stolen", "go END?state=real")
	p.answer("/login", false)
	if !wrote("kept back " + p.end) {
		t.Error("the request was made")
	}
}

// A frame is refused before its request, which would be kept back, too.
func TestAFrameIsCancelled(t *testing.T) {
	needStandIn(t)
	p := play(t, loginwindow.Options{})
	p.acts("/login", "Log in", "frame END?state=real")
	p.answer("/login", false)
	if !wrote("frame " + p.end + "?state=real cancelled") {
		t.Error("the frame went on")
	}
}

func TestAnUntrustedCertificate(t *testing.T) {
	needStandIn(t)
	t.Setenv("WEBVIEW2_STANDIN", "untrusted")
	p := play(t, loginwindow.Options{})
	p.acts("/login", "Log in", "go https://127.0.0.1:1/")
	done := p.open(t.Context(), "/login", false)
	p.reads("", "is not safe")
	if w, _ := p.at(""); w.page {
		t.Error("the page is seen beside the notice")
	}
	p.close("")
	p.ends(done, auth.ErrCancelled)
}

func TestProcessesThatFail(t *testing.T) {
	needStandIn(t)
	for fails, words := range map[act]string{"crash": "stopped working", "exit": "stopped working", "hang": "does not answer"} {
		t.Run(string(fails), func(t *testing.T) {
			p := play(t, loginwindow.Options{})
			opened := 0
			p.handle("/login", func(w http.ResponseWriter, _ *http.Request) {
				opened++
				if opened == 1 {
					_, _ = w.Write([]byte(p.document("Log in", []act{fails})))
				} else {
					_, _ = w.Write([]byte(p.document("Log in", []act{"go END?state=real"})))
				}
			})
			done := p.open(t.Context(), "/login", false)
			p.reads(p.host(), words)
			if fails == "hang" {
				p.presses(p.host(), "Load it again")
			} else {
				p.presses(p.host(), "Try again")
			}
			p.wantAnswer(receive(p, "result", done))
		})
	}
}

func TestTheMenuIsSmall(t *testing.T) {
	needStandIn(t)
	p := play(t, loginwindow.Options{})
	p.acts("/login", "Log in", "menu", "go END?state=real")
	p.answer("/login", false)
	if !wrote("menu item back") || !wrote("menu item copy") || wrote("menu item inspectElement") || wrote("menu item saveAs") || wrote("menu item print") {
		t.Error("the menu has other items")
	}
}

func TestAsksOfWebView2(t *testing.T) {
	needStandIn(t)
	p := play(t, loginwindow.Options{})
	p.acts("/login", "Log in", act("certificate "+p.host()), "launch mailto:ann@op.example", "get /asked")
	asked := p.signal("/asked")
	done := p.open(t.Context(), "/login", false)
	receive(p, "page", asked)
	p.reads(p.host(), "without a click of yours")
	p.leave(done)
}

func TestQuestionsOfAScript(t *testing.T) {
	needStandIn(t)
	p := play(t, loginwindow.Options{})
	p.acts("/login", "Log in", "prompt name?", "confirm sure?", "get /answered", "go END?state=real")
	answered := p.signal("/answered")
	done := p.open(t.Context(), "/login", false)
	p.sees(p.host()) // before that, Return is for the notice
	p.repeat("end of the dialog", func() bool { return len(answered) > 0 }, func() bool { p.key(p.host(), "Return"); return true })
	p.wantAnswer(receive(p, "result", done))
	if !wrote("dialog sure? accepted") || wrote("dialog name? accepted") {
		t.Error("the answers are others")
	}
}

// WebView2 has a key first, and does not tell whether the page uses it. Escape is for both.
func TestEscapeIsForThePageToo(t *testing.T) {
	needStandIn(t)
	p, done := playPage(t, loginwindow.Options{}, "key Escape", "get /used")
	used := p.signal("/used")
	p.key(p.host(), "Escape")
	receive(p, "use of the key by the page", used)
	p.reads(p.host(), "Cancel the log-in?")
	p.leave(done)
}

func TestTheSizeOfAPage(t *testing.T) {
	needStandIn(t)
	p, done := playPage(t, loginwindow.Options{})
	p.key(p.host(), "Plus")
	p.eventually("larger page", func() bool { return wrote("zoom 1.10") })
	p.leave(done)
}

// The page stops its request for a password while the user may be typing. The page stays covered.
func TestAFormThatIsWithdrawn(t *testing.T) {
	p := play(t, loginwindow.Options{})
	p.acts("/login", "Log in", "frame /secret", "get /wait", "go /other")
	p.handle("/secret", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("WWW-Authenticate", `Basic realm="x"`)
		w.WriteHeader(http.StatusUnauthorized)
	})
	seen := make(chan struct{})
	p.handle("/wait", func(http.ResponseWriter, *http.Request) { <-seen })
	p.page("/other", "Other")
	done := p.open(t.Context(), "/login", false)
	p.reads(p.host(), "asks for your password")
	if w, _ := p.at(p.host()); w.page {
		t.Error("the page is seen beside the form")
	}
	close(seen)
	p.reads(p.host(), "The password is not asked for any more")
	p.presses(p.host(), "Continue")
	p.sees(p.host())
	p.leave(done)
}

// The browser process has a folder, even for a profile that keeps nothing. It goes with the window.
func TestNoFolderIsLeft(t *testing.T) {
	p := play(t, loginwindow.Options{})
	p.acts("/login", "Log in", "go END?state=real")
	p.answer("/login", false)
	during := folders(t)
	p.window.Close()
	if after := folders(t); len(during) == 0 || len(after) >= len(during) {
		t.Errorf("folders during a log-in: %v, and after it: %v", during, after)
	}
}

// After a crash, the next start removes the folder, but none of a process that runs.
func TestFoldersOfTheDead(t *testing.T) {
	own, dead := fmt.Sprintf("%d-999", os.Getpid()), "3-999"
	for _, name := range []string{own, dead} {
		folder := filepath.Join(foldersAt(t), name)
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.RemoveAll(folder) })
	}
	loginwindow.RemoveFolders()
	if left := folders(t); !slices.Contains(left, own) || slices.Contains(left, dead) {
		t.Errorf("left are %v", left)
	}
}

// foldersAt is the folder of the folders of browser processes.
func foldersAt(t *testing.T) string {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(cache, strings.TrimSuffix(filepath.Base(program), ".exe"), "login")
}

func folders(t *testing.T) (names []string) {
	t.Helper()
	all, err := os.ReadDir(foldersAt(t))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for _, one := range all {
		names = append(names, one.Name())
	}
	return names
}
