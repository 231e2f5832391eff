package loginwindow

import "unsafe"

// The kinds of dialogs of scripts.
const (
	dialogAlert = iota
	dialogConfirm
	dialogPrompt
	dialogBeforeUnload
)

// maxDialogText bounds the text of a dialog, in characters.
const maxDialogText = 2000

// dialog shows alert and confirm, with the host that speaks. There is no prompt: Windows has no dialog for it, and the page gets
// the answer of a user who cancels.
func (w *pane) dialog(arguments *object) {
	kind := arguments.number(dialogKind)
	switch {
	case w.own != "" && kind == dialogBeforeUnload:
		_ = arguments.call(dialogAccept) // the user has asked for another page
		return
	case w.own != "" || kind == dialogPrompt || !w.page.maySpeak():
		return
	}
	deferral, err := arguments.child(dialogDeferral)
	if err != nil {
		return
	}
	host, text := hostOf(arguments.text(dialogURI)), arguments.text(dialogMessage)
	if kind == dialogBeforeUnload {
		text = "Leave this page? What you have entered may be lost."
	}
	arguments.addRef()
	ui.post(func() { // never wait inside of an event
		if panes[w.hwnd] == w && w.speak("“"+host+"” says:\n\n"+text, kind != dialogAlert) {
			_ = arguments.call(dialogAccept)
		}
		if panes[w.hwnd] == w {
			_ = deferral.call(deferralComplete)
		}
		deferral.release()
		arguments.release()
	})
}

// speak shows a dialog, and reports whether the user agrees. Other windows go on meanwhile.
func (w *pane) speak(text string, question bool) bool {
	const ok, okCancel, pressedOK = 0, 1, 1
	how := uintptr(ok)
	if question {
		how = okCancel
	}
	if long := []rune(text); len(long) > maxDialogText {
		text = string(long[:maxDialogText]) + "…"
	}
	pressed, _, _ := pMessageBox.Call(w.hwnd, uintptr(unsafe.Pointer(utf16(text))), uintptr(unsafe.Pointer(utf16(w.page.window.options.Title))), how)
	w.page.wasTouched()
	return pressed == pressedOK
}
