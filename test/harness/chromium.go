//go:build linux

package harness

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
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"wails-openid-oauth/test/driver"
)

// Chromium is a real browser. The desktop's own xdg-open starts it, as the default for HTML files.
type Chromium struct {
	address string // of its DevTools server
	folder  string // of this program, for the time of the test

	mu     sync.Mutex
	latest string // the tab that takePages opened last
}

// handOver leaves a page to a browser that runs already: see [Chromium.takePages]. The arguments are the port and the folder.
const handOver = `if (exec 3<>/dev/tcp/127.0.0.1/%[1]s) 2>/dev/null; then
  page=$1
  case $page in /*) page=file://$page ;; esac
  printf %%s "$page" >'%[2]s/'$$.new
  mv '%[2]s/'$$.new '%[2]s/'$$.page
  exit
fi
`

// NewChromium makes Chromium the desktop's browser, with its own profile. flags are added to its command line.
func NewChromium(t *testing.T, desktop *driver.Desktop, flags ...string) *Chromium {
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
	command := append([]string{
		path, "--no-sandbox", "--no-first-run", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
		"--password-store=basic", // nothing of the browser in the desktop's keyring
		"--user-data-dir=" + folder + "/profile", "--remote-debugging-port=" + port,
	}, flags...)
	c := &Chromium{address: address, folder: folder}
	script := "#!/bin/bash\n"
	if slices.ContainsFunc(flags, func(flag string) bool { return strings.HasPrefix(flag, "--headless") }) {
		script += fmt.Sprintf(handOver, port, folder)
		go c.takePages(t.Context())
	}
	// The exit status is 0, because xdg-open tries other browsers when one fails.
	script += "'" + strings.Join(command, "' '") + "' \"$@\"\nexit 0\n"
	root := filepath.Dir(desktop.Home)
	for name, text := range map[string]string{
		program: script,
		filepath.Join(root, "data/applications/journey.desktop"): "[Desktop Entry]\nType=Application\nName=Journey\nExec=" + program +
			" %u\nMimeType=text/html;\n",
		filepath.Join(root, "config/mimeapps.list"): "[Default Applications]\ntext/html=journey.desktop\n",
	} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o700), os.WriteFile(name, []byte(text), 0o700)); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// takePages opens the pages that [handOver] leaves. With a window, a browser that runs already is given a page by the one that was
// started for it. Without one ("--headless"), the second one refuses to start.
func (c *Chromium) takePages(ctx context.Context) {
	for ctx.Err() == nil {
		pages, _ := filepath.Glob(filepath.Join(c.folder, "*.page"))
		for _, name := range pages {
			page, err := os.ReadFile(name)
			if err == nil && c.openPage(ctx, string(page)) == nil {
				_ = os.Remove(name)
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// openPage opens a page in a new tab.
func (c *Chromium) openPage(ctx context.Context, page string) error {
	ctx, cancel := context.WithTimeout(ctx, driver.WaitLimit)
	defer cancel()
	var tab target
	if err := c.ask(ctx, http.MethodPut, "/json/new?about:blank", &tab); err != nil {
		return err
	}
	c.mu.Lock()
	c.latest = tab.ID
	c.mu.Unlock()
	_, err := call(ctx, tab.Socket, "Page.navigate", map[string]any{"url": page})
	return err
}

// shown returns the tab that was opened last.
func (c *Chromium) shown(ctx context.Context) (target, error) {
	var targets []target
	if err := c.ask(ctx, http.MethodGet, "/json/list", &targets); err != nil {
		return target{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, tab := range targets {
		if tab.Type == "page" && (c.latest == "" || tab.ID == c.latest) {
			return tab, nil
		}
	}
	return target{}, errors.New("no page is open")
}

// target is a page of the browser, or the browser itself.
type target struct {
	ID     string `json:"id"`
	Type   string `json:"type"`
	Socket string `json:"webSocketDebuggerUrl"`
}

// ask sends a request to the DevTools server.
func (c *Chromium) ask(ctx context.Context, method, path string, into any) error {
	req, err := http.NewRequestWithContext(ctx, method, "http://"+c.address+path, nil)
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

// Await waits until a script is true in the page that is open.
func (c *Chromium) Await(script string) func(context.Context) error {
	return func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, driver.WaitLimit)
		defer cancel()
		for {
			seen, err := c.Eval(ctx, script)
			if err == nil && string(seen) == "true" {
				return nil
			}
			select {
			case <-ctx.Done():
				text, _ := c.Eval(context.WithoutCancel(ctx), "document.body.innerText")
				return fmt.Errorf("%w: %s is %s: %w; the page says %s", ctx.Err(), script, seen, err, text)
			case <-time.After(50 * time.Millisecond):
			}
		}
	}
}

// Eval evaluates a script in the page that was opened last, and returns the value as JSON.
func (c *Chromium) Eval(ctx context.Context, script string) (json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	page, err := c.shown(ctx)
	if err != nil {
		return nil, err
	}
	result, err := call(ctx, page.Socket, "Runtime.evaluate", map[string]any{"expression": script, "returnByValue": true})
	if err != nil {
		return nil, err
	}
	var value struct {
		Result struct {
			Value json.RawMessage `json:"value"`
		} `json:"result"`
	}
	err = json.Unmarshal(result, &value)
	return value.Result.Value, err
}

// Click waits for an element of the page, and clicks it.
func (c *Chromium) Click(selector string) func(context.Context) error {
	return c.Await(fmt.Sprintf(`((e) => { e?.click(); return e !== null; })(document.querySelector(%q))`, selector))
}

// Quit closes the browser.
func (c *Chromium) Quit(ctx context.Context) error {
	var itself target
	if err := c.ask(ctx, http.MethodGet, "/json/version", &itself); err != nil {
		return err
	}
	_, err := call(ctx, itself.Socket, "Browser.close", nil)
	if websocket.IsUnexpectedCloseError(err) {
		return nil // it closed before it answered
	}
	return err
}
