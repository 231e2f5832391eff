//go:build cgo && (darwin || gnustep)

// The contents of a login window: a line with the origin above the page, or instead a notice or the password form. The line, the
// notice and the form are native controls: their text is never markup, follows the system's appearance, and outlives the web process.

#import "window_cocoa.h"

#include "_cgo_export.h"

// TOP is the height of the line with the origin, and COLUMN the width of a notice and a form.
#define TOP 40.0
#define COLUMN 480.0
#define GAP 18.0

@implementation LWLogin (Layout)

- (void)again:(id)sender { loginwindowRetry(number); }
- (void)cancelled:(id)sender { [window performClose:nil]; }
- (void)wentElsewhere:(id)sender { loginwindowElsewhere(number); }

- (NSTextField *)label:(NSView *)parent large:(BOOL)large {
	NSTextField *label = [[[NSTextField alloc] initWithFrame:NSZeroRect] autorelease];
	[label setEditable:NO];
	[label setSelectable:NO];
	[label setBezeled:NO];
	[label setBordered:NO];
	[label setDrawsBackground:NO];
	[label setAlignment:NSTextAlignmentCenter];
	[label setFont:large ? [NSFont boldSystemFontOfSize:17] : [NSFont systemFontOfSize:13]];
	[[label cell] setWraps:YES];
	[parent addSubview:label];
	return label;
}

- (NSButton *)button:(NSString *)title action:(SEL)action in:(NSView *)parent {
	NSButton *button = [[[NSButton alloc] initWithFrame:NSZeroRect] autorelease];
	[button setTitle:title];
	[button setBezelStyle:NSBezelStyleRounded];
	[button setTarget:self];
	[button setAction:action];
	[button sizeToFit];
	[parent addSubview:button];
	return button;
}

- (NSProgressIndicator *)spinnerIn:(NSView *)parent {
	NSProgressIndicator *spinning = [[[NSProgressIndicator alloc] initWithFrame:NSMakeRect(0, 0, 16, 16)] autorelease];
	[spinning setStyle:NSProgressIndicatorStyleSpinning];
	[spinning setIndeterminate:YES];
	[spinning setDisplayedWhenStopped:NO];
	[spinning setAccessibilityLabel:@"Loading"];
	[parent addSubview:spinning];
	return spinning;
}

- (void)makeTop {
	top = [[[NSView alloc] initWithFrame:NSZeroRect] autorelease];
	[[window contentView] addSubview:top];
	edge = [[[NSBox alloc] initWithFrame:NSZeroRect] autorelease];
	[edge setBoxType:NSBoxSeparator];
	[top addSubview:edge];
	lock = [[[NSImageView alloc] initWithFrame:NSMakeRect(0, 0, 16, 16)] autorelease];
	[top addSubview:lock];
	origin = [self label:top large:NO];
	[origin setAlignment:NSTextAlignmentLeft];
	[[origin cell] setWraps:NO];
	// The end of a host name says whose it is, so a name that is too long loses its beginning.
	[[origin cell] setLineBreakMode:NSLineBreakByTruncatingHead];
	progress = [self spinnerIn:top];
	outside = [self button:@"Open in browser" action:@selector(openedOutside:) in:top];
	elsewhere = [self button:@"Use my browser instead" action:@selector(wentElsewhere:) in:top];
	// It ends the log-in, or closes a pop-up, whatever the page shows. No key of the page presses it.
	way_out = [self button:@"Cancel" action:@selector(cancelled:) in:top];
}

- (void)makeNotice {
	notice = [[[NSView alloc] initWithFrame:NSZeroRect] autorelease];
	[[window contentView] addSubview:notice];
	spinner = [self spinnerIn:notice];
	heading = [self label:notice large:YES];
	text = [self label:notice large:NO];
	cancel = [self button:@"Cancel" action:@selector(cancelled:) in:notice];
	elsewhere_in_notice = [self button:@"Use my browser instead" action:@selector(wentElsewhere:) in:notice];
	retry = [self button:@"Try again" action:@selector(again:) in:notice];
}

- (void)makeControls {
	[self makeTop];
	[self makeLine];
	[self makeNotice];
	[self makeForm];
}

- (void)layOutTop:(NSRect)frame {
	CGFloat middle = TOP / 2, right = NSWidth(frame) - 12;
	[top setFrame:frame];
	for (NSButton *button in [NSArray arrayWithObjects:way_out, elsewhere, outside, nil]) {
		[button setHidden:button == elsewhere ? !alternative : button == outside ? !link : NO];
		if ([button isHidden])
			continue;
		[button sizeToFit];
		NSSize size = [button frame].size;
		right -= size.width;
		[button setFrameOrigin:NSMakePoint(right, middle - size.height / 2)];
		right -= 8;
	}
	[edge setFrame:NSMakeRect(0, 0, NSWidth(frame), 1)];
	[lock setFrame:NSMakeRect(12, middle - 8, 16, 16)];
	[progress setFrame:NSMakeRect(right - 16, middle - 8, 16, 16)];
	[origin setFrame:NSMakeRect(34, middle - 9, MAX(right - 16 - 8 - 34, 0), 18)];
}

