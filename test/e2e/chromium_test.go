//go:build linux && e2e

package e2e_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"wails-openid-oauth/test/driver"
)

// chromium is a real browser. The desktop's own xdg-open starts it, as the default for HTML files.
type chromium struct{ address string }

// newChromium makes Chromium the desktop's browser, with its own profile.
func newChromium(t *testing.T, desktop *driver.Desktop) chromium {
	t.Helper()
	path, err := exec.LookPath(cmp.Or(os.Getenv("CHROMIUM"), "chromium"))
	if err != nil {
		t.Fatal("this journey needs the package chromium: ", err)
	}
	address, err := driver.FreeAddress()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	_, port, _ := strings.Cut(address, ":")
	program := filepath.Join(folder, "browser")
	writeScript(t, program, "exec '"+path+"' --no-sandbox --no-first-run --disable-gpu --user-data-dir='"+folder+
		"/profile' --remote-debugging-port="+port+` "$@"`)
	for path, text := range map[string]string{
		"data/applications/journey.desktop": "[Desktop Entry]\nType=Application\nName=Journey\nExec=" + program + " %u\nMimeType=text/html;\n",
		"config/mimeapps.list":              "[Default Applications]\ntext/html=journey.desktop\n",
	} {
		path = filepath.Join(filepath.Dir(desktop.Home), path)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return chromium{address}
}

// target is a page of the browser, or the browser itself.
type target struct {
	Type   string `json:"type"`
	Socket string `json:"webSocketDebuggerUrl"`
}

func (c chromium) list(ctx context.Context, path string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+c.address+path, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	return json.NewDecoder(resp.Body).Decode(into)
}

// call sends one command of the DevTools protocol, and returns its result.
func call(ctx context.Context, socket, method string, params any) (json.RawMessage, error) {
	conn, resp, err := websocket.DefaultDialer.DialContext(ctx, socket, nil)
	if err != nil {
		return nil, err
	}
	_ = resp.Body.Close()
	defer func() { _ = conn.Close() }()
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetReadDeadline(deadline)
	}
	if err := conn.WriteJSON(map[string]any{"id": 1, "method": method, "params": params}); err != nil {
		return nil, err
	}
	var answer struct {
		Result json.RawMessage `json:"result"`
	}
	err = conn.ReadJSON(&answer)
	return answer.Result, err
}

// await waits until a script is true in the page that is open.
func (c chromium) await(script string) func(context.Context) error {
	return func(ctx context.Context) error {
		for {
			seen, err := c.eval(ctx, script)
			if err == nil && seen == "true" {
				return nil
			}
			select {
			case <-ctx.Done():
				text, _ := c.eval(context.WithoutCancel(ctx), "document.body.innerText")
				return fmt.Errorf("%w: %s is %s: %w; the page says %s", ctx.Err(), script, seen, err, text)
			case <-time.After(50 * time.Millisecond):
			}
		}
	}
}

func (c chromium) eval(ctx context.Context, script string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	var targets []target
	if err := c.list(ctx, "/json/list", &targets); err != nil {
		return "", err
	}
	for _, page := range targets {
		if page.Type != "page" {
			continue
		}
		result, err := call(ctx, page.Socket, "Runtime.evaluate", map[string]any{"expression": script, "returnByValue": true})
		var value struct {
			Result struct {
				Value json.RawMessage `json:"value"`
			} `json:"result"`
		}
		return string(value.Result.Value), errors.Join(err, json.Unmarshal(result, &value))
	}
	return "", errors.New("no page is open")
}

// click waits for an element of the page, and clicks it.
func (c chromium) click(selector string) func(context.Context) error {
	return c.await(fmt.Sprintf(`((e) => { e?.click(); return e !== null; })(document.querySelector(%q))`, selector))
}

// quit closes the browser.
func (c chromium) quit(ctx context.Context) error {
	var itself target
	if err := c.list(ctx, "/json/version", &itself); err != nil {
		return err
	}
	_, err := call(ctx, itself.Socket, "Browser.close", nil)
	if websocket.IsUnexpectedCloseError(err) {
		return nil // it closed before it answered
	}
	return err
}

