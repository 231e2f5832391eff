//go:build cgo && (darwin || gnustep)

// Keys and buttons of the mouse that the user means for the window. The page has them first: WebKit takes a key, and sends its event
// once more when the page had no use for it.

#import "window_cocoa.h"

#include "_cgo_export.h"

#define F5 0xF708
#define LEFT 0xF702
#define ESCAPE 0x1B

// BACK_BUTTON is the mouse's own button for the way back.
#define BACK_BUTTON 3

static const struct {
	unichar key;
	BOOL command; // with the Command key
	int does;
} shortcuts[] = {
	{ESCAPE, NO, LW_KEY_CANCEL},
	{F5, NO, LW_KEY_RELOAD},
	{'[', YES, LW_KEY_BACK},
	{LEFT, YES, LW_KEY_BACK},
	{'r', YES, LW_KEY_RELOAD},
	{'+', YES, LW_KEY_ZOOM_IN},
	{'=', YES, LW_KEY_ZOOM_IN},
	{'-', YES, LW_KEY_ZOOM_OUT},
	{'0', YES, LW_KEY_ZOOM_RESET},
	{'p', YES, LW_KEY_PRINT},
};

static unichar character(NSEvent *event) {
	NSString *text = [[event charactersIgnoringModifiers] lowercaseString];
	return [text length] == 1 ? [text characterAtIndex:0] : 0;
}

// shortcut returns -1 for a key that means nothing to the window.
static int shortcut(NSEvent *event) {
	NSUInteger modifiers = [event modifierFlags] & (NSEventModifierFlagCommand | NSEventModifierFlagControl | NSEventModifierFlagOption);
	for (size_t i = 0; i < sizeof shortcuts / sizeof *shortcuts; i++)
		if (shortcuts[i].key == character(event) && modifiers == (shortcuts[i].command ? NSEventModifierFlagCommand : 0))
			return shortcuts[i].does;
	return -1;
}

// edits are the keys of a menu "Edit", which the app may not have.
static SEL edit(NSEvent *event) {
	if (([event modifierFlags] & (NSEventModifierFlagControl | NSEventModifierFlagOption)) || !([event modifierFlags] & NSEventModifierFlagCommand))
		return NULL;
	switch (character(event)) {
	case 'a':
		return @selector(selectAll:);
	case 'c':
		return @selector(copy:);
	case 'v':
		return @selector(paste:);
	case 'x':
		return @selector(cut:);
	default:
		return NULL;
	}
}

@implementation LWLogin (Keys)

- (void)command:(int)command {
	if (command != LW_KEY_CANCEL || ![self dismissForm])
		loginwindowCommand(number, command);
}

@end

@implementation LWWindow

// takes reports whether an event goes to the page.
- (BOOL)takes:(NSEvent *)event {
	LWLogin *w = lw_find(number);
	if (!w || [w->view isHiddenOrHasHiddenAncestor])
		return NO;
	if ([event type] == NSEventTypeKeyDown)
		return [[self firstResponder] isKindOfClass:[NSView class]] && [(NSView *)[self firstResponder] isDescendantOf:w->view];
	return NSPointInRect([event locationInWindow], [w->view frame]);
}

// use carries out what a key that nothing had a use for means. Its event may come here in more than one way.
- (BOOL)use:(NSEvent *)event {
	int command = shortcut(event);
	if (command < 0)
		return NO;
	if (unused != [event timestamp])
		[lw_find(number) command:command];
	unused = [event timestamp];
	return YES;
}

- (void)sendEvent:(NSEvent *)event {
	switch ([event type]) {
	case NSEventTypeKeyDown:
		if (seen == [event timestamp] && [self use:event])
			return; // the page had no use for it
		if (seen != [event timestamp]) {
			loginwindowTouched(number);
			if ([self takes:event])
				loginwindowPressed(number);
		}
		seen = [event timestamp];
		break;
	case NSEventTypeOtherMouseDown:
		if ([event buttonNumber] == BACK_BUTTON && [self takes:event]) {
			loginwindowCommand(number, LW_KEY_BACK);
			return;
		}
		// as the other buttons
	case NSEventTypeLeftMouseDown:
	case NSEventTypeRightMouseDown:
		if ([self takes:event])
			loginwindowPressed(number);
		break;
	default:
		break;
	}
	[super sendEvent:event];
}

// keyDown: is the end of the way that a key takes from the focus on.
- (void)keyDown:(NSEvent *)event {
	if (![self use:event])
		[super keyDown:event];
}

// cancelOperation: is what a text field makes of Escape, and WebKit, too, after the page.
- (void)cancelOperation:(id)sender { [self use:[NSApp currentEvent]]; }

- (BOOL)performKeyEquivalent:(NSEvent *)event {
	if ([super performKeyEquivalent:event])
		return YES; // of the page, or of a button
	loginwindowTouched(number);
	if (([event modifierFlags] & NSEventModifierFlagCommand) && [self use:event])
		return YES;
	SEL action = edit(event);
	if (action)
		return [NSApp sendAction:action to:nil from:self];
	if (character(event) == 'w' && ([event modifierFlags] & NSEventModifierFlagCommand)) {
		[self performClose:nil];
		return YES;
	}
	return NO;
}

@end
