package loginwindow

import "unsafe"

// newWindow handles window.open, and a link or a form with a target. Without a window of ours, window.open returns null to the page,
// as in a browser that blocks a pop-up. The new window is related to its opener, because WebView2 itself loads its first page.
func (w *pane) newWindow(arguments *object) {
	_ = arguments.put(newPutHandled, 1)
	n := navigation{url: arguments.text(newURI), gesture: arguments.is(newUserInitiated)}
	n.link = n.gesture && !hasSize(arguments)
	if w.own != "" {
		return // the page is about to go
	}
	if n.gesture {
		w.page.pressed() // WebView2 gives one window for each click
	}
	opened := w.page.popUp(n)
	if opened == nil {
		return
	}
	pop := newPane(opened, opened.window.options.Title, PopUpWidth, w)
	pop.cover(notice{busy: true})
	deferral, err := arguments.child(newDeferral)
	if err != nil {
		postTo(pop.hwnd, wmClose)
		return
	}
	arguments.addRef()
	pop.making = true
	browser.controller(pop.hwnd, func(c *object, err error) {
		pop.making = false
		pop.adopt(c, err, arguments)
		_ = deferral.call(deferralComplete)
		deferral.release()
		arguments.release()
	})
}

// adopt makes a web view the one that the page has asked for.
func (w *pane) adopt(c *object, err error, arguments *object) {
	switch {
	case err == nil && panes[w.hwnd] != w: // closed meanwhile
		ui.post(func() { closeController(c) })
	case err != nil || w.attach(c) != nil || arguments.call(newPutWindow, uintptr(unsafe.Pointer(w.core))) != nil:
		postTo(w.hwnd, wmClose)
	default:
		w.present()
	}
}

// hasSize reports whether the page wants a window of some size. A browser opens the others in a tab, as it does links.
func hasSize(arguments *object) bool {
	features, err := arguments.child(newFeatures)
	if err != nil {
		return false
	}
	defer features.release()
	return features.is(featuresHasSize)
}