// arguments are the command lines of the running programs, which every user of this machine can read.
type arguments struct {
	stop context.CancelFunc
	done chan struct{}

	links, files int // how often the link was seen, and how often the file that leads to it
}

// watchArguments reads the arguments of all processes again and again.
func watchArguments(ctx context.Context) *arguments {
	ctx, cancel := context.WithCancel(ctx)
	a := &arguments{stop: cancel, done: make(chan struct{})}
	go func() {
		defer close(a.done)
		for ctx.Err() == nil {
			a.look()
			time.Sleep(time.Millisecond)
		}
	}()
	return a
}

// aLink matches a link to the log-in's listener. Other programs may have a folder "go" in their arguments.
var aLink = regexp.MustCompile(`http://[^/]+/go/[A-Z2-7]{20}`)

func (a *arguments) look() {
	paths, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, path := range paths {
		text, _ := os.ReadFile(path) // the process may have ended
		if aLink.Match(text) {
			a.links++
		}
		if strings.Contains(string(text), "-log-in-") {
			a.files++
		}
	}
}

// looksLikeTheApp is true on a page of the app's listener that has the app's name, logo and colours.
const looksLikeTheApp = `document.title.endsWith("Wails OpenID Connect") && document.body.innerText.includes("Wails OpenID Connect") &&
	document.querySelector("img").naturalWidth > 0 && getComputedStyle(document.body).backgroundColor ===
	(matchMedia("(prefers-color-scheme: dark)").matches ? "rgb(20, 23, 28)" : "rgb(244, 245, 248)")`

// TestJourneyChromium logs in with a real browser, which the desktop starts. There is no D-Bus.
func TestJourneyChromium(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringNoBus)
	browser := newChromium(t, w.Desktop)
	watched := watchArguments(t.Context())
	defer watched.stop()
	w.Step("the app was launched", w.launchForBrowser())
	w.Step("Ada logged in in Chromium", browser.click("#login-ada"))
	var resume func() error
	w.Step("Chromium is in front, and the window manager gives no window the keyboard", func(ctx context.Context) (err error) {
		if err := w.Desktop.Activate(ctx, "chromium"); err != nil {
			return err
		}
		resume, err = w.Desktop.StopWindowManager()
		return err
	})
	w.Step("she consented", browser.click("#consent-accept"))
	w.Step("Chromium says that she is signed in", browser.await(`document.body.innerText.includes("You are signed in.")`))
	w.Step("the page names the app, and looks like it", browser.await(looksLikeTheApp))
	w.Step("the app asks for attention", func(ctx context.Context) error {
		main, err := w.app.MainWindow(ctx)
		if err != nil {
			return err
		}
		return main.AwaitAttention(ctx)
	})
	w.Step("it came to the front as soon as the window manager allowed it", func(ctx context.Context) error {
		main, err := w.app.MainWindow(ctx)
		return errors.Join(err, resume(), main.AwaitFront(ctx))
	})
	w.Step("code and state have left the address bar", browser.await(`location.search === "" && location.pathname.startsWith("/done/")`))
	w.Step("the home page came, and says who is signed in", func(ctx context.Context) error { return w.awaitHome(ctx) })
	watched.stop()
	<-watched.done
	w.Check("no argument of a process held the link", watched.links == 0, "it was seen %d times", watched.links)
	w.Check("the arguments were looked at", watched.files > 0, "the file, which must be in them, was not seen")
	w.Step("the file is gone", func(context.Context) error {
		left, err := filepath.Glob(filepath.Join(w.Desktop.Home, "*-log-in-*"))
		if err == nil && len(left) > 0 {
			err = fmt.Errorf("%v is still there", left)
		}
		return err
	})
	w.Step("Chromium was closed", browser.quit)
	w.Step("the app was closed", w.app.Quit)
}
