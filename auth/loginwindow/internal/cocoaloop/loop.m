//go:build cgo && (darwin || gnustep)

// The main loop.

#import <Cocoa/Cocoa.h>

#include "loop.h"

#include "_cgo_export.h"

@interface CLCall : NSObject {
@public
	uint64_t token;
}
@end

@implementation CLCall
- (void)run { cocoaloopCall(token); }
- (void)stop {
	[NSApp stop:nil];
	// The loop looks at that only after an event.
	[NSApp postEvent:[NSEvent otherEventWithType:NSEventTypeApplicationDefined location:NSZeroPoint modifierFlags:0 timestamp:0
		windowNumber:0 context:nil subtype:0 data1:0 data2:0] atStart:YES];
}
@end

void cocoaloop_begin(void) {
	NSAutoreleasePool *pool = [[NSAutoreleasePool alloc] init];
	[NSApplication sharedApplication];
	[pool release];
}

void cocoaloop_run(void) {
	NSAutoreleasePool *pool = [[NSAutoreleasePool alloc] init];
	[NSApp run];
	[pool release];
}

static void perform(SEL what, uint64_t token) {
	NSAutoreleasePool *pool = [[NSAutoreleasePool alloc] init];
	CLCall *call = [[[CLCall alloc] init] autorelease];
	call->token = token;
	[call performSelectorOnMainThread:what withObject:nil waitUntilDone:NO];
	[pool release];
}

void cocoaloop_post(uint64_t token) { perform(@selector(run), token); }

void cocoaloop_quit(void) { perform(@selector(stop), 0); }
