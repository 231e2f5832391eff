package mainwindow

import (
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	user32              = windows.NewLazySystemDLL("user32.dll")
	enumWindows         = user32.NewProc("EnumWindows")
	flashWindow         = user32.NewProc("FlashWindowEx")
	getClassName        = user32.NewProc("GetClassNameW")
	getForegroundWindow = user32.NewProc("GetForegroundWindow")
	getWindowProcess    = user32.NewProc("GetWindowThreadProcessId")
	setForegroundWindow = user32.NewProc("SetForegroundWindow")
)

// class is that of Wails' windows.
const class = "wailsWindow"

func processOf(hwnd uintptr) (process uint32) {
	_, _, _ = getWindowProcess.Call(hwnd, uintptr(unsafe.Pointer(&process)))
	return process
}

// found gets the window of Wails in this process.
var found = make(chan uintptr, 1)

var find = windows.NewCallback(func(hwnd, _ uintptr) uintptr {
	name := make([]uint16, 64)
	_, _, _ = getClassName.Call(hwnd, uintptr(unsafe.Pointer(&name[0])), uintptr(len(name)))
	if processOf(hwnd) != uint32(os.Getpid()) || windows.UTF16ToString(name) != class {
		return 1 // go on
	}
	select {
	case found <- hwnd:
	default:
	}
	return 0
})

// Present brings the window to the front. If Windows does not allow that, because the user works in another program, the window asks
// for attention in the taskbar.
func Present() {
	_, _, _ = enumWindows.Call(find, 0)
	select {
	case hwnd := <-found:
		_, _, _ = setForegroundWindow.Call(hwnd)
		if !Active() {
			flash(hwnd)
		}
	default:
	}
}

// flash lets the window's button in the taskbar flash until the user turns to it.
func flash(hwnd uintptr) {
	const tray, untilForeground = 2, 12
	info := struct {
		size  uint32
		hwnd  uintptr
		flags uint32
		count uint32
		pause uint32
	}{hwnd: hwnd, flags: tray | untilForeground}
	info.size = uint32(unsafe.Sizeof(info))
	_, _, _ = flashWindow.Call(uintptr(unsafe.Pointer(&info)))
}

// Active reports whether the user works in a window of this process.
func Active() bool {
	front, _, _ := getForegroundWindow.Call()
	return front != 0 && processOf(front) == uint32(os.Getpid())
}
