//go:build cgo && !gnustep

package loginwindow_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/loginwindow"
	"wails-openid-oauth/auth/loginwindow/internal/gtkloop"
	"wails-openid-oauth/test/hosts"
	"wails-openid-oauth/test/loginpages"
	"wails-openid-oauth/test/namespace"
	"wails-openid-oauth/test/overlay"
)

// waitLimit bounds every wait for a window. Only a failing test reaches it. It is shorter with a mutant, which makes most tests fail.
var waitLimit = time.Minute

func init() {
	if os.Getenv(overlay.Variable) != "" {
		waitLimit = 15 * time.Second
	}
}

func init() { runtime.LockOSThread() }

// TestMain runs all tests in a network of their own (see package namespace), GTK on the main thread, and the tests beside it. With
// LOGINWINDOW_NATIVE=1 it is an error if there is no display or no such network. Otherwise the native tests are skipped then.
func TestMain(m *testing.M) {
	required := os.Getenv("LOGINWINDOW_NATIVE") == "1"
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		if required {
			fmt.Fprintln(os.Stderr, "LOGINWINDOW_NATIVE=1, but there is no display: run the tests under xvfb-run -a")
			os.Exit(1)
		}
		os.Exit(m.Run())
	}
	if !namespace.Inside() {
		code, err := namespace.Main()
		if err == nil {
			os.Exit(code)
		}
		fmt.Fprintln(os.Stderr, err)
		if required {
			os.Exit(1)
		}
	}
	os.Setenv("LC_ALL", "C.UTF-8") // In other locales xdotool cannot find a title that is not ASCII.
	code := make(chan int, 1)
	go func() {
		code <- m.Run()
		gtkloop.Quit()
	}()
	if err := gtkloop.Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(<-code)
}

// bench is one login window with the test's own provider. A server at EndURL reports every connection, because there must
// be none.
type bench struct {
	*testing.T
	web      *hosts.Server
	window   *loginwindow.Window
	handle   func(pattern string, handler http.HandlerFunc) // adds a page; the pattern may name a host: "evil.example/login"
	origin   string                                         // of the provider
	end      string
	reached  *atomic.Int32 // connections to EndURL's port
	taken    error         // why trap cannot listen at a port to which connections may be possible
	external chan string
	visible  chan bool
	log      *syncBuffer
	clicks   int // of clickOnce
}

// provider is the host of the log-in.
const provider = loginpages.Provider

// newBench makes a bench whose hosts answer over https. Each one begins without cookies and passwords.
func newBench(t *testing.T) *bench {
	t.Helper()
	if os.Getenv("DISPLAY") == "" || !namespace.Inside() {
		t.Skip("no display, or no network of its own: run under xvfb-run -a with LOGINWINDOW_NATIVE=1")
	}
	b := &bench{T: t, web: hosts.Start(t), origin: "https://" + provider, reached: new(atomic.Int32), external: make(chan string, 8),
		visible: make(chan bool, 64), log: &syncBuffer{}}
	b.web.Name(provider)
	b.handle = b.web.Handle
	b.end = "http://localhost:" + b.trap("0") + "/callback"
	b.window = loginwindow.New(loginwindow.Options{Log: slog.New(slog.NewTextHandler(b.log, nil)),
		OpenExternal: func(u string) { b.external <- u }, OnVisible: func(v bool) { b.visible <- v }})
	t.Cleanup(b.window.Close)
	b.window.Prepare(t.Context()) // so that no test waits for the trial of the sandbox
	if err := b.window.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	return b
}

// newLocalBench makes a bench whose provider is on this machine, over http, as the demo provider is.
func newLocalBench(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	b.origin = server.URL
	b.handle = func(pattern string, handler http.HandlerFunc) { mux.HandleFunc(pattern, handler) }
	return b
}

// away makes the provider's address one where nobody listens.
func (b *bench) away() { b.origin += ":" + awayPort }

const awayPort = "8443"

