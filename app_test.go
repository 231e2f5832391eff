package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/apiclient"
	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/systembrowser"
	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/internal/picture"
)

// TestW_BIND_MIN: every exported method is callable from the page, so that there may be no others, and none takes a word
// of the page's.
func TestW_BIND_MIN(t *testing.T) {
	var got []string
	bound := reflect.TypeFor[*App]()
	for i := range bound.NumMethod() {
		method := bound.Method(i)
		got = append(got, method.Name)
		if method.Type.NumIn() != 1 { // the App itself
			t.Errorf("%s takes arguments", method.Name)
		}
	}
	want := []string{"CancelLogIn", "GetPrivateData", "GetProfile", "GetSession", "LogIn", "LogOut"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFaultOf(t *testing.T) {
	setting := &config.Error{Place: "env-variables.json", Key: "clientId", Problem: "is missing", Remedy: "Set it"}
	tests := []struct {
		err  error
		want Fault
	}{
		{auth.ErrCancelled, Fault{Code: "cancelled"}},
		{auth.ErrTimeout, Fault{Code: "timeout"}},
		{auth.ErrOffline, Fault{Code: "offline"}},
		{fmt.Errorf("%w: %w", auth.ErrOffline, auth.ErrLocked), Fault{Code: "locked"}},
		{auth.ErrLoginRequired, Fault{Code: "login_required"}},
		{fmt.Errorf("%w: %w", auth.ErrLoginRequired, &auth.Error{Code: "invalid_grant"}), Fault{Code: "login_required"}},
		{auth.ErrIDToken, Fault{Code: "id_token"}},
		{fmt.Errorf("%w: %w", auth.ErrIDToken, auth.ErrClock), Fault{Code: "clock"}},
		{fmt.Errorf("%w: %w: %w", auth.ErrLoginRequired, auth.ErrIDToken, auth.ErrForeign), Fault{Code: "foreign"}},
		{&auth.Error{Code: auth.OtherCode, Description: "mfa_required: no"}, Fault{Code: "provider_error", Message: "mfa_required: no"}},
		{auth.ErrProvider, Fault{Code: "provider"}},
		{auth.ErrStateMismatch, Fault{Code: "provider"}},
		{auth.ErrUnsupported, Fault{Code: "unsupported"}},
		{&auth.Error{Code: "access_denied", Description: "no"}, Fault{Code: "access_denied"}},
		{&auth.Error{Code: "server_error"}, Fault{Code: "provider_error", Message: "server_error"}},
		{&auth.Error{Code: "invalid_scope", Description: "unknown"}, Fault{Code: "provider_error", Message: "invalid_scope: unknown"}},
		{setting, Fault{Code: "config", Message: "env-variables.json: clientId is missing. Set it"}},
		{config.ErrNothing, Fault{Code: "config", Message: "nothing is configured"}},
		{auth.ErrLinkReused, Fault{Code: "link_reused"}},
		{auth.ErrConfig, Fault{Code: "config", Message: auth.ErrConfig.Error()}},
		{&apiclient.Error{Kind: apiclient.Unreachable}, Fault{Code: "api_unreachable"}},
		{&apiclient.Error{Kind: apiclient.Timeout}, Fault{Code: "api_timeout"}},
		{&apiclient.Error{Kind: apiclient.Unauthorized}, Fault{Code: "api_unauthorized"}},
		{&apiclient.Error{Kind: apiclient.Forbidden}, Fault{Code: "api_forbidden"}},
		{&apiclient.Error{Kind: apiclient.InsufficientScope}, Fault{Code: "api_scope"}},
		{&apiclient.Error{Kind: apiclient.InsufficientScope, Scopes: []string{"read:messages", "b"}}, Fault{Code: "api_scope", Message: "read:messages b"}},
		{&apiclient.Error{Kind: apiclient.Unavailable}, Fault{Code: "api_unavailable"}},
		{&apiclient.Error{Kind: apiclient.Unavailable, RetryAfter: 299_001 * time.Millisecond}, Fault{Code: "api_unavailable", Message: "300"}},
		{&apiclient.Error{Kind: apiclient.BadAnswer}, Fault{Code: "api_bad_answer"}},
		{errors.New("a secret detail"), Fault{Code: "internal"}},
	}
	words, err := os.ReadFile("frontend/js/words.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.err.Error(), func(t *testing.T) {
			got := faultOf(fmt.Errorf("around: %w", tt.err))
			got.Message = strings.TrimPrefix(got.Message, "around: ")
			if diff := cmp.Diff(tt.want, *got); diff != "" {
				t.Error(diff)
			}
			if !strings.Contains(string(words), got.Code) {
				t.Errorf("frontend/js/words.js has no words for %q", got.Code)
			}
			var crossed Fault
			if err := json.Unmarshal([]byte(formatError(tt.err).(string)), &crossed); err != nil || crossed != tt.want {
				t.Errorf("the page gets %+v, %v", crossed, err)
			}
		})
	}
	if faultOf(nil) != nil {
		t.Error("no error became a fault")
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"Ada Lovelace": "AL", "Grace Brewster Murray Hopper": "GH", "plato": "P", "ada@demo.example": "AD", "élodie Ñandú": "ÉÑ", "": "", "  ": "", "@": "",
	} {
		if got := initials(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestToSession(t *testing.T) {
	a := newApp(slog.New(slog.DiscardHandler))
	a.host = "op.example"
	profile := auth.Profile{Subject: "sub", Name: "Ada Lovelace", Email: "ada@demo.example", Picture: "https://pictures.example/ada.png"}
	tests := []struct {
		name     string
		snapshot auth.Snapshot
		want     Session
	}{
		{"signed out", auth.Snapshot{}, Session{State: "signed-out"}},
		{"signed in", auth.Snapshot{State: auth.SignedIn, Profile: profile},
			Session{State: "signed-in", Profile: &Profile{Name: "Ada Lovelace", Email: "ada@demo.example", Initials: "AL"}}},
		{"offline since the start", auth.Snapshot{State: auth.Offline, Err: auth.ErrOffline},
			Session{State: "offline", Profile: &Profile{}, Error: &Fault{Code: "offline"}}},
		{"expired", auth.Snapshot{State: auth.Expired, Profile: profile, Err: auth.ErrLoginRequired},
			Session{State: "expired", Profile: &Profile{Name: "Ada Lovelace", Email: "ada@demo.example", Initials: "AL"}, Error: &Fault{Code: "login_required"}}},
		{"without a keyring", auth.Snapshot{State: auth.SignedIn, Notice: auth.ErrStore},
			Session{State: "signed-in", Profile: &Profile{}, Notice: &Fault{Code: "keyring"}}},
		{"signing out", auth.Snapshot{State: auth.SigningOut}, Session{State: "signing-out"}},
		{"signed out, and still stored", auth.Snapshot{Notice: fmt.Errorf("%w: %w", auth.ErrNotErased, auth.ErrStore)},
			Session{State: "signed-out", Notice: &Fault{Code: "still_stored"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.Provider, tt.want.CanLogIn = "op.example", true
			if diff := cmp.Diff(tt.want, a.toSession(tt.snapshot)); diff != "" {
				t.Error(diff)
			}
		})
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
	a.offersLink("")
	<-a.changed
	if a.toSession(auth.Snapshot{State: auth.SignedIn}).Outside {
		t.Error("a log-in outside of the app is told that never was")
	}
	const link = "http://127.0.0.1:1/go/once"
	for _, want := range []string{link, ""} {
		a.offersLink(want)
		if got := a.toSession(auth.Snapshot{State: auth.SigningIn}); got.LoginLink != want || !got.Outside {
			t.Errorf("the page gets %q and %v, want %q and true", got.LoginLink, got.Outside, want)
		}
		select {
		case <-a.changed:
		default:
			t.Error("the page is not told")
		}
	}
}

// TestReturns is when the app comes to the front: a log-in in the system browser has ended, and only the app tells how.
func TestReturns(t *testing.T) {
	signingIn, signedIn := auth.Snapshot{State: auth.SigningIn}, auth.Snapshot{State: auth.SignedIn}
	for _, tt := range []struct {
		outside     bool
		before, now auth.Snapshot
		want        bool
	}{
		{true, signingIn, signedIn, true},
		{true, signingIn, auth.Snapshot{Err: fmt.Errorf("around: %w", auth.ErrLinkReused)}, true},
		{true, signingIn, auth.Snapshot{Err: auth.ErrTimeout}, false},
		{true, signedIn, signedIn, false}, // a renewal
		{true, auth.Snapshot{State: auth.Offline}, signedIn, false},
		{false, signingIn, signedIn, false}, // a restored session, or the login window's
	} {
		a := newApp(slog.New(slog.DiscardHandler))
		if tt.outside {
			a.offersLink("http://127.0.0.1:1/go/once")
			a.offersLink("")
		}
		if got := a.returns(tt.before, tt.now); got != tt.want {
			t.Errorf("%v: from %v to %v: got %v", tt.outside, tt.before, tt.now, got)
		}
	}
}

func TestAssets(t *testing.T) {
	a := newApp(slog.New(slog.DiscardHandler))
	handler := secureHeaders(assetHandler(a))
	get := func(method, path string) *httptest.ResponseRecorder {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest(method, path, nil))
		return answer
	}
	if got := get(http.MethodGet, picturePrefix); got.Code != http.StatusNotFound {
		t.Errorf("without a picture: %d", got.Code)
	}
	a.picture, a.version = picture.Picture{Type: "image/png", Data: []byte("png")}, "v1"
	answer := get(http.MethodGet, a.picturePath())
	if answer.Code != http.StatusOK || answer.Body.String() != "png" || answer.Header().Get("Content-Type") != "image/png" {
		t.Errorf("got %d %v", answer.Code, answer.Header())
	}
	for _, directive := range []string{"default-src 'none'", "script-src 'self'", "frame-src 'none'", "base-uri 'none'"} {
		if !strings.Contains(answer.Header().Get("Content-Security-Policy"), directive) {
			t.Errorf("W-CSP: %s is missing", directive)
		}
	}
	for _, path := range []string{picturePrefix + "v0", picturePrefix, "/"} {
		if got := get(http.MethodGet, path); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.Code)
		}
	}
	if got := get(http.MethodPost, a.picturePath()); got.Code != http.StatusNotFound {
		t.Errorf("POST: %d", got.Code)
	}
	a.forgetPicture()
	if a.picturePath() != "" {
		t.Error("the picture outlives the profile")
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
