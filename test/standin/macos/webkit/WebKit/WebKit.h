// A stand-in for WebKit's headers: only what the login window uses, in the types of the real ones. It was written from WebKit's
// documentation; TestSelectors compares the selectors with another source. The classes have an instance variable for the stand-in of
// WKWebView in auth/loginwindow/internal/cocoaloop.

#import <Cocoa/Cocoa.h>

@class WKWebView, WKWindowFeatures, WKWebViewConfiguration, WKOpenPanelParameters;

typedef NS_ENUM(NSInteger, WKNavigationActionPolicy) { WKNavigationActionPolicyCancel, WKNavigationActionPolicyAllow };
typedef NS_ENUM(NSInteger, WKNavigationResponsePolicy) { WKNavigationResponsePolicyCancel, WKNavigationResponsePolicyAllow };
typedef NS_ENUM(NSInteger, WKNavigationType) {
	WKNavigationTypeLinkActivated,
	WKNavigationTypeFormSubmitted,
	WKNavigationTypeBackForward,
	WKNavigationTypeReload,
	WKNavigationTypeFormResubmitted,
	WKNavigationTypeOther = -1,
};
typedef NS_ENUM(NSInteger, WKPermissionDecision) { WKPermissionDecisionPrompt, WKPermissionDecisionGrant, WKPermissionDecisionDeny };
typedef NS_ENUM(NSInteger, WKMediaCaptureType) {
	WKMediaCaptureTypeCamera,
	WKMediaCaptureTypeMicrophone,
	WKMediaCaptureTypeCameraAndMicrophone,
};
typedef NS_ENUM(NSInteger, WKInactiveSchedulingPolicy) {
	WKInactiveSchedulingPolicySuspend,
	WKInactiveSchedulingPolicyThrottle,
	WKInactiveSchedulingPolicyNone,
};

@interface WKNavigation : NSObject
@end

@interface WKSecurityOrigin : NSObject {
@public
	NSURL *url;
}
- (NSString *)protocol;
- (NSString *)host;
- (NSInteger)port;
@end

@interface WKFrameInfo : NSObject {
@public
	BOOL main;
	WKSecurityOrigin *origin;
}
- (BOOL)isMainFrame;
- (WKSecurityOrigin *)securityOrigin;
@end

@interface WKNavigationAction : NSObject {
@public
	NSURLRequest *request;
	WKFrameInfo *target;
	WKNavigationType type;
	BOOL download;
}
- (NSURLRequest *)request;
- (WKFrameInfo *)targetFrame;
- (WKNavigationType)navigationType;
- (BOOL)shouldPerformDownload;
@end

@interface WKNavigationResponse : NSObject {
@public
	NSURLResponse *response;
	BOOL main, shows;
}
- (NSURLResponse *)response;
- (BOOL)canShowMIMEType;
- (BOOL)isForMainFrame;
@end

@interface WKContentRuleList : NSObject
@end

@interface WKContentRuleListStore : NSObject
+ (instancetype)storeWithURL:(NSURL *)url;
- (void)compileContentRuleListForIdentifier:(NSString *)identifier encodedContentRuleList:(NSString *)rules
	completionHandler:(void (^)(WKContentRuleList *, NSError *))done;
@end

@interface WKUserContentController : NSObject {
@public
	WKContentRuleList *rules;
}
- (void)addContentRuleList:(WKContentRuleList *)list;
@end

@interface WKPreferences : NSObject {
@public
	BOOL opensWindows;
}
- (void)setJavaScriptCanOpenWindowsAutomatically:(BOOL)yes;
- (void)setInactiveSchedulingPolicy:(WKInactiveSchedulingPolicy)policy;
@end

@interface WKWebsiteDataStore : NSObject {
@public
	uint32_t number;
}
+ (WKWebsiteDataStore *)nonPersistentDataStore;
+ (NSSet *)allWebsiteDataTypes;
- (void)removeDataOfTypes:(NSSet *)types modifiedSince:(NSDate *)date completionHandler:(void (^)(void))done;
@end

@interface WKWebViewConfiguration : NSObject {
@public
	WKWebsiteDataStore *store;
	WKPreferences *preferences;
	WKUserContentController *content;
}
- (WKPreferences *)preferences;
- (WKUserContentController *)userContentController;
- (void)setWebsiteDataStore:(WKWebsiteDataStore *)store;
- (void)setAllowsAirPlayForMediaPlayback:(BOOL)yes;
@end

