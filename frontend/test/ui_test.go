package test

import (
	"bufio"
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"wails-openid-oauth/test/overlay"
)

// serveUI runs the server of "make ui" for a copy of the pages, because "wails generate" may write one of their files anew. It
// returns the server's address and the folder of the copy.
func serveUI(t *testing.T) (address, folder string) {
	t.Helper()
	folder = copyPages(t)
	server := exec.CommandContext(t.Context(), node(), filepath.Join(folder, "ui", "serve.mjs"))
	server.Env = append(os.Environ(), "PORT=0")
	server.Stderr = os.Stderr
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatalf("this test needs Node.js; NODE may name it: %v", err)
	}
	t.Cleanup(func() { _ = server.Wait() }) // t.Context() has ended by then.
	line, err := bufio.NewReader(out).ReadString('\n')
	address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(line)
	if address == "" {
		t.Fatalf("the server said %q, %v", line, err)
	}
	return address, folder
}

// node is the program that runs scripts outside of a browser.
func node() string { return cmp.Or(os.Getenv("NODE"), "node") }

// copyPages copies the pages, "make ui" and the unit tests, with what a mutant replaces, and returns the folder of the copy.
func copyPages(t *testing.T) (folder string) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "frontend")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, part := range append(pages(t), "css", "js", "assets", "wailsjs", "ui", "unit") {
		if out, err := exec.Command("cp", "-r", filepath.Join("..", part), folder).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	replaced, err := overlay.Replaced()
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	for original, file := range replaced {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, strings.TrimPrefix(original, root)), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// pages are the names of the pages.
func pages(t *testing.T) []string {
	t.Helper()
	names, err := fs.Glob(os.DirFS(".."), "*.html")
	if err != nil || len(names) < 2 {
		t.Fatalf("%v, %v", names, err)
	}
	return names
}

// slug is the state's name in an address, as in states.js.
func (s appState) slug() string { return regexp.MustCompile(`\W+`).ReplaceAllString(s.Name, "-") }

// address is where "make ui" has a state.
func (s appState) address(scheme string) string {
	return "/" + scheme + "/" + s.slug() + "/" + s.Page + "?begin"
}

// TestUI: each state looks under "make ui" as it does behind the real runtime, light and dark, whatever the system prefers.
func TestUI(t *testing.T) {
	states := newTab(t).states()
	origin, _ := serveUI(t)
	t.Run("states", func(t *testing.T) { // It ends before the server does.
		all := newTabs(t, origin, nil)
		for i, c := range states {
			t.Run(c.Name, func(t *testing.T) {
				p := all.take(t)
				scheme, other := "light", "dark"
				if i%2 == 1 {
					scheme, other = other, scheme
				}
				p.media("prefers-color-scheme", other)
				p.open(c.address(scheme))
				p.showsState(c)
				dark := eval[bool](p, `getComputedStyle(document.body).backgroundColor.match(/\d+/g).every((part) => part < 64)`)
				if dark != (scheme == "dark") || eval[string](p, `getComputedStyle(document.documentElement).colorScheme`) != scheme {
					t.Errorf("the page is not %s", scheme)
				}
			})
		}
	})
	t.Run("list", func(t *testing.T) {
		p := newTabAt(t, origin)
		p.open("/")
		p.wait(fmt.Sprintf(`document.querySelectorAll("iframe").length === 2 * %d`, len(states)))
		p.wait(`document.querySelector("iframe").contentDocument?.documentElement.dataset.state === "signing-in"`)
		eval[bool](p, `(() => {
			const {find, scheme} = document.getElementById("choice").elements;
			[find.value, scheme.value] = ["Start, nobody", "dark"];
			return find.dispatchEvent(new Event("input", {bubbles: true}));
		})()`)
		p.wait(`document.querySelectorAll("iframe").length === 1 && document.querySelector("h2").textContent === "offline at start, nobody known, dark"`)
		p.wait(`document.querySelector("iframe").contentDocument?.documentElement.dataset.state === "offline"`)
	})
	t.Run("buttons", func(t *testing.T) {
		p := newTabAt(t, origin)
		p.open("/light/signed-out/?begin")
		p.click("log-in", 1)
		p.shows(signingIn)
		p.click("cancel", 1)
		p.shows(cancelled)
		p.click("log-in", 1)
		p.shows(atHome(noChange))
		p.click("get-private-message", 1)
		p.showsCard(cardView{Buttons: "get-private-message", Answer: "The answer of GetPrivateData"})
		p.click("log-out", 1)
		p.shows(atSignIn(noChange))
	})
}

// TestUILoadsAgain: who saves a file sees what changed, in the state that the page has reached. A new card works before Go has its
// method.
func TestUILoadsAgain(t *testing.T) {
	t.Parallel()
	origin, folder := serveUI(t)
	p := newTabAt(t, origin)
	p.open("/light/signed-out/?begin")
	p.click("log-in", 1)
	p.shows(atHome(noChange))
	file := filepath.Join(folder, "js", "calls.js")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const card = "= [\n  {\n    id: \"orders\",\n    method: \"GetOrders\",\n    title: \"Orders\",\n    hint: \"\",\n    button: \"Get Orders\",\n  },\n"
	if err := os.WriteFile(file, []byte(strings.Replace(string(text), "= [\n", card, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	p.click("get-orders", 1)
	p.wait(`document.getElementById("orders").textContent === "The answer of GetOrders"`)
	p.shows(atHome(noChange))
}

// TestUnits runs the unit tests, which need no browser, on a copy of the pages. So test/mutants can change what they test.
func TestUnits(t *testing.T) {
	t.Parallel()
	folder := copyPages(t)
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(root, "internal"), filepath.Join(folder, "..", "internal")); err != nil { // for Go's codes
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(folder, "unit", "*.test.mjs"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			if out, err := exec.CommandContext(t.Context(), node(), "--no-warnings", "--test", "--test-reporter=dot", file).CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// TestFromDisk: a page that is opened from disk says what it needs.
func TestFromDisk(t *testing.T) {
	folder := copyPages(t)
	for _, page := range pages(t) {
		t.Run(page, func(t *testing.T) {
			p := newTabAt(t, "file://"+filepath.Join(folder, page))
			p.allowed = "file://" // The browser loads no module from disk.
			p.open("")
			p.wait(`["make ui", "make dev"].every((words) => document.body.innerText.includes(words))`)
		})
	}
}
