//go:build cgo && gnustep

// A stand-in for WKWebView: what it asks and tells its delegates, in the order of the real one. What the real one would punish is a
// fault, which fails the test. Its pages are in webview.go.

#import <WebKit/WebKit.h>

#include <Block.h>
#include <string.h>

#include "webview.h"

#include "_cgo_export.h"

@interface NSObject (Private)
- (void)_webView:(WKWebView *)page printFrame:(id)frame;
- (void)_webViewWebProcessDidBecomeUnresponsive:(WKWebView *)page;
@end

static NSMapTable *views; // number -> WKWebView, not retained
static uint32_t last;
static int left;

static void fault(const char *what) { clFault((char *)what); }

static void on_main(void) {
	if (![NSThread isMainThread])
		fault("a call on another thread than the first");
}

static WKWebView *find(uint32_t number) { return (WKWebView *)NSMapGet(views, (void *)(uintptr_t)number); }

static NSURL *url_of(const char *text) { return [NSURL URLWithString:[NSString stringWithUTF8String:text]]; }

// once counts the calls of a handler that must be called exactly once.
static void once(int calls, const char *what) {
	if (calls != 1)
		fault([[NSString stringWithFormat:@"%s was answered %d times", what, calls] UTF8String]);
}

@implementation WKNavigation
@end

@implementation WKSecurityOrigin
- (NSString *)protocol { return [url scheme]; }
- (NSString *)host { return [url host]; }
- (NSInteger)port { return [[url port] integerValue]; }
- (void)dealloc {
	[url release];
	[super dealloc];
}
@end

@implementation WKFrameInfo
- (BOOL)isMainFrame { return main; }
- (WKSecurityOrigin *)securityOrigin { return origin; }
- (void)dealloc {
	[origin release];
	[super dealloc];
}
@end

@implementation WKNavigationAction
- (NSURLRequest *)request { return request; }
- (WKFrameInfo *)targetFrame { return target; }
- (WKNavigationType)navigationType { return type; }
- (BOOL)shouldPerformDownload { return download; }
- (void)dealloc {
	[request release];
	[target release];
	[super dealloc];
}
@end

@implementation WKNavigationResponse
- (NSURLResponse *)response { return response; }
- (BOOL)canShowMIMEType { return shows; }
- (BOOL)isForMainFrame { return main; }
- (void)dealloc {
	[response release];
	[super dealloc];
}
@end

@implementation WKContentRuleList
@end

@implementation WKContentRuleListStore
+ (instancetype)storeWithURL:(NSURL *)url {
	if (![url isFileURL] || ![[NSFileManager defaultManager] fileExistsAtPath:[url path]])
		fault("content rules need a folder");
	return [[[self alloc] init] autorelease];
}
- (void)compileContentRuleListForIdentifier:(NSString *)identifier encodedContentRuleList:(NSString *)rules
	completionHandler:(void (^)(WKContentRuleList *, NSError *))done {
	on_main();
	BOOL good = clRules((char *)[rules UTF8String]);
	done(good ? [[[WKContentRuleList alloc] init] autorelease] : nil,
		good ? nil : [NSError errorWithDomain:@"WKErrorDomain" code:6 userInfo:nil]);
}
@end

@implementation WKUserContentController
- (void)addContentRuleList:(WKContentRuleList *)list { rules = [list retain]; }
- (void)dealloc {
	[rules release];
	[super dealloc];
}
@end

@implementation WKPreferences
- (id)init {
	self = [super init];
	opensWindows = YES; // as on macOS
	return self;
}
- (void)setJavaScriptCanOpenWindowsAutomatically:(BOOL)yes { opensWindows = yes; }
- (void)setInactiveSchedulingPolicy:(WKInactiveSchedulingPolicy)policy {}
@end

@implementation WKWebsiteDataStore
+ (WKWebsiteDataStore *)nonPersistentDataStore {
	WKWebsiteDataStore *store = [[[self alloc] init] autorelease];
	store->number = ++last;
	return store;
}
+ (NSSet *)allWebsiteDataTypes { return [NSSet setWithObject:@"everything"]; }
- (void)removeDataOfTypes:(NSSet *)types modifiedSince:(NSDate *)date completionHandler:(void (^)(void))done {
	on_main();
	if (![types isEqual:[WKWebsiteDataStore allWebsiteDataTypes]] || ![date isEqual:[NSDate distantPast]])
		fault("some data is not forgotten");
	clForget(number);
	done();
}
@end

