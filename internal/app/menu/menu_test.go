package menu

import (
	"runtime"
	"testing"

	"github.com/wailsapp/wails/v2/pkg/menu"

	"wails-openid-oauth/internal/app/bridge"
	"wails-openid-oauth/internal/zoom"
)

// items are the items that can be chosen, by their labels.
func items(m *menu.Menu, all map[string]*menu.MenuItem) map[string]*menu.MenuItem {
	for _, item := range m.Items {
		if item.SubMenu != nil {
			items(item.SubMenu, all)
		} else if item.Click != nil {
			all[item.Label] = item
		}
	}
	return all
}

// TestItems: every item does what it says.
func TestItems(t *testing.T) {
	did := map[string]int{}
	note := func(what string) func() { return func() { did[what]++ } }
	m := New(Actions{
		Settings: note("Settings…"), LogIn: note("Log in"), LogOut: note("Log out"), Quit: note("Quit"), Reload: note("Reload"),
		OpenLogFolder: note("Open log folder"), About: note("About"), Update: func() {},
	})
	all := items(m.Native, map[string]*menu.MenuItem{})
	for label := range map[string]bool{"Settings…": true, "Log in": true, "Log out": true, "Quit": true, "Reload": true, "Open log folder": true, "About": true} {
		if all[label] == nil {
			t.Errorf("there is no %s", label)
			continue
		}
		all[label].Click(nil)
		if did[label] != 1 || len(did) != 1 {
			t.Errorf("%s: %v", label, did)
		}
		clear(did)
	}
	if runtime.GOOS != "linux" {
		return
	}
	for _, label := range []string{"Undo", "Redo", "Cut", "Copy", "Paste", "Select all", "Zoom in", "Zoom out", "Normal size"} {
		if all[label] == nil {
			t.Errorf("there is no %s", label)
		}
	}
	keys := map[string]string{}
	for label, item := range all {
		if item.Accelerator == nil {
			continue
		}
		if other := keys[item.Accelerator.Key]; other != "" {
			t.Errorf("%s and %s have the same key", label, other)
		}
		keys[item.Accelerator.Key] = label
	}
}

func TestFollow(t *testing.T) {
	ada := &bridge.Profile{Name: "Ada"}
	m := New(Actions{Update: func() {}})
	for _, tt := range []struct {
		session       bridge.Session
		logIn, logOut bool
	}{
		{bridge.Session{State: "signed-out", CanLogIn: true}, true, false},
		{bridge.Session{State: "signed-out"}, false, false},
		{bridge.Session{State: "signing-in", CanLogIn: true}, false, false},
		{bridge.Session{State: "signing-in", CanLogIn: true, Remembered: ada}, false, true},
		{bridge.Session{State: "signed-in", CanLogIn: true}, false, true},
		{bridge.Session{State: "offline", CanLogIn: true}, false, true},
		{bridge.Session{State: "expired", CanLogIn: true}, true, true},
		{bridge.Session{State: "keyring-locked", CanLogIn: true}, true, false},
		{bridge.Session{State: "signing-out", CanLogIn: true, Remembered: ada}, false, false},
	} {
		m.Follow(tt.session)
		if m.logIn.Disabled == tt.logIn || m.logOut.Disabled == tt.logOut {
			t.Errorf("%+v: log in %t, log out %t", tt.session, !m.logIn.Disabled, !m.logOut.Disabled)
		}
	}
}

// TestZoom: the sizes have ends, and a way back.
func TestZoom(t *testing.T) {
	m := New(Actions{})
	for _, tt := range []struct{ step, times, want int }{{1, 1, 110}, {1, 20, 300}, {-1, 1, 250}, {-1, 20, 50}, {0, 1, 100}} {
		for range tt.times {
			m.zoomBy(tt.step)
		}
		if got := zoom.Levels[m.zoom]; got != tt.want {
			t.Errorf("%d steps of %d: %d, want %d", tt.times, tt.step, got, tt.want)
		}
	}
}
