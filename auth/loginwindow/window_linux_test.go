//go:build cgo && !gnustep

package loginwindow_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/loginwindow"
	"wails-openid-oauth/auth/loginwindow/internal/gtkloop"
)

// A provider's page navigates to EndURL in every way that a page has.
func TestRedirectIsCaughtBeforeAnyConnection(t *testing.T) {
	const goTo = "<script>onload = () => setTimeout(() => { %s })</script>"
	ways := map[string]string{
		"post":          `<form method=post action="/redirect"></form><script>document.forms[0].submit()</script>`,
		"script":        fmt.Sprintf(goTo, "location = 'END?state=real'"),
		"replace":       fmt.Sprintf(goTo, "location.replace('END?state=real')"),
		"meta refresh":  `<meta http-equiv="refresh" content="0; url=END?state=real">`,
		"frame":         `<iframe src="END?state=real"></iframe>`,
		"form":          `<form action="END"><input name=state value=real></form><script>document.forms[0].submit()</script>`,
		"link":          fmt.Sprintf(goTo, "document.querySelector('a').click()") + `<a href="END?state=real">x</a>`,
		"forged, real":  fmt.Sprintf(goTo, "location = 'END?state=forged'; setTimeout(() => location = 'END?state=real', 200)"),
		"prefix, real":  fmt.Sprintf(goTo, "location = 'ENDX?state=real'; setTimeout(() => location = 'END?state=real', 200)"),
		"below, real":   fmt.Sprintf(goTo, "location = 'END/x?state=real'; setTimeout(() => location = 'END?state=real', 200)"),
		"file, real":    fmt.Sprintf(goTo, "location = 'file:///etc/passwd'; setTimeout(() => location = 'END?state=real', 200)"),
		"data, real":    fmt.Sprintf(goTo, "location = 'data:text/html,x'; setTimeout(() => location = 'END?state=real', 200)"),
		"mail, real":    fmt.Sprintf(goTo, "location = 'mailto:a@example.com'; setTimeout(() => location = 'END?state=real', 200)"),
		"pop-up, real":  fmt.Sprintf(goTo, "window.open('https://op.example/'); setTimeout(() => location = 'END?state=real', 200)"),
		"download,real": fmt.Sprintf(goTo, "location = '/download'; setTimeout(() => location = 'END?state=real', 300)"),
	}
	for name, html := range ways {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.page("/login", html)
			b.handle("POST /redirect", func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, b.end+"?code=1&state=real", http.StatusFound)
			})
			b.handle("/download", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Disposition", "attachment; filename=loginwindow-test.html")
				w.Header().Set("Content-Type", "text/html")
				fmt.Fprint(w, "<script>location = '/executed'</script>")
			})
			executed := b.signal("/executed")
			b.answer("/login", false)
			if len(executed) != 0 {
				t.Error("a download was shown as a page")
			}
			if len(b.external) != 0 {
				t.Errorf("a link was opened outside without a click: %s", <-b.external)
			}
		})
	}
}

// TestPlainLocalhostCallback runs in its own network, where port 80 is free and no other program connects to it.
func TestPlainLocalhostCallback(t *testing.T) {
	b := newBench(t)
	b.trap("80")
	if b.taken != nil {
		t.Fatal("port 80 cannot be watched here: ", b.taken)
	}
	b.end = "http://localhost/callback"
	b.page("/login", `<form method=post action="/redirect"></form><script>document.forms[0].submit()</script>`)
	b.handle("POST /redirect", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, b.end+"?code=1&state=real", http.StatusFound)
	})
	b.answer("/login", false)
}

