package loginwindow

import "time"

// armedAfter is how long the bar's own button takes no click. The bar moves the page down, so that a click that was meant for the
// page could hit the button.
const armedAfter = time.Second

// said is the state of the bar between the origin and the page.
type said struct {
	number uint32
	shown  bool
}

// say never moves the focus to the bar: what the user types goes on to the page, and answers no question.
func (w *pane) say(number uint32, l line) {
	_, _, _ = pKillTimer.Call(w.hwnd, timerArm)
	inBar := w.said.shown && (focus() == w.act || focus() == w.dismiss)
	w.said = said{number, l.text != ""}
	setText(w.text, l.text)
	setText(w.act, mnemonic(l.action))
	enable(w.act, false)
	if w.shows == showsPage {
		w.setPage()
		if inBar {
			w.focusPage()
		}
	}
	if l.action != "" {
		_, _, _ = pSetTimer.Call(w.hwnd, timerArm, uintptr(armedAfter/time.Millisecond), 0)
	}
}

// answerLine gives the focus back to the page.
func (w *pane) answerLine(pressed bool) {
	w.focusPage()
	w.page.answerLine(w.said.number, pressed)
}
