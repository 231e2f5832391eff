package main

import (
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/wailsapp/wails/v2/pkg/options"

	"wails-openid-oauth/auth/loginwindow"
	"wails-openid-oauth/auth/systembrowser"
	"wails-openid-oauth/internal/app/assets"
	"wails-openid-oauth/internal/app/bridge"
	"wails-openid-oauth/internal/config"
)

// TestW_BIND_MIN: the page can call every exported method. So there is none that its bridge or a card does not call. None takes an
// argument from the page, except for the form of the settings.
func TestW_BIND_MIN(t *testing.T) {
	var bound, used []string
	app := reflect.TypeFor[*App]()
	for i := range app.NumMethod() {
		method := app.Method(i)
		bound = append(bound, method.Name)
		takesForm := method.Type.NumIn() == 2 && method.Type.In(1) == reflect.TypeFor[bridge.Form]()
		if method.Type.NumIn() != 1 && !takesForm { // the App itself
			t.Errorf("%s takes arguments", method.Name)
		}
	}
	for file, call := range map[string]string{
		"frontend/js/bridge.js": `\bapp\.([A-Z]\w*)\(`,
		"frontend/js/calls.js":  `(?m)^    method: "(\w+)",$`,
	} {
		text, err := fs.ReadFile(page, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range regexp.MustCompile(call).FindAllSubmatch(text, -1) {
			used = append(used, string(match[1]))
		}
	}
	slices.Sort(used)
	if diff := cmp.Diff(bound, used); diff != "" {
		t.Errorf("what Go binds and what the page calls (-bound +called):\n%s", diff)
	}
}

// TestW_OWN_MIN: the page uses three functions of Wails' own. EventsOn sends nothing to Go; window.Guard lets pass what the others send.
func TestW_OWN_MIN(t *testing.T) {
	text, err := fs.ReadFile(page, "frontend/js/bridge.js")
	if err != nil {
		t.Fatal(err)
	}
	if want := `import { ClipboardSetText, EventsOn, WindowShow } from "../wailsjs/runtime/runtime.js";`; !strings.Contains(string(text), want) {
		t.Errorf("bridge.js lacks %q: change the list in internal/app/window, too", want)
	}
}

func TestC_UA_EXTERNAL(t *testing.T) {
	for loginWith, want := range map[string][2]reflect.Type{
		config.Webview: {reflect.TypeFor[*loginwindow.Window](), nil},
		config.Browser: {reflect.TypeFor[*systembrowser.Browser](), nil},
		config.Either:  {reflect.TypeFor[*loginwindow.Window](), reflect.TypeFor[*systembrowser.Browser]()},
	} {
		browser, alternative := newApp(slog.New(slog.DiscardHandler)).userAgents(new(parts), config.App{LoginWith: loginWith}, userAgentEvents{})
		if got := [2]reflect.Type{reflect.TypeOf(browser), reflect.TypeOf(alternative)}; got != want {
			t.Errorf("%s: got %v, want %v", loginWith, got, want)
		}
	}
}

// policyOf is the content security policy with which the window gets what the program carries.
func policyOf(o *options.App) string {
	answer := httptest.NewRecorder()
	o.AssetServer.Middleware(http.NotFoundHandler()).ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/home.html", nil))
	return answer.Header().Get("Content-Security-Policy")
}

func TestTheWindow(t *testing.T) {
	o := windowOptions(newApp(slog.New(slog.DiscardHandler)))
	if o.Width != 1000 || o.Height != 600 || !o.StartHidden {
		t.Errorf("%+v", o)
	}
	for id, holds := range map[string]bool{
		"W-ORIGIN":     o.BindingsAllowedOrigins == "" && len(o.Bind) == 1,
		"W-PROD":       !o.EnableDefaultContextMenu && !o.Debug.OpenInspectorOnStartup,
		"W-WEBSEC":     o.Windows == nil || !o.Windows.WebviewDisableRendererCodeIntegrity,
		"W-NOEXP":      o.Experimental == nil,
		"W-NAV":        o.DragAndDrop != nil && o.DragAndDrop.DisableWebViewDrop && !o.DragAndDrop.EnableFileDrop,
		"W-EMBED-ONLY": o.AssetServer.Assets == fs.FS(page),
		"W-SCHEME":     o.AssetServer.Assets == fs.FS(page) && o.AssetServer.Handler != nil,
		"W-CSP":        policyOf(o) == assets.ContentSecurityPolicy,
	} {
		if !holds {
			t.Errorf("%s: %+v", id, o)
		}
	}
}
