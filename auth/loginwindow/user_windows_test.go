package loginwindow_test

import (
	"os"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"

	"wails-openid-oauth/auth/loginwindow"
)

func init() {
	unlike["TestAKeyOfThePage"] = "WebView2 gives keys to the app before the page, and does not say whether the page uses one"
	unlike["TestWhatTheWindowCannotDo/print"] = "WebView2 tells the app nothing of print(), and prints itself"
}

// desktop is a user in front of Windows, or of Wine.
type desktop struct{ *stage }

// sitDown makes a stage with a provider on this machine, and the user in front of it. No cookie of an earlier test is there. The
// stand-in must have nothing to complain of.
func sitDown(t *testing.T, options loginwindow.Options) (*stage, user) {
	t.Helper()
	s := newLocalStage(t, options)
	if log := os.Getenv("WEBVIEW2_STANDIN_LOG"); log != "" {
		_ = os.Truncate(log, 0)
		t.Cleanup(func() {
			s.window.Close()
			said, err := os.ReadFile(log)
			if err != nil && !os.IsNotExist(err) || strings.Contains(string(said), "FAULT") {
				t.Errorf("the stand-in for WebView2: %v\n%s", err, said)
			} else if t.Failed() {
				t.Logf("the stand-in for WebView2:\n%s", said)
			}
		})
	}
	return s, desktop{s}
}

var (
	user32            = windows.NewLazySystemDLL("user32.dll")
	pEnumWindows      = user32.NewProc("EnumWindows")
	pEnumChildWindows = user32.NewProc("EnumChildWindows")
	pGetClassName     = user32.NewProc("GetClassNameW")
	pGetWindowText    = user32.NewProc("GetWindowTextW")
	pGetWindowThread  = user32.NewProc("GetWindowThreadProcessId")
	pGetWindowRect    = user32.NewProc("GetWindowRect")
	pIsWindowEnabled  = user32.NewProc("IsWindowEnabled")
	pIsWindowVisible  = user32.NewProc("IsWindowVisible")
	pPostMessage      = user32.NewProc("PostMessageW")
	pSendInput        = user32.NewProc("SendInput")
	pSendMessage      = user32.NewProc("SendMessageW")
	pSetCursorPos     = user32.NewProc("SetCursorPos")
	pSetForeground    = user32.NewProc("SetForegroundWindow")
	pGetForeground    = user32.NewProc("GetForegroundWindow")
)

// collected is what collect has found.
var collected []uintptr

var collect = syscall.NewCallback(func(hwnd, _ uintptr) uintptr {
	collected = append(collected, hwnd)
	return 1
})

func all(enumerate func()) []uintptr {
	collected = nil
	enumerate()
	return collected
}

func class(h uintptr) string {
	text := make([]uint16, 100)
	_, _, _ = pGetClassName.Call(h, uintptr(unsafe.Pointer(&text[0])), uintptr(len(text)))
	return windows.UTF16ToString(text)
}

func title(h uintptr) string {
	text := make([]uint16, 1000)
	_, _, _ = pGetWindowText.Call(h, uintptr(unsafe.Pointer(&text[0])), uintptr(len(text)))
	return windows.UTF16ToString(text)
}

func seen(h uintptr) bool {
	r, _, _ := pIsWindowVisible.Call(h)
	return r != 0
}

// toplevels are the windows of this process that are seen.
func toplevels(of string) (own []uintptr) {
	for _, h := range all(func() { _, _, _ = pEnumWindows.Call(collect, 0) }) {
		var process uint32
		_, _, _ = pGetWindowThread.Call(h, uintptr(unsafe.Pointer(&process)))
		if process == uint32(os.Getpid()) && class(h) == of && seen(h) {
			own = append(own, h)
		}
	}
	return own
}

func children(h uintptr) []uintptr {
	return all(func() { _, _, _ = pEnumChildWindows.Call(h, collect, 0) })
}

// isPage reports whether a child window shows a page: of the stand-in, or of WebView2 itself.
func isPage(h uintptr) bool {
	return class(h) == "WebView2StandInPage" || class(h) == "Chrome_WidgetWin_0"
}

func (d desktop) windows() (list []shown) {
	for _, h := range toplevels("LoginWindow") {
		w := shown{title: title(h)}
		for _, child := range children(h) {
			switch {
			case !seen(child):
			case isPage(child):
				w.page = true
			case title(child) != "":
				w.texts = append(w.texts, strings.ReplaceAll(title(child), "&", ""))
			}
		}
		list = append(list, w)
	}
	return list
}