func TestWindowAsTheUserSeesIt(t *testing.T) {
	b := newBench(t)
	b.page("/login", `<style>body{font:16px sans-serif;margin:4em}</style><h1>Log in to Example</h1>
		<form><input name=u placeholder=Email autofocus> <button>Continue</button></form><script>onload = () => fetch('/loaded')</script>`)
	loaded := b.signal("/loaded")
	done := b.open(t.Context(), "/login", false)
	receive(b, "loaded", loaded)
	if !receive(b, "OnVisible", b.visible) {
		t.Error("OnVisible got false first, want true")
	}
	geometry := b.onWindow("getwindowgeometry", "--shell")
	if !strings.Contains(geometry, fmt.Sprintf("WIDTH=%d\nHEIGHT=%d\n", loginwindow.Width, loginwindow.Height)) {
		t.Errorf("the geometry is %q, want the size of the login window", geometry)
	}
	b.picture("login")
	if _, err := b.window.Open(t.Context(), auth.Request{StartURL: b.origin, EndURL: b.end}); !errors.Is(err, loginwindow.ErrBusy) {
		t.Errorf("second Open: got %v, want ErrBusy", err)
	}
	if got := b.cancelByKey(done); !errors.Is(got.err, auth.ErrCancelled) {
		t.Errorf("after Escape and Cancel: got %v, want ErrCancelled", got.err)
	}
	if receive(b, "OnVisible", b.visible) {
		t.Error("OnVisible got true, want false")
	}
}

// The number of dialogs is bounded, so a page with endless alerts still ends.
func TestAlertsEnd(t *testing.T) {
	b := newBench(t)
	b.page("/login", `<script>onload = () => fetch('/loaded').finally(() => { for (let i = 0; i < 20000; i++) alert(i); location = 'END?state=real' })</script>`)
	loaded := b.signal("/loaded")
	done := b.open(t.Context(), "/login", false)
	receive(b, "loaded", loaded)
	b.onWindow("windowfocus", "--sync")
	b.eventually("end of the alerts", func() bool {
		b.xdotool("key", "Return")
		return len(done) > 0
	})
	b.wantAnswer(<-done)
}

func TestEndOfTheWait(t *testing.T) {
	tests := []struct {
		name string
		end  func(b *bench, cancel func())
		want error
	}{
		{"closed", func(b *bench, _ func()) { gtkloop.Close(b.host()) }, auth.ErrCancelled},
		{"Close", func(b *bench, _ func()) { b.window.Close() }, auth.ErrCancelled},
		{"cancelled", func(_ *bench, cancel func()) { cancel() }, context.Canceled},
		{"deadline", func(*bench, func()) {}, context.DeadlineExceeded},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			b.page("/login", "Log in")
			ctx, cancel := context.WithCancel(t.Context())
			if tt.want == context.DeadlineExceeded {
				ctx, cancel = context.WithTimeout(t.Context(), time.Second)
			}
			defer cancel()
			done := b.open(ctx, "/login", false)
			if !receive(b, "OnVisible", b.visible) {
				t.Fatal("no window")
			}
			tt.end(b, cancel)
			if got := receive(b, "result", done); !errors.Is(got.err, tt.want) {
				t.Errorf("Open: %v, want %v", got.err, tt.want)
			}
			b.eventually("end of the web process", func() bool { return len(webProcesses(os.Getpid())) == 0 })
		})
	}
}

func TestRetryAfterConnectionRefused(t *testing.T) {
	b := newBench(t)
	b.away()
	b.page("/login", `<script>location = 'END?state=real'</script>`)
	done := b.open(t.Context(), "/login", false)
	b.logged("reason=network")
	b.picture("refused")
	b.web.Listen("", awayPort)
	b.key("Return")
	b.wantAnswer(receive(b, "result", done))
}

func TestConnectingIsSaidAtOnce(t *testing.T) {
	b := newBench(t)
	asked, release := make(chan bool, 1), make(chan bool)
	b.handle("/login", func(http.ResponseWriter, *http.Request) { asked <- true; <-release })
	defer close(release)
	done := b.open(t.Context(), "/login", false)
	receive(b, "asked", asked)
	receive(b, "OnVisible", b.visible)
	b.picture("connecting")
	b.key("Return") // "Cancel" has the focus
	if got := receive(b, "result", done); !errors.Is(got.err, auth.ErrCancelled) {
		t.Errorf("Open: %v", got.err)
	}
}

func TestPlainHTTPIsStopped(t *testing.T) {
	b := newLocalBench(t)
	b.page("/login", `<form method=post action="/redirect"></form><script>document.forms[0].submit()</script>`)
	b.handle("POST /redirect", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://plain.example/login", http.StatusFound)
	})
	done := b.open(t.Context(), "/login", false)
	b.logged("reason=plain") // its https form was not found
	b.picture("plain-http")
	gtkloop.Close(b.host())
	receive(b, "done", done)
}

