//go:build cgo && !gnustep

package loginwindow_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wails-openid-oauth/auth/loginwindow"
	"wails-openid-oauth/auth/loginwindow/internal/gtkloop"
)

// shown opens /login, waits until the page reports that it is there, and returns a function that ends the log-in.
func (b *bench) shown() (end func()) {
	b.Helper()
	loaded := b.signal("/loaded")
	ctx, cancel := context.WithCancel(b.Context())
	done := b.open(ctx, "/login", false)
	receive(b, "page", loaded)
	return func() {
		b.Helper()
		cancel()
		receive(b, "result", done)
	}
}

// The way back requests a page anew. Nothing of it was kept, such as what was typed into it.
func TestNoPageIsKept(t *testing.T) {
	b := newBench(t)
	b.page("/login", `<script>onpageshow = event => fetch('/shown?' + event.persisted)
		onload = () => setTimeout(() => { if (!location.hash) location = '/two' }, 100)</script>`)
	b.page("/two", `<script>onload = () => setTimeout(() => history.back(), 100)</script>`)
	shown := b.signal("/shown")
	ctx, cancel := context.WithCancel(t.Context())
	done := b.open(ctx, "/login", false)
	for _, when := range []string{"first page", "way back"} {
		if got := receive(b, when, shown); got != "false" {
			t.Errorf("%s: the page was kept: %s", when, got)
		}
	}
	cancel()
	receive(b, "result", done)
}

// Nobody gets WebKit's developer tools in a login window.
func TestNoDeveloperTools(t *testing.T) {
	b := newBench(t)
	b.page("/login", `<body style="height:100vh"><script>onload = () => fetch('/loaded')
		onclick = () => setTimeout(() => fetch('/later'), 1000)</script>`)
	later := b.signal("/later")
	end := b.shown()
	gtkloop.Inspect()
	tools := func() bool { return strings.Contains(gtkloop.Seen(), "[developer tools]") }
	b.clickUntil("end of the wait", func() bool { return len(later) > 0 || tools() }) // no event announces that nothing happened
	if tools() {
		t.Errorf("the user sees:\n%s", gtkloop.Seen())
	}
	end()
}

