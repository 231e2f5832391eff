//go:build cgo && (darwin || gnustep)

// The web view. Go decides on every load of a page, and gets every failure.

#import "window_cocoa.h"

#include "_cgo_export.h"

// These have no names in WebKit's headers.
#define INTERRUPTED_BY_POLICY 102
#define BLOCKED_BY_FILTER 104

// A main frame that has begun to load and asks again was redirected. WebKit does not say so of the redirects of other frames: there,
// whatever may be one counts as one.
static int cause(WKNavigationAction *action, BOOL loading) {
	BOOL main = [action targetFrame] == nil || [[action targetFrame] isMainFrame];
	if (main && loading)
		return LW_BY_REDIRECT;
	switch ([action navigationType]) {
	case WKNavigationTypeLinkActivated:
		return LW_BY_LINK;
	case WKNavigationTypeBackForward:
	case WKNavigationTypeReload:
	case WKNavigationTypeFormResubmitted:
		return LW_BY_HISTORY;
	default:
		return main ? LW_BY_PAGE : LW_BY_REDIRECT;
	}
}

// failure returns -1 for a load that another one replaced, which is no failure.
static int failure(NSError *error) {
	if ([[error domain] isEqualToString:@"WebKitErrorDomain"])
		return [error code] == INTERRUPTED_BY_POLICY || [error code] == BLOCKED_BY_FILTER ? LW_FAIL_REFUSED : LW_FAIL_NETWORK;
	switch ([error code]) {
	case NSURLErrorCancelled:
		return -1;
	case NSURLErrorAppTransportSecurityRequiresSecureConnection:
		return LW_FAIL_REFUSED;
	case NSURLErrorCannotFindHost:
	case NSURLErrorDNSLookupFailed:
		return LW_FAIL_DNS;
	case NSURLErrorTimedOut:
		return LW_FAIL_TIMEOUT;
	case NSURLErrorServerCertificateHasBadDate:
	case NSURLErrorServerCertificateNotYetValid:
		return LW_FAIL_TLS_EXPIRED;
	case NSURLErrorSecureConnectionFailed:
	case NSURLErrorServerCertificateUntrusted: // also of another host
	case NSURLErrorServerCertificateHasUnknownRoot:
		return LW_FAIL_TLS;
	case NSURLErrorClientCertificateRejected:
	case NSURLErrorClientCertificateRequired:
		return LW_FAIL_CERTIFICATE;
	default:
		return LW_FAIL_NETWORK;
	}
}

// header returns a field of a response, whose name is in any case.
static NSString *header(NSURLResponse *response, NSString *name) {
	if (![response isKindOfClass:[NSHTTPURLResponse class]])
		return nil;
	NSDictionary *fields = [(NSHTTPURLResponse *)response allHeaderFields];
	for (NSString *field in fields)
		if ([field caseInsensitiveCompare:name] == NSOrderedSame)
			return [fields objectForKey:field];
	return nil;
}

@implementation LWLogin (View)

- (void)adopt:(LWPage *)page {
	view = [page retain];
	[view setNavigationDelegate:self];
	[view setUIDelegate:self];
	[view setAllowsBackForwardNavigationGestures:NO];
	[view setAllowsLinkPreview:NO];
	if (@available(macOS 11.0, *))
		[view setPageZoom:zoom];
	[view addObserver:self forKeyPath:@"URL" options:0 context:NULL];
	[view addObserver:self forKeyPath:@"loading" options:0 context:NULL];
	[view setHidden:YES];
	[[window contentView] addSubview:view];
	[self layout];
}

- (void)dropView {
	if (!view)
		return;
	[view removeObserver:self forKeyPath:@"URL"];
	[view removeObserver:self forKeyPath:@"loading"];
	[view setNavigationDelegate:nil];
	[view setUIDelegate:nil];
	[view stopLoading];
	[view removeFromSuperview];
	[view autorelease]; // this may be an event of it
	view = nil;
	back_from = nil;
	loading = NO;
}

- (void)renew:(NSString *)address {
	[self dropView];
	[self adopt:[[[LWPage alloc] initWithFrame:NSZeroRect configuration:lw_configuration(hidden)] autorelease]];
	[view loadRequest:[NSURLRequest requestWithURL:[NSURL URLWithString:address]]];
}

// load takes a new view, because nothing else ends the document in the old one at once. The document of a pop-up goes on. The new view
// has no history, so that this keeps the old one, except for answers to forms, which cannot be requested again.
- (void)load:(NSString *)address {
	if (popup) {
		[view loadRequest:[NSURLRequest requestWithURL:[NSURL URLWithString:address]]];
		return;
	}
	WKBackForwardListItem *current = [[view backForwardList] currentItem];
	NSArray *items = [[view backForwardList] backList];
	for (WKBackForwardListItem *item in current ? [items arrayByAddingObject:current] : items) {
		NSString *visited = [[item URL] absoluteString];
		if (![posted containsObject:visited] && (item != current || ![visited isEqualToString:address]))
			[past addObject:visited];
	}
	[self renew:address];
}