@implementation WKWebViewConfiguration
- (id)init {
	self = [super init];
	preferences = [[WKPreferences alloc] init];
	content = [[WKUserContentController alloc] init];
	return self;
}
- (WKPreferences *)preferences { return preferences; }
- (WKUserContentController *)userContentController { return content; }
- (void)setWebsiteDataStore:(WKWebsiteDataStore *)s { store = [s retain]; }
- (void)setAllowsAirPlayForMediaPlayback:(BOOL)yes {}
- (void)dealloc {
	[store release];
	[preferences release];
	[content release];
	[super dealloc];
}
@end

@implementation WKBackForwardListItem
- (NSURL *)URL { return url; }
- (void)dealloc {
	[url release];
	[super dealloc];
}
@end

@implementation WKBackForwardList
- (id)init {
	self = [super init];
	items = [[NSMutableArray alloc] init];
	return self;
}
- (WKBackForwardListItem *)currentItem { return current ? [items objectAtIndex:current - 1] : nil; }
- (NSArray *)backList { return current ? [items subarrayWithRange:NSMakeRange(0, current - 1)] : [NSArray array]; }
- (NSArray *)forwardList { return [items subarrayWithRange:NSMakeRange(current, [items count] - current)]; }
- (void)dealloc {
	[items release];
	[super dealloc];
}
@end

static NSEvent *again; // the key that a page gives back

@implementation WKWebView

- (instancetype)initWithFrame:(NSRect)frame configuration:(WKWebViewConfiguration *)given {
	self = [super initWithFrame:frame];
	on_main();
	configuration = [given retain];
	list = [[WKBackForwardList alloc] init];
	observed = [[NSMutableArray alloc] init];
	unused = [[NSMutableArray alloc] init];
	if (!given->content->rules)
		fault("a view without content rules");
	if (!given->store)
		fault("a view that keeps its data on the disk");
	if (!views)
		views = NSCreateMapTable(NSIntMapKeyCallBacks, NSNonOwnedPointerMapValueCallBacks, 16);
	number = ++last;
	left++;
	NSMapInsert(views, (void *)(uintptr_t)number, self);
	clNew(number, given->store ? given->store->number : 0);
	[self registerForDraggedTypes:[NSArray arrayWithObject:NSFilenamesPboardType]];
	return self;
}

- (void)registerForDraggedTypes:(NSArray *)types { fault("a file can be dropped on the page"); }

- (void)addObserver:(NSObject *)observer forKeyPath:(NSString *)path options:(NSKeyValueObservingOptions)options context:(void *)context {
	[observed addObject:path];
	[super addObserver:observer forKeyPath:path options:options context:context];
}

- (void)removeObserver:(NSObject *)observer forKeyPath:(NSString *)path {
	[observed removeObject:path];
	[super removeObserver:observer forKeyPath:path];
}

- (void)dealloc {
	on_main();
	if ([observed count] > 0)
		fault("a view went with an observer");
	if (unanswered > 0)
		fault("a view went with a question that nobody answered");
	if (navigationDelegate || uiDelegate)
		fault("a view went with a delegate");
	left--;
	NSMapRemove(views, (void *)(uintptr_t)number);
	clDead(number);
	[configuration release];
	[list release];
	[url release];
	[observed release];
	[unused release];
	[super dealloc];
}

- (void)setNavigationDelegate:(id<WKNavigationDelegate>)delegate { navigationDelegate = delegate; }
- (void)setUIDelegate:(id<WKUIDelegate>)delegate { uiDelegate = delegate; }
- (void)setAllowsBackForwardNavigationGestures:(BOOL)yes {}
- (void)setAllowsLinkPreview:(BOOL)yes {}
- (void)setPageZoom:(CGFloat)scale { zoom = scale; }
- (BOOL)isLoading { return loading; }
- (NSURL *)URL { return url; }
- (WKBackForwardList *)backForwardList { return list; }
- (BOOL)acceptsFirstResponder { return YES; }

