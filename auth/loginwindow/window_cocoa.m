//go:build cgo && (darwin || gnustep)

// Windows: created, looked up and closed by number, on the main thread.

#import "window_cocoa.h"

#include <stdlib.h>

#include "_cgo_export.h"

static NSMutableDictionary *windows; // number -> LWLogin

static NSNumber *key(uint32_t number) { return [NSNumber numberWithUnsignedInt:number]; }

LWLogin *lw_find(uint32_t number) { return [windows objectForKey:key(number)]; }

char *lw_utf8(NSString *text) {
	const char *utf8 = [text UTF8String];
	return (char *)(utf8 ? utf8 : "");
}

@implementation LWLogin

- (id)initWithNumber:(uint32_t)n title:(NSString *)title width:(int)width {
	self = [super init];
	number = n;
	zoom = 1;
	past = [[NSMutableArray alloc] init];
	posted = [[NSMutableSet alloc] init];
	window = [[LWWindow alloc] initWithContentRect:NSMakeRect(0, 0, width, loginwindowHeight())
		styleMask:NSWindowStyleMaskTitled | NSWindowStyleMaskClosable | NSWindowStyleMaskMiniaturizable | NSWindowStyleMaskResizable
		backing:NSBackingStoreBuffered defer:NO];
	window->number = n;
	[window setReleasedWhenClosed:NO];
	[window setRestorable:NO];
	[window setContentMinSize:NSMakeSize(320, 240)];
	// Over an app that fills the screen, the window opens in the same space.
	[window setCollectionBehavior:NSWindowCollectionBehaviorFullScreenAuxiliary];
	if (@available(macOS 10.12, *))
		[window setTabbingMode:NSWindowTabbingModeDisallowed];
	[window setTitle:title];
	[window center];
	[window setDelegate:self];
	[self makeControls];
	if (!windows)
		windows = [[NSMutableDictionary alloc] init];
	[windows setObject:self forKey:key(n)];
	return self;
}

- (void)show {
	[window makeKeyAndOrderFront:nil];
	loginwindowMapped(number);
}

// end runs once. After it, nothing calls this object any more, which lives until the pool is drained.
- (void)end {
	if (ended)
		return;
	ended = YES;
	[self dropChallenges];
	[self dropDialog];
	[self dropLine];
	[self dropView];
	[self leave];
	[window setDelegate:nil];
	[[self retain] autorelease];
	[windows removeObjectForKey:key(number)];
	loginwindowGone(number);
}

// close also ends a window that was never shown, of whose end AppKit may not tell.
- (void)close {
	NSWindow *own = [[window retain] autorelease];
	[self end];
	[own close];
}

- (void)windowWillClose:(NSNotification *)notification { [self end]; }

- (void)windowDidResize:(NSNotification *)notification { [self layout]; }

- (void)dealloc {
	[window release];
	[past release];
	[posted release];
	[super dealloc];
}

@end

// LWOperation is one operation for the main thread.
@interface LWOperation : NSObject {
@public
	int op, flags;
	uint32_t number;
	NSString *a, *b;
}
- (void)run;
@end

@implementation LWOperation

- (void)open {
	LWLogin *w = [[[LWLogin alloc] initWithNumber:number title:a width:loginwindowWidth()] autorelease];
	w->hidden = (flags & LW_HIDDEN) != 0;
	w->alternative = (flags & LW_ALTERNATIVE) != 0;
	[w showNotice:b text:@"" flags:LW_BUSY];
	if (w->hidden)
		return;
	[w putOverApp];
	[w show];
}

- (void)on:(LWLogin *)w {
	switch (op) {
	case LW_PRESENT:
		[NSApp activateIgnoringOtherApps:YES];
		[w->window deminiaturize:nil];
		[w->window makeKeyAndOrderFront:nil];
		break;
	case LW_ORIGIN:
		[w->window setTitle:a];
		[w showOrigin:b secure:(flags & LW_SECURE) != 0];
		break;
	case LW_NOTICE:
		[w showNotice:a text:b flags:flags];
		break;
	case LW_ASK:
		[w ask:a text:b again:(flags & LW_AGAIN) != 0];
		break;
	case LW_LINE:
		[w say:a action:b number:(uint32_t)flags];
		break;
	case LW_LOAD:
		[w showNotice:b text:@"" flags:LW_BUSY];
		[w load:a];
		break;
	case LW_BACK:
		[w back:flags];
		break;
	case LW_ZOOM:
		[w zoomTo:flags / 100.0];
		break;
	}
}

- (void)run {
	LWLogin *w = lw_find(number);
	switch (op) {
	case LW_OPEN:
		[self open];
		break;
	case LW_DESTROY:
		if (w)
			[w close];
		else
			loginwindowGone(number); // never opened, or just closed by the user
		break;
	case LW_SHOW:
		if (![[NSWorkspace sharedWorkspace] openURL:[NSURL URLWithString:a]])
			loginwindowNotOpened(number, lw_utf8(a));
		break;
	case LW_COMPILE:
		lw_compile(number, a, b);
		break;
	case LW_FORGET:
		lw_forget(number);
		break;
	default:
		[self on:w];
	}
}

- (void)dealloc {
	[a release];
	[b release];
	[super dealloc];
}

@end

// take makes a string of one that came from malloc. AppKit raises an exception at nil.
static NSString *take(char *text) {
	NSString *string = text ? [[NSString alloc] initWithUTF8String:text] : nil;
	free(text);
	return string ? string : @"";
}

// lw_post may be called on any thread. Those of Go have no pool of their own.
void lw_post(int op, uint32_t number, char *a, char *b, int flags) {
	NSAutoreleasePool *pool = [[NSAutoreleasePool alloc] init];
	LWOperation *operation = [[[LWOperation alloc] init] autorelease];
	operation->op = op;
	operation->flags = flags;
	operation->number = number;
	operation->a = take(a);
	operation->b = take(b);
	[operation performSelectorOnMainThread:@selector(run) withObject:nil waitUntilDone:NO];
	[pool release];
}
