package loginwindow_test

import (
	"testing"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"

	"wails-openid-oauth/auth/loginwindow"
)

// choose sets the user's choice of light or dark apps until the test ends.
func choose(t *testing.T, light uint32) {
	t.Helper()
	const path, name = `Software\Microsoft\Windows\CurrentVersion\Themes\Personalize`, "AppsUseLightTheme"
	key, _, err := registry.CreateKey(registry.CURRENT_USER, path, registry.QUERY_VALUE|registry.SET_VALUE)
	if err != nil {
		t.Fatal(err)
	}
	before, _, had := key.GetIntegerValue(name)
	if err := key.SetDWordValue(name, light); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if had == nil {
			_ = key.SetDWordValue(name, uint32(before))
		} else {
			_ = key.DeleteValue(name)
		}
		key.Close()
	})
}

// shade returns how light the window is below its frame: 0 is black, 255 white.
func shade(window uintptr) int {
	gdi := windows.NewLazySystemDLL("gdi32.dll")
	dc, _, _ := user32.NewProc("GetDC").Call(window)
	defer user32.NewProc("ReleaseDC").Call(window, dc)
	color, _, _ := gdi.NewProc("GetPixel").Call(dc, 3, 3)
	return int(color & 0xFF)
}

// The native parts have the colors that the user has chosen, in a notice and around a page.
func TestTheColorsOfTheDesktop(t *testing.T) {
	for name, tt := range map[string]struct {
		light uint32
		dark  bool
	}{"light": {1, false}, "dark": {0, true}} {
		t.Run(name, func(t *testing.T) {
			choose(t, tt.light)
			p := play(t, loginwindow.Options{})
			p.page("/login", "Log in")
			done := p.open(t.Context(), "/login", false)
			p.sees(p.host())
			p.eventually("color of the desktop", func() bool { return (shade(p.user.(desktop).window(p.host())) < 100) == tt.dark })
			p.leave(done)
		})
	}
}
