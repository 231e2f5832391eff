package main

import (
	"io/fs"
	"log/slog"
	"reflect"
	"testing"

	"wails-openid-oauth/auth/systembrowser"
	"wails-openid-oauth/internal/config"
)

// TestW_BIND_MIN: the page can call every exported method, so none may take an argument from the page. TestBoundMethods in
// test/architecture sees to it that each is one that the page needs.
func TestW_BIND_MIN(t *testing.T) {
	bound := reflect.TypeFor[*App]()
	if bound.NumMethod() == 0 {
		t.Fatal("App has no methods")
	}
	for i := range bound.NumMethod() {
		if method := bound.Method(i); method.Type.NumIn() != 1 { // the App itself
			t.Errorf("%s takes arguments", method.Name)
		}
	}
}

func TestC_UA_EXTERNAL(t *testing.T) {
	a := newApp(slog.New(slog.DiscardHandler))
	if got := a.userAgent(config.Webview); got != a.window {
		t.Errorf("webview: got %T", got)
	}
	if got, ok := a.userAgent(config.Browser).(*systembrowser.Browser); !ok {
		t.Errorf("browser: got %T", got)
	}
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
		"W-SCHEME":     o.AssetServer.Assets == fs.FS(page) && o.AssetServer.Handler != nil && o.AssetServer.Middleware != nil,
	} {
		if !holds {
			t.Errorf("%s: %+v", id, o)
		}
	}
}
