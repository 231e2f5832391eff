//go:build cgo && (linux || darwin)

package loginwindow

// #include <stdint.h>
import "C"

import "errors"

// Window events, which the C and Objective-C files call on the main thread. No handler blocks or keeps a pointer.

// tell calls a function with the page of a window, unless the window is gone.
func tell(id C.uint32_t, event func(*page)) {
	if p := find(uint32(id)); p != nil {
		event(p)
	}
}

//export loginwindowWidth
func loginwindowWidth() C.int { return Width }

//export loginwindowHeight
func loginwindowHeight() C.int { return Height }

//export loginwindowPopUpWidth
func loginwindowPopUpWidth() C.int { return PopUpWidth }

//export loginwindowNavigate
func loginwindowNavigate(id C.uint32_t, uri *C.char, newWindow, gesture, post C.int, kind C.int) C.int {
	p := find(uint32(id))
	return boolean(p != nil && p.navigate(navigation{url: C.GoString(uri), newWindow: newWindow != 0,
		gesture: gesture != 0, post: post != 0, kind: kinds[kind]}))
}

// loginwindowPopUp returns the id of the pop-up that the window may open, or 0. The caller frees the title.
//
//export loginwindowPopUp
func loginwindowPopUp(id C.uint32_t, uri *C.char, gesture, link C.int, title **C.char) C.uint32_t {
	p := find(uint32(id))
	if p == nil {
		return 0
	}
	opened := p.popUp(navigation{url: C.GoString(uri), gesture: gesture != 0, link: link != 0})
	if opened == nil {
		return 0
	}
	*title = C.CString(opened.window.options.Title)
	return C.uint32_t(opened.id)
}

//export loginwindowMayClose
func loginwindowMayClose(id C.uint32_t) C.int {
	p := find(uint32(id))
	return boolean(p != nil && p.mayClose())
}

//export loginwindowOutside
func loginwindowOutside(id C.uint32_t) { tell(id, (*page).openOutside) }

//export loginwindowRequested
func loginwindowRequested(id C.uint32_t, uri *C.char) {
	tell(id, func(p *page) { p.requested(C.GoString(uri)) })
}

//export loginwindowResponded
func loginwindowResponded(id, status C.uint32_t) {
	tell(id, func(p *page) { p.responded(int(status)) })
}

//export loginwindowStopped
func loginwindowStopped(id C.uint32_t) { tell(id, (*page).stopped) }

//export loginwindowChallenged
func loginwindowChallenged(id C.uint32_t, host *C.char, port C.uint32_t, proxy, retry C.int) C.int {
	p := find(uint32(id))
	return boolean(p != nil && p.challenged(challenge{host: C.GoString(host), port: uint(port), proxy: proxy != 0,
		retry: retry != 0}))
}

//export loginwindowAnswered
func loginwindowAnswered(id C.uint32_t) { tell(id, (*page).answered) }

//export loginwindowDismissed
func loginwindowDismissed(id C.uint32_t) { tell(id, (*page).dismissed) }

//export loginwindowWithdrawn
func loginwindowWithdrawn(id C.uint32_t) { tell(id, (*page).withdrawn) }

//export loginwindowLost
func loginwindowLost(id C.uint32_t) { tell(id, (*page).lost) }

//export loginwindowPressed
func loginwindowPressed(id C.uint32_t) { tell(id, (*page).pressed) }

//export loginwindowTouched
func loginwindowTouched(id C.uint32_t) { tell(id, (*page).wasTouched) }

//export loginwindowCommand
func loginwindowCommand(id C.uint32_t, kind C.int) {
	tell(id, func(p *page) { p.command(commands[kind]) })
}

//export loginwindowNoWayBack
func loginwindowNoWayBack(id C.uint32_t) { tell(id, (*page).noWayBack) }

//export loginwindowNotOpened
func loginwindowNotOpened(id C.uint32_t, uri *C.char) {
	tell(id, func(p *page) { p.notOpened(C.GoString(uri)) })
}

//export loginwindowMoved
func loginwindowMoved(id C.uint32_t, uri *C.char) {
	tell(id, func(p *page) { p.moved(C.GoString(uri)) })
}

//export loginwindowCertificate
func loginwindowCertificate(id C.uint32_t, host *C.char, port C.uint32_t) {
	tell(id, func(p *page) { p.askedForCertificate(challenge{host: C.GoString(host), port: uint(port)}) })
}

//export loginwindowMaySpeak
func loginwindowMaySpeak(id C.uint32_t) C.int {
	p := find(uint32(id))
	return boolean(p != nil && p.maySpeak())
}

//export loginwindowCommitted
func loginwindowCommitted(id C.uint32_t, uri *C.char) {
	tell(id, func(p *page) { p.commit(C.GoString(uri)) })
}

//export loginwindowFailed
func loginwindowFailed(id C.uint32_t, uri *C.char, kind C.int) {
	tell(id, func(p *page) { p.fail(failures[kind], C.GoString(uri)) })
}

//export loginwindowLimited
func loginwindowLimited(id C.uint32_t, kind C.int) {
	tell(id, func(p *page) { p.limited(limitations[kind]) })
}

//export loginwindowLine
func loginwindowLine(id, number C.uint32_t, pressed C.int) {
	tell(id, func(p *page) { p.answerLine(uint32(number), pressed != 0) })
}

//export loginwindowRetry
func loginwindowRetry(id C.uint32_t) { tell(id, (*page).retry) }

//export loginwindowElsewhere
func loginwindowElsewhere(id C.uint32_t) { tell(id, (*page).elsewhere) }

//export loginwindowMapped
func loginwindowMapped(id C.uint32_t) { tell(id, (*page).mapped) }

//export loginwindowGone
func loginwindowGone(id C.uint32_t) { tell(id, (*page).gone) }

//export loginwindowForgotten
func loginwindowForgotten(call C.uint32_t, ok C.int) {
	var err error
	if ok == 0 {
		err = errors.New("the website data could not be cleared")
	}
	forgets.finish(uint32(call), err)
}

func boolean(b bool) C.int {
	if b {
		return 1
	}
	return 0
}
