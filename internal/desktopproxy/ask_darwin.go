//go:build cgo

package desktopproxy

/*
#cgo LDFLAGS: -framework CoreFoundation -framework CFNetwork
#cgo CFLAGS: -Wall -Wextra

#include <CFNetwork/CFNetwork.h>
#include <CoreFoundation/CoreFoundation.h>
#include <stdlib.h>

// The mode of the run loop in which nothing but the script runs.
static const CFStringRef desktopproxy_mode = CFSTR("desktopproxy");

// desktopproxy_script keeps the answer of a script, or its error, and ends the run loop.
static void desktopproxy_script(void *client, CFArrayRef proxies, CFErrorRef error)
{
	CFTypeRef *answer = client;
	*answer = CFRetain(error != NULL ? (CFTypeRef)error : (CFTypeRef)proxies);
	CFRunLoopStop(CFRunLoopGetCurrent());
}

// desktopproxy_run fetches a script and runs it, and returns a list of proxies that the caller releases, or NULL.
static CFArrayRef desktopproxy_run(CFURLRef script, CFURLRef target, double seconds)
{
	CFTypeRef answer = NULL;
	CFStreamClientContext context = { 0, &answer, NULL, NULL, NULL };
	CFRunLoopSourceRef source = CFNetworkExecuteProxyAutoConfigurationURL(script, target, desktopproxy_script, &context);
	if (source == NULL)
		return NULL;
	CFRunLoopAddSource(CFRunLoopGetCurrent(), source, desktopproxy_mode);
	CFRunLoopRunInMode(desktopproxy_mode, seconds, false);
	CFRunLoopSourceInvalidate(source); // It must not call back once answer is gone.
	CFRelease(source);
	if (answer != NULL && CFGetTypeID(answer) != CFArrayGetTypeID()) {
		CFRelease(answer);
		return NULL;
	}
	return answer;
}

// desktopproxy_unknown is the line for a proxy that nobody here can use. It keeps the request from going out directly.
static const CFStringRef desktopproxy_unknown = CFSTR("unknown://\n");

// desktopproxy_add adds a line for a proxy of the given scheme.
static void desktopproxy_add(CFMutableStringRef lines, CFStringRef scheme, CFDictionaryRef proxy)
{
	CFStringRef host = CFDictionaryGetValue(proxy, kCFProxyHostNameKey);
	CFNumberRef port = CFDictionaryGetValue(proxy, kCFProxyPortNumberKey);
	if (host == NULL || port == NULL) {
		CFStringAppend(lines, desktopproxy_unknown);
		return;
	}
	bool colon = CFStringFind(host, CFSTR(":"), 0).location != kCFNotFound; // an IPv6 address
	CFStringAppendFormat(lines, NULL, colon ? CFSTR("%@://[%@]:%@\n") : CFSTR("%@://%@:%@\n"), scheme, host, port);
}

// desktopproxy_list adds a line for each proxy, and runs scripts. A script that names a script is not run. It returns false if a
// script has no answer.
static bool desktopproxy_list(CFMutableStringRef lines, CFArrayRef proxies, CFURLRef target, double seconds)
{
	for (CFIndex i = 0; i < CFArrayGetCount(proxies); i++) {
		CFDictionaryRef proxy = CFArrayGetValueAtIndex(proxies, i);
		CFStringRef type = CFDictionaryGetValue(proxy, kCFProxyTypeKey);
		CFArrayRef further = NULL;
		if (type == NULL) {
			CFStringAppend(lines, desktopproxy_unknown);
		} else if (CFEqual(type, kCFProxyTypeNone)) {
			CFStringAppend(lines, CFSTR("direct://\n"));
		} else if (CFEqual(type, kCFProxyTypeHTTP) || CFEqual(type, kCFProxyTypeHTTPS)) { // HTTPS: an HTTP proxy for https.
			desktopproxy_add(lines, CFSTR("http"), proxy);
		} else if (CFEqual(type, kCFProxyTypeSOCKS)) {
			desktopproxy_add(lines, CFSTR("socks5"), proxy);
		} else if (seconds > 0 && CFEqual(type, kCFProxyTypeAutoConfigurationURL)) {
			further = desktopproxy_run(CFDictionaryGetValue(proxy, kCFProxyAutoConfigurationURLKey), target, seconds);
			if (further == NULL)
				return false;
		} else if (seconds > 0 && CFEqual(type, kCFProxyTypeAutoConfigurationJavaScript)) {
			further = CFNetworkCopyProxiesForAutoConfigurationScript(
				CFDictionaryGetValue(proxy, kCFProxyAutoConfigurationJavaScriptKey), target, NULL);
			if (further == NULL)
				return false;
		} else {
			CFStringAppend(lines, desktopproxy_unknown);
		}
		if (further != NULL) {
			desktopproxy_list(lines, further, target, 0);
			CFRelease(further);
		}
	}
	return true;
}

// desktopproxy_text returns a copy of the lines that the caller frees, or NULL.
static char *desktopproxy_text(CFStringRef lines)
{
	CFIndex size = CFStringGetMaximumSizeForEncoding(CFStringGetLength(lines), kCFStringEncodingUTF8) + 1;
	char *text = malloc(size);
	if (text != NULL && !CFStringGetCString(lines, text, size, kCFStringEncodingUTF8)) {
		free(text);
		return NULL;
	}
	return text;
}

// desktopproxy_ask returns the proxies for a URL, one a line, or NULL. A script has the given seconds.
static char *desktopproxy_ask(const char *text, size_t length, double seconds)
{
	char *answer = NULL;
	CFURLRef target = CFURLCreateWithBytes(NULL, (const UInt8 *)text, length, kCFStringEncodingUTF8, NULL);
	CFDictionaryRef settings = CFNetworkCopySystemProxySettings();
	if (target != NULL && settings != NULL) {
		CFArrayRef proxies = CFNetworkCopyProxiesForURL(target, settings);
		CFMutableStringRef lines = CFStringCreateMutable(NULL, 0);
		if (desktopproxy_list(lines, proxies, target, seconds))
			answer = desktopproxy_text(lines);
		CFRelease(lines);
		CFRelease(proxies);
	}
	if (settings != NULL)
		CFRelease(settings);
	if (target != NULL)
		CFRelease(target);
	return answer;
}
*/
import "C"

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"time"
	"unsafe"
)

// scriptTime is how long a script for automatic configuration may take, with the time to fetch it.
const scriptTime = 30 * time.Second

var errCFNetwork = errors.New("CFNetwork has no answer")

// ask asks CFNetwork on the calling thread, which must not be the main thread: an automatic configuration is a script that may
// have to be fetched first. The end of ctx does not end it; [scriptTime] does.
func ask(_ context.Context, target string) ([]string, error) {
	runtime.LockOSThread() // A run loop belongs to a thread.
	defer runtime.UnlockOSThread()
	text := C.CString(target)
	defer C.free(unsafe.Pointer(text))
	lines := C.desktopproxy_ask(text, C.size_t(len(target)), C.double(scriptTime.Seconds()))
	if lines == nil {
		return nil, errCFNetwork
	}
	defer C.free(unsafe.Pointer(lines))
	return strings.Fields(C.GoString(lines)), nil
}
