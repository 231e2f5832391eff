package test

import (
	"cmp"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"wails-openid-oauth/internal/app/assets"
	"wails-openid-oauth/test/overlay"
)

// appJS is the file that Wails generates for App.
var appJS = sync.OnceValues(func() (string, error) {
	file, err := os.ReadFile("../wailsjs/go/main/App.js")
	return string(file), err
})

// bound returns the methods of App that Go binds.
func bound(t *testing.T) []string {
	t.Helper()
	file, err := appJS()
	if err != nil {
		t.Fatal(err)
	}
	var methods []string
	for _, match := range regexp.MustCompile(`(?m)^export function (\w+)\(`).FindAllStringSubmatch(file, -1) {
		methods = append(methods, match[1])
	}
	return methods
}

// pageFiles is the folder of the pages. A mutant may replace some: see package overlay.
type pageFiles struct{}

func (pageFiles) Open(name string) (fs.File, error) {
	path, err := filepath.Abs(filepath.Join("..", filepath.FromSlash(name)))
	if err != nil {
		return nil, err
	}
	replaced, err := overlay.Replaced()
	if err != nil {
		return nil, err
	}
	return os.Open(cmp.Or(replaced[path], path))
}

// injected is what Wails puts at the start of the head of / and index.html, and of no other page.
const injected = `<head><script src="/wails/ipc.js"></script><script src="/wails/runtime.js"></script>`

// newServer serves the pages as Wails' asset server does.
func newServer(t *testing.T) *httptest.Server {
	t.Helper()
	runtime, err := wailsRuntime()
	if err != nil {
		t.Fatal(err)
	}
	app, err := appJS()
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	text := func(path, kind, body string) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			fmt.Fprint(w, body)
		})
	}
	index, err := fs.ReadFile(pageFiles{}, "index.html")
	if err != nil {
		t.Fatal(err)
	}
	page := strings.Replace(string(index), "<head>", injected, 1)
	text("/{$}", "text/html; charset=utf-8", page)
	text("/index.html", "text/html; charset=utf-8", page)
	const script = "text/javascript; charset=utf-8"
	text("/before.html", "text/html; charset=utf-8", `<!doctype html><html lang="en"><script src="/wails/ipc.js"></script>`)
	text("/sniffed.txt", "text/plain; charset=utf-8", "reached()") // See TestWhatTheHeadersForbid.
	text("/wails/runtime.js", script, "window.wailsbindings = '"+bindings(bound(t))+"';\n"+runtime.desktop)
	text("/wailsjs/runtime/runtime.js", script, runtime.wrapper)
	text("/wailsjs/go/main/App.js", script, app)
	for path, name := range map[string]string{"/wails/ipc.js": "fake.js", "/profile/picture": "portrait.svg"} {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, "../ui/"+name) })
	}
	files := http.FileServerFS(pageFiles{})
	for _, path := range []string{"/home.html", "/settings.html", "/css/", "/js/", "/assets/", "/ui/"} {
		mux.Handle("GET "+path, files)
	}
	server := httptest.NewServer(assets.SecureHeaders(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "max-age=3600") // Each test has an origin of its own, and opens the same pages again and again.
		mux.ServeHTTP(w, r)
	})))
	t.Cleanup(server.Close)
	return server
}

// bindings is what Wails tells its runtime about the bound methods.
func bindings(methods []string) string {
	var list []string
	for _, name := range methods {
		list = append(list, fmt.Sprintf(`"%s":{"name":"main.App.%s"}`, name, name))
	}
	return `{"main":{"App":{` + strings.Join(list, ",") + `}}}`
}

type runtimeScripts struct{ desktop, wrapper string }

// wailsRuntime reads the scripts of the Wails version that the app builds with: what they do to events and to rejected
// calls is part of the bridge.
var wailsRuntime = sync.OnceValues(func() (runtimeScripts, error) {
	const module = "github.com/wailsapp/wails/v2"
	if err := exec.Command("go", "-C", "../..", "mod", "download", module).Run(); err != nil {
		return runtimeScripts{}, fmt.Errorf("go mod download %s: %w", module, err)
	}
	out, err := exec.Command("go", "-C", "../..", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		return runtimeScripts{}, fmt.Errorf("go list -m %s: %w", module, err)
	}
	dir := filepath.Join(strings.TrimSpace(string(out)), "internal", "frontend", "runtime")
	desktop, err := os.ReadFile(filepath.Join(dir, "runtime_prod_desktop.js"))
	if err != nil {
		return runtimeScripts{}, err
	}
	wrapper, err := os.ReadFile(filepath.Join(dir, "wrapper", "runtime.js"))
	if err != nil {
		return runtimeScripts{}, err
	}
	return runtimeScripts{desktop: string(desktop), wrapper: string(wrapper)}, nil
})
