package loginwindow

import (
	"time"
	"unsafe"
)

// pane is one login window. Only the thread of the windows touches it.
type pane struct {
	page   *page
	opener *pane // of a pop-up
	hwnd   uintptr
	parts
	scheme scheme
	fonts  [2]uintptr // usual, large
	shows  shows
	busy   bool // the notice is that of a load
	view
	challenges
	said
	last     uintptr // the control that had the focus when another window got it
	lastSeen uint32  // the tick of the user's last input in this window
	address  string  // the whole origin, of which the line above the page may show only the end
}

// shows is what the window shows.
type shows int

const (
	showsNotice shows = iota
	showsForm
	showsPage
)

// panes finds a pane by its window, and by the id of its page.
var (
	panes = map[uintptr]*pane{}
	byID  = map[uint32]*pane{}
)

// The timers of a window.
const (
	timerArm   = 1 // the bar's button takes clicks
	timerInput = 2 // looks whether the user does something
)

// newPane makes a window without a page, and does not show it.
func newPane(p *page, title string, width int32, opener *pane) *pane {
	w := &pane{page: p, opener: opener}
	owner := uintptr(0)
	if opener != nil {
		owner = opener.hwnd
	}
	w.hwnd = create(classWindow, title, wsOverlappedWindow|wsClipChildren, owner, 0)
	panes[w.hwnd], byID[p.id] = w, w
	w.makeParts()
	w.dress()
	w.scale(w.dpi())
	w.place(width)
	w.takeIcon()
	return w
}

// present shows the window and raises it.
func (w *pane) present() {
	if w.page.hidden {
		return
	}
	how := uintptr(swShow)
	if iconic, _, _ := pIsIconic.Call(w.hwnd); iconic != 0 {
		how = swRestore
	}
	first := !visible(w.hwnd)
	_, _, _ = pShowWindow.Call(w.hwnd, how)
	_, _, _ = pSetForeground.Call(w.hwnd)
	if first {
		_, _, _ = pSetTimer.Call(w.hwnd, timerInput, uintptr(time.Second/time.Millisecond), 0)
		w.page.mapped()
	}
}

func windowProc(hwnd uintptr, msg uint32, wParam, lParam uintptr) uintptr {
	if w := panes[hwnd]; w != nil {
		if result, done := w.handle(msg, wParam, lParam); done {
			return result
		}
	}
	r, _, _ := pDefWindowProc.Call(hwnd, uintptr(msg), wParam, lParam)
	return r
}

// handle handles a message. If it is not done, Windows does what is usual.
func (w *pane) handle(msg uint32, wParam, lParam uintptr) (result uintptr, done bool) {
	switch msg {
	case wmSize:
		w.layout()
	case wmMove:
		w.moved()
	case wmActivate:
		if wParam&0xffff == 0 {
			w.last = focus()
		}
	case wmSetFocus:
		w.refocus()
	case wmDpiChanged:
		w.rescale(int32(wParam&0xffff), **(**rect)(unsafe.Pointer(&lParam))) // the parameter is a pointer
		return 0, true
	case wmTimer:
		w.tick(wParam)
		return 0, true
	case wmCommand:
		w.command(wParam&0xffff, lParam)
		return 0, true
	case wmDrawItem:
		w.drawLock(*(**drawItem)(unsafe.Pointer(&lParam)))
		return 1, true
	case wmCtlColorStatic, wmCtlColorEdit, wmCtlColorButton:
		return w.colors(wParam, lParam), true
	case wmEraseBackground:
		w.erase(wParam)
		return 1, true
	case wmSettingChange:
		w.dress()
	case wmDestroy:
		w.gone()
		return 0, true
	}
	return 0, false
}

func (w *pane) tick(timer uintptr) {
	switch timer {
	case timerArm:
		_, _, _ = pKillTimer.Call(w.hwnd, timerArm)
		enable(w.act, true)
	case timerInput:
		w.watch()
	}
}

// watch tells the page when the user has done something while this window is in front. WebView2 gets keys and clicks in another
// process, and does not report them.
func (w *pane) watch() {
	if front, _, _ := pGetForegroundWindow.Call(); front != w.hwnd {
		return
	}
	last := struct{ size, tick uint32 }{size: 8}
	if ok, _, _ := pGetLastInputInfo.Call(uintptr(unsafe.Pointer(&last))); ok != 0 && last.tick != w.lastSeen {
		w.lastSeen = last.tick
		w.page.wasTouched()
	}
}

// gone runs before the children are destroyed.
func (w *pane) gone() {
	delete(panes, w.hwnd)
	delete(byID, w.page.id)
	w.dropChallenges()
	w.closeView()
	for _, f := range w.fonts {
		_, _, _ = pDeleteObject.Call(f)
	}
	w.scheme.undress()
	w.page.gone()
}
