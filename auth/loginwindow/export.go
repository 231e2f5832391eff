//go:build cgo && (linux || darwin)

package loginwindow

// #include <stdint.h>
import "C"

import "errors"

// Window events, which the C and Objective-C files call on the main thread. No handler blocks or keeps a pointer.

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
func loginwindowOutside(id C.uint32_t) {
	if p := find(uint32(id)); p != nil {
		p.openOutside()
	}
}

//export loginwindowRequested
func loginwindowRequested(id C.uint32_t, uri *C.char) {
	if p := find(uint32(id)); p != nil {
		p.requested(C.GoString(uri))
	}
}

//export loginwindowResponded
func loginwindowResponded(id, status C.uint32_t) {
	if p := find(uint32(id)); p != nil {
		p.responded(int(status))
	}
}

//export loginwindowStopped
func loginwindowStopped(id C.uint32_t) {
	if p := find(uint32(id)); p != nil {
		p.stopped()
	}
}

//export loginwindowChallenged
func loginwindowChallenged(id C.uint32_t, host *C.char, port C.uint32_t, proxy, retry C.int) C.int {
	p := find(uint32(id))
	return boolean(p != nil && p.challenged(challenge{host: C.GoString(host), port: uint(port), proxy: proxy != 0,
		retry: retry != 0}))
}

//export loginwindowAnswered
func loginwindowAnswered(id C.uint32_t) {
	if p := find(uint32(id)); p != nil {
		p.answered()
	}
}

//export loginwindowDismissed
func loginwindowDismissed(id C.uint32_t) {
	if p := find(uint32(id)); p != nil {
		p.dismissed()
	}
}

//export loginwindowWithdrawn
func loginwindowWithdrawn(id C.uint32_t) {
	if p := find(uint32(id)); p != nil {
		p.withdrawn()
	}
}

//export loginwindowPressed
func loginwindowPressed(id C.uint32_t) {
	if p := find(uint32(id)); p != nil {
		p.pressed()
	}
}

//export loginwindowTouched
func loginwindowTouched(id C.uint32_t) {
	if p := find(uint32(id)); p != nil {
		p.wasTouched()
	}
}

//export loginwindowCommand
func loginwindowCommand(id C.uint32_t, kind C.int) {
	if p := find(uint32(id)); p != nil {
		p.command(commands[kind])
	}
}

//export loginwindowNoWayBack
func loginwindowNoWayBack(id C.uint32_t) {
	if p := find(uint32(id)); p != nil {
		p.noWayBack()
	}
}

//export loginwindowNotOpened
func loginwindowNotOpened(id C.uint32_t, uri *C.char) {
	if p := find(uint32(id)); p != nil {
		p.notOpened(C.GoString(uri))
	}
}

//export loginwindowMoved
func loginwindowMoved(id C.uint32_t, uri *C.char) {
	if p := find(uint32(id)); p != nil {
		p.moved(C.GoString(uri))
	}
}

//export loginwindowCertificate
func loginwindowCertificate(id C.uint32_t, host *C.char, port C.uint32_t) {
	if p := find(uint32(id)); p != nil {
		p.askedForCertificate(challenge{host: C.GoString(host), port: uint(port)})
	}
}

//export loginwindowMaySpeak
func loginwindowMaySpeak(id C.uint32_t) C.int {
	p := find(uint32(id))
	return boolean(p != nil && p.maySpeak())
}

//export loginwindowCommitted
func loginwindowCommitted(id C.uint32_t, uri *C.char) {
	if p := find(uint32(id)); p != nil {
		p.commit(C.GoString(uri))
	}
}

//export loginwindowFailed
func loginwindowFailed(id C.uint32_t, uri *C.char, kind C.int) {
	if p := find(uint32(id)); p != nil {
		p.fail(failures[kind], C.GoString(uri))
	}
}

//export loginwindowLimited
func loginwindowLimited(id C.uint32_t, kind C.int) {
	if p := find(uint32(id)); p != nil {
		p.limited(limitations[kind])
	}
}

//export loginwindowLine
func loginwindowLine(id, number C.uint32_t, pressed C.int) {
	if p := find(uint32(id)); p != nil {
		p.answerLine(uint32(number), pressed != 0)
	}
}

//export loginwindowRetry
func loginwindowRetry(id C.uint32_t) {
	if p := find(uint32(id)); p != nil {
		p.retry()
	}
}

//export loginwindowElsewhere
func loginwindowElsewhere(id C.uint32_t) {
	if a := find(uint32(id)); a != nil {
		a.elsewhere()
	}
}

//export loginwindowMapped
func loginwindowMapped(id C.uint32_t) {
	if p := find(uint32(id)); p != nil {
		p.mapped()
	}
}

//export loginwindowGone
func loginwindowGone(id C.uint32_t) {
	if p := find(uint32(id)); p != nil {
		p.gone()
	}
}

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
