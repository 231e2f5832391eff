//go:build cgo && (darwin || gnustep)

// The dialogs of scripts: alert, confirm and prompt. Each names the page that it belongs to, and Go bounds their number.

#import "window_cocoa.h"

#include <Block.h>

#include "_cgo_export.h"

typedef void (^Done)(BOOL agreed, NSString *typed);

// LWDialog is one dialog, which must get exactly one answer.
@interface LWDialog : NSObject {
@public
	LWLogin *w; // not retained: it drops this first
	NSAlert *alert;
	NSTextField *field; // or nil
	Done done;
}
@end

@implementation LWDialog

- (void)answer:(BOOL)agreed {
	Done answered = done;
	done = nil;
	w->dialog = nil;
	answered(agreed, agreed && field ? [field stringValue] : nil);
	Block_release(answered);
	[self autorelease];
}

- (void)dealloc {
	[alert release];
	[field release];
	[super dealloc];
}

@end

// asking is the page's origin, as the line above the page has it.
static NSString *asking(WKFrameInfo *frame) {
	WKSecurityOrigin *origin = [frame securityOrigin];
	if ([[origin host] length] == 0)
		return @"The page says";
	NSString *port = [origin port] ? [NSString stringWithFormat:@":%ld", (long)[origin port]] : @"";
	return [NSString stringWithFormat:@"“%@://%@%@” says", [origin protocol], [origin host], port];
}

@implementation LWLogin (Dialog)

// speak: shows a dialog over the window. One at a time: WebKit lets the page go on only after it.
- (void)speak:(NSString *)words of:(WKFrameInfo *)frame cancel:(BOOL)refusable field:(NSString *)given done:(Done)done {
	if (dialog || !loginwindowMaySpeak(number)) {
		done(NO, nil);
		return;
	}
	LWDialog *d = [[LWDialog alloc] init]; // until it is answered
	d->w = self;
	d->done = Block_copy(done);
	d->alert = [[NSAlert alloc] init];
	[d->alert setMessageText:asking(frame)];
	[d->alert setInformativeText:words];
	[d->alert addButtonWithTitle:@"OK"];
	if (refusable)
		[d->alert addButtonWithTitle:@"Cancel"];
	if (given) {
		d->field = [[NSTextField alloc] initWithFrame:NSMakeRect(0, 0, 280, 22)];
		[d->field setStringValue:given];
		[d->alert setAccessoryView:d->field];
	}
	dialog = d;
	uint32_t asked = number;
	[d->alert beginSheetModalForWindow:window completionHandler:^(NSModalResponse response) {
		LWLogin *w = lw_find(asked);
		if (w && w->dialog == d) // otherwise dropDialog has answered it
			[d answer:response == NSAlertFirstButtonReturn];
	}];
}

// dropDialog ends the dialog of a window that closes.
- (void)dropDialog {
	LWDialog *d = dialog;
	if (!d)
		return;
	NSWindow *sheet = [d->alert window];
	[d answer:NO];
	[window endSheet:sheet];
}

- (void)webView:(WKWebView *)page runJavaScriptAlertPanelWithMessage:(NSString *)words initiatedByFrame:(WKFrameInfo *)frame
	completionHandler:(void (^)(void))done {
	[self speak:words of:frame cancel:NO field:nil done:^(BOOL agreed, NSString *typed) { done(); }];
}

- (void)webView:(WKWebView *)page runJavaScriptConfirmPanelWithMessage:(NSString *)words initiatedByFrame:(WKFrameInfo *)frame
	completionHandler:(void (^)(BOOL))done {
	[self speak:words of:frame cancel:YES field:nil done:^(BOOL agreed, NSString *typed) { done(agreed); }];
}

- (void)webView:(WKWebView *)page runJavaScriptTextInputPanelWithPrompt:(NSString *)words defaultText:(NSString *)given
	initiatedByFrame:(WKFrameInfo *)frame completionHandler:(void (^)(NSString *))done {
	[self speak:words of:frame cancel:YES field:given ? given : @"" done:^(BOOL agreed, NSString *typed) { done(typed); }];
}

@end
