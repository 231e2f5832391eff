//go:build linux && e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"wails-openid-oauth/test/driver"
)

// elsewhere is a site that counts its requests.
type elsewhere struct {
	*httptest.Server
	visits atomic.Int32
}

func newElsewhere(t *testing.T) *elsewhere {
	t.Helper()
	e := &elsewhere{}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e.visits.Add(1)
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<!doctype html><title>Elsewhere</title>You are elsewhere."))
	}))
	t.Cleanup(e.Close)
	return e
}

// strays are scripts that navigate away from the page or load something foreign. {there} is a foreign URL, {file} the URL of a
// file on this machine.
var strays = map[string]string{
	"location":                    `location.href = "{there}"`,
	"location.assign":             `location.assign("{there}")`,
	"location.replace":            `location.replace("{there}")`,
	"document.location":           `document.location = "{there}"`,
	"the navigation API":          `window.navigation?.navigate("{there}")`,
	"window.open":                 `window.open("{there}")`,
	"window.open in itself":       `window.open("{there}", "_self")`,
	"window.open of nothing":      `window.open("about:blank")?.location.assign("{there}")`,
	"window.open of an own page":  `window.open("home.html")`,
	"an own page, a new window":   `put("a", {href: "home.html", target: "_blank"}).click()`,
	"a link":                      `put("a", {href: "{there}"}).click()`,
	"a link to a new window":      `put("a", {href: "{there}", target: "_blank"}).click()`,
	"a link with a ping":          `put("a", {href: "#", ping: "{there}"}).click()`,
	"a download":                  `put("a", {href: "{there}", download: "a.html"}).click()`,
	"a download of an own page":   `put("a", {href: "home.html", download: "a.html"}).click()`,
	"a download of a blob":        `put("a", {href: URL.createObjectURL(new Blob(["data-page"])), download: "a.html"}).click()`,
	"a form":                      `put("form", {action: "{there}"}).submit()`,
	"a form that posts":           `put("form", {action: "{there}", method: "post"}).submit()`,
	"meta refresh":                `put("meta", {httpEquiv: "refresh", content: "0;url={there}"}, document.head)`,
	"a base":                      `(put("base", {href: "{there}"}, document.head), put("a", {href: "x.html"}).click())`,
	"a frame":                     `put("iframe", {src: "{there}"})`,
	"a frame that leads the page": `put("iframe", {srcdoc: "<a href='{there}' target=_top>x</a><script>document.links[0].click()</script>"})`,
	"a frame with a refresh":      `put("iframe", {srcdoc: "<meta http-equiv=refresh content='0;url={there}'>"})`,
	"an object":                   `put("object", {data: "{there}"})`,
	"an embed":                    `put("embed", {src: "{there}"})`,
	"an image":                    `put("img", {src: "{there}"})`,
	"a style sheet":               `put("link", {rel: "stylesheet", href: "{there}"}, document.head)`,
	"a script":                    `put("script", {src: "{there}"})`,
	"a prefetch":                  `put("link", {rel: "prefetch", href: "{there}"}, document.head)`,
	"fetch":                       `void fetch("{there}").catch(() => {})`,
	"a beacon":                    `navigator.sendBeacon("{there}")`,
	"a WebSocket":                 `void new WebSocket("{there}".replace("http", "ws"))`,
	"a file":                      `location.href = "{file}"`,
	"a link to a file":            `put("a", {href: "{file}"}).click()`,
	"about:blank":                 `location.href = "about:blank"`,
	"data":                        `location.href = "data:text/html,<title>x</title>"`,
	"a blob":                      `location.href = URL.createObjectURL(new Blob(["<title>x</title>"], {type: "text/html"}))`,
	"javascript":                  `location.href = "javascript:document.title='x',void(window.unmoved=false)"`,
	"another host of the app's":   `location.href = "wails://elsewhere/index.html"`,
	"a host that begins like it":  `location.href = "wails://wails.elsewhere/index.html"`,
	"a user":                      `location.href = "wails://elsewhere@wails/index.html"`,
	"a port":                      `location.href = "wails://wails:80/index.html"`,
	"the picture":                 `location.href = "/profile/picture/x"`,
	"what is no page":             `location.href = "/js/words.js"`,
	"a page that is not there":    `location.href = "/x.html"`,
	"a path that climbs":          `location.href = "/..%2fmain.html"`,
	"the browser's own pages":     `location.href = "webkit://gpu"`,
	"mail":                        `location.href = "mailto:a@b.example"`,
	"the way back":                `history.back()`,
}

// put adds an element to the page.
const put = `window.put = (name, attributes, parent = document.body) => {
	const element = Object.assign(document.createElement(name), attributes);
	parent.append(element);
	return element;
}`

