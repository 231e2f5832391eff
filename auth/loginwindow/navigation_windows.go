package loginwindow

import (
	"errors"
	"net/url"
	"unsafe"
)

// loads is what a web view loads in its main frame. WebView2 gives each load a number.
type loads struct {
	own       string // the address that the window itself loads, until it comes; the page before goes on until then
	ownID     uint64 // its number, once it has begun
	id        uint64 // of the latest load
	pending   string // its address
	refused   uint64 // the latest load that was refused
	errorID   uint64 // the latest load in whose place WebView2 shows an error page
	committed string // the address of the document
	untrusted failure
	tls       bool // the latest load has met a certificate that is not trusted
}

// visit loads the target.
func (w *pane) visit() {
	w.own, w.ownID = w.target, 0
	if err := w.core.putText(slotNavigate, w.target); err != nil {
		w.own = ""
		w.broken(err)
	}
}

func (w *pane) onNavigation() error {
	return errors.Join(
		w.core.on(slotOnNavigationStarting, w.starting),
		w.core.on(slotOnFrameNavigation, w.frameStarting),
		w.core.on(slotOnContentLoading, w.arrives),
		w.core.on(slotOnSourceChanged, func(arguments *object) {
			if !arguments.is(sourceNewDocument) {
				w.page.moved(w.core.text(slotGetSource))
			}
		}),
		w.core.on(slotOnNavigationCompleted, w.completed),
		w.core.on(slotOnNewWindow, w.newWindow),
		w.core.on(slotOnWindowClose, func(*object) {
			if w.page.mayClose() {
				postTo(w.hwnd, wmClose)
			}
		}))
}

// requested describes a navigation.
func requested(arguments *object) navigation {
	const newDocument = 2
	n := navigation{url: arguments.text(navURI), gesture: arguments.is(navUserInitiated), post: isPost(arguments)}
	if arguments.is(navRedirected) {
		n.kind = byRedirect
		return n
	}
	_, _ = arguments.with(&iidStarting3, func(later *object) error {
		if later.number(navKind) != newDocument {
			n.kind = again
		}
		return nil
	})
	return n
}

// isPost reports whether a request sends a form. Before it leaves, only such a request has a content type.
func isPost(arguments *object) bool {
	headers, err := arguments.child(navHeaders)
	if err != nil {
		return false
	}
	defer headers.release()
	var has int32
	_ = headers.call(headersContains, uintptr(unsafe.Pointer(utf16("Content-Type"))), uintptr(unsafe.Pointer(&has)))
	return has != 0
}

// starting decides on a load of the main frame, and on each of its redirects.
func (w *pane) starting(arguments *object) {
	n, id := requested(arguments), arguments.number64(navID)
	if !w.isOwn(n.url, id) {
		_ = arguments.put(navPutCancel, 1) // of a page that is about to go
		return
	}
	if n.gesture && n.kind != byRedirect {
		w.page.pressed()
	}
	allowed := w.page.navigate(n)
	if allowed && w.page.policy.mayFetch(n.url, n.url, true) {
		if n.kind != byRedirect {
			w.withdraw()
		}
		w.id, w.pending, w.tls = id, n.url, false
		w.page.requested(n.url)
		return
	}
	_ = arguments.put(navPutCancel, 1)
	w.refused = id
	if own := id == w.ownID; allowed || own || n.kind == byRedirect { // otherwise the page before has only tried
		w.settle(id)
		w.page.fail(failRefused, n.url)
	}
}

// isOwn reports whether a load may begin. While the window itself loads a page, no other load may.
func (w *pane) isOwn(raw string, id uint64) bool {
	switch {
	case w.own == "":
		return true
	case w.ownID == 0 && hostPort(raw) == hostPort(w.own) && schemeOf(raw) == schemeOf(w.own):
		w.ownID = id
	}
	return w.ownID == id
}

// frameStarting decides on a load of another frame.
func (w *pane) frameStarting(arguments *object) {
	n := requested(arguments)
	if !w.page.navigate(n) || !w.page.policy.mayFetch(w.committed, n.url, true) {
		_ = arguments.put(navPutCancel, 1)
	}
}

// arrives handles a new document. WebView2 may go on with a redirect that was refused: its document is never shown.
func (w *pane) arrives(arguments *object) {
	id := arguments.number64(contentID)
	source := w.core.text(slotGetSource)
	switch {
	case id != 0 && id == w.refused:
		w.committed = ""
		w.page.replaced(source)
	case arguments.is(contentIsErrorPage):
		w.errorID = id
	default:
		w.settle(id)
		w.committed, w.answered = source, ""
		w.page.commit(source)
	}
}

// settle ends the time in which only the window itself may load.
func (w *pane) settle(id uint64) {
	if id == w.ownID {
		w.own = ""
	}
}

// webErrors are the values of COREWEBVIEW2_WEB_ERROR_STATUS that say why there is no page.
var webErrors = map[int32]failure{
	1: failTLSHost, 2: failTLSExpired, 3: failTLS, 4: failTLS, 5: failTLS, 6: failNetwork, 7: failTimeout, 8: failNetwork,
	9: failNetwork, 10: failNetwork, 11: failNetwork, 12: failNetwork, 13: failDNS, 15: failNetwork, 16: failNetwork,
}

// completed handles the end of a load. A page with the status of an error is no success for WebView2, but it is there.
func (w *pane) completed(arguments *object) {
	const cancelled = 14
	id := arguments.number64(doneID)
	if id != w.id || id == w.refused {
		return
	}
	w.settle(id)
	_, _ = arguments.with(&iidCompleted2, func(later *object) error {
		w.page.loaded(int(later.number(doneStatus)))
		return nil
	})
	if arguments.is(doneIsSuccess) {
		return
	}
	w.withdraw()
	gone := w.errorID == id
	if gone {
		w.committed = ""
		w.page.emptied()
	}
	status := arguments.number(doneWebError)
	f, known := webErrors[status]
	switch {
	case w.tls:
		w.page.fail(w.untrusted, w.pending)
	case known:
		w.page.fail(f, w.pending)
	case gone:
		w.page.fail(failContent, w.pending)
	case status == cancelled:
		w.page.stopped()
	}
}

// certificate refuses a certificate that is not trusted. Otherwise WebView2 shows a page with "continue anyway".
func (w *pane) certificate(arguments *object) {
	const cancel = 1
	_ = arguments.put(certificatePutAction, cancel)
	if arguments.text(certificateURI) != w.pending {
		return
	}
	f, known := webErrors[arguments.number(certificateStatus)]
	if !known || !f.ofConnection() {
		f = failTLS
	}
	w.untrusted, w.tls = f, true
}

// sameAddress reports whether two texts are one address.
func sameAddress(a, b string) bool {
	one, err := url.Parse(a)
	if err != nil {
		return false
	}
	other, err := url.Parse(b)
	return err == nil && one.Scheme == other.Scheme && one.Host == other.Host && path(one) == path(other) && one.RawQuery == other.RawQuery
}
