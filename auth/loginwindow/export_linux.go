package loginwindow

// #include <glib.h>
import "C"

import "errors"

// Window events, which the C files call on the main thread. No handler blocks or keeps a pointer.

//export loginwindowWidth
func loginwindowWidth() C.int { return Width }

//export loginwindowHeight
func loginwindowHeight() C.int { return Height }

//export loginwindowPopUpWidth
func loginwindowPopUpWidth() C.int { return PopUpWidth }

//export loginwindowNavigate
func loginwindowNavigate(id C.guint, uri *C.char, newWindow, gesture, post C.gboolean, kind C.int) C.gboolean {
	p := find(uint32(id))
	return boolean(p != nil && p.navigate(navigation{url: C.GoString(uri), newWindow: newWindow != 0,
		gesture: gesture != 0, post: post != 0, kind: kinds[kind]}))
}

// loginwindowPopUp returns the id of the pop-up that the window may open, or 0. The caller frees the title.
//
//export loginwindowPopUp
func loginwindowPopUp(id C.guint, uri *C.char, gesture, link C.gboolean, title **C.char) C.guint {
	p := find(uint32(id))
	if p == nil {
		return 0
	}
	opened := p.popUp(navigation{url: C.GoString(uri), gesture: gesture != 0, link: link != 0})
	if opened == nil {
		return 0
	}
	*title = C.CString(opened.window.options.Title)
	return C.guint(opened.id)
}

//export loginwindowMayClose
func loginwindowMayClose(id C.guint) C.gboolean {
	p := find(uint32(id))
	return boolean(p != nil && p.mayClose())
}

//export loginwindowOutside
func loginwindowOutside(id C.guint) {
	if p := find(uint32(id)); p != nil {
		p.openOutside()
	}
}

//export loginwindowRequested
func loginwindowRequested(id C.guint, uri *C.char) {
	if p := find(uint32(id)); p != nil {
		p.requested(C.GoString(uri))
	}
}

//export loginwindowResponded
func loginwindowResponded(id C.guint, status C.guint) {
	if p := find(uint32(id)); p != nil {
		p.responded(int(status))
	}
}

//export loginwindowStopped
func loginwindowStopped(id C.guint) {
	if p := find(uint32(id)); p != nil {
		p.stopped()
	}
}

//export loginwindowChallenged
func loginwindowChallenged(id C.guint, host *C.char, port C.guint, proxy, retry C.gboolean) C.gboolean {
	p := find(uint32(id))
	return boolean(p != nil && p.challenged(challenge{host: C.GoString(host), port: uint(port), proxy: proxy != 0,
		retry: retry != 0}))
}

//export loginwindowAnswered
func loginwindowAnswered(id C.guint) {
	if p := find(uint32(id)); p != nil {
		p.answered()
	}
}

//export loginwindowDismissed
func loginwindowDismissed(id C.guint) {
	if p := find(uint32(id)); p != nil {
		p.dismissed()
	}
}

//export loginwindowWithdrawn
func loginwindowWithdrawn(id C.guint) {
	if p := find(uint32(id)); p != nil {
		p.withdrawn()
	}
}

//export loginwindowPressed
func loginwindowPressed(id C.guint) {
	if p := find(uint32(id)); p != nil {
		p.pressed()
	}
}

//export loginwindowTouched
func loginwindowTouched(id C.guint) {
	if p := find(uint32(id)); p != nil {
		p.wasTouched()
	}
}

//export loginwindowCommand
func loginwindowCommand(id C.guint, kind C.int) {
	if p := find(uint32(id)); p != nil {
		p.command(commands[kind])
	}
}

//export loginwindowNoWayBack
func loginwindowNoWayBack(id C.guint) {
	if p := find(uint32(id)); p != nil {
		p.noWayBack()
	}
}

//export loginwindowNotOpened
func loginwindowNotOpened(id C.guint, uri *C.char) {
	if p := find(uint32(id)); p != nil {
		p.notOpened(C.GoString(uri))
	}
}

//export loginwindowMoved
func loginwindowMoved(id C.guint, uri *C.char) {
	if p := find(uint32(id)); p != nil {
		p.moved(C.GoString(uri))
	}
}

//export loginwindowCertificate
func loginwindowCertificate(id C.guint, host *C.char, port C.guint) {
	if p := find(uint32(id)); p != nil {
		p.askedForCertificate(challenge{host: C.GoString(host), port: uint(port)})
	}
}

//export loginwindowMaySpeak
func loginwindowMaySpeak(id C.guint) C.gboolean {
	p := find(uint32(id))
	return boolean(p != nil && p.maySpeak())
}

//export loginwindowCommitted
func loginwindowCommitted(id C.guint, uri *C.char) {
	if p := find(uint32(id)); p != nil {
		p.commit(C.GoString(uri))
	}
}

//export loginwindowFailed
func loginwindowFailed(id C.guint, uri *C.char, kind C.int) {
	if p := find(uint32(id)); p != nil {
		p.fail(failures[kind], C.GoString(uri))
	}
}

//export loginwindowLimited
func loginwindowLimited(id C.guint, kind C.int) {
	if p := find(uint32(id)); p != nil {
		p.limited(limitations[kind])
	}
}

//export loginwindowLine
func loginwindowLine(id, number C.guint, pressed C.gboolean) {
	if p := find(uint32(id)); p != nil {
		p.answerLine(uint32(number), pressed != 0)
	}
}

//export loginwindowRetry
func loginwindowRetry(id C.guint) {
	if p := find(uint32(id)); p != nil {
		p.retry()
	}
}

//export loginwindowElsewhere
func loginwindowElsewhere(id C.guint) {
	if a := find(uint32(id)); a != nil {
		a.elsewhere()
	}
}

//export loginwindowMapped
func loginwindowMapped(id C.guint) {
	if p := find(uint32(id)); p != nil {
		p.mapped()
	}
}

//export loginwindowGone
func loginwindowGone(id C.guint) {
	if p := find(uint32(id)); p != nil {
		p.gone()
	}
}

//export loginwindowForgotten
func loginwindowForgotten(call C.guint, ok C.gboolean) {
	var err error
	if ok == 0 {
		err = errors.New("the website data could not be cleared")
	}
	forgets.finish(uint32(call), err)
}

func boolean(b bool) C.gboolean {
	if b {
		return C.TRUE
	}
	return C.FALSE
}