// trap counts the connections to a loopback port, on both IP versions, and returns the port.
func (b *bench) trap(port string) string {
	b.Helper()
	for _, ip := range []string{"127.0.0.1", "::1"} {
		l, err := net.Listen("tcp", net.JoinHostPort(ip, port))
		if err != nil {
			b.Logf("port %s on %s cannot be watched: %v", port, ip, err)
			if errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, syscall.EACCES) { // without IPv6 there is another error
				b.taken = err
			}
			continue
		}
		b.Cleanup(func() { l.Close() })
		_, port, _ = net.SplitHostPort(l.Addr().String())
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				b.reached.Add(1)
				first := make([]byte, 200)
				_ = c.SetReadDeadline(time.Now().Add(time.Second))
				n, err := c.Read(first)
				fmt.Fprintf(b.log, "connection from %s: %q %v\n", c.RemoteAddr(), first[:n], err)
				c.Close()
			}
		}()
	}
	return port
}

// page serves html, in which END stands for EndURL. The page begins with a word, because one that stays blank is below a veil for
// seconds.
func (b *bench) page(pattern, html string) {
	b.handle(pattern, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, "<!doctype html><title>provider</title><body><div aria-hidden=true>Page</div>%s", strings.ReplaceAll(html, "END", b.end))
	})
}

// signal returns a channel that gets a value for every request that fits the pattern.
func (b *bench) signal(pattern string) chan string {
	asked := make(chan string, 64)
	b.handle(pattern, func(w http.ResponseWriter, r *http.Request) {
		asked <- r.URL.RawQuery
		w.WriteHeader(http.StatusNoContent)
	})
	return asked
}

type outcome struct {
	u   *url.URL
	err error
}

// open starts at the path and accepts the answer with state=real.
func (b *bench) open(ctx context.Context, path string, hidden bool) chan outcome {
	out := make(chan outcome, 1)
	go func() {
		u, err := b.window.Open(ctx, auth.Request{StartURL: b.origin + path, EndURL: b.end, Hidden: hidden,
			Accept: func(u *url.URL) bool {
				time.Sleep(50 * time.Millisecond) // gives a forbidden connection time to arrive
				return u.Query().Get("state") == "real"
			}})
		out <- outcome{u, err}
	}()
	return out
}

// answer opens the path and fails the test unless the real answer arrives without a connection to EndURL.
func (b *bench) answer(path string, hidden bool) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), waitLimit)
	defer cancel()
	b.wantAnswer(receive(b, "result", b.open(ctx, path, hidden)))
}

func (b *bench) wantAnswer(got outcome) {
	b.Helper()
	if got.err != nil || got.u.Query().Get("state") != "real" || !strings.HasPrefix(got.u.String(), b.end+"?") {
		b.Fatalf("Open = %v, %v\n%s", got.u, got.err, b.log)
	}
	if n := b.reached.Load(); n != 0 {
		b.eventually("log line of the connection", func() bool { return strings.Contains(b.log.String(), "connection from") })
		b.Errorf("%d connections to the redirect URI, want none\n%s", n, b.log)
	}
}