func TestCrashOfTheWebProcess(t *testing.T) {
	b := newBench(t)
	visits := 0
	b.handle("/login", func(w http.ResponseWriter, r *http.Request) {
		if visits++; visits > 1 {
			http.Redirect(w, r, b.end+"?state=real", http.StatusFound)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<script>onload = () => fetch('/loaded')</script>")
	})
	loaded := b.signal("/loaded")
	done := b.open(t.Context(), "/login", false)
	receive(b, "loaded", loaded)
	for _, pid := range webProcesses(os.Getpid()) {
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
	}
	b.logged("reason=crash")
	b.picture("crash")
	b.key("Return")
	b.wantAnswer(receive(b, "result", done))
}

func TestHiddenWindowHasTheCookies(t *testing.T) {
	b := newBench(t)
	cookies := make(chan string, 8)
	b.handle("/login", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "1", Path: "/", HttpOnly: true})
		http.Redirect(w, r, b.end+"?state=real", http.StatusFound)
	})
	b.handle("/logout", func(w http.ResponseWriter, r *http.Request) {
		cookies <- r.Header.Get("Cookie")
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, "<script>setTimeout(() => location = '%s?state=real', 50)</script>", b.end)
	})
	b.answer("/login", false)
	receive(b, "OnVisible", b.visible)
	receive(b, "OnVisible", b.visible)
	b.answer("/logout", true)
	if got := receive(b, "log-out", cookies); got != "session=1" {
		t.Errorf("the log-out had the cookies %q", got)
	}
	if err := b.window.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.answer("/logout", true)
	if got := receive(b, "log-out", cookies); got != "" {
		t.Errorf("after Forget there are cookies: %q", got)
	}
	if len(b.visible) != 0 {
		t.Error("a hidden window was reported visible")
	}
}

func TestHiddenIsBounded(t *testing.T) {
	b := newBench(t)
	b.page("/stays", "<script>onload = () => { fetch('/loaded'); alert('stuck') }</script>")
	loaded := b.signal("/loaded")
	ctx, cancel := context.WithCancel(t.Context())
	done := b.open(ctx, "/stays", true)
	receive(b, "loaded", loaded)
	b.picture("hidden")
	cancel()
	if got := receive(b, "result", done); !errors.Is(got.err, context.Canceled) {
		t.Errorf("Open: %v", got.err)
	}
	b.away()
	if got := receive(b, "result", b.open(t.Context(), "/login", true)); !errors.Is(got.err, auth.ErrOffline) {
		t.Errorf("a provider that cannot be reached: got %v, want ErrOffline", got.err)
	}
}

func TestPasswordLeadsToTheAnswer(t *testing.T) {
	b := newBench(t)
	asked := make(chan bool, 64)
	b.page("/login", "<script>onload = () => location = '/secret'</script>")
	b.handle("/secret", func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user == "ann" && password == "pw" {
			http.Redirect(w, r, b.end+"?state=real", http.StatusFound)
			return
		}
		w.Header().Set("WWW-Authenticate", `Basic realm="test"`)
		http.Error(w, "who are you?", http.StatusUnauthorized)
		asked <- true
	})
	done := b.open(t.Context(), "/login", false)
	receive(b, "asked", asked)
	b.eventually("form", func() bool { return strings.Contains(gtkloop.Seen(), "asks for your password") })
	b.onWindow("windowfocus", "--sync")
	b.xdotool("type", "ann\tpw")
	b.key("Return")
	b.wantAnswer(receive(b, "result", done))
}

func TestHiddenNeedsNoPassword(t *testing.T) {
	b := newBench(t)
	b.handle("/login", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("WWW-Authenticate", `Basic realm="test"`)
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprintf(w, "<script>location = '%s?state=real'</script>", b.end)
	})
	b.answer("/login", true)
}

func TestCyclesLeaveNothing(t *testing.T) {
	b := newBench(t)
	b.page("/login", `<script>location = 'END?state=real'</script>`)
	cycles := func(hidden bool) {
		for range 8 {
			b.answer("/login", hidden)
		}
		b.eventually("end of the web processes", func() bool { return len(webProcesses(os.Getpid())) == 0 })
	}
	cycles(false)
	before := receivers(t)
	cycles(false)
	cycles(true)
	b.eventually("end of the receiving threads", func() bool { return receivers(t) <= before+1 })
}