// The user drops a file on the page. The page does not get it.
func TestADropGivesNothing(t *testing.T) {
	b := newBench(t)
	source := filepath.Join(t.TempDir(), "source")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", source, "../../test/driver/testdata/source").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	b.page("/login", `<body style="height:100vh"><script>onload = () => fetch('/loaded')
		ondragover = event => event.preventDefault()
		ondrop = event => { event.preventDefault(); fetch('/dropped?' + event.dataTransfer.files.length) }
		onclick = () => fetch('/clicked')</script>`)
	dropped, clicked := b.signal("/dropped"), b.signal("/clicked")
	end := b.shown()
	b.onWindow("getwindowname") // is mapped, and has painted
	program := exec.CommandContext(t.Context(), source, "text/uri-list", "file:///etc/hostname\r\n")
	out, err := program.StdoutPipe()
	if err == nil {
		err = program.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	var x, y string
	line, _ := bufio.NewReader(out).ReadString('\n')
	if _, err := fmt.Sscanf(line, "ready %s %s\n", &x, &y); err != nil {
		t.Fatalf("the source of the drag says %q", line)
	}
	b.xdotool("mousemove", x, y, "mousedown", "1")
	for step := range 10 {
		b.onWindow("mousemove", "--sync", "--window", "%1", fmt.Sprint(480+4*step), fmt.Sprint(300+4*step))
		gtkloop.Seen() // the window has heard of the move
	}
	b.xdotool("mouseup", "1")
	if err := program.Wait(); err != nil { // it ends with the drag
		t.Error(err)
	}
	b.clickUntil("click", func() bool { return len(clicked) > 0 })
	if len(dropped) != 0 {
		t.Errorf("the page got %s files", <-dropped)
	}
	end()
}

// A page goes to something that is no page. It stays, and nothing is saved.
func TestNoPageButAFile(t *testing.T) {
	b := newBench(t)
	b.handle("/file", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/octet-stream")
		fmt.Fprint(w, "codes")
	})
	b.page("/login", `<script>onload = () => { fetch('/loaded').then(() => location = '/file') }</script>`)
	end := b.shown()
	b.logged("reason=content")
	if seen := gtkloop.Seen(); !strings.Contains(seen, "[page]\nprovider\n") {
		t.Errorf("the page is covered:\n%s", seen)
	}
	end()
}

// A hidden window is not on the screen.
func TestAHiddenWindowIsNotSeen(t *testing.T) {
	b := newBench(t)
	b.page("/login", `<script>onload = () => fetch('/loaded')</script>`)
	loaded := b.signal("/loaded")
	ctx, cancel := context.WithCancel(t.Context())
	done := b.open(ctx, "/login", true)
	receive(b, "page", loaded)
	if seen := gtkloop.Seen(); seen != "" {
		t.Errorf("the user sees:\n%s", seen)
	}
	cancel()
	receive(b, "result", done)
}

// A key is as good as a click.
func TestAKeyIsLikeAClick(t *testing.T) {
	b := newBench(t)
	b.page("/login", `<script>onload = () => fetch('/loaded'); onkeydown = () => location = 'otpauth://totp/x'</script>`)
	end := b.shown()
	b.key("x")
	b.eventually("words", func() bool { return strings.Contains(gtkloop.Seen(), "authenticator app") })
	if seen := gtkloop.Seen(); !strings.Contains(seen, "Open your authenticator app?") {
		t.Errorf("the key did not count:\n%s", seen)
	}
	end()
}

// Only an encrypted page has the lock, for those who see it and for those who do not.
func TestOnlyHTTPSHasTheLock(t *testing.T) {
	for want, start := range map[string]func(*testing.T) *bench{
		"channel-secure-symbolic: The connection is encrypted\n":       newBench,
		"channel-insecure-symbolic: The connection is not encrypted\n": newLocalBench,
	} {
		t.Run(want, func(t *testing.T) {
			b := start(t)
			b.page("/login", `<script>onload = () => fetch('/loaded')</script>`)
			end := b.shown()
			b.eventually("this lock", func() bool { return gtkloop.Locks() == want })
			end()
		})
	}
}

// The host's end says whose it is. It is in sight, however long the host is.
func TestALongHostShowsItsEnd(t *testing.T) {
	b := newLocalBench(t)
	long := strings.Repeat(strings.Repeat("a", 50)+".", 4) + "localhost"
	b.origin = strings.Replace(b.origin, "127.0.0.1", long, 1)
	b.page("/login", `<script>onload = () => fetch('/loaded')</script>`)
	end := b.shown()
	if geometry := b.onWindow("getwindowgeometry", "--shell"); !strings.Contains(geometry, fmt.Sprintf("WIDTH=%d\n", loginwindow.Width)) {
		t.Errorf("the window has another width: %q", geometry)
	}
	if seen, want := gtkloop.Seen(), b.origin[len(b.origin)-len("a.localhost:12345"):]+" (not encrypted)\n"; !strings.Contains(seen, want) {
		t.Errorf("the end of the host is not in sight:\n%s", seen)
	}
	end()
}

// The web process of a log-in is in the sandbox, and not only that of the trial.
func TestTheSandboxIsInUse(t *testing.T) {
	b := newBench(t)
	b.page("/login", `<script>onload = () => fetch('/loaded')</script>`)
	end := b.shown()
	if err := loginwindow.Confined(os.Getpid()); err != nil {
		t.Error(err)
	}
	end()
}

// secret is what a page has the window keep.
const secret = "kept-by-the-page"

// keepsNothing opens /login in a program with a home of its own, ends it when the page reports, and fails the test if the secret is in a
// file then.
func (b *bench) keepsNothing(reports <-chan string) {
	b.Helper()
	home := b.TempDir()
	program := exec.Command(os.Args[0], "-test.run=^TestHelperApplication$")
	program.Env = append(os.Environ(), "LOGINWINDOW_TEST_START="+b.origin+"/login", "HOME="+home, "XDG_CACHE_HOME="+home+"/cache",
		"XDG_DATA_HOME="+home+"/data", "XDG_CONFIG_HOME="+home+"/config")
	if err := program.Start(); err != nil {
		b.Fatal(err)
	}
	receive(b, "report", reports)
	_ = program.Process.Kill()
	_ = program.Wait()
	err := filepath.WalkDir(home, func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		if strings.Contains(string(text), secret) || strings.Contains(path, "IndexedDB") {
			b.Errorf("what the page had is in %s", path)
		}
		return err
	})
	if err != nil {
		b.Error(err)
	}
}

// What a page stores is in memory only.
func TestNothingIsWrittenDown(t *testing.T) {
	b := newBench(t)
	b.page("/login", `<script>
		localStorage.kept = '`+secret+`'
		document.cookie = 'kept=`+secret+`; max-age=10000'
		const open = indexedDB.open('kept')
		open.onupgradeneeded = () => open.result.createObjectStore('kept')
		open.onsuccess = () => {
			const change = open.result.transaction('kept', 'readwrite', {durability: 'strict'})
			change.objectStore('kept').put('`+secret+`', 'kept')
			change.oncomplete = () => fetch('/kept')
		}</script>`)
	b.keepsNothing(b.signal("/kept"))
}

// A page offers a file to save. Nothing is saved.
func TestNoDownloadIsSaved(t *testing.T) {
	b := newBench(t)
	b.page("/login", `<a href="/codes" download>Codes</a><script>onload = () => { document.querySelector('a').click(); fetch('/waits') }</script>`)
	served, waits := make(chan bool), make(chan string)
	b.handle("/codes", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, secret); close(served) })
	b.handle("/waits", func(http.ResponseWriter, *http.Request) {
		<-served
		time.Sleep(time.Second) // no event announces that nothing happened
		waits <- ""
	})
	b.keepsNothing(waits)
}

// Without the filter that keeps pages away from this machine, no window shows a page.
func TestNoFilterNoPage(t *testing.T) {
	b := newBench(t)
	asked := b.signal("/login")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	program := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestHelperApplication$")
	program.Env = append(os.Environ(), "LOGINWINDOW_TEST_START="+b.origin+"/login", "TMPDIR=/nowhere")
	said := make(chan string, 1)
	go func() {
		out, _ := program.CombinedOutput()
		said <- string(out)
	}()
	select {
	case <-asked:
		t.Error("a page was requested")
		cancel()
		<-said
	case out := <-said:
		if want := "cannot be made, so that no login window opens. Look whether /nowhere can be written"; !strings.Contains(out, want) {
			t.Errorf("want %q:\n%s", want, out)
		}
	}
}

// The user dismisses a question and gets another one. Its button takes no click in its first moment either.
func TestEachQuestionIsArmedAnew(t *testing.T) {
	const moment = time.Second
	b := newBench(t)
	b.page("/login", `<script>onload = () => fetch('/loaded')</script>`)
	loaded := b.signal("/loaded")
	done := b.open(t.Context(), "/login", false)
	receive(b, "page", loaded)
	b.onWindow("windowfocus", "--sync")
	escape := func(asks bool) time.Time {
		at := time.Now()
		b.xdotool("key", "Escape")
		b.eventually("effect of Escape", func() bool { return strings.Contains(gtkloop.Seen(), "Cancel the log-in?") == asks })
		return at
	}
	var asked time.Time
	b.eventually("second question within the moment of the first", func() bool {
		first := escape(true)
		time.Sleep(moment / 3) // so that the two moments end apart
		escape(false)
		asked = escape(true)
		if asked.Sub(first) < 2*moment/3 {
			return true
		}
		escape(false)
		return false
	})
	b.eventually("end of the log-in", func() bool { b.xdotool("key", "alt+c"); return len(done) > 0 })
	if after := time.Since(asked); after < moment {
		t.Errorf("the button took a key after %v", after)
	}
	<-done
}

// A page that is the answer to a form loads itself again. The form is not sent a second time.
func TestAFormIsSentOnce(t *testing.T) {
	for name, script := range map[string]string{
		"reload":   `location.reload()`,
		"history":  `location = '/next'`,
		"the same": `history.go(0)`,
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			asked := make(chan string, 64)
			b.page("/login", `<form method=post action="/form"></form><script>onload = () => setTimeout(() => document.forms[0].submit())</script>`)
			b.page("/next", `<script>onload = () => setTimeout(() => history.back())</script>`)
			b.handle("/form", func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				if asked <- r.Method; r.Method == http.MethodGet {
					fmt.Fprint(w, "once")
					return
				}
				fmt.Fprintf(w, `Page <script>onload = () => setTimeout(() => { %s }, 100)</script>`, script)
			})
			ctx, cancel := context.WithCancel(t.Context())
			done := b.open(ctx, "/login", false)
			for i, want := range []string{http.MethodPost, http.MethodGet} {
				if got := receive(b, "request for the form", asked); got != want {
					t.Errorf("request %d is a %s, want %s", i+1, got, want)
				}
			}
			cancel()
			receive(b, "result", done)
		})
	}
}

// Forget removes what an open window has, too.
func TestForgetWhileAWindowIsOpen(t *testing.T) {
	b := newBench(t)
	b.page("/login", `<script>
		document.cookie = 'session=1; max-age=10000'
		onload = () => fetch('/loaded').then(() => fetch('/wait')).then(() => fetch('/after'))</script>`)
	cookies, forgotten := make(chan string, 1), make(chan bool)
	b.handle("/wait", func(w http.ResponseWriter, r *http.Request) { <-forgotten })
	b.handle("/after", func(_ http.ResponseWriter, r *http.Request) { cookies <- r.Header.Get("Cookie") })
	end := b.shown()
	if err := b.window.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	close(forgotten)
	if got := receive(b, "request after that", cookies); got != "" {
		t.Errorf("the page has the cookies %q", got)
	}
	end()
}

// The window itself loads another page. The one before is gone at once, and can do nothing while the next is on its way.
func TestNoPageWorksBehindANotice(t *testing.T) {
	b := newForgery(t, `fetch('/loaded').then(() => location = 'http://victim.example/never')`)
	loaded := b.signal("evil.example/loaded")
	ctx, cancel := context.WithCancel(t.Context())
	done := b.open(ctx, "/login", false)
	receive(b, "page", loaded)
	before := webProcesses(os.Getpid())
	b.eventually("notice", func() bool { return strings.Contains(gtkloop.Seen(), "Connecting to victim.example…") })
	b.eventually("end of the page's process", func() bool {
		return !slices.ContainsFunc(webProcesses(os.Getpid()), func(process int) bool { return slices.Contains(before, process) })
	})
	cancel()
	receive(b, "result", done)
}

// Two hosts ask for a password in the same moment: that of the page, and that of the page to come. The form names the host to which
// its answer goes.
func TestTwoHostsAskAtOnce(t *testing.T) {
	b := newForgery(t, `fetch('/late', {keepalive: true}); location = 'https://victim.example/held'`)
	comes, late, held := make(chan bool, 9), make(chan bool), make(chan bool)
	after := func(begin chan bool, then http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { comes <- true; <-begin; then(w, r) }
	}
	b.handle("evil.example/late", after(late, behindPassword("secret of the page")))
	b.handle("victim.example/held", after(held, behindPassword("secret of the victim")))
	ctx, cancel := context.WithCancel(t.Context())
	done := b.open(ctx, "/login", false)
	receive(b, "request of the page", comes)
	receive(b, "request for the page to come", comes)
	release := sync.OnceFunc(gtkloop.Hold())
	defer release()
	for _, answer := range []chan bool{late, held} {
		close(answer)
		time.Sleep(500 * time.Millisecond) // no event announces that the question waits for the main loop
	}
	release()
	b.eventually("form", func() bool { return strings.Contains(gtkloop.Seen(), "asks for your password") })
	if seen := gtkloop.Seen(); !strings.Contains(seen, victimAsks) {
		t.Fatalf("the form names another host than the one that gets the answer:\n%s", seen)
	}
	b.onWindow("windowfocus", "--sync")
	b.enter("ann\tpw")
	b.sees("title: victim.example — Log in\nhttps://victim.example\nCancel\n[page]\n")
	cancel()
	receive(b, "result", done)
}