// back counts the steps from the page at which the user went back. WebKit moves on in its list as soon as it begins to load, and
// stays there if the load is refused.
- (void)back:(int)steps {
	WKBackForwardList *list = [view backForwardList];
	if (steps == 1)
		back_from = [list currentItem];
	NSMutableArray *items = [NSMutableArray arrayWithArray:[list backList]];
	if ([list currentItem])
		[items addObject:[list currentItem]];
	[items addObjectsFromArray:[list forwardList]];
	NSUInteger from = back_from ? [items indexOfObjectIdenticalTo:back_from] : NSNotFound;
	NSInteger to = (from == NSNotFound ? 0 : (NSInteger)from) - steps, first = -(NSInteger)[past count];
	if (to < first) {
		loginwindowNoWayBack(number);
	} else if (to >= 0) {
		[view goToBackForwardListItem:[items objectAtIndex:(NSUInteger)to]];
	} else {
		NSUInteger place = (NSUInteger)(to - first);
		NSString *address = [[[past objectAtIndex:place] retain] autorelease];
		[past removeObjectsInRange:NSMakeRange(place, [past count] - place)];
		[self renew:address];
	}
}

- (void)zoomTo:(double)scale {
	zoom = scale;
	if (@available(macOS 11.0, *))
		[view setPageZoom:scale];
}

// observeValueForKeyPath: reports a new address of the document in the window (history.pushState). Go ignores those of loads.
- (void)observeValueForKeyPath:(NSString *)path ofObject:(id)page change:(NSDictionary *)change context:(void *)context {
	if ([path isEqualToString:@"loading"])
		[view isLoading] ? [progress startAnimation:nil] : [progress stopAnimation:nil];
	else if ([view URL])
		loginwindowMoved(number, lw_utf8([[view URL] absoluteString]));
}

// Each handler of a decision must be called exactly once: otherwise WebKit raises an exception, which ends the process. A link with
// the attribute "download" is refused here; WebKit would ask for no page.
- (void)webView:(WKWebView *)page decidePolicyForNavigationAction:(WKNavigationAction *)action
	decisionHandler:(void (^)(WKNavigationActionPolicy))decide {
	NSURLRequest *request = [action request];
	BOOL fresh = [action targetFrame] == nil; // a new window, for which WebKit wants a click
	BOOL download = NO;
	if (@available(macOS 11.3, *))
		download = [action shouldPerformDownload];
	if (download)
		loginwindowLimited(number, LW_LIMIT_DOWNLOAD);
	BOOL loads = !download && loginwindowNavigate(number, lw_utf8([[request URL] absoluteString]), fresh, fresh,
		![[request HTTPMethod] isEqualToString:@"GET"], cause(action, loading));
	if (loads && [[action targetFrame] isMainFrame] && ![[request HTTPMethod] isEqualToString:@"GET"])
		[posted addObject:[[request URL] absoluteString]];
	decide(loads ? WKNavigationActionPolicyAllow : WKNavigationActionPolicyCancel);
}

// The window accepts what it can show. An attachment is a download, whatever its type.
- (void)webView:(WKWebView *)page decidePolicyForNavigationResponse:(WKNavigationResponse *)answered
	decisionHandler:(void (^)(WKNavigationResponsePolicy))decide {
	NSURLResponse *response = [answered response];
	BOOL attachment = [[header(response, @"Content-Disposition") lowercaseString] hasPrefix:@"attachment"];
	BOOL shows = [answered canShowMIMEType] && !attachment;
	if ([answered isForMainFrame] && [response isKindOfClass:[NSHTTPURLResponse class]])
		loginwindowResponded(number, (uint32_t)[(NSHTTPURLResponse *)response statusCode]);
	if (attachment)
		loginwindowLimited(number, LW_LIMIT_DOWNLOAD);
	if (!shows && [answered isForMainFrame])
		loginwindowFailed(number, lw_utf8([[response URL] absoluteString]), LW_FAIL_CONTENT);
	decide(shows ? WKNavigationResponsePolicyAllow : WKNavigationResponsePolicyCancel);
}

- (void)webView:(WKWebView *)page didStartProvisionalNavigation:(WKNavigation *)navigation {
	[self loadEnded];
	loading = YES;
	loginwindowRequested(number, lw_utf8([[page URL] absoluteString]));
}

- (void)webView:(WKWebView *)page didReceiveServerRedirectForProvisionalNavigation:(WKNavigation *)navigation {
	loginwindowRequested(number, lw_utf8([[page URL] absoluteString]));
}

// Before the document has committed, the view gives the address of a load that may never arrive. In a pop-up, another document may
// commit under the address of the window's own load: Go notices that (see page.misnamed).
- (void)webView:(WKWebView *)page didCommitNavigation:(WKNavigation *)navigation {
	loading = NO;
	loginwindowCommitted(number, lw_utf8([[page URL] absoluteString]));
}

- (void)failed:(NSError *)error {
	int kind = failure(error);
	NSString *address = [[error userInfo] objectForKey:NSURLErrorFailingURLStringErrorKey];
	if (kind < 0)
		loginwindowStopped(number);
	else
		loginwindowFailed(number, lw_utf8(address ? address : [[view URL] absoluteString]), kind);
}

- (void)webView:(WKWebView *)page didFailProvisionalNavigation:(WKNavigation *)navigation withError:(NSError *)error {
	loading = NO;
	[self loadEnded];
	[self failed:error];
}

- (void)webView:(WKWebView *)page didFailNavigation:(WKNavigation *)navigation withError:(NSError *)error { [self failed:error]; }

- (void)webViewWebContentProcessDidTerminate:(WKWebView *)page {
	loading = NO;
	loginwindowFailed(number, "", LW_FAIL_CRASH); // Go knows whose document it was
}

// WebKit's headers name this method private. If it goes, the user learns nothing of a page that does not answer.
- (void)_webViewWebProcessDidBecomeUnresponsive:(WKWebView *)page { loginwindowLimited(number, LW_LIMIT_STUCK); }

@end
