package loginwindow

import (
	"unsafe"

	settings "golang.org/x/sys/windows/registry"
)

// scheme has the colors of the native parts: those of the system, or dark ones where the user has chosen a dark desktop. Their form is
// COLORREF.
type scheme struct {
	dark             bool
	back, text, hint uintptr // behind all, of all, behind the bar
	brush, hintBrush uintptr
}

// Dark colors, as those of Windows' own dark windows.
const darkBack, darkText, darkHint = 0x202020, 0xFFFFFF, 0x404040

// personalize has the user's choice for apps.
const personalize = `Software\Microsoft\Windows\CurrentVersion\Themes\Personalize`

// wantsDark reports whether the user has a dark desktop. With high contrast, the system's colors count.
func wantsDark() bool {
	const getHighContrast, isOn = 0x42, 1
	contrast := struct {
		size, flags uint32
		name        uintptr
	}{}
	contrast.size = uint32(unsafe.Sizeof(contrast))
	if ok, _, _ := pSystemParameters.Call(getHighContrast, unsafe.Sizeof(contrast), uintptr(unsafe.Pointer(&contrast)), 0); ok != 0 && contrast.flags&isOn != 0 {
		return false
	}
	key, err := settings.OpenKey(settings.CURRENT_USER, personalize, settings.QUERY_VALUE)
	if err != nil {
		return false
	}
	defer key.Close()
	light, _, err := key.GetIntegerValue("AppsUseLightTheme")
	return err == nil && light == 0
}

func systemColor(n uintptr) uintptr {
	color, _, _ := pGetSysColor.Call(n)
	return color
}

// dress gives a window the colors that the user has now.
func (w *pane) dress() {
	before := w.scheme
	w.scheme = scheme{back: systemColor(colorWindow), text: systemColor(colorWindowText), hint: systemColor(colorInfo)}
	theme := uintptr(0)
	if wantsDark() {
		w.scheme = scheme{dark: true, back: darkBack, text: darkText, hint: darkHint}
		theme = uintptr(unsafe.Pointer(utf16("DarkMode_Explorer")))
	}
	w.scheme.brush, _, _ = pCreateSolidBrush.Call(w.scheme.back)
	w.scheme.hintBrush, _, _ = pCreateSolidBrush.Call(w.scheme.hint)
	const darkFrame = 20 // DWMWA_USE_IMMERSIVE_DARK_MODE
	dark := uint32(boolean(w.scheme.dark))
	if pSetWindowAttribute.Find() == nil {
		_, _, _ = pSetWindowAttribute.Call(w.hwnd, darkFrame, uintptr(unsafe.Pointer(&dark)), unsafe.Sizeof(dark))
	}
	if pSetWindowTheme.Find() == nil {
		for _, h := range w.all {
			_, _, _ = pSetWindowTheme.Call(h, theme, 0)
		}
	}
	w.paintPage()
	_, _, _ = pInvalidateRect.Call(w.hwnd, 0, 1)
	before.undress()
}

// undress frees the brushes.
func (s scheme) undress() {
	_, _, _ = pDeleteObject.Call(s.brush)
	_, _, _ = pDeleteObject.Call(s.hintBrush)
}

// paintPage gives a page that has not painted yet the color of the window.
func (w *pane) paintPage() {
	if w.controller == nil {
		return
	}
	const opaque = 0xFF // COREWEBVIEW2_COLOR has the opacity first, then red, green and blue
	_ = set(w.controller, &iidController2, map[int]uintptr{slotPutBackground: opaque | w.scheme.back<<8})
}

// erase paints what is behind the controls.
func (w *pane) erase(dc uintptr) {
	r := clientRect(w.hwnd)
	_, _, _ = pFillRect.Call(dc, uintptr(unsafe.Pointer(&r)), w.scheme.brush)
}

// colors gives a text or a field its colors.
func (w *pane) colors(dc, control uintptr) (brush uintptr) {
	back, brush := w.scheme.back, w.scheme.brush
	if control == w.bar || control == w.text {
		back, brush = w.scheme.hint, w.scheme.hintBrush
	}
	_, _, _ = pSetTextColor.Call(dc, w.scheme.text)
	_, _, _ = pSetBkColor.Call(dc, back)
	return brush
}
