//go:build cgo && (darwin || gnustep)

// What a user sees of the windows, and does in them.

#import <Cocoa/Cocoa.h>
#import <WebKit/WebKit.h>

#include <string.h>

#include "loop.h"

#include "_cgo_export.h"

// is_login tells a login window from the others of the process.
static BOOL is_login(NSWindow *window) { return [NSStringFromClass([window class]) isEqualToString:@"LWWindow"]; }

// shown returns the window on the screen that was opened last.
static NSWindow *shown(const char *title) {
	NSString *beginning = [NSString stringWithUTF8String:title];
	NSWindow *newest = nil;
	for (NSWindow *window in [NSApp windows])
		if (is_login(window) && [window isVisible] && [[window title] hasPrefix:beginning] &&
			[window windowNumber] > [newest windowNumber])
			newest = window;
	return newest;
}

static void look(NSView *view, NSMutableString *seen) {
	if ([view isHidden])
		return;
	if ([view isKindOfClass:[WKWebView class]])
		[seen appendString:@"[page]\n"];
	else if ([view isKindOfClass:[NSImageView class]])
		[seen appendFormat:@"[lock] %@\n", [view accessibilityLabel]];
	else if ([view isKindOfClass:[NSButton class]])
		[seen appendFormat:@"%@\n", [(NSButton *)view title]];
	else if ([view isKindOfClass:[NSTextField class]])
		[seen appendFormat:@"%@\n", [(NSTextField *)view stringValue]];
	else
		for (NSView *child in [view subviews])
			look(child, seen);
}

char *cocoaloop_seen(void) {
	NSMutableString *seen = [NSMutableString string];
	for (NSWindow *window in [NSApp windows]) {
		if (!is_login(window) || ![window isVisible])
			continue;
		[seen appendFormat:@"title: %@\n", [window title]];
		look([window contentView], seen);
		if ([window attachedSheet]) {
			[seen appendFormat:@"[sheet] %@\n", [[window attachedSheet] title]];
			look([[window attachedSheet] contentView], seen);
		}
	}
	return strdup([seen UTF8String]);
}

// every calls a block with each view that is shown.
static void every(NSView *view, void (^one)(NSView *)) {
	if ([view isHidden])
		return;
	one(view);
	for (NSView *child in [view subviews])
		every(child, one);
}

// page_of returns the page that is shown in a window, or nil.
static WKWebView *page_of(NSWindow *window) {
	__block WKWebView *page = nil;
	every([window contentView], ^(NSView *view) {
		if ([view isKindOfClass:[WKWebView class]])
			page = (WKWebView *)view;
	});
	return page;
}

int cocoaloop_press(const char *title, const char *label) {
	__block NSButton *found = nil;
	NSString *wanted = [NSString stringWithUTF8String:label];
	every([shown(title) contentView], ^(NSView *view) {
		if ([view isKindOfClass:[NSButton class]] && [[(NSButton *)view title] isEqualToString:wanted])
			found = (NSButton *)view;
	});
	if (![found isEnabled])
		return 0;
	[found performClick:nil];
	return 1;
}

int cocoaloop_click(const char *title) {
	NSWindow *window = shown(title);
	WKWebView *page = page_of(window);
	if (!page)
		return 0;
	NSPoint middle = NSMakePoint(NSMidX([page bounds]), NSMidY([page bounds]));
	middle = [page convertPoint:middle toView:nil];
	for (int up = 0; up < 2; up++)
		[window sendEvent:[NSEvent mouseEventWithType:up ? NSEventTypeLeftMouseUp : NSEventTypeLeftMouseDown location:middle
			modifierFlags:0 timestamp:[[NSProcessInfo processInfo] systemUptime] windowNumber:[window windowNumber] context:nil
			eventNumber:0 clickCount:1 pressure:1]];
	return 1;
}

// route gives a key to a window as NSApplication does on macOS. GNUstep offers a key with Command to every window.
static void route(NSWindow *window, NSEvent *event) {
	if ([event modifierFlags] & NSEventModifierFlagCommand)
		[window performKeyEquivalent:event];
	else
		[window sendEvent:event];
}

// now is later with each call. GNUstep's clock is too coarse to tell two events apart.
static NSTimeInterval now(void) {
	static NSTimeInterval last;
	return ++last;
}

static NSEvent *key(NSWindow *window, NSString *characters, NSUInteger modifiers) {
	return [NSEvent keyEventWithType:NSEventTypeKeyDown location:NSZeroPoint modifierFlags:modifiers
		timestamp:now() windowNumber:[window windowNumber] context:nil characters:characters
		charactersIgnoringModifiers:characters isARepeat:NO keyCode:0];
}

void cocoaloop_key(const char *title, const char *name) {
	static const struct {
		const char *name;
		unichar key;
		BOOL command;
	} keys[] = {{"Escape", 0x1B, NO}, {"Return", '\r', NO}, {"Back", '[', YES}, {"Reload", 'r', YES}, {"Plus", '+', YES}, {"Minus", '-', YES}};
	unichar character = (unichar)name[0];
	BOOL command = NO;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (strcmp(keys[i].name, name) == 0) {
			character = keys[i].key;
			command = keys[i].command;
		}
	NSWindow *window = shown(title);
	if ([window attachedSheet])
		window = [window attachedSheet];
	NSString *text = [NSString stringWithCharacters:&character length:1];
	// A default button takes the Return key from everything but a field for text, which has it take the key afterwards.
	if (character == '\r' && [window performKeyEquivalent:key(window, text, 0)])
		return;
	route(window, key(window, text, command ? NSEventModifierFlagCommand : 0));
}

// Without a keyboard, the fields are filled in from within.
void cocoaloop_password(const char *title, const char *user, const char *password) {
	NSView *content = [shown(title) contentView];
	every(content, ^(NSView *view) {
		if ([view isKindOfClass:[NSTextField class]] && [(NSTextField *)view isEditable])
			[(NSTextField *)view setStringValue:[NSString stringWithUTF8String:
				[view isKindOfClass:[NSSecureTextField class]] ? password : user]];
	});
	cocoaloop_key(title, "Return");
}

char *cocoaloop_menu(const char *title) {
	NSMutableString *items = [NSMutableString string];
	NSMenu *menu = [[[NSMenu alloc] initWithTitle:@""] autorelease];
	[menu addItemWithTitle:@"Inspect Element" action:NULL keyEquivalent:@""];
	[page_of(shown(title)) willOpenMenu:menu withEvent:nil];
	for (NSMenuItem *item in [menu itemArray])
		if (![item isSeparatorItem])
			[items appendFormat:@"%@\n", [item title]];
	return strdup([items UTF8String]);
}

void cocoaloop_place(const char *title, int place[4]) {
	NSRect frame = [shown(title) frame];
	place[0] = (int)NSMidX(frame);
	place[1] = (int)NSMidY(frame);
	place[2] = (int)NSWidth(frame);
	place[3] = (int)NSHeight(frame);
}

static NSWindow *app;

void cocoaloop_app(int x, int y, int width, int height) {
	[app close];
	[app release];
	app = nil;
	if (width == 0)
		return;
	app = [[NSWindow alloc] initWithContentRect:NSMakeRect(x, y, width, height) styleMask:NSWindowStyleMaskTitled
		backing:NSBackingStoreBuffered defer:NO];
	[app setReleasedWhenClosed:NO];
	[app setTitle:@"The app"];
	[app makeKeyAndOrderFront:nil];
}

void cocoaloop_close(const char *title) { [shown(title) performClose:nil]; }
