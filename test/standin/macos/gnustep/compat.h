// Names of macOS that GNUstep's headers lack. The flag -include puts this before every file; cocoaloop/gnustep.m has the methods.

#ifdef __OBJC__

#import <Cocoa/Cocoa.h>

#define API_AVAILABLE(...)
#define NSEventTypeKeyDown NSKeyDown
#define NSEventTypeLeftMouseDown NSLeftMouseDown
#define NSEventTypeLeftMouseUp NSLeftMouseUp
#define NSEventTypeApplicationDefined NSApplicationDefined
#define NSEventTypeRightMouseDown NSRightMouseDown
#define NSEventTypeOtherMouseDown NSOtherMouseDown
#define NSEventModifierFlagCommand NSCommandKeyMask
#define NSEventModifierFlagControl NSControlKeyMask
#define NSEventModifierFlagOption NSAlternateKeyMask
#define NSBezelStyleRounded NSRoundedBezelStyle
#define NSProgressIndicatorStyleSpinning NSProgressIndicatorSpinningStyle
#define NSImageNameLockLockedTemplate @"NSLockLockedTemplate"
#define NSImageNameLockUnlockedTemplate @"NSLockUnlockedTemplate"
#define NSURLErrorClientCertificateRequired -1206
#define NSURLErrorAppTransportSecurityRequiresSecureConnection -1022

typedef NS_ENUM(NSInteger, NSURLSessionAuthChallengeDisposition) {
	NSURLSessionAuthChallengeUseCredential,
	NSURLSessionAuthChallengePerformDefaultHandling,
	NSURLSessionAuthChallengeCancelAuthenticationChallenge,
	NSURLSessionAuthChallengeRejectProtectionSpace,
};

enum { NSWindowTabbingModeDisallowed = 2 };
typedef NSInteger NSModalResponse;

@interface NSWindow (Compat)
- (void)setRestorable:(BOOL)yes;
- (void)setTabbingMode:(NSInteger)mode;
- (void)endSheet:(NSWindow *)sheet;
@end

@interface NSView (Compat)
- (void)setAccessibilityLabel:(NSString *)label;
- (NSString *)accessibilityLabel;
- (void)willOpenMenu:(NSMenu *)menu withEvent:(NSEvent *)event;
@end

@interface NSMenu (Compat)
- (void)removeAllItems;
@end

@interface NSAlert (Compat)
- (void)setAccessoryView:(NSView *)view;
- (void)beginSheetModalForWindow:(NSWindow *)window completionHandler:(void (^)(NSModalResponse))done;
@end

#endif