- (WKNavigation *)loadRequest:(NSURLRequest *)request {
	on_main();
	clLoad(number, (char *)[[[request URL] absoluteString] UTF8String]);
	return nil;
}

- (WKNavigation *)goToBackForwardListItem:(WKBackForwardListItem *)item {
	on_main();
	list->current = [list->items indexOfObjectIdenticalTo:item] + 1;
	clBack(number, (char *)[[item->url absoluteString] UTF8String], item->post);
	return nil;
}

- (void)stopLoading {
	on_main();
	clStop(number);
}

- (void)setURL:(NSURL *)to loading:(BOOL)now {
	[self willChangeValueForKey:@"URL"];
	[url release];
	url = [to retain];
	[self didChangeValueForKey:@"URL"];
	[self willChangeValueForKey:@"loading"];
	loading = now;
	[self didChangeValueForKey:@"loading"];
}

- (void)mouseDown:(NSEvent *)event { clClicked(number); }

// takes reports whether the page has the key. If it has no use for it, it gives it back.
- (BOOL)takes:(NSEvent *)event {
	if (event == again)
		return NO;
	if (!clKey(number, (char *)[[event characters] UTF8String]))
		[unused addObject:event];
	return YES;
}

- (void)keyDown:(NSEvent *)event {
	if (![self takes:event])
		[super keyDown:event];
}

- (BOOL)performKeyEquivalent:(NSEvent *)event { return [[self window] firstResponder] == self && [self takes:event]; }

@end

void cl_resend(uint32_t number) {
	WKWebView *view = [[find(number) retain] autorelease];
	if (!view || [view->unused count] == 0)
		return;
	again = [[[view->unused objectAtIndex:0] retain] autorelease];
	[view->unused removeObjectAtIndex:0];
	if ([again modifierFlags] & NSCommandKeyMask)
		[[view window] performKeyEquivalent:again];
	else
		[[view window] sendEvent:again];
	again = nil;
}

static WKFrameInfo *frame_of(const char *url, BOOL main) {
	WKFrameInfo *frame = [[[WKFrameInfo alloc] init] autorelease];
	frame->main = main;
	frame->origin = [[WKSecurityOrigin alloc] init];
	frame->origin->url = [url_of(url) retain];
	return frame;
}

static WKNavigationAction *action_of(const char *url, const char *method, int type, int target, int download) {
	WKNavigationAction *action = [[[WKNavigationAction alloc] init] autorelease];
	NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:url_of(url)];
	[request setHTTPMethod:[NSString stringWithUTF8String:method]];
	action->request = [request retain];
	action->target = target == CL_NEW_WINDOW ? nil : [frame_of(url, target == CL_MAIN) retain];
	action->type = type;
	action->download = download != 0;
	return action;
}

int cl_decide(uint32_t number, const char *url, const char *method, int type, int target, int download) {
	WKWebView *view = [[find(number) retain] autorelease];
	if (!view || !view->navigationDelegate)
		return CL_GONE;
	__block int calls = 0;
	__block WKNavigationActionPolicy answer = WKNavigationActionPolicyCancel;
	[view->navigationDelegate webView:view decidePolicyForNavigationAction:action_of(url, method, type, target, download)
		decisionHandler:^(WKNavigationActionPolicy policy) { calls++; answer = policy; }];
	once(calls, "a navigation");
	return answer == WKNavigationActionPolicyAllow ? CL_ALLOW : CL_CANCEL;
}

