package loginwindow

import "unsafe"

// dpi returns how fine the monitor is on which the window is.
func (w *pane) dpi() int32 {
	if pGetDpiForWindow.Find() == nil {
		if d, _, _ := pGetDpiForWindow.Call(w.hwnd); d != 0 {
			return int32(d)
		}
	}
	return usualDPI
}

// The fonts, in points.
const (
	usualPoints, largePoints = 9, 14
	normalWeight, boldWeight = 400, 700
)

// scale gives the controls fonts for a monitor.
func (w *pane) scale(dpi int32) {
	before := w.fonts
	font := func(points int32, weight uintptr) uintptr {
		const usualCharset, clearType = 1, 5
		f, _, _ := pCreateFont.Call(uintptr(-points*dpi/72), 0, 0, 0, weight, 0, 0, 0, usualCharset, 0, 0, clearType, 0,
			uintptr(unsafe.Pointer(utf16("Segoe UI"))))
		return f
	}
	w.fonts = [2]uintptr{font(usualPoints, normalWeight), font(largePoints, boldWeight)}
	for _, h := range w.all {
		use := w.fonts[0]
		if h == w.heading {
			use = w.fonts[1]
		}
		send(h, wmSetFont, use, 1)
	}
	for _, f := range before {
		_, _, _ = pDeleteObject.Call(f)
	}
}

// rescale handles the move to another monitor, or a change of its scale. Windows says which size is right there.
func (w *pane) rescale(dpi int32, to rect) {
	w.scale(dpi)
	move(w.hwnd, to)
	w.layout()
}
