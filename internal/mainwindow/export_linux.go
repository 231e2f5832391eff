package mainwindow

// #include <glib.h>
import "C"

// The events of the view, called by the C file on the main thread.

//export mainwindowGuarded
func mainwindowGuarded(found C.gboolean) { attached <- found != 0 }

//export mainwindowAllowed
func mainwindowAllowed(uri *C.char) C.gboolean {
	if options.Load().Allow(C.GoString(uri)) {
		return C.TRUE
	}
	return C.FALSE
}

//export mainwindowPasses
func mainwindowPasses(message *C.char) C.gboolean {
	if options.Load().Pass(C.GoString(message)) {
		return C.TRUE
	}
	return C.FALSE
}

//export mainwindowEnded
func mainwindowEnded(reason *C.char) { options.Load().Ended(C.GoString(reason)) }