// eventually waits for a condition, and fails the test if it does not become true.
func (b *bench) eventually(what string, condition func() bool) {
	b.Helper()
	deadline := time.Now().Add(waitLimit)
	for !condition() {
		if time.Now().After(deadline) {
			b.Fatalf("no %s\n%s", what, b.log)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// receive waits for a value.
func receive[T any](b *bench, what string, c <-chan T) T {
	b.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(waitLimit):
		b.Fatalf("no %s\n%s", what, b.log)
		panic("unreachable")
	}
}

func (b *bench) logged(text string) {
	b.Helper()
	b.eventually("log line with "+text, func() bool { return strings.Contains(b.log.String(), text) })
}

func (b *bench) host() string { return b.origin[strings.Index(b.origin, "://")+3:] }

// onWindow waits for the provider's mapped window, and for its page to paint. Then it makes xdotool act on the window. The action
// names the window as %1, or not at all.
func (b *bench) onWindow(action ...string) string {
	b.Helper()
	return b.onWindowOf(b.host(), action...)
}

// onWindowOf is onWindow for the window that shows a page of another host.
func (b *bench) onWindowOf(host string, action ...string) string {
	b.Helper()
	var id string
	b.eventually("window of "+host, func() bool {
		// This ends with an error if any window of the display closes meanwhile. Therefore it is repeated.
		found, err := exec.CommandContext(b.Context(), "xdotool", "search", "--onlyvisible", "--name", "^"+host+" — Log in$").Output()
		id, _, _ = strings.Cut(string(found), "\n")
		return err == nil && id != "" && !strings.Contains(gtkloop.Seen(), "[veil]")
	})
	action = slices.Clone(action)
	if !slices.Contains(action, "%1") {
		action = append(action, "%1")
	}
	for i, word := range action {
		if word == "%1" {
			action[i] = id
		}
	}
	return b.xdotool(action...)
}

// clickUntil clicks into the page until the click has an effect. A click can get lost while the window is first drawn,
// or while a page is busy.
func (b *bench) clickUntil(what string, noticed func() bool) {
	b.Helper()
	b.clickWindow(b.host(), what, noticed)
}

// clickWindow clicks into the page of a host, at a place that no pop-up covers and every pop-up has. The window may close
// before the click has an effect that the test notices.
func (b *bench) clickWindow(host, what string, noticed func() bool) {
	b.Helper()
	b.repeat(what, noticed, func() bool { return b.clickOnce(host) })
}

// rightClickUntil does the same with the right button, at a height of the page.
func (b *bench) rightClickUntil(y, what string, noticed func() bool) {
	b.Helper()
	b.repeat(what, noticed, func() bool { return b.click(b.host(), "500", y, "3") })
}

// repeat clicks every two seconds until the click has an effect. click reports whether there was a window to click into.
func (b *bench) repeat(what string, noticed, click func() bool) {
	b.Helper()
	var clicked time.Time
	b.eventually(what, func() bool {
		if !noticed() && time.Since(clicked) > 2*time.Second && click() {
			clicked = time.Now()
		}
		return noticed()
	})
}

// clickOnce reports whether there was a window to click into.
func (b *bench) clickOnce(host string) bool {
	clicked := b.click(host, "100", "300", "1")
	if clicked {
		b.clicks++
	}
	return clicked
}

func (b *bench) click(host, x, y, button string) bool {
	_, window, _ := strings.Cut(gtkloop.Seen(), "title: "+host+" — Log in\n")
	window, _, _ = strings.Cut(window, "title: ")
	if !strings.Contains(window, "[page]") || strings.Contains(window, "[veil]") {
		return false // the page gets no clicks yet
	}
	_, err := runXdotool("search", "--onlyvisible", "--name", "^"+host+" — Log in$",
		"mousemove", "--window", "%1", x, y, "click", button)
	return err == nil
}

func (b *bench) xdotool(arguments ...string) string {
	b.Helper()
	out, err := runXdotool(arguments...)
	if err != nil {
		b.Fatalf("xdotool %v: %v\n%s\n%s", arguments, err, out, b.log)
	}
	return out
}

func runXdotool(arguments ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), waitLimit)
	defer cancel()
	out, err := exec.CommandContext(ctx, "xdotool", arguments...).CombinedOutput()
	return string(out), err
}

// key presses a key in the window. xdotool sends the key to the focus and not to the named window, because that window may
// be gone before the key is released.
func (b *bench) key(name string) {
	b.Helper()
	b.onWindow("windowfocus", "--sync")
	b.xdotool("key", name)
}

// cancelByKey ends a log-in at a page as a user of the keyboard does. The button takes no key in its first moment.
func (b *bench) cancelByKey(done chan outcome) outcome {
	b.Helper()
	b.key("Escape")
	b.eventually("question", func() bool { return strings.Contains(gtkloop.Seen(), "Cancel the log-in?") })
	b.keysUntil("end of the log-in", "alt+c", func() bool { return len(done) > 0 })
	return <-done
}

// keysUntil presses a key in what has the focus until that has an effect.
func (b *bench) keysUntil(what, name string, noticed func() bool) {
	b.Helper()
	var pressed time.Time
	b.eventually(what, func() bool {
		if !noticed() && time.Since(pressed) > 500*time.Millisecond {
			b.xdotool("key", name)
			pressed = time.Now()
		}
		return noticed()
	})
}

// picture saves a picture of the display in LOGINWINDOW_PICTURES, for a person to look at.
func (b *bench) picture(name string) {
	if dir := os.Getenv("LOGINWINDOW_PICTURES"); dir != "" {
		time.Sleep(500 * time.Millisecond) // no event announces that the window is drawn
		if out, err := exec.Command("import", "-window", "root", filepath.Join(dir, name+".png")).CombinedOutput(); err != nil {
			b.Logf("no picture: %v %s", err, out)
		}
	}
}

var webProcesses = loginwindow.WebProcesses

type syncBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.String()
}
