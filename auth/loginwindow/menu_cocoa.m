//go:build cgo && (darwin || gnustep)

// The context menu: the way back, reload, and what a form needs. There is no inspector in it, no download and no other window. And
// what may be dropped on the page: nothing.

#import "window_cocoa.h"

#include "_cgo_export.h"

@implementation LWPage

- (LWLogin *)login {
	NSWindow *window = [self window];
	return [window isKindOfClass:[LWWindow class]] ? lw_find(((LWWindow *)window)->number) : nil;
}

- (void)wentBack:(id)sender { [[self login] command:LW_KEY_BACK]; }
- (void)reloaded:(id)sender { [[self login] command:LW_KEY_RELOAD]; }

- (void)willOpenMenu:(NSMenu *)menu withEvent:(NSEvent *)event {
	[menu removeAllItems];
	[[menu addItemWithTitle:@"Back" action:@selector(wentBack:) keyEquivalent:@""] setTarget:self];
	[[menu addItemWithTitle:@"Reload" action:@selector(reloaded:) keyEquivalent:@""] setTarget:self];
	[menu addItem:[NSMenuItem separatorItem]];
	// These go to what has the focus, which says whether they can be used.
	[menu addItemWithTitle:@"Cut" action:@selector(cut:) keyEquivalent:@""];
	[menu addItemWithTitle:@"Copy" action:@selector(copy:) keyEquivalent:@""];
	[menu addItemWithTitle:@"Paste" action:@selector(paste:) keyEquivalent:@""];
}

// A file that is dropped on the page would navigate to it.
- (void)registerForDraggedTypes:(NSArray *)types {}

@end
