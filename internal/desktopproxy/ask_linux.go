//go:build cgo

package desktopproxy

/*
#cgo pkg-config: gio-2.0
#cgo CFLAGS: -Wall -Wextra

#include <gio/gio.h>
#include <stdlib.h>

// desktopproxy_ask returns the proxies for a URL, one a line, or NULL.
static char *desktopproxy_ask(const char *target, GCancellable *cancellable)
{
	char **proxies = g_proxy_resolver_lookup(g_proxy_resolver_get_default(), target, cancellable, NULL);
	if (proxies == NULL)
		return NULL;
	char *lines = g_strjoinv("\n", proxies);
	g_strfreev(proxies);
	return lines;
}

// The cancellable as a C pointer, for the two macros.
static void desktopproxy_ref(GCancellable *cancellable) { g_object_ref(cancellable); }
static void desktopproxy_unref(GCancellable *cancellable) { g_object_unref(cancellable); }
*/
import "C"

import (
	"context"
	"errors"
	"strings"
	"unsafe"
)

var errGIO = errors.New("GIO has no answer")

// ask asks GIO's proxy resolver on the calling thread, which must not be the main thread: an automatic configuration is a script
// that may have to be fetched first.
func ask(ctx context.Context, target string) ([]string, error) {
	text := C.CString(target)
	defer C.free(unsafe.Pointer(text))
	cancellable := C.g_cancellable_new()
	defer C.desktopproxy_unref(cancellable)
	C.desktopproxy_ref(cancellable) // For the function, which may still run when this one returns.
	stop := context.AfterFunc(ctx, func() {
		C.g_cancellable_cancel(cancellable)
		C.desktopproxy_unref(cancellable)
	})
	lines := C.desktopproxy_ask(text, cancellable)
	if stop() { // The function will not run.
		C.desktopproxy_unref(cancellable)
	}
	if lines == nil {
		return nil, errGIO
	}
	defer C.g_free(C.gpointer(unsafe.Pointer(lines)))
	return strings.Split(C.GoString(lines), "\n"), nil
}