// window returns the topmost window whose title begins so, or 0.
func (d desktop) window(begin string) uintptr {
	for _, h := range toplevels("LoginWindow") {
		if strings.HasPrefix(title(h), begin) {
			return h
		}
	}
	return 0
}

func (d desktop) press(window, label string) bool {
	const click = 0xF5 // BM_CLICK
	for _, child := range children(d.window(window)) {
		if enabled, _, _ := pIsWindowEnabled.Call(child); enabled == 0 || class(child) != "Button" || !seen(child) {
			continue
		}
		if strings.ReplaceAll(title(child), "&", "") == label {
			_, _, _ = pPostMessage.Call(child, click, 0, 0)
			return true
		}
	}
	return false
}

func (d desktop) close(window string) {
	const closes = 0x10 // WM_CLOSE
	_, _, _ = pPostMessage.Call(d.window(window), closes, 0, 0)
}

// front raises a window, and reports whether it has the keyboard.
func (d desktop) front(h uintptr) bool {
	_, _, _ = pSetForeground.Call(h)
	now, _, _ := pGetForeground.Call()
	return h != 0 && now == h
}

func (d desktop) click(window string) bool {
	h := d.window(window)
	if !d.front(h) {
		return false
	}
	for _, child := range children(h) {
		if !isPage(child) || !seen(child) {
			continue
		}
		var r struct{ left, top, right, bottom int32 }
		_, _, _ = pGetWindowRect.Call(child, uintptr(unsafe.Pointer(&r)))
		_, _, _ = pSetCursorPos.Call(uintptr((r.left+r.right)/2), uintptr((r.top+r.bottom)/2))
		sendMouse(0x0002) // MOUSEEVENTF_LEFTDOWN
		sendMouse(0x0004) // MOUSEEVENTF_LEFTUP
		return true
	}
	return false
}

// The keys of the tests, as virtual keys. The first ones are held.
var keys = map[string][]uint16{"Escape": {0x1B}, "Return": {0x0D}, "Back": {0x12, 0x25}, "Reload": {0x74}, "Plus": {0x11, 0xBB},
	"Minus": {0x11, 0xBD}, "x": {'X'}}

func (d desktop) key(window, name string) {
	d.Helper()
	d.eventually("keyboard in the window of "+window, func() bool {
		if dialogs := toplevels("#32770"); len(dialogs) > 0 {
			return d.front(dialogs[0])
		}
		return d.front(d.window(window))
	})
	sendKeys(keys[name])
}

// password fills in the fields from the program, as a password manager does, and presses the button.
func (d desktop) password(window, name, password string) {
	d.Helper()
	const setText = 0x0C // WM_SETTEXT
	var fields []uintptr
	d.eventually("two fields", func() bool {
		fields = nil
		for _, child := range children(d.window(window)) {
			if class(child) == "Edit" && seen(child) {
				fields = append(fields, child)
			}
		}
		return len(fields) == 2
	})
	for i, text := range []string{name, password} {
		p, err := windows.UTF16PtrFromString(text)
		if err != nil {
			d.Fatal(err)
		}
		_, _, _ = pSendMessage.Call(fields[i], setText, 0, uintptr(unsafe.Pointer(p)))
	}
	d.eventually("button of the form", func() bool { return d.press(window, "Log in") })
}

// input is INPUT, of a key or of the mouse.
type input struct {
	kind uint32
	_    uint32
	data [32]byte
}

func sendInput(one input) {
	_, _, _ = pSendInput.Call(1, uintptr(unsafe.Pointer(&one)), unsafe.Sizeof(one))
}

func sendMouse(flags uint32) {
	one := input{kind: 0}
	*(*uint32)(unsafe.Pointer(&one.data[12])) = flags
	sendInput(one)
}

func sendKeys(list []uint16) {
	const up = 2
	key := func(key uint16, flags uint32) {
		one := input{kind: 1}
		*(*uint16)(unsafe.Pointer(&one.data[0])) = key
		*(*uint32)(unsafe.Pointer(&one.data[4])) = flags
		sendInput(one)
	}
	for _, k := range list {
		key(k, 0)
	}
	for i := range list {
		key(list[len(list)-1-i], up)
	}
}
