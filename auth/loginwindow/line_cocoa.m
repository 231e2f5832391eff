//go:build cgo && (darwin || gnustep)

// The bar between the origin and the page: one line of text, at most one button of its own, and one that closes it.

#import "window_cocoa.h"

#include "_cgo_export.h"

// ARMED_AFTER is how long the bar's own button takes no click, in seconds. The bar moves the page down, so that a click that was
// meant for the page could hit the button.
#define ARMED_AFTER 1.0

// plain removes the mark of a mnemonic, which this system does not have.
static NSString *plain(NSString *label) { return [label stringByReplacingOccurrencesOfString:@"_" withString:@""]; }

@implementation LWLogin (Line)

- (void)arm { [act setEnabled:YES]; }

- (void)dropLine { [NSObject cancelPreviousPerformRequestsWithTarget:self selector:@selector(arm) object:nil]; }

- (void)answeredLine:(BOOL)pressed {
	[window makeFirstResponder:view];
	loginwindowLine(number, line_number, pressed);
}

- (void)acted:(id)sender { [self answeredLine:YES]; }
- (void)dismissedLine:(id)sender { [self answeredLine:NO]; }

- (void)makeLine {
	bar = [[[NSBox alloc] initWithFrame:NSZeroRect] autorelease];
	[bar setTitlePosition:NSNoTitle];
	[bar setContentViewMargins:NSMakeSize(0, 0)];
	[[window contentView] addSubview:bar];
	line = [self label:[bar contentView] large:NO];
	[line setAlignment:NSTextAlignmentLeft];
	act = [self button:@"" action:@selector(acted:) in:[bar contentView]];
	dismiss = [self button:@"✕" action:@selector(dismissedLine:) in:[bar contentView]];
	[dismiss setAccessibilityLabel:@"Dismiss"];
	[bar setHidden:YES];
}

static CGFloat room(LWLogin *w, CGFloat width) {
	return width - 36 - NSWidth([w->dismiss frame]) - ([w->act isHidden] ? 0 : NSWidth([w->act frame]) + 12);
}

- (CGFloat)lineHeight:(CGFloat)width {
	if ([bar isHidden])
		return 0;
	NSSize words = [[line cell] cellSizeForBounds:NSMakeRect(0, 0, room(self, width), 400)];
	return MAX(words.height + 16, 40);
}

- (void)layOutLine:(NSRect)frame {
	CGFloat middle = NSHeight(frame) / 2, right = NSWidth(frame) - 12;
	[bar setFrame:frame];
	for (NSButton *button in [NSArray arrayWithObjects:dismiss, act, nil]) {
		NSSize size = [button frame].size;
		[button setFrameOrigin:NSMakePoint(right - size.width, middle - size.height / 2)];
		if (![button isHidden])
			right -= size.width + 12;
	}
	NSSize words = [[line cell] cellSizeForBounds:NSMakeRect(0, 0, room(self, NSWidth(frame)), 400)];
	[line setFrame:NSMakeRect(12, middle - words.height / 2, room(self, NSWidth(frame)), words.height)];
}

// say:action:number: never moves the focus: what the user types goes on to the page, and answers no question.
- (void)say:(NSString *)words action:(NSString *)action number:(uint32_t)n {
	if (!view)
		return;
	[self dropLine];
	line_number = n;
	[line setStringValue:words];
	[act setTitle:plain(action)];
	[act sizeToFit];
	[act setHidden:[action length] == 0];
	[act setEnabled:NO];
	[bar setHidden:[words length] == 0 || [view isHidden]];
	[self layout];
	if ([action length] > 0)
		[self performSelector:@selector(arm) withObject:nil afterDelay:ARMED_AFTER];
}

@end
