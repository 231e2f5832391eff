package loginwindow

import (
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// The app's own window is found without help: it is a window of this process that is none of the package's own. A login window is
// over it and has its icon, but does not belong to it, because that would tie the threads of both together.

// found is the result of onWindow, which runs only on the thread of the windows.
var found uintptr

var onWindow = windows.NewCallback(func(hwnd, _ uintptr) uintptr {
	var process uint32
	_, _, _ = pGetWindowThread.Call(hwnd, uintptr(unsafe.Pointer(&process)))
	owner, _, _ := pGetWindow.Call(hwnd, gwOwner)
	if process != uint32(os.Getpid()) || panes[hwnd] != nil || owner != 0 || !visible(hwnd) {
		return 1 // go on
	}
	found = hwnd
	return 0
})

// appWindow returns the frontmost visible window of the app, or 0.
func appWindow() uintptr {
	found = 0
	_, _, _ = pEnumWindows.Call(onWindow, 0)
	return found
}

// place gives the window its size, in the middle of the window that it belongs to, or of the screen.
func (w *pane) place(width int32) {
	over := appWindow()
	if w.opener != nil {
		over = w.opener.hwnd
	}
	if iconic, _, _ := pIsIconic.Call(over); iconic != 0 {
		over = 0
	}
	area := workArea(over)
	around := area
	if over != 0 {
		around = windowRect(over)
	}
	d := w.dpi()
	frame := rect{0, 0, width * d / usualDPI, Height * d / usualDPI}
	if pAdjustWindowRect.Find() == nil {
		_, _, _ = pAdjustWindowRect.Call(uintptr(unsafe.Pointer(&frame)), wsOverlappedWindow, 0, 0, uintptr(d))
	}
	move(w.hwnd, within(min(frame.width(), area.width()), min(frame.height(), area.height()), around, area))
}

// within returns a rectangle in the middle of another one, within an area.
func within(width, height int32, around, area rect) rect {
	x := around.left + (around.width()-width)/2
	y := around.top + (around.height()-height)/2
	x = max(area.left, min(x, area.right-width))
	y = max(area.top, min(y, area.bottom-height))
	return rect{x, y, x + width, y + height}
}

// workArea is what the taskbar leaves of the monitor with a window.
func workArea(hwnd uintptr) rect {
	const nearest = 2
	info := struct {
		size          uint32
		monitor, work rect
		flags         uint32
	}{}
	info.size = uint32(unsafe.Sizeof(info))
	monitor, _, _ := pMonitorFromWindow.Call(hwnd, nearest)
	_, _, _ = pGetMonitorInfo.Call(monitor, uintptr(unsafe.Pointer(&info)))
	return info.work
}

// takeIcon gives the window the icons of the app's window.
func (w *pane) takeIcon() {
	const gclIcon, gclSmallIcon = ^uintptr(13), ^uintptr(33) // -14, -34
	app := appWindow()
	if app == 0 {
		return
	}
	for kind, class := range map[uintptr]uintptr{0: gclSmallIcon, 1: gclIcon} {
		const abortIfHung, within = 2, 200
		var icon uintptr
		_, _, _ = pSendMessageTimeout.Call(app, wmGetIcon, kind, 0, abortIfHung, within, uintptr(unsafe.Pointer(&icon)))
		if icon == 0 {
			icon, _, _ = pGetClassLong.Call(app, class)
		}
		if icon != 0 {
			send(w.hwnd, wmSetIcon, kind, icon)
		}
	}
}
