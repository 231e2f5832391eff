// The login window on AppKit and WKWebView. Memory is managed by hand, as cgo compiles without ARC. The classes of all copies of a
// program's packages share one name space, hence the prefix.

#import <Cocoa/Cocoa.h>
#import <WebKit/WebKit.h>

#include "native.h"

// LWPage is the web view.
@interface LWPage : WKWebView
@end

// LWWindow is the window, which gets the keys.
@interface LWWindow : NSWindow {
@public
	uint32_t number;
	NSTimeInterval seen;   // when the latest key was pressed that went to the page or to a control
	NSTimeInterval unused; // when the latest key was pressed that they had no use for
}
@end

// LWLogin is one login window: its controls, and what its page and its user do.
@interface LWLogin : NSObject <NSWindowDelegate, WKNavigationDelegate, WKUIDelegate> {
@public
	uint32_t number;
	BOOL hidden;
	BOOL popup;       // its page is in the web process of the window that opened it
	BOOL alternative; // the user may ask for another browser
	BOOL link;        // a clicked link opened it
	BOOL ended;
	LWWindow *window;
	LWPage *view;  // nil before the first load
	double zoom;   // of the page
	BOOL loading;  // a load of the main frame has begun, and has not committed
	NSMutableArray *past; // the addresses before those in the history of the view, the latest last
	NSMutableSet *posted; // the addresses to which forms were sent
	id back_from;  // the item of the history at which the user went back; only compared

	// above the page
	NSView *top;
	NSBox *edge; // below it
	NSImageView *lock;
	NSTextField *origin;
	NSProgressIndicator *progress;
	NSButton *way_out, *elsewhere, *outside;

	// between the origin and the page
	NSBox *bar;
	NSTextField *line;
	NSButton *act, *dismiss;
	uint32_t line_number;

	NSView *notice;
	NSProgressIndicator *spinner;
	NSTextField *heading, *text;
	NSButton *retry, *cancel, *elsewhere_in_notice;

	NSView *form;
	NSTextField *question, *explanation, *user_label, *user, *password_label;
	NSSecureTextField *password;
	NSButton *answer, *without;
	id challenge;      // what the password form answers (see password_cocoa.m), or nil
	id next_challenge; // the one that waits for its LW_ASK, or nil
	unsigned asks;     // how many LW_ASK are on their way

	id dialog; // the dialog of a script (see dialog_cocoa.m), or nil
}
@end

// window_cocoa.m
LWLogin *lw_find(uint32_t number); // nil when the window is gone
char *lw_utf8(NSString *text);     // for a call of Go; never NULL
@interface LWLogin (Window)
- (id)initWithNumber:(uint32_t)n title:(NSString *)title width:(int)width;
- (void)show;
- (void)close;
@end

// layout_cocoa.m
@interface LWLogin (Layout)
- (void)makeControls;
- (NSTextField *)label:(NSView *)parent large:(BOOL)large;
- (NSButton *)button:(NSString *)title action:(SEL)action in:(NSView *)parent;
- (NSProgressIndicator *)spinnerIn:(NSView *)parent;
- (void)layout;
- (void)layOut:(NSArray *)views in:(NSView *)parent;
- (void)showNotice:(NSString *)h text:(NSString *)t flags:(int)flags;
- (void)showOrigin:(NSString *)address secure:(BOOL)secure;
- (void)uncover:(NSView *)one focus:(NSView *)focus;
@end

// line_cocoa.m
@interface LWLogin (Line)
- (void)makeLine;
- (CGFloat)lineHeight:(CGFloat)width;
- (void)layOutLine:(NSRect)frame;
- (void)say:(NSString *)words action:(NSString *)action number:(uint32_t)n;
- (void)dropLine;
@end

// password_cocoa.m
@interface LWLogin (Password)
- (void)makeForm;
- (void)ask:(NSString *)h text:(NSString *)t again:(BOOL)again;
- (BOOL)dismissForm;
- (void)dropChallenge;
- (void)dropChallenges;
- (void)loadEnded;
@end

// view_cocoa.m
@interface LWLogin (View)
- (void)adopt:(LWPage *)page;
- (void)dropView;
- (void)load:(NSString *)address;
- (void)back:(int)steps;
- (void)zoomTo:(double)scale;
@end

// popup_cocoa.m
@interface LWLogin (PopUp)
- (void)openedOutside:(id)sender;
@end

// dialog_cocoa.m
@interface LWLogin (Dialog)
- (void)dropDialog;
@end

// keys_cocoa.m
@interface LWLogin (Keys)
- (void)command:(int)command;
@end

// place_cocoa.m
@interface LWLogin (Place)
- (void)putOverApp;
- (void)putOver:(NSWindow *)other;
- (void)leave;
@end

// context_cocoa.m
WKWebViewConfiguration *lw_configuration(BOOL hidden);
void lw_forget(uint32_t call);

// filter_cocoa.m
void lw_compile(uint32_t call, NSString *folder, NSString *rules);
WKContentRuleList *lw_filter(void);