int cl_respond(uint32_t number, const char *url, int status, const char *type, const char *disposition) {
	WKWebView *view = [[find(number) retain] autorelease];
	if (!view || !view->navigationDelegate)
		return CL_GONE;
	WKNavigationResponse *response = [[[WKNavigationResponse alloc] init] autorelease];
	NSMutableDictionary *fields = [NSMutableDictionary dictionaryWithObject:[NSString stringWithUTF8String:type] forKey:@"Content-Type"];
	if (*disposition)
		[fields setObject:[NSString stringWithUTF8String:disposition] forKey:@"content-disposition"];
	response->response = [[NSHTTPURLResponse alloc] initWithURL:url_of(url) statusCode:status HTTPVersion:@"HTTP/1.1" headerFields:fields];
	response->main = YES;
	response->shows = strncmp(type, "text/", 5) == 0 || !*type;
	__block int calls = 0;
	__block WKNavigationResponsePolicy answer = WKNavigationResponsePolicyCancel;
	[view->navigationDelegate webView:view decidePolicyForNavigationResponse:response
		decisionHandler:^(WKNavigationResponsePolicy policy) { calls++; answer = policy; }];
	once(calls, "a response");
	return answer == WKNavigationResponsePolicyAllow ? CL_ALLOW : CL_CANCEL;
}

uint32_t cl_create(uint32_t number, const char *url, int type) {
	WKWebView *view = [[find(number) retain] autorelease];
	if (!view || !view->uiDelegate)
		return 0;
	WKWebViewConfiguration *given = [[[WKWebViewConfiguration alloc] init] autorelease];
	[given setWebsiteDataStore:view->configuration->store];
	given->preferences->opensWindows = view->configuration->preferences->opensWindows;
	[given->content addContentRuleList:view->configuration->content->rules];
	WKWebView *opened = [view->uiDelegate webView:view createWebViewWithConfiguration:given
		forNavigationAction:action_of(url, "GET", type, CL_NEW_WINDOW, 0) windowFeatures:nil];
	if (opened && opened->configuration != given)
		fault("a pop-up with another configuration than the given one");
	return opened ? opened->number : 0;
}

int cl_opens_windows(uint32_t number) {
	WKWebView *view = find(number);
	return view && view->configuration->preferences->opensWindows;
}

void cl_challenge(uint32_t number, const char *host, int port, const char *method, int failures, uint64_t token) {
	WKWebView *view = [[find(number) retain] autorelease];
	if (!view || !view->navigationDelegate) {
		clAnswered(token, 2, NULL, NULL);
		return;
	}
	NSString *how = strcmp(method, "basic") == 0 ? NSURLAuthenticationMethodHTTPBasic :
		strcmp(method, "certificate") == 0 ? NSURLAuthenticationMethodClientCertificate : NSURLAuthenticationMethodServerTrust;
	NSURLProtectionSpace *space = [[[NSURLProtectionSpace alloc] initWithHost:[NSString stringWithUTF8String:host] port:port protocol:@"http"
		realm:@"free text" authenticationMethod:how] autorelease];
	NSURLAuthenticationChallenge *challenge = [[[NSURLAuthenticationChallenge alloc] initWithProtectionSpace:space proposedCredential:nil
		previousFailureCount:failures failureResponse:nil error:nil sender:nil] autorelease];
	__block int calls = 0;
	view->unanswered++;
	[view->navigationDelegate webView:view didReceiveAuthenticationChallenge:challenge
		completionHandler:^(NSURLSessionAuthChallengeDisposition disposition, NSURLCredential *credential) {
			if (++calls > 1)
				fault("a challenge was answered twice");
			if (find(number))
				find(number)->unanswered--;
			clAnswered(token, (int)disposition, (char *)[[credential user] UTF8String], (char *)[[credential password] UTF8String]);
		}];
}

