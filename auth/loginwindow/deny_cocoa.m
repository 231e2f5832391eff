//go:build cgo && (darwin || gnustep)

// What a page may ask of the user or the machine: almost nothing. WebKit has no position and no notifications for the views of apps.

#import "window_cocoa.h"

#include "_cgo_export.h"

@implementation LWLogin (Deny)

- (void)webView:(WKWebView *)page requestMediaCapturePermissionForOrigin:(WKSecurityOrigin *)asking initiatedByFrame:(WKFrameInfo *)frame
	type:(WKMediaCaptureType)type decisionHandler:(void (^)(WKPermissionDecision))decide API_AVAILABLE(macos(12.0)) {
	decide(WKPermissionDecisionDeny);
}

- (void)webView:(WKWebView *)page runOpenPanelWithParameters:(WKOpenPanelParameters *)parameters initiatedByFrame:(WKFrameInfo *)frame
	completionHandler:(void (^)(NSArray *))done {
	done(nil);
}

// WebKit's headers name this method private. If it goes, print() of a page does nothing, as in most apps.
- (void)_webView:(WKWebView *)page printFrame:(id)frame { loginwindowLimited(number, LW_LIMIT_PRINT); }

@end