// layOut:in: puts the views that are shown in a column, in the middle of their parent. An array is a row of them.
- (void)layOut:(NSArray *)views in:(NSView *)parent {
	NSRect area = [[window contentView] bounds];
	CGFloat width = MIN(COLUMN, NSWidth(area) - 40), height = 0;
	[parent setFrame:area];
	for (id one in views) {
		NSView *first = [one isKindOfClass:[NSArray class]] ? [one lastObject] : one;
		if ([first isKindOfClass:[NSTextField class]] && ![(NSTextField *)first isEditable])
			[first setFrameSize:NSMakeSize(width, [[(NSTextField *)first cell] cellSizeForBounds:NSMakeRect(0, 0, width, 2000)].height)];
		if (![first isHidden] || first != one)
			height += NSHeight([first frame]) + GAP;
	}
	CGFloat y = NSMidY(area) + (height - GAP) / 2;
	for (id one in views) {
		NSArray *row = [one isKindOfClass:[NSArray class]] ? one : [NSArray arrayWithObject:one];
		CGFloat x = -12, tall = 0;
		for (NSView *v in row)
			if (![v isHidden]) {
				x += NSWidth([v frame]) + 12;
				tall = MAX(tall, NSHeight([v frame]));
			}
		if (tall == 0)
			continue;
		x = NSMidX(area) - x / 2;
		y -= tall;
		for (NSView *v in row)
			if (![v isHidden]) {
				[v setFrameOrigin:NSMakePoint(x, y + (tall - NSHeight([v frame])) / 2)];
				x += NSWidth([v frame]) + 12;
			}
		y -= GAP;
	}
}

- (void)layout {
	NSRect area = [[window contentView] bounds];
	CGFloat said = [self lineHeight:NSWidth(area)], below = MAX(NSHeight(area) - TOP - said, 0);
	for (NSButton *button in [NSArray arrayWithObjects:cancel, elsewhere_in_notice, retry, without, answer, nil])
		[button sizeToFit];
	[self layOutTop:NSMakeRect(0, NSHeight(area) - TOP, NSWidth(area), TOP)];
	[self layOutLine:NSMakeRect(0, below, NSWidth(area), said)];
	[view setFrame:NSMakeRect(0, 0, NSWidth(area), below)];
	[self layOut:[NSArray arrayWithObjects:spinner, heading, text, [NSArray arrayWithObjects:cancel, elsewhere_in_notice, retry, nil], nil]
		in:notice];
	[self layOut:[NSArray arrayWithObjects:question, explanation, [NSArray arrayWithObjects:user_label, user, nil],
		[NSArray arrayWithObjects:password_label, password, nil], [NSArray arrayWithObjects:without, answer, nil], nil] in:form];
	[[window contentView] setNeedsDisplay:YES];
}

// uncover:focus: shows the notice, the form or the page. A key that presses a button does so only while the button is shown.
- (void)uncover:(NSView *)one focus:(NSView *)focus {
	BOOL page = one == view;
	[notice setHidden:one != notice];
	[form setHidden:one != form];
	[top setHidden:!page];
	[view setHidden:!page];
	[bar setHidden:!page || [[line stringValue] length] == 0];
	[answer setKeyEquivalent:one == form ? @"\r" : @""];
	if (one != notice) {
		[retry setKeyEquivalent:@""];
		[cancel setKeyEquivalent:@""];
		[spinner stopAnimation:nil];
	}
	[self layout];
	if (!hidden)
		[window makeFirstResponder:focus];
}

// showNotice:text:flags: gives no key to a button if the user may still be typing a password.
- (void)showNotice:(NSString *)h text:(NSString *)t flags:(int)flags {
	BOOL busy = (flags & LW_BUSY) != 0, resume = (flags & LW_RESUME) != 0, closes = (flags & LW_CLOSES) != 0;
	[self dropChallenge];
	[heading setStringValue:h];
	[text setStringValue:t];
	[text setHidden:[t length] == 0];
	[spinner setHidden:!busy];
	busy ? [spinner startAnimation:nil] : [spinner stopAnimation:nil];
	[retry setTitle:resume ? @"Continue" : @"Try again"];
	[retry setHidden:busy || closes];
	[retry setKeyEquivalent:busy || closes || resume ? @"" : @"\r"];
	[cancel setTitle:closes ? @"Close" : @"Cancel"];
	[cancel setKeyEquivalent:closes && !busy ? @"\r" : @""];
	[elsewhere_in_notice setHidden:!alternative || resume];
	[self uncover:notice focus:nil];
}

- (void)showOrigin:(NSString *)address secure:(BOOL)secure {
	[self dropChallenge];
	[lock setImage:[NSImage imageNamed:secure ? NSImageNameLockLockedTemplate : NSImageNameLockUnlockedTemplate]];
	[lock setAccessibilityLabel:secure ? @"The connection is encrypted" : @"The connection is not encrypted"];
	[origin setStringValue:address];
	if ([view isHidden])
		[self uncover:view focus:view];
}

@end