void cl_event(uint32_t number, int event, const char *url, int post) {
	WKWebView *view = [[find(number) retain] autorelease];
	id navigation = view ? view->navigationDelegate : nil;
	if (!view)
		return;
	switch (event) {
	case CL_START:
		[view setURL:url_of(url) loading:YES];
		[navigation webView:view didStartProvisionalNavigation:nil];
		break;
	case CL_REDIRECT:
		[view setURL:url_of(url) loading:YES];
		[navigation webView:view didReceiveServerRedirectForProvisionalNavigation:nil];
		break;
	case CL_COMMIT: {
		WKBackForwardList *list = view->list;
		WKBackForwardListItem *item = [[[WKBackForwardListItem alloc] init] autorelease];
		item->url = [url_of(url) retain];
		item->post = post != 0;
		[view setURL:url_of(url) loading:YES];
		if (!list->current || ![[[list currentItem]->url absoluteString] isEqualToString:[url_of(url) absoluteString]]) {
			[list->items removeObjectsInRange:NSMakeRange(list->current, [list->items count] - list->current)];
			[list->items addObject:item];
			list->current = [list->items count];
		}
		[navigation webView:view didCommitNavigation:nil];
		break;
	}
	case CL_FINISH:
		[view setURL:view->url loading:NO];
		break;
	case CL_PUSH:
		[view setURL:url_of(url) loading:view->loading];
		break;
	case CL_CRASH:
		[navigation webViewWebContentProcessDidTerminate:view];
		break;
	case CL_CLOSE:
		[view->uiDelegate webViewDidClose:view];
		break;
	case CL_PRINT:
		if ([view->uiDelegate respondsToSelector:@selector(_webView:printFrame:)])
			[view->uiDelegate _webView:view printFrame:nil];
		break;
	case CL_STUCK:
		if ([navigation respondsToSelector:@selector(_webViewWebProcessDidBecomeUnresponsive:)])
			[navigation _webViewWebProcessDidBecomeUnresponsive:view];
		break;
	}
}

void cl_fail(uint32_t number, const char *url, const char *domain, int code) {
	WKWebView *view = [[find(number) retain] autorelease];
	if (!view)
		return;
	NSDictionary *info = [NSDictionary dictionaryWithObject:[NSString stringWithUTF8String:url] forKey:NSURLErrorFailingURLStringErrorKey];
	NSError *error = [NSError errorWithDomain:[NSString stringWithUTF8String:domain] code:code userInfo:info];
	[view setURL:view->url loading:NO];
	[view->navigationDelegate webView:view didFailProvisionalNavigation:nil withError:error];
}

void cl_alert(uint32_t number, const char *url, const char *text, uint64_t token) {
	WKWebView *view = [[find(number) retain] autorelease];
	if (!view || !view->uiDelegate) {
		clAnswered(token, 0, NULL, NULL);
		return;
	}
	__block int calls = 0;
	view->unanswered++;
	[view->uiDelegate webView:view runJavaScriptAlertPanelWithMessage:[NSString stringWithUTF8String:text] initiatedByFrame:frame_of(url, YES)
		completionHandler:^{
			if (++calls > 1)
				fault("a dialog was answered twice");
			if (find(number))
				find(number)->unanswered--;
			clAnswered(token, 0, NULL, NULL);
		}];
}

int cl_capture(uint32_t number, const char *url, int microphone) {
	WKWebView *view = [[find(number) retain] autorelease];
	SEL asks = @selector(webView:requestMediaCapturePermissionForOrigin:initiatedByFrame:type:decisionHandler:);
	if (!view || ![view->uiDelegate respondsToSelector:asks])
		return view != nil; // WebKit asks the user
	__block int calls = 0;
	__block WKPermissionDecision answer = WKPermissionDecisionPrompt;
	WKFrameInfo *frame = frame_of(url, YES);
	[view->uiDelegate webView:view requestMediaCapturePermissionForOrigin:frame->origin initiatedByFrame:frame
		type:microphone ? WKMediaCaptureTypeMicrophone : WKMediaCaptureTypeCamera
		decisionHandler:^(WKPermissionDecision decision) { calls++; answer = decision; }];
	once(calls, "a permission");
	return answer != WKPermissionDecisionDeny;
}

int cl_choose(uint32_t number) {
	WKWebView *view = [[find(number) retain] autorelease];
	if (!view || ![view->uiDelegate respondsToSelector:@selector(webView:runOpenPanelWithParameters:initiatedByFrame:completionHandler:)])
		return 0; // WebKit shows none
	__block int calls = 0;
	__block BOOL got = NO;
	[view->uiDelegate webView:view runOpenPanelWithParameters:nil initiatedByFrame:nil
		completionHandler:^(NSArray *files) { calls++; got = files != nil; }];
	once(calls, "a file chooser");
	return got;
}

int cl_zoom(uint32_t number) {
	WKWebView *view = find(number);
	return view ? (int)(view->zoom * 100 + 0.5) : 0;
}

int cl_views(void) { return left; }
