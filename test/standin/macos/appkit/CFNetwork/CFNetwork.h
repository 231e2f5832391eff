// A stand-in for the headers of macOS: only what internal/desktopproxy uses, in the types of Apple's documentation.

#include <CoreFoundation/CoreFoundation.h>

extern const CFStringRef kCFProxyTypeKey, kCFProxyHostNameKey, kCFProxyPortNumberKey, kCFProxyAutoConfigurationURLKey,
	kCFProxyAutoConfigurationJavaScriptKey, kCFProxyTypeNone, kCFProxyTypeHTTP, kCFProxyTypeHTTPS, kCFProxyTypeSOCKS,
	kCFProxyTypeAutoConfigurationURL, kCFProxyTypeAutoConfigurationJavaScript;

typedef void (*CFProxyAutoConfigurationResultCallback)(void *client, CFArrayRef proxies, CFErrorRef error);

CFDictionaryRef CFNetworkCopySystemProxySettings(void);
CFArrayRef CFNetworkCopyProxiesForURL(CFURLRef url, CFDictionaryRef settings);
CFArrayRef CFNetworkCopyProxiesForAutoConfigurationScript(CFStringRef script, CFURLRef target, CFErrorRef *error);
CFRunLoopSourceRef CFNetworkExecuteProxyAutoConfigurationURL(CFURLRef script, CFURLRef target,
	CFProxyAutoConfigurationResultCallback callback, CFStreamClientContext *context);
