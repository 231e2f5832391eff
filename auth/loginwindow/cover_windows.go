package loginwindow

// cover shows a notice in place of the page, which cannot draw over it, because it is hidden. It gives no button the focus if the
// user may still be typing a password.
func (w *pane) cover(n notice) {
	w.dropChallenge()
	w.shows, w.busy = showsNotice, n.busy
	w.hideView()
	setText(w.heading, n.heading)
	setText(w.words, n.text)
	setText(w.retry, mnemonic("_Try again"))
	if n.resume {
		setText(w.retry, mnemonic("C_ontinue"))
	}
	setText(w.cancel, mnemonic("_Cancel"))
	if n.closes {
		setText(w.cancel, mnemonic("_Close"))
	}
	shown := []uintptr{w.heading, w.words, w.cancel}
	if n.busy {
		shown = append(shown, w.progress)
	}
	if !n.busy && !n.closes {
		shown = append(shown, w.retry)
	}
	if w.offersBrowser() && !n.resume {
		shown = append(shown, w.elsewhere)
	}
	w.set(shown...)
	switch {
	case n.resume:
		w.take(w.hwnd)
	case n.busy || n.closes:
		w.take(w.cancel)
	default:
		w.take(w.retry)
	}
}

// offersBrowser reports whether the user may ask for another browser in this window.
func (w *pane) offersBrowser() bool { return w.page.window.options.Alternative && w.opener == nil }

// uncover shows the page, below its origin.
func (w *pane) uncover(title, origin string, secure bool) {
	w.dropChallenge()
	setText(w.hwnd, title)
	w.address = origin
	name := lockOpen
	if secure {
		name = lockClosed
	}
	setText(w.lock, name)
	before := w.shows
	w.shows, w.busy = showsPage, false
	w.setPage()
	if before != showsPage {
		w.showView()
		w.focusPage()
	}
}

// setPage shows the controls around a page.
func (w *pane) setPage() {
	shown := []uintptr{w.lock, w.origin, w.rule, w.leave}
	if w.offersBrowser() {
		shown = append(shown, w.aside)
	}
	if w.page.link != "" {
		shown = append(shown, w.outside)
	}
	if w.said.shown {
		shown = append(shown, w.bar, w.text, w.dismiss)
		if textOf(w.act) != "" {
			shown = append(shown, w.act)
		}
	}
	w.set(shown...)
}

// take gives a control the focus, if this window has it. Otherwise it gets it with the window.
func (w *pane) take(control uintptr) {
	w.last = control
	if front, _, _ := pGetForegroundWindow.Call(); front == w.hwnd {
		setFocus(control)
	}
}

// refocus gives the focus on where it was before another window had it.
func (w *pane) refocus() {
	switch {
	case w.shows == showsPage && (w.last == 0 || w.last == w.hwnd || !visible(w.last)):
		w.focusPage()
	case w.last != 0 && w.last != w.hwnd && visible(w.last):
		setFocus(w.last)
	}
}

// command handles a button, or what IsDialogMessage makes of Return and Escape.
func (w *pane) command(id, control uintptr) {
	switch id {
	case idOK:
		w.pressed(focus())
	case idCancel:
		if !w.dismissForm() {
			w.page.command(cmdCancel)
		}
	case idLeave, idCancelNotice:
		postTo(w.hwnd, wmClose)
	case idRetry:
		w.page.retry()
	case idAside, idElsewhere:
		w.page.elsewhere()
	case idOutside:
		w.page.openOutside()
	case idAct, idDismiss:
		w.answerLine(id == idAct)
	case idDrop:
		w.dismissForm()
	case idAnswer:
		w.answerForm()
	}
}

// pressed does what Return does in a control.
func (w *pane) pressed(control uintptr) {
	switch control {
	case w.user, w.password:
		w.answerForm()
	default:
		if id, _, _ := pGetDlgCtrlID.Call(control); id >= idLock {
			w.command(id, control)
		}
	}
}
