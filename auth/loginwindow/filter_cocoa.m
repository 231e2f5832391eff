//go:build cgo && (darwin || gnustep)

// The filter that keeps pages away from this machine and its network. Go makes its rules. Without it no window loads a page.

#import "window_cocoa.h"

#include "_cgo_export.h"

static WKContentRuleList *filter;

WKContentRuleList *lw_filter(void) { return filter; }

// lw_compile compiles the rules in the folder. The folder must stay until Go has the result, and is not needed after that.
void lw_compile(uint32_t call, NSString *folder, NSString *rules) {
	WKContentRuleListStore *lists = [WKContentRuleListStore storeWithURL:[NSURL fileURLWithPath:folder isDirectory:YES]];
	[lists compileContentRuleListForIdentifier:@"network" encodedContentRuleList:rules
		completionHandler:^(WKContentRuleList *compiled, NSError *error) {
			if (compiled && !filter) // otherwise another call has set it
				filter = [compiled retain];
			loginwindowCompiled(call, filter ? NULL : lw_utf8(error ? [error localizedDescription] : @"no rules"));
		}];
}
