//go:build cgo && !gnustep

package loginwindow_test

import (
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"wails-openid-oauth/auth/loginwindow"
	"wails-openid-oauth/auth/loginwindow/internal/gtkloop"
)

// property returns a property of the X window of the provider's page, without its name.
func (b *bench) property(id, name string) string {
	b.Helper()
	out, err := exec.CommandContext(b.Context(), "xprop", "-id", id, name).CombinedOutput()
	if err != nil {
		b.Fatalf("xprop: %v\n%s", err, out)
	}
	return strings.TrimSpace(string(out))
}

// A login window opens over the middle of the app's window, wholly on the screen, belongs to it, and has its icon. While the app's
// window is hidden or minimised, the login window belongs to none.
func TestTheAppsWindow(t *testing.T) {
	const screenWidth, screenHeight = 1280, 800
	for name, tt := range map[string]struct {
		x, y, width, height int
		shown, minimised    bool
		wantX, wantY        int
	}{
		"in the middle": {140, 100, 1000, 600, true, false, 140, 100},
		"smaller":       {300, 150, 700, 500, true, false, 150, 100},
		"at the corner": {700, 420, 500, 360, true, false, screenWidth - loginwindow.Width, screenHeight - loginwindow.Height},
		"at the top":    {0, 0, 400, 300, true, false, 0, 0},
		"hidden":        {0, 0, 400, 300, false, false, (screenWidth - loginwindow.Width) / 2, (screenHeight - loginwindow.Height) / 2},
		"minimised":     {0, 0, 400, 300, true, true, (screenWidth - loginwindow.Width) / 2, (screenHeight - loginwindow.Height) / 2},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			title := "app " + name
			t.Cleanup(gtkloop.App(title, tt.x, tt.y, tt.width, tt.height, tt.shown))
			app := ""
			if tt.shown {
				b.eventually("app's window in its place", func() bool {
					// This ends with an error if any window of the display closes meanwhile.
					got, err := runXdotool("search", "--onlyvisible", "--name", "^"+title+"$", "getwindowgeometry", "--shell")
					app, _, _ = strings.Cut(strings.TrimPrefix(got, "WINDOW="), "\n")
					return err == nil && strings.Contains(got, fmt.Sprintf("\nX=%d\nY=%d\n", tt.x, tt.y))
				})
			}
			if tt.minimised { // There is no window manager. It would say so in this way.
				out, err := exec.CommandContext(t.Context(), "xprop", "-id", app, "-f", "_NET_WM_STATE", "32a", "-set", "_NET_WM_STATE",
					"_NET_WM_STATE_HIDDEN").CombinedOutput()
				if err != nil {
					t.Fatalf("xprop: %v\n%s", err, out)
				}
				b.eventually("minimised window of the app", func() bool { return strings.Contains(gtkloop.Seen(), "title: "+title+" (minimised)\n") })
			}
			b.page("/login", `<script>onload = () => fetch('/loaded')</script>`)
			loaded := b.signal("/loaded")
			done := b.open(t.Context(), "/login", false)
			receive(b, "page", loaded)
			geometry := b.onWindow("getwindowgeometry", "--shell")
			if want := fmt.Sprintf("\nX=%d\nY=%d\n", tt.wantX, tt.wantY); !strings.Contains(geometry, want) {
				t.Errorf("the login window is at %q, want %q", geometry, want)
			}
			id := strings.TrimPrefix(strings.Fields(geometry)[0], "WINDOW=")
			if got := b.property(id, "_NET_WM_ICON"); !strings.Contains(got, "16 x 16") {
				t.Errorf("the login window has no icon of the app: %s", got)
			}
			transient := b.property(id, "WM_TRANSIENT_FOR")
			number, _ := strconv.Atoi(app)
			if belongs := strings.HasSuffix(transient, "window id # 0x"+strconv.FormatInt(int64(number), 16)); belongs != (tt.shown && !tt.minimised) {
				t.Errorf("the login window belongs to %q, want the app's: %v", transient, !belongs)
			}
			gtkloop.Close(b.host())
			receive(b, "result", done)
		})
	}
}

// Another window of this package is not the app's window, even if it is the only one.
func TestALoginWindowIsNotTheAppsWindow(t *testing.T) {
	b := newBench(t)
	b.page("/login", `<script>onload = () => fetch('/loaded')</script>`)
	loaded := b.signal("/loaded")
	open := func(host string) (id string, end func()) {
		b.web.Name(host)
		b.origin, b.window = "https://"+host, loginwindow.New(loginwindow.Options{})
		done := b.open(t.Context(), "/login", false)
		receive(b, "page", loaded)
		id = strings.TrimPrefix(strings.Fields(b.onWindow("getwindowgeometry", "--shell"))[0], "WINDOW=")
		return id, func() { gtkloop.Close(host); receive(b, "result", done) }
	}
	_, endFirst := open("first.example")
	id, endSecond := open("second.example")
	if transient := b.property(id, "WM_TRANSIENT_FOR"); strings.Contains(transient, "window id") {
		t.Errorf("the second login window belongs to %s", transient)
	}
	endSecond()
	endFirst()
}