// TestJourneyOnlyItsOwnPages tries to navigate the main window to another page, by all actions of a user or a script.
func TestJourneyOnlyItsOwnPages(t *testing.T) {
	t.Parallel()
	w, there := newWorld(t, driver.KeyringReal), newElsewhere(t)
	source := filepath.Join(t.TempDir(), "source")
	w.Step("the source of drags was built", func(ctx context.Context) error {
		return driver.Build(ctx, driver.Program{Package: "../driver/testdata/source", Output: source})
	})
	w.Step("the app was launched", w.launch)
	var window driver.Window
	w.Step("signed out", func(ctx context.Context) (err error) {
		if err := w.closeLogin(ctx); err != nil {
			return err
		}
		window, err = w.app.MainWindow(ctx)
		return err
	})
	file := filepath.Join(w.Desktop.Home, "page.html")
	if err := os.WriteFile(file, []byte("<!doctype html><title>A file</title>A file."), 0o600); err != nil {
		t.Fatal(err)
	}
	mark := func(ctx context.Context) error {
		_, err := w.app.Page.Eval(ctx, "(window.unmoved = true, "+put+", null)")
		return err
	}
	w.Step("the page was marked", mark)
	stays := func(ctx context.Context) error { return w.stays(ctx, there) }
	for _, drop := range [][3]string{
		{"a link", "text/uri-list", there.URL + "/\r\n"},
		{"a file", "text/uri-list", "file://" + file + "\r\n"},
		{"a link of another browser", "text/x-moz-url", there.URL + "/\nElsewhere"},
		{"a named link", "_NETSCAPE_URL", there.URL + "/\nElsewhere"},
		{"a text that is a link", "text/plain;charset=utf-8", there.URL + "/"},
		{"markup", "text/html", "<meta http-equiv=refresh content='0;url=" + there.URL + "/'>"},
	} {
		w.Step("it stays when the user drops "+drop[0], func(ctx context.Context) error {
			from, err := w.Desktop.NewSource(ctx, source, drop[1], drop[2])
			if err != nil {
				return err
			}
			return errors.Join(from.DropOn(ctx, window, w.app.Page), from.Close(), stays(ctx))
		})
	}
	w.Step("it stays when the user pastes a link, and presses keys of browsers", func(ctx context.Context) error {
		from, err := w.Desktop.NewSource(ctx, source, "text/uri-list", there.URL+"/")
		if err != nil {
			return err
		}
		for _, button := range []int{2, 8, 9} { // the middle button, and those for back and forward
			err = errors.Join(err, window.Press(ctx, button))
		}
		return errors.Join(err, window.Key(ctx, "ctrl+v", "ctrl+shift+v", "shift+Insert", "ctrl+l", "ctrl+o", "ctrl+t", "ctrl+n",
			"alt+Left", "alt+Right", "BackSpace", "XF86Back", "Escape"), stays(ctx), from.Close())
	})
	w.Step(fmt.Sprintf("it stays, and nothing is asked for: %d scripts", len(strays)), func(ctx context.Context) error {
		for _, name := range slices.Sorted(maps.Keys(strays)) {
			script := strings.NewReplacer("{there}", there.URL+"/", "{file}", "file://"+file).Replace(strays[name])
			_, err := w.app.Page.Eval(ctx, "(setTimeout(() => {"+script+"}), null)")
			if err := errors.Join(err, stays(ctx)); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		return nil
	})
	w.Step("nothing was downloaded", func(context.Context) error {
		if files, err := w.Desktop.FilesContaining("data-page"); err != nil || len(files) > 0 {
			return fmt.Errorf("these files contain the download: %v, %w", files, err)
		}
		return nil
	})
	w.Step("the app works on", func(ctx context.Context) error {
		if err := w.app.Page.Click(ctx, "#log-in"); err != nil {
			return err
		}
		return w.logIn(ctx)
	})
}

// stays returns an error unless the page is the marked one and the other site got no request. No event announces that nothing
// happened, so stays waits a little: the effect of a script begins within a task or two.
func (w *world) stays(ctx context.Context, there *elsewhere) error {
	got, err := w.app.Page.Eval(ctx, `new Promise((done) => setTimeout(() => done(
		[location.href.split("#")[0], document.title, window.unmoved === true, document.querySelector("#log-in")?.checkVisibility() === true].join(" ")), 200))`)
	if err != nil {
		return err
	}
	if want := `"wails://wails/ Wails OpenID Connect true true"`; string(got) != want && string(got) != strings.Replace(want, "wails/ ", "wails/index.html ", 1) {
		return fmt.Errorf("the page was replaced: it is now %s", got)
	}
	if visits := there.visits.Load(); visits > 0 {
		return fmt.Errorf("the other site got %d requests", visits)
	}
	targets, err := w.app.Targets(ctx)
	if err == nil && len(targets) != 1 {
		err = fmt.Errorf("there are %d web views, want 1", len(targets))
	}
	return err
}
