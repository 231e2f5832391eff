package bridge

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/apiclient"
	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/systembrowser"
	"wails-openid-oauth/internal/app/settings"
	"wails-openid-oauth/internal/config"
)

func TestFaultOf(t *testing.T) {
	setting := &config.Error{Place: "env-variables.json", Key: "clientId", Problem: "is missing", Remedy: "Set it"}
	tests := []struct {
		err  error
		want Fault
	}{
		{auth.ErrCancelled, Fault{Code: "cancelled"}},
		{auth.NewErrorPage("op.example", 400, "", ""), Fault{Code: "error_page", Message: "op.example answered 400"}},
		{auth.NewErrorPage("op.example", 503, "", ""), Fault{Code: "busy"}},
		{auth.ErrTimeout, Fault{Code: "timeout"}},
		{systembrowser.ErrNotStarted, Fault{Code: "no_browser"}},
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
		{&auth.Error{Code: "access_denied", Description: "no"}, Fault{Code: "access_denied", Message: "no"}},
		{&auth.Error{Code: "server_error"}, Fault{Code: "provider_error", Message: "server_error"}},
		{&auth.Error{Code: "invalid_scope", Description: "unknown"}, Fault{Code: "scope", Message: "invalid_scope: unknown"}},
		{&auth.Error{Code: "invalid_client"}, Fault{Code: "client", Message: "invalid_client"}},
		{&auth.Error{Code: "unauthorized_client"}, Fault{Code: "client", Message: "unauthorized_client"}},
		{&auth.Error{Code: "invalid_target"}, Fault{Code: "target", Message: "invalid_target"}},
		{&auth.Error{Code: "unmet_authentication_requirements"}, Fault{Code: "authentication", Message: "unmet_authentication_requirements"}},
		{fmt.Errorf("%w: %w", auth.ErrOffline, auth.ErrBusy), Fault{Code: "busy"}},
		{fmt.Errorf("%w: %w", auth.ErrOffline, &auth.Detail{Err: auth.ErrPortal, Text: "op answered 200"}), Fault{Code: "portal", Message: "op answered 200"}},
		{fmt.Errorf("%w: %w", auth.ErrOffline, &auth.Detail{Err: auth.ErrTLS, Text: "op: expired"}), Fault{Code: "tls", Message: "op: expired"}},
		{fmt.Errorf("%w: %w", auth.ErrProvider, &auth.Detail{Err: auth.ErrIssuer, Text: "a\nb"}), Fault{Code: "issuer", Message: "a\nb"}},
		{fmt.Errorf("%w: %w", auth.ErrProvider, &auth.Detail{Err: auth.ErrDiscovery, Text: "op answered 404"}), Fault{Code: "discovery", Message: "op answered 404"}},
		{fmt.Errorf("%w: %w", auth.ErrProvider, &auth.Detail{Err: auth.ErrRedirected, Text: "to"}), Fault{Code: "redirected", Message: "to"}},
		{fmt.Errorf("%w: %w", auth.ErrProvider, auth.ErrKeys), Fault{Code: "keys"}},
		{fmt.Errorf("%w: %w", auth.ErrIDToken, &auth.Detail{Err: auth.ErrSigningAlg, Text: "RS256"}), Fault{Code: "signing_alg", Message: "RS256"}},
		{fmt.Errorf("%w: %w: %w", auth.ErrIDToken, auth.ErrForeign, &auth.Detail{Err: auth.ErrAudience, Text: "x"}), Fault{Code: "audience", Message: "x"}},
		{fmt.Errorf("%w: %w", auth.ErrIDToken, auth.ErrAuthentication), Fault{Code: "authentication"}},
		{fmt.Errorf("%w: %w", auth.ErrCancelled, auth.ErrResponseMode), Fault{Code: "response_mode"}},
		{fmt.Errorf("%w: %w", auth.ErrLoginRequired, auth.ErrNoRefreshToken), Fault{Code: "login_required"}},
		{fmt.Errorf("%w: %w", auth.ErrStore, errors.New("dbus: raw")), Fault{Code: "keyring"}},
		{auth.ErrRejected, Fault{Code: "api_unauthorized"}},
		{setting, Fault{Code: "config", Message: "env-variables.json: clientId is missing. Set it"}},
		{config.ErrNothing, Fault{Code: "config", Message: "nothing is configured"}},
		{config.ErrFixed, Fault{Code: "config", Message: config.ErrFixed.Error()}},
		{fmt.Errorf("%w: no space", config.ErrNotSaved), Fault{Code: "not_saved", Message: "the settings could not be saved: no space"}},
		{settings.ErrSignedIn, Fault{Code: "test_signed_in"}},
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
		{&apiclient.Error{Kind: apiclient.TooLarge}, Fault{Code: "api_too_large"}},
		{&apiclient.Error{Kind: apiclient.BadAnswer}, Fault{Code: "api_bad_answer"}},
		{errors.New("a secret detail"), Fault{Code: "internal"}},
	}
	words, err := os.ReadFile("../../../frontend/js/words.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.err.Error(), func(t *testing.T) {
			got := FaultOf(fmt.Errorf("around: %w", tt.err))
			got.Message = strings.TrimPrefix(got.Message, "around: ")
			if diff := cmp.Diff(tt.want, *got); diff != "" {
				t.Error(diff)
			}
			if !strings.Contains(string(words), got.Code) {
				t.Errorf("frontend/js/words.js has no words for %q", got.Code)
			}
			var crossed Fault
			if err := json.Unmarshal([]byte(FormatError(tt.err).(string)), &crossed); err != nil || crossed != tt.want {
				t.Errorf("the page gets %+v, %v", crossed, err)
			}
		})
	}
	if FaultOf(nil) != nil {
		t.Error("FaultOf(nil) is a fault, want nil")
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

func TestNewSession(t *testing.T) {
	profile := auth.Profile{Subject: "sub", Name: "Ada Lovelace", Email: "ada@demo.example", Picture: "https://pictures.example/ada.png"}
	remembered := auth.Profile{Subject: "sub", Name: "Ada Lovelace", Email: "ada@demo.example"}
	ada := &Profile{Name: "Ada Lovelace", Email: "ada@demo.example", Initials: "AL"}
	tests := []struct {
		name     string
		snapshot auth.Snapshot
		want     Session
	}{
		{"signed out", auth.Snapshot{}, Session{State: "signed-out"}},
		{"signed in", auth.Snapshot{State: auth.SignedIn, Profile: profile},
			Session{State: "signed-in", Profile: ada}},
		{"signed in, and the provider has not told the name yet",
			auth.Snapshot{State: auth.SignedIn, Profile: auth.Profile{Subject: "sub"}, Remembered: remembered}, Session{State: "signed-in", Profile: ada}},
		{"restoring", auth.Snapshot{State: auth.SigningIn, Step: auth.Restoring, Remembered: remembered},
			Session{State: "signing-in", Step: "restoring", Remembered: ada}},
		{"restoring, and nobody is remembered", auth.Snapshot{State: auth.SigningIn, Step: auth.Restoring},
			Session{State: "signing-in", Step: "restoring"}},
		{"offline", auth.Snapshot{State: auth.Offline, Profile: profile, Err: auth.ErrOffline},
			Session{State: "offline", Profile: ada, Error: &Fault{Code: "offline"}}},
		{"offline since the start", auth.Snapshot{State: auth.Offline, Remembered: remembered, Err: auth.ErrOffline},
			Session{State: "offline", Remembered: ada, Error: &Fault{Code: "offline"}}},
		{"offline since the start, and nobody is remembered", auth.Snapshot{State: auth.Offline, Err: auth.ErrOffline},
			Session{State: "offline", Error: &Fault{Code: "offline"}}},
		{"expired", auth.Snapshot{State: auth.Expired, Profile: profile, Err: auth.ErrLoginRequired},
			Session{State: "expired", Remembered: ada, Error: &Fault{Code: "login_required"}}},
		{"expired at the start", auth.Snapshot{State: auth.Expired, Remembered: remembered, Err: auth.ErrLoginRequired},
			Session{State: "expired", Remembered: ada, Error: &Fault{Code: "login_required"}}},
		{"without a keyring", auth.Snapshot{State: auth.SignedIn, Notice: auth.ErrStore},
			Session{State: "signed-in", Profile: &Profile{}, Notice: &Fault{Code: "keyring"}}},
		{"looking", auth.Snapshot{State: auth.SigningIn, Step: auth.Looking}, Session{State: "signing-in", Step: "looking"}},
		{"restoring", auth.Snapshot{State: auth.SigningIn, Step: auth.Restoring}, Session{State: "signing-in", Step: "restoring"}},
		{"logging in", auth.Snapshot{State: auth.SigningIn, Step: auth.LoggingIn}, Session{State: "signing-in", Step: "logging-in"}},
		{"with a locked keyring", auth.Snapshot{State: auth.KeyringLocked, Notice: locked()},
			Session{State: "keyring-locked", Notice: &Fault{Code: "keyring_locked", Message: "“Login”"}}},
		{"with a keyring that stays locked", auth.Snapshot{State: auth.KeyringLocked, Notice: locked(auth.ErrDismissed)},
			Session{State: "keyring-locked", CanUnlock: true, Notice: &Fault{Code: "keyring_dismissed", Message: "“Login”"}}},
		{"signed out, and still in a locked keyring", auth.Snapshot{Notice: locked(auth.ErrNotErased)},
			Session{State: "signed-out", CanUnlock: true, Notice: &Fault{Code: "still_locked", Message: "“Login”"}}},
		{"on a system without a keyring", auth.Snapshot{State: auth.SignedIn, Notice: &auth.Detail{Err: auth.ErrNoKeyring, Text: "none"}},
			Session{State: "signed-in", Profile: &Profile{}, Notice: &Fault{Code: "no_keyring", Message: "none"}}},
		{"without a refresh token", auth.Snapshot{State: auth.SignedIn, Notice: auth.ErrNoRefreshToken, Ends: time.Unix(1e9, 0)},
			Session{State: "signed-in", Profile: &Profile{}, Notice: &Fault{Code: "no_refresh_token", Message: "2001-09-09T01:46:40Z"}}},
		{"with a signed profile", auth.Snapshot{State: auth.SignedIn, Notice: fmt.Errorf("userinfo: %w", auth.ErrUserinfo)},
			Session{State: "signed-in", Profile: &Profile{}, Notice: &Fault{Code: "userinfo"}}},
		{"signing out", auth.Snapshot{State: auth.SigningOut}, Session{State: "signing-out"}},
		{"signed out, and still stored", auth.Snapshot{Notice: fmt.Errorf("%w: %w", auth.ErrNotErased, auth.ErrStore)},
			Session{State: "signed-out", Notice: &Fault{Code: "still_stored"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.Provider, tt.want.CanLogIn, tt.want.CanUseBrowser = "op.example", true, true
			if diff := cmp.Diff(tt.want, NewSession(tt.snapshot, Around{Provider: "op.example", CanUseBrowser: true})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// locked is the notice of a locked keyring, with others beside it.
func locked(beside ...error) error {
	return errors.Join(append(beside, auth.ErrStore, &auth.Detail{Err: auth.ErrKeyringLocked, Text: "“Login”"})...)
}

func TestNotice(t *testing.T) {
	for name, tt := range map[string]struct {
		notice   error
		reloaded bool
		want     string
	}{
		"nothing":             {nil, false, ""},
		"a page that stopped": {nil, true, "reloaded"},
		"what the session has to say comes before": {auth.ErrStore, true, "keyring"},
	} {
		got := ""
		if notice := NewSession(auth.Snapshot{Notice: tt.notice}, Around{Reloaded: tt.reloaded}).Notice; notice != nil {
			got = notice.Code
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