// WebKitGTK makes a text view for each web view, and leaves it. Each window would keep 20 KiB.
func TestNoTextViewIsLeft(t *testing.T) {
	b := newBench(t)
	b.page("/login", `<script>location = 'END?state=real'</script>`)
	gtkloop.CountTextViews()
	b.answer("/login", true)
	b.eventually("end of the text views", func() bool { return gtkloop.TextViews() == 0 })
	done := b.open(t.Context(), "/stays", false)
	b.eventually("text view of a web view", func() bool { return gtkloop.TextViews() > 0 })
	b.window.Close()
	receive(b, "result", done)
	b.eventually("end of the text view", func() bool { return gtkloop.TextViews() == 0 })
}

// receivers counts the threads of WebKit that listen to a web process.
func receivers(t *testing.T) int {
	t.Helper()
	names, err := filepath.Glob("/proc/self/task/*/comm")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, name := range names {
		if comm, err := os.ReadFile(name); err == nil && strings.HasPrefix(string(comm), "ReceiveQueue") {
			n++
		}
	}
	return n
}

func TestClosedBeforeItOpened(t *testing.T) {
	b := newBench(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got := receive(b, "result", b.open(ctx, "/login", false)); !errors.Is(got.err, context.Canceled) {
		t.Errorf("Open: %v", got.err)
	}
	_, err := b.window.Open(t.Context(), auth.Request{StartURL: "http://op.example/", EndURL: b.end, Accept: func(*url.URL) bool { return true }})
	if !errors.Is(err, auth.ErrConfig) {
		t.Errorf("plain http: got %v, want ErrConfig", err)
	}
}

// A refused frame does not cover the page around it, because WebKit reports only failures of the page.
func TestRefusedFrameLeavesThePage(t *testing.T) {
	b := newBench(t)
	b.page("/login", `<iframe src="http://plain.example/"></iframe><script>onload = () => setTimeout(() => fetch('/later'), 300)</script>`)
	later := b.signal("/later")
	done := b.open(t.Context(), "/login", false)
	receive(b, "page", later)
	if log := b.log.String(); !strings.Contains(log, "host=plain.example") || strings.Contains(log, "page not shown") {
		t.Errorf("want the refused frame in the log, and no page not shown:\n%s", log)
	}
	gtkloop.Close(b.host())
	receive(b, "result", done)
}

// WebKit must not install a SIGSEGV handler that is incompatible with Go.
func TestNilDereferenceStaysAPanic(t *testing.T) {
	b := newBench(t)
	b.page("/login", `<script>location = 'END?state=real'</script>`)
	b.answer("/login", false)
	defer func() {
		if recover() == nil {
			t.Error("a nil dereference did not panic")
		}
	}()
	var nobody *bench
	t.Log(nobody.end)
}

// The process ends with its window open and without Close, as after a crash of the application.
func TestNoProcessOutlivesTheApplication(t *testing.T) {
	b := newBench(t)
	b.page("/login", "<script>onload = () => fetch('/loaded')</script>")
	loaded := b.signal("/loaded")
	application := exec.Command(os.Args[0], "-test.run=^TestHelperApplication$")
	application.Env = append(os.Environ(), "LOGINWINDOW_TEST_START="+b.origin+"/login")
	if err := application.Start(); err != nil {
		t.Fatal(err)
	}
	receive(b, "page", loaded)
	left := webProcesses(application.Process.Pid)
	if len(left) == 0 {
		t.Error("no web process was seen")
	}
	if err := application.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = application.Wait()
	b.eventually("end of the web processes", func() bool {
		return !slices.ContainsFunc(left, func(pid int) bool { return syscall.Kill(pid, 0) == nil })
	})
}

func TestHelperApplication(t *testing.T) {
	start := os.Getenv("LOGINWINDOW_TEST_START")
	if start == "" {
		t.Skip("used by TestNoProcessOutlivesTheApplication")
	}
	_, err := loginwindow.New(loginwindow.Options{Alternative: true}).Open(t.Context(), auth.Request{StartURL: start, EndURL: "http://localhost/callback"})
	t.Errorf("Open returned %v", err)
}
