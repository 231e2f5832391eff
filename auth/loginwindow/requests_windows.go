package loginwindow

import (
	"errors"
	"unsafe"
)

// The values of COREWEBVIEW2_WEB_RESOURCE_CONTEXT and COREWEBVIEW2_WEB_RESOURCE_REQUEST_SOURCE_KINDS.
const (
	contextAll      = 0
	contextDocument = 1
	sourcesAll      = 0xFFFFFFFF
)

// onRequests has WebView2 ask before each request, those of frames and workers included.
func (w *pane) onRequests() error {
	everything := uintptr(unsafe.Pointer(utf16("*")))
	known, err := w.core.with(&iidView22, func(later *object) error {
		return later.call(slotAddResourceFilterOfAll, everything, contextAll, sourcesAll)
	})
	if !known {
		err = w.core.call(slotAddResourceFilter, everything, contextAll)
	}
	return errors.Join(err, w.core.on(slotOnResource, w.filter))
}

// filter answers a request that the page may not make, so that it never leaves. A document that is answered by 204 leaves the one
// before it in the window.
func (w *pane) filter(arguments *object) {
	request, err := arguments.child(resourceRequest)
	if err != nil {
		return
	}
	target := request.text(requestURI)
	request.release()
	document, top := arguments.number(resourceContext) == contextDocument, w.committed
	if document && sameAddress(target, w.pending) {
		top = target
	}
	if w.page.policy.mayFetch(top, target, document) {
		return
	}
	const noContent, forbidden = 204, 403
	status := uintptr(forbidden)
	if document {
		status = noContent
	}
	var response *object
	none := uintptr(unsafe.Pointer(utf16("")))
	if w.environment.call(slotCreateResponse, 0, status, none, none, uintptr(unsafe.Pointer(&response))) != nil {
		return
	}
	defer response.release()
	_ = arguments.call(resourcePutResponse, uintptr(unsafe.Pointer(response)))
}
