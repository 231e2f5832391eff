package loginwindow

// #include <glib.h>
import "C"

import "errors"

// Window events, which the C files call on the main thread. No handler blocks or keeps a pointer.

// loginwindowWanted reports whether the window should still be opened.
//
//export loginwindowWanted
func loginwindowWanted(id C.guint) C.gboolean {
	a := find(uint32(id))
	return boolean(a != nil && a.running())
}

//export loginwindowWidth
func loginwindowWidth() C.int { return Width }

//export loginwindowHeight
func loginwindowHeight() C.int { return Height }

//export loginwindowNavigate
func loginwindowNavigate(id C.guint, uri *C.char, newWindow, gesture, post C.gboolean) C.gboolean {
	a := find(uint32(id))
	return boolean(a != nil && a.navigate(navigation{url: C.GoString(uri), newWindow: newWindow != 0,
		gesture: gesture != 0, post: post != 0}))
}

//export loginwindowRequested
func loginwindowRequested(id C.guint, uri *C.char) {
	if a := find(uint32(id)); a != nil {
		a.requested(C.GoString(uri))
	}
}

//export loginwindowStopped
func loginwindowStopped(id C.guint) {
	if a := find(uint32(id)); a != nil {
		a.stopped()
	}
}

//export loginwindowChallenged
func loginwindowChallenged(id C.guint, host *C.char, port C.guint, proxy, retry C.gboolean) C.gboolean {
	a := find(uint32(id))
	return boolean(a != nil && a.challenged(challenge{host: C.GoString(host), port: uint(port), proxy: proxy != 0,
		retry: retry != 0}))
}

//export loginwindowAnswered
func loginwindowAnswered(id C.guint) {
	if a := find(uint32(id)); a != nil {
		a.answered()
	}
}

//export loginwindowDismissed
func loginwindowDismissed(id C.guint) {
	if a := find(uint32(id)); a != nil {
		a.dismissed()
	}
}

//export loginwindowWithdrawn
func loginwindowWithdrawn(id C.guint) {
	if a := find(uint32(id)); a != nil {
		a.withdrawn()
	}
}

//export loginwindowPressed
func loginwindowPressed(id C.guint) {
	if a := find(uint32(id)); a != nil {
		a.pressed()
	}
}

//export loginwindowMaySpeak
func loginwindowMaySpeak(id C.guint) C.gboolean {
	a := find(uint32(id))
	return boolean(a != nil && a.maySpeak())
}

//export loginwindowCommitted
func loginwindowCommitted(id C.guint, uri *C.char) {
	if a := find(uint32(id)); a != nil {
		a.commit(C.GoString(uri))
	}
}

//export loginwindowFailed
func loginwindowFailed(id C.guint, uri *C.char, kind C.int) {
	if a := find(uint32(id)); a != nil {
		a.fail(failures[kind], C.GoString(uri))
	}
}

//export loginwindowRetry
func loginwindowRetry(id C.guint) {
	if a := find(uint32(id)); a != nil {
		a.retry()
	}
}

//export loginwindowMapped
func loginwindowMapped(id C.guint) {
	if a := find(uint32(id)); a != nil {
		a.mapped()
	}
}

//export loginwindowGone
func loginwindowGone(id C.guint) {
	if a := find(uint32(id)); a != nil {
		a.gone()
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
