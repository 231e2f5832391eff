//go:build cgo && (darwin || gnustep)

// The app's own window. A login window is over it and belongs to it. The package finds it by itself: it is a window of this process
// that is none of the package's own.

#import "window_cocoa.h"

// rank says how likely a window is the app's in front of which the user sits; 0 is none.
static int rank(NSWindow *window) {
	if ([window isKindOfClass:[LWWindow class]] || ![window isVisible] || [window isMiniaturized] || ![window canBecomeMainWindow])
		return 0;
	return 1 + [window isMainWindow] + [window isKeyWindow];
}

static NSWindow *app_window(void) {
	NSWindow *best = nil;
	for (NSWindow *window in [NSApp windows])
		if (rank(window) > (best ? rank(best) : 0))
			best = window;
	return best;
}

static CGFloat between(CGFloat least, CGFloat value, CGFloat most) { return MAX(least, MIN(value, most)); }

@implementation LWLogin (Place)

// putOver makes the window belong to another one, and puts it over the middle of that, within what the menu bar and the Dock leave
// of the screen.
- (void)putOver:(NSWindow *)other {
	NSRect own = [window frame], over = [other frame], area = [[other screen] visibleFrame];
	own.size.width = MIN(NSWidth(own), NSWidth(area));
	own.size.height = MIN(NSHeight(own), NSHeight(area));
	own.origin.x = between(NSMinX(area), NSMidX(over) - NSWidth(own) / 2, NSMaxX(area) - NSWidth(own));
	own.origin.y = between(NSMinY(area), NSMidY(over) - NSHeight(own) / 2, NSMaxY(area) - NSHeight(own));
	[window setFrame:own display:NO];
	[other addChildWindow:window ordered:NSWindowAbove];
}

// putOverApp leaves the window in the middle of the screen if the app's is hidden: it would hide this one, too.
- (void)putOverApp {
	NSWindow *app = app_window();
	if (app)
		[self putOver:app];
}

- (void)leave { [[window parentWindow] removeChildWindow:window]; }

@end