@interface WKBackForwardListItem : NSObject {
@public
	NSURL *url;
	BOOL post;
}
- (NSURL *)URL;
@end

@interface WKBackForwardList : NSObject {
@public
	NSMutableArray *items;
	NSUInteger current; // one more than its index, or 0
}
- (WKBackForwardListItem *)currentItem;
- (NSArray *)backList;
- (NSArray *)forwardList;
@end

@protocol WKNavigationDelegate <NSObject>
@optional
- (void)webView:(WKWebView *)v decidePolicyForNavigationAction:(WKNavigationAction *)a decisionHandler:(void (^)(WKNavigationActionPolicy))h;
- (void)webView:(WKWebView *)v decidePolicyForNavigationResponse:(WKNavigationResponse *)r decisionHandler:(void (^)(WKNavigationResponsePolicy))h;
- (void)webView:(WKWebView *)v didStartProvisionalNavigation:(WKNavigation *)n;
- (void)webView:(WKWebView *)v didReceiveServerRedirectForProvisionalNavigation:(WKNavigation *)n;
- (void)webView:(WKWebView *)v didFailProvisionalNavigation:(WKNavigation *)n withError:(NSError *)e;
- (void)webView:(WKWebView *)v didCommitNavigation:(WKNavigation *)n;
- (void)webView:(WKWebView *)v didFailNavigation:(WKNavigation *)n withError:(NSError *)e;
- (void)webView:(WKWebView *)v didReceiveAuthenticationChallenge:(NSURLAuthenticationChallenge *)c
	completionHandler:(void (^)(NSURLSessionAuthChallengeDisposition, NSURLCredential *))h;
- (void)webViewWebContentProcessDidTerminate:(WKWebView *)v;
@end

@protocol WKUIDelegate <NSObject>
@optional
- (WKWebView *)webView:(WKWebView *)v createWebViewWithConfiguration:(WKWebViewConfiguration *)c
	forNavigationAction:(WKNavigationAction *)a windowFeatures:(WKWindowFeatures *)f;
- (void)webViewDidClose:(WKWebView *)v;
- (void)webView:(WKWebView *)v runJavaScriptAlertPanelWithMessage:(NSString *)m initiatedByFrame:(WKFrameInfo *)f completionHandler:(void (^)(void))h;
- (void)webView:(WKWebView *)v runJavaScriptConfirmPanelWithMessage:(NSString *)m initiatedByFrame:(WKFrameInfo *)f completionHandler:(void (^)(BOOL))h;
- (void)webView:(WKWebView *)v runJavaScriptTextInputPanelWithPrompt:(NSString *)m defaultText:(NSString *)t initiatedByFrame:(WKFrameInfo *)f
	completionHandler:(void (^)(NSString *))h;
- (void)webView:(WKWebView *)v runOpenPanelWithParameters:(WKOpenPanelParameters *)p initiatedByFrame:(WKFrameInfo *)f
	completionHandler:(void (^)(NSArray *))h;
- (void)webView:(WKWebView *)v requestMediaCapturePermissionForOrigin:(WKSecurityOrigin *)o initiatedByFrame:(WKFrameInfo *)f
	type:(WKMediaCaptureType)t decisionHandler:(void (^)(WKPermissionDecision))h;
@end

@interface WKWebView : NSView {
@public
	id navigationDelegate, uiDelegate;
	WKWebViewConfiguration *configuration;
	WKBackForwardList *list;
	NSURL *url;
	BOOL loading;
	double zoom;
	uint32_t number; // of the stand-in in Go
	NSMutableArray *observed, *unused;
	int unanswered; // dialogs and challenges
}
- (instancetype)initWithFrame:(NSRect)f configuration:(WKWebViewConfiguration *)c;
- (void)setNavigationDelegate:(id<WKNavigationDelegate>)d;
- (void)setUIDelegate:(id<WKUIDelegate>)d;
- (void)setAllowsBackForwardNavigationGestures:(BOOL)yes;
- (void)setAllowsLinkPreview:(BOOL)yes;
- (void)setPageZoom:(CGFloat)zoom;
- (WKBackForwardList *)backForwardList;
- (WKNavigation *)goToBackForwardListItem:(WKBackForwardListItem *)item;
- (WKNavigation *)loadRequest:(NSURLRequest *)r;
- (void)stopLoading;
- (BOOL)isLoading;
- (NSURL *)URL;
@end
