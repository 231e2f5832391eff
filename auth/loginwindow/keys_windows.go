package loginwindow

import (
	"slices"
	"unsafe"
)

// shortcut is a key that the user means for the window.
type shortcut struct {
	key       uintptr
	modifiers modifiers
	command   command
}

type modifiers struct{ control, alt bool }

// The virtual keys of winuser.h.
const (
	vkTab            = 0x09
	vkShift          = 0x10
	vkControl        = 0x11
	vkMenu           = 0x12
	vkEscape         = 0x1B
	vkLeft           = 0x25
	vkNumpad0        = 0x60
	vkAdd            = 0x6B
	vkSubtract       = 0x6D
	vkF5             = 0x74
	vkBrowserBack    = 0xA6
	vkBrowserRefresh = 0xA8
	vkPlus           = 0xBB
	vkMinus          = 0xBD
)

var shortcuts = []shortcut{
	{vkEscape, modifiers{}, cmdCancel},
	{vkLeft, modifiers{alt: true}, cmdBack},
	{vkBrowserBack, modifiers{}, cmdBack},
	{vkF5, modifiers{}, cmdReload},
	{vkBrowserRefresh, modifiers{}, cmdReload},
	{'R', modifiers{control: true}, cmdReload},
	{vkPlus, modifiers{control: true}, cmdZoomIn},
	{vkAdd, modifiers{control: true}, cmdZoomIn},
	{vkMinus, modifiers{control: true}, cmdZoomOut},
	{vkSubtract, modifiers{control: true}, cmdZoomOut},
	{'0', modifiers{control: true}, cmdZoomReset},
	{vkNumpad0, modifiers{control: true}, cmdZoomReset},
	{'P', modifiers{control: true}, cmdPrint},
}

func isHeld(key uintptr) bool {
	state, _, _ := pGetKeyState.Call(key)
	return int16(state) < 0
}

// commandOf returns the command of a key with the modifiers that are held now. Control with Alt is AltGr, which makes letters.
func commandOf(key uintptr) (command, bool) {
	now := modifiers{isHeld(vkControl), isHeld(vkMenu)}
	i := slices.IndexFunc(shortcuts, func(s shortcut) bool { return s.key == key && s.modifiers == now })
	if i < 0 {
		return 0, false
	}
	return shortcuts[i].command, true
}

// accelerator handles a key that is no letter, before the page has it: WebView2 does not say whether the page uses a key. Escape
// goes on to the page, too, which may close a dialog of its own: a question in the bar does no harm.
func (w *pane) accelerator(arguments *object) {
	const down, systemDown = 0, 2
	w.page.wasTouched()
	if kind := arguments.number(keyKind); kind != down && kind != systemDown {
		return
	}
	c, known := commandOf(uintptr(arguments.number(keyVirtual)))
	if !known {
		return
	}
	if c != cmdCancel {
		_ = arguments.put(keyPutHandled, 1)
	}
	w.page.command(c)
}

// handled handles the keys of the native controls. The messages of the page are in another process.
func handled(m *message) bool {
	root, _, _ := pGetAncestor.Call(m.hwnd, gaRoot)
	w := panes[root]
	if w == nil || m.hwnd != root && !slices.Contains(w.all, m.hwnd) {
		return false
	}
	if m.message == wmKeyDown || m.message == wmSysKeyDown {
		w.page.wasTouched()
		if c, known := commandOf(m.wParam); known && c != cmdCancel {
			w.page.command(c)
			return true
		}
		if m.wParam == vkTab && w.shows == showsPage && w.tab(isHeld(vkShift)) {
			return true
		}
	}
	done, _, _ := pIsDialogMessage.Call(root, uintptr(unsafe.Pointer(m)))
	return done != 0
}

// stops are the buttons around a page, in the order of the Tab key.
func (w *pane) stops() []uintptr {
	return slices.DeleteFunc([]uintptr{w.outside, w.aside, w.leave, w.act, w.dismiss}, func(h uintptr) bool { return !visible(h) })
}

// tab gives the focus to the page when the Tab key leaves the last button.
func (w *pane) tab(back bool) bool {
	stops := w.stops()
	at := slices.Index(stops, focus())
	if back && at == 0 {
		w.focusPageFrom(focusLast)
		return true
	}
	if !back && at == len(stops)-1 {
		w.focusPageFrom(focusFirst)
		return true
	}
	return false
}

// leavesPage handles the Tab key on the last or the first field of the page.
func (w *pane) leavesPage(arguments *object) {
	stops := w.stops()
	next := stops[0]
	if arguments.number(moveFocusReason) == focusLast {
		next = stops[len(stops)-1]
	}
	setFocus(next)
	_ = arguments.put(moveFocusPutHandled, 1)
}
