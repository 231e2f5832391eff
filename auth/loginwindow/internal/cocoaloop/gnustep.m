//go:build cgo && gnustep

// What AppKit of macOS has and GNUstep lacks (see test/standin/macos/gnustep/compat.h).

#import <Cocoa/Cocoa.h>

#include <Block.h>

@implementation NSMenu (Compat)
- (void)removeAllItems {
	while ([self numberOfItems] > 0)
		[self removeItemAtIndex:0];
}
@end

// labels keeps what is said about controls to people who cannot see them.
static NSMapTable *labels;

@implementation NSView (Compat)
- (void)setAccessibilityLabel:(NSString *)label {
	if (!labels)
		labels = [[NSMapTable mapTableWithKeyOptions:NSPointerFunctionsOpaqueMemory valueOptions:NSPointerFunctionsStrongMemory] retain];
	[labels setObject:label forKey:self];
}
- (void)willOpenMenu:(NSMenu *)menu withEvent:(NSEvent *)event {}
- (NSString *)accessibilityLabel { return [labels objectForKey:self]; }
@end

typedef void (^Answered)(NSModalResponse);

// CLSheet stands for the sheet that NSAlert shows over a window: here it is a window of its own, beside it.
@interface CLSheet : NSWindow {
@public
	Answered answered;
	NSAlert *alert;
	NSWindow *over;
}
@end

static NSMutableArray *sheets;

@implementation CLSheet
- (void)end:(NSModalResponse)response {
	Answered then = answered;
	if (!then)
		return;
	answered = nil;
	[self retain];
	[sheets removeObject:self];
	[self close];
	then(response);
	Block_release(then);
	[self autorelease];
}
- (void)sendEvent:(NSEvent *)event {
	if ([event type] == NSKeyDown && [[event characters] isEqualToString:@"\r"])
		[self end:NSAlertFirstButtonReturn];
	else
		[super sendEvent:event];
}
- (void)dealloc {
	[alert release];
	[super dealloc];
}
@end

static CLSheet *sheet(NSWindow *over) {
	for (CLSheet *one in sheets)
		if (one->over == over)
			return one;
	return nil;
}

@implementation NSAlert (Compat)
- (void)setAccessoryView:(NSView *)view {}
- (void)beginSheetModalForWindow:(NSWindow *)window completionHandler:(void (^)(NSModalResponse))done {
	CLSheet *one = [[[CLSheet alloc] initWithContentRect:NSMakeRect(0, 0, 420, 140) styleMask:NSTitledWindowMask backing:NSBackingStoreBuffered
		defer:NO] autorelease];
	[one setReleasedWhenClosed:NO];
	[one setTitle:[NSString stringWithFormat:@"%@: %@", [self messageText], [self informativeText]]];
	one->answered = Block_copy(done);
	one->alert = [self retain];
	one->over = window;
	if (!sheets)
		sheets = [[NSMutableArray alloc] init];
	[sheets addObject:one];
	[one orderFront:nil];
}
@end

// Each window has at most one sheet, so that the alert of which it is does not matter.
@implementation NSWindow (Compat)
#pragma clang diagnostic ignored "-Wobjc-protocol-method-implementation"
// GNUstep would keep a window on the screen that the login window leaves beside it.
- (NSRect)constrainFrameRect:(NSRect)frame toScreen:(NSScreen *)screen { return frame; }
- (void)setRestorable:(BOOL)yes {}
- (void)setTabbingMode:(NSInteger)mode {}
- (NSWindow *)attachedSheet { return sheet(self); }
- (void)endSheet:(NSWindow *)ended { [sheet(self) end:NSAlertErrorReturn]; }
@end
