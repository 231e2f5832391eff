//go:build cgo && (darwin || gnustep)

// Pop-ups: windows that a page opens. Go decides on each.

#import "window_cocoa.h"

#include <stdlib.h>

#include "_cgo_export.h"

@implementation LWLogin (PopUp)

- (void)openedOutside:(id)sender { loginwindowOutside(number); }

// After nil, window.open returns null to the page, as in a browser that blocks a pop-up. Otherwise WebKit wants a view with exactly
// this configuration: it has the web process and the store of the opener, also after lw_forget. WebKit calls this only after a click,
// see lw_configuration. What the page wishes for the window's size, its place and its bars does not count.
- (WKWebView *)webView:(WKWebView *)opener createWebViewWithConfiguration:(WKWebViewConfiguration *)configuration
	forNavigationAction:(WKNavigationAction *)action windowFeatures:(WKWindowFeatures *)features {
	BOOL clicked = [action navigationType] == WKNavigationTypeLinkActivated;
	char *title = NULL;
	uint32_t own = loginwindowPopUp(number, lw_utf8([[[action request] URL] absoluteString]), YES, clicked, &title);
	if (!own)
		return nil;
	NSString *name = [NSString stringWithUTF8String:title];
	free(title);
	LWLogin *w = [[[LWLogin alloc] initWithNumber:own title:name ? name : @"" width:loginwindowPopUpWidth()] autorelease];
	w->popup = YES;
	w->link = clicked;
	[w->way_out setTitle:@"Close"];
	[w adopt:[[[LWPage alloc] initWithFrame:NSZeroRect configuration:configuration] autorelease]];
	[w showNotice:@"" text:@"" flags:LW_BUSY];
	[w putOver:window];
	[w show];
	return w->view;
}

// webViewDidClose handles window.close() of the page or of its opener.
- (void)webViewDidClose:(WKWebView *)page {
	if (loginwindowMayClose(number))
		[self close];
}

@end
