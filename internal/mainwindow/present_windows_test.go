package mainwindow

import (
	"runtime"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// open makes a window of a class, and serves it until the test ends. It returns after the window is shown.
func open(t *testing.T, name string) uintptr {
	t.Helper()
	shown, end := make(chan uintptr), make(chan struct{})
	t.Cleanup(func() { close(end) })
	text, err := windows.UTF16PtrFromString(name)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		runtime.LockOSThread()
		c := struct {
			style                              uint32
			proc                               uintptr
			classExtra, windowExtra            int32
			instance, icon, cursor, background uintptr
			menu, name                         *uint16
		}{proc: user32.NewProc("DefWindowProcW").Addr(), name: text}
		_, _, _ = user32.NewProc("RegisterClassW").Call(uintptr(unsafe.Pointer(&c)))
		const overlapped = 0x10CF0000 // visible
		hwnd, _, _ := user32.NewProc("CreateWindowExW").Call(0, uintptr(unsafe.Pointer(text)), uintptr(unsafe.Pointer(text)), overlapped,
			50, 50, 300, 200, 0, 0, 0, 0)
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
				more, _, _ = user32.NewProc("PeekMessageW").Call(uintptr(unsafe.Pointer(&message)), 0, 0, 0, 1)
				if more != 0 {
					_, _, _ = user32.NewProc("DispatchMessageW").Call(uintptr(unsafe.Pointer(&message)))
				}
			}
		}
	}()
	return <-shown
}

func TestPresent(t *testing.T) {
	app, other := open(t, class), open(t, "another")
	if app == 0 || other == 0 {
		t.Skip("no window can be made here")
	}
	_, _, _ = setForegroundWindow.Call(other)
	// A window manager gives a new window the focus some time later, so one call may come too early.
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		Present()
		if front, _, _ := getForegroundWindow.Call(); front == app {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the window of the app is not in front")
		}
	}
	if !Active() {
		t.Error("the app is not active")
	}
}
