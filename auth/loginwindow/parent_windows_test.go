package loginwindow_test

import (
	"runtime"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"

	"wails-openid-oauth/auth/loginwindow"
)

type area struct{ left, top, right, bottom int32 }

func placeOf(h uintptr) (r area) {
	_, _, _ = pGetWindowRect.Call(h, uintptr(unsafe.Pointer(&r)))
	return r
}

// appWindow makes a window at a place, as the app's own, and serves it until the test ends.
func appWindow(t *testing.T, left, top, width, height int) uintptr {
	t.Helper()
	shown, end := make(chan uintptr), make(chan struct{})
	t.Cleanup(func() { close(end) })
	name, err := windows.UTF16PtrFromString("STATIC")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		runtime.LockOSThread()
		const overlapped = 0x10CF0000 // visible
		hwnd, _, _ := user32.NewProc("CreateWindowExW").Call(0, uintptr(unsafe.Pointer(name)), uintptr(unsafe.Pointer(name)), overlapped,
			uintptr(left), uintptr(top), uintptr(width), uintptr(height), 0, 0, 0, 0)
		shown <- hwnd
		var message [64]byte
		for {
			select {
			case <-end:
				_, _, _ = user32.NewProc("DestroyWindow").Call(hwnd)
				return
			case <-time.After(5 * time.Millisecond):
			}
			for more := uintptr(1); more != 0; {
				if more, _, _ = user32.NewProc("PeekMessageW").Call(uintptr(unsafe.Pointer(&message)), 0, 0, 0, 1); more != 0 {
					_, _, _ = user32.NewProc("DispatchMessageW").Call(uintptr(unsafe.Pointer(&message)))
				}
			}
		}
	}()
	return <-shown
}

// The window opens over that of the app, within the screen, and does not belong to it: two threads with windows that belong together
// would wait for each other.
func TestTheWindowIsOverTheApp(t *testing.T) {
	for name, at := range map[string][4]int{"in the middle": {100, 60, 1100, 700}, "at the edge": {900, 500, 300, 200}} {
		t.Run(name, func(t *testing.T) {
			app := appWindow(t, at[0], at[1], at[2], at[3])
			p := play(t, loginwindow.Options{})
			p.page("/login", "Log in")
			done := p.open(t.Context(), "/login", false)
			p.sees(p.host())
			window := p.user.(desktop).window(p.host())
			over, own := placeOf(app), placeOf(window)
			screen, _, _ := user32.NewProc("GetSystemMetrics").Call(0)
			if name == "in the middle" && abs((over.left+over.right)-(own.left+own.right)) > 4 {
				t.Errorf("the window is at %v, and that of the app at %v", own, over)
			}
			if own.left < 0 || own.top < 0 || own.right > int32(screen) {
				t.Errorf("the window leaves the screen: %v", own)
			}
			const owner = 4 // GW_OWNER
			if h, _, _ := user32.NewProc("GetWindow").Call(window, owner); h != 0 {
				t.Error("the window belongs to another one")
			}
			p.leave(done)
		})
	}
}

func abs(n int32) int32 { return max(n, -n) }

// A narrow window shows the end of the origin, which says whose it is.
func TestTheOriginHasRoomForTheEndOfTheHost(t *testing.T) {
	p := play(t, loginwindow.Options{Alternative: true})
	p.page("/login", "Log in")
	done := p.open(t.Context(), "/login", false)
	p.sees(p.host())
	window := p.user.(desktop).window(p.host())
	const noMove, noOrder = 2, 4
	_, _, _ = user32.NewProc("SetWindowPos").Call(window, 0, 0, 0, 420, 300, noMove|noOrder)
	p.eventually("end of the origin alone", func() bool {
		w, ok := p.at(p.host())
		return ok && w.says("…") && w.says("(not encrypted)")
	})
	p.leave(done)
}
