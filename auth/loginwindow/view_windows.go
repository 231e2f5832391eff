package loginwindow

import (
	"errors"
	"unsafe"

	"golang.org/x/sys/windows"

	"wails-openid-oauth/auth"
)

// view is the web view of a window.
type view struct {
	controller, core *object // nil before the first load, and after the browser process has ended
	environment      *object // in which they were made
	target           string  // what loads when the web view is there
	making           bool
	loads
}

// load shows a notice, and loads a page. The first one makes the web view.
func (w *pane) load(target string, n notice) {
	w.cover(n)
	w.target = target
	switch {
	case w.core != nil:
		w.visit()
	case !w.making:
		w.making = true
		w.makeView()
	}
}

func (w *pane) makeView() {
	browser.with(browserArguments(w.page.policy), func(err error) {
		if err != nil {
			w.broken(err)
			return
		}
		browser.controller(w.hwnd, func(c *object, err error) {
			switch {
			case err != nil:
				w.broken(err)
			case panes[w.hwnd] != w: // closed meanwhile
				ui.post(func() { closeController(c) })
			case w.attach(c) == nil:
				w.making = false
				w.visit()
			}
		})
	})
}

// broken handles a web view that cannot be made or set up. A page without its guards is never loaded.
func (w *pane) broken(err error) {
	w.making = false
	w.page.log.Error("login window: no web view", "error", err)
	if errors.Is(err, auth.ErrUnsupported) {
		w.page.failWith(err)
		return
	}
	w.page.fail(failCrash, "")
}

// attach sets the guards of a web view.
func (w *pane) attach(c *object) error {
	w.controller, w.environment = c, browser.environment
	w.environment.addRef()
	core, err := c.child(slotGetCoreWebView2)
	if err == nil {
		w.core = core
		err = errors.Join(w.settings(), w.onNavigation(), w.onRequests(), w.onDenied(), w.onInput())
	}
	if err != nil {
		ui.post(w.closeView)
		w.broken(err)
		return err
	}
	w.layout()
	if w.shows == showsPage {
		w.showView()
	}
	return nil
}

// set sets values. Where the runtime is too old for the interface, what the interface is about is not there either.
func set(o *object, iid *windows.GUID, values map[int]uintptr) error {
	var errs []error
	putAll := func(o *object) error {
		for slot, value := range values {
			errs = append(errs, o.put(slot, value))
		}
		return errors.Join(errs...)
	}
	if iid == nil {
		return putAll(o)
	}
	_, err := o.with(iid, putAll)
	return err
}

// settings turns off what a log-in does not need. Dialogs of scripts, and the menu, come as events.
func (w *pane) settings() error {
	s, err := w.core.child(slotGetSettings)
	if err != nil {
		return err
	}
	defer s.release()
	w.paintPage()
	return errors.Join(
		set(s, nil, map[int]uintptr{slotPutWebMessages: 0, slotPutScriptDialogs: 0, slotPutStatusBar: 0, slotPutDevTools: 0,
			slotPutHostObjects: 0, slotPutZoomControl: 0, slotPutErrorPage: 0}),
		set(s, &iidSettings3, map[int]uintptr{slotPutAcceleratorKeys: 0}),
		set(s, &iidSettings4, map[int]uintptr{slotPutPasswordSaving: 0, slotPutAutofill: 0}),
		set(s, &iidSettings6, map[int]uintptr{slotPutSwipe: 0}),
		set(w.controller, &iidController4, map[int]uintptr{slotPutAllowDrop: 0}))
}

func (w *pane) showView() { w.putVisible(!w.page.hidden) }
func (w *pane) hideView() { w.putVisible(false) }

func (w *pane) putVisible(on bool) {
	if w.controller != nil {
		_ = w.controller.put(slotPutIsVisible, boolean(on))
	}
}

func (w *pane) putBounds(r rect) {
	if w.controller != nil {
		_ = w.controller.putBounds(r)
	}
}

func (w *pane) moved() {
	if w.controller != nil {
		_ = w.controller.call(slotNotifyMoved)
	}
}

// The reasons for MoveFocus.
const (
	focusHere  = 0
	focusFirst = 1
	focusLast  = 2
)

func (w *pane) focusPage() { w.focusPageFrom(focusHere) }

func (w *pane) focusPageFrom(reason uintptr) {
	w.last = 0
	if w.controller != nil && w.shows == showsPage && visible(w.hwnd) {
		_ = w.controller.put(slotMoveFocus, reason)
	}
}

func (w *pane) zoom(percent int) {
	if w.controller != nil {
		_ = w.controller.putDouble(slotPutZoomFactor, float64(percent)/100)
	}
}

// back goes back by one step. WebView2 knows no further steps.
func (w *pane) back(steps int) {
	var can int32
	if w.core == nil || steps > 1 || w.core.call(slotCanGoBack, uintptr(unsafe.Pointer(&can))) != nil || can == 0 {
		w.page.noWayBack()
		return
	}
	_ = w.core.call(slotGoBack)
}

// closeView must not run inside of an event of WebView2.
func (w *pane) closeView() {
	w.core.release()
	if w.controller != nil {
		closeController(w.controller)
	}
	w.environment.release()
	w.core, w.controller, w.environment = nil, nil, nil
}

// crashed handles the end of a process of WebView2, or one that does not answer. Those that WebView2 starts again by itself do not
// count.
func (w *pane) crashed(arguments *object) {
	const browserExited, rendererExited, rendererUnresponsive = 0, 1, 2
	kind := arguments.number(processFailedKind)
	switch kind {
	case rendererUnresponsive:
		w.page.limited(limitStuck)
	case browserExited:
		ui.post(func() {
			w.closeView()
			browser.close()
		})
		fallthrough
	case rendererExited:
		w.loads = loads{}
		w.dropChallenges()
		w.page.fail(failCrash, "")
	}
}

// onInput handles the keys in the page.
func (w *pane) onInput() error {
	return errors.Join(w.controller.on(slotOnAcceleratorKey, w.accelerator), w.controller.on(slotOnMoveFocus, w.leavesPage))
}
