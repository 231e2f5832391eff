// Package menu is the menu of the main window.
package menu

import (
	"runtime"
	"sync"

	"github.com/wailsapp/wails/v2/pkg/menu"
	"github.com/wailsapp/wails/v2/pkg/menu/keys"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/app/bridge"
	"wails-openid-oauth/internal/mainwindow"
	"wails-openid-oauth/internal/zoom"
)

// Actions are what the items do. Each is called on a goroutine of its own.
type Actions struct {
	Settings, LogIn, LogOut, Quit, Reload, OpenLogFolder, About func()
	// Update shows the menu anew after an item was enabled or disabled. Package mainwindow does it on Linux.
	Update func()
}

// Menu is the menu. Make one with [New].
type Menu struct {
	// Native is what Wails shows.
	Native        *menu.Menu
	logIn, logOut *menu.MenuItem
	update        func()

	mu   sync.Mutex
	zoom int // an index of zoom.Levels
}

// New makes the menu. Nobody can log in or out before [Menu.Follow].
func New(do Actions) *Menu {
	m := &Menu{Native: menu.NewMenu(), update: do.Update, zoom: zoom.Normal}
	if runtime.GOOS == "darwin" {
		m.Native.Append(menu.AppMenu())
	}
	file := m.Native.AddSubmenu("File")
	file.AddText("Settings…", keys.CmdOrCtrl(","), call(do.Settings))
	file.AddSeparator()
	m.logIn = file.AddText("Log in", nil, call(do.LogIn)).Disable()
	m.logOut = file.AddText("Log out", nil, call(do.LogOut)).Disable()
	if runtime.GOOS != "darwin" { // where the menu of the app has it
		file.AddSeparator()
		file.AddText("Quit", keys.CmdOrCtrl("q"), call(do.Quit))
	}
	m.addEdit()
	view := m.Native.AddSubmenu("View")
	view.AddText("Reload", keys.CmdOrCtrl("r"), call(do.Reload))
	if mainwindow.Supported {
		view.AddSeparator()
		view.AddText("Zoom in", keys.CmdOrCtrl("+"), call(func() { m.zoomBy(1) }))
		view.AddText("Zoom out", keys.CmdOrCtrl("-"), call(func() { m.zoomBy(-1) }))
		view.AddText("Normal size", keys.CmdOrCtrl("0"), call(func() { m.zoomBy(0) }))
	}
	help := m.Native.AddSubmenu("Help")
	help.AddText("Open log folder", nil, call(do.OpenLogFolder))
	help.AddSeparator()
	help.AddText("About", nil, call(do.About))
	return m
}

func call(do func()) menu.Callback { return func(*menu.CallbackData) { do() } }

// editing are the items of the menu Edit on Linux, where Wails has no role for it.
var editing = []struct{ label, command, key string }{
	{"Undo", "Undo", "<Control>z"}, {"Redo", "Redo", "<Control><Shift>z"}, {},
	{"Cut", "Cut", "<Control>x"}, {"Copy", "Copy", "<Control>c"}, {"Paste", "Paste", "<Control>v"}, {},
	{"Select all", "SelectAll", "<Control>a"},
}

// addEdit adds the menu Edit. On Windows the page has the keys for it, and there is no way to have the page edit.
func (m *Menu) addEdit() {
	if runtime.GOOS == "darwin" {
		m.Native.Append(menu.EditMenu())
	}
	if !mainwindow.Supported {
		return
	}
	edit := m.Native.AddSubmenu("Edit")
	for _, item := range editing {
		if item.label == "" {
			edit.AddSeparator()
			continue
		}
		edit.AddText(item.label, nil, call(func() { mainwindow.Edit(item.command) }))
	}
}

// Complete adds the keys that Wails cannot add. Call it when the main window is guarded. The page has the keys of the menu Edit, so that
// a key never overtakes the ones before it.
func (m *Menu) Complete() {
	for _, item := range editing {
		if item.label != "" {
			mainwindow.ShowKey(item.label, item.key)
		}
	}
	for _, more := range [][2]string{
		{"Reload", "F5"}, {"Zoom in", "<Control>equal"}, {"Zoom in", "<Control>KP_Add"}, {"Zoom out", "<Control>KP_Subtract"},
		{"Normal size", "<Control>KP_0"},
	} {
		mainwindow.AddKey(more[0], more[1])
	}
}

// Follow enables what a session allows.
func (m *Menu) Follow(s bridge.Session) {
	canLogIn, canLogOut := allows(s)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.logIn.Disabled != canLogIn && m.logOut.Disabled != canLogOut {
		return
	}
	m.logIn.Disabled, m.logOut.Disabled = !canLogIn, !canLogOut
	mainwindow.Enable(m.logIn.Label, canLogIn)
	mainwindow.Enable(m.logOut.Label, canLogOut)
	if !mainwindow.Supported {
		m.update()
	}
}

// allows says whether the page has the buttons for both.
func allows(s bridge.Session) (logIn, logOut bool) {
	switch s.State {
	case auth.SignedIn.String(), auth.Offline.String():
		return false, true
	case auth.Expired.String():
		return s.CanLogIn, true
	case auth.SignedOut.String(), auth.KeyringLocked.String():
		return s.CanLogIn, false
	case auth.SigningIn.String():
		return false, s.Remembered != nil
	}
	return false, false
}

// zoomBy changes the size of the page by a step, or back to the normal one for 0.
func (m *Menu) zoomBy(step int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.zoom = max(0, min(m.zoom+step, len(zoom.Levels)-1))
	if step == 0 {
		m.zoom = zoom.Normal
	}
	mainwindow.Zoom(zoom.Levels[m.zoom])
}
