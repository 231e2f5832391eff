//go:build cgo && (darwin || gnustep)

// What all login windows share, and the limits of a page in them.

#import "window_cocoa.h"

#include "_cgo_export.h"

// store is in memory. It stays until lw_forget, because the log-out window needs the cookies of the log-in.
static WKWebsiteDataStore *store;

// lw_configuration sets only what differs from WebKit's defaults, which deny developer tools and full screen.
WKWebViewConfiguration *lw_configuration(BOOL hidden) {
	if (!store)
		store = [[WKWebsiteDataStore nonPersistentDataStore] retain];
	WKWebViewConfiguration *configuration = [[[WKWebViewConfiguration alloc] init] autorelease];
	WKPreferences *preferences = [configuration preferences];
	[configuration setWebsiteDataStore:store];
	[[configuration userContentController] addContentRuleList:lw_filter()];
	[configuration setAllowsAirPlayForMediaPlayback:NO];
	// Unlike on Linux, WebKit lets scripts open windows without a click, unless told otherwise.
	[preferences setJavaScriptCanOpenWindowsAutomatically:NO];
	if (@available(macOS 14.0, *))
		if (hidden) // or its page would stand still
			[preferences setInactiveSchedulingPolicy:WKInactiveSchedulingPolicyNone];
	return configuration;
}

// lw_forget clears the store and leaves it to its open windows. The passwords of HTTP authentication are no website data, and end
// only with their store.
void lw_forget(uint32_t call) {
	if (!store) {
		loginwindowForgotten(call, 1);
		return;
	}
	WKWebsiteDataStore *old = store;
	store = nil;
	[old removeDataOfTypes:[WKWebsiteDataStore allWebsiteDataTypes] modifiedSince:[NSDate distantPast] completionHandler:^{
		[old release];
		loginwindowForgotten(call, 1);
	}];
}
