package loginwindow

import (
	"errors"
	"strconv"
)

// onDenied is what a page may ask of the user or the machine: almost nothing.
func (w *pane) onDenied() error {
	return errors.Join(
		w.core.on(slotOnPermission, func(arguments *object) {
			const deny = 2
			_ = arguments.put(permissionPutState, deny)
		}),
		w.core.on(slotOnScriptDialog, w.dialog),
		w.core.on(slotOnProcessFailed, w.crashed),
		w.core.onIf(&iidView4, slotOnDownload, w.download),
		w.core.onIf(&iidView5, slotOnClientCertificate, w.clientCertificate),
		w.core.onIf(&iidView10, slotOnBasicAuthentication, w.challenged),
		w.onMenu(),
		w.core.onIf(&iidView14, slotOnCertificateError, w.certificate),
		w.core.onIf(&iidView18, slotOnExternalScheme, w.program))
}

// download cancels a download. If it is the answer to a load of the main frame, there is no page.
func (w *pane) download(arguments *object) {
	_ = arguments.put(downloadPutCancel, 1)
	_ = arguments.put(downloadPutHandled, 1)
	w.page.limited(limitDownload)
	operation, err := arguments.child(downloadOperation)
	if err != nil {
		return
	}
	defer operation.release()
	if from := operation.text(operationURI); w.id != w.refused && sameAddress(from, w.pending) {
		w.refused = w.id
		w.settle(w.id)
		w.page.fail(failContent, from)
	}
}

// clientCertificate lets the load go on without a certificate of the user. The server decides.
func (w *pane) clientCertificate(arguments *object) {
	_ = arguments.put(clientPutHandled, 1)
	number, _ := strconv.ParseUint(strconv.Itoa(int(arguments.number(clientPort))), 10, 16)
	w.page.askedForCertificate(challenge{host: arguments.text(clientHost), port: uint(number)})
}

// program handles a URL that a program may open. WebView2 asks nobody: the page does.
func (w *pane) program(arguments *object) {
	_ = arguments.put(externalPutCancel, 1)
	gesture := arguments.is(externalUserInitiated)
	if gesture {
		w.page.pressed()
	}
	w.page.navigate(navigation{url: arguments.text(externalURI), gesture: gesture})
}
