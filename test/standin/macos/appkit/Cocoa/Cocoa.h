// A stand-in for the headers of macOS: only what the login window and its tests use, for a compiler that has none of Apple's. It was
// written from Apple's documentation; TestSelectors compares the selectors with another source.

#import <objc/NSObject.h>
#import <objc/objc.h>
#import <stdint.h>

#define NS_ENUM(type, name) enum name : type name; enum name : type
#define API_AVAILABLE(...)
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define MIN(a, b) ((a) < (b) ? (a) : (b))

typedef double CGFloat, NSTimeInterval;
typedef unsigned short unichar;
typedef struct { CGFloat x, y; } NSPoint;
typedef struct { CGFloat width, height; } NSSize;
typedef struct { NSPoint origin; NSSize size; } NSRect;
typedef struct { NSUInteger location, length; } NSRange;
typedef struct { unsigned long state; id *itemsPtr; unsigned long *mutationsPtr, extra[5]; } NSFastEnumerationState;

#define NSZeroRect ((NSRect){{0, 0}, {0, 0}})
#define NSZeroPoint ((NSPoint){0, 0})
#define NSNotFound ((NSUInteger)INTPTR_MAX)

static inline NSPoint NSMakePoint(CGFloat x, CGFloat y) { return (NSPoint){x, y}; }
static inline NSSize NSMakeSize(CGFloat w, CGFloat h) { return (NSSize){w, h}; }
static inline NSRect NSMakeRect(CGFloat x, CGFloat y, CGFloat w, CGFloat h) { return (NSRect){{x, y}, {w, h}}; }
static inline NSRange NSMakeRange(NSUInteger location, NSUInteger length) { return (NSRange){location, length}; }
static inline CGFloat NSWidth(NSRect r) { return r.size.width; }
static inline CGFloat NSHeight(NSRect r) { return r.size.height; }
static inline CGFloat NSMinX(NSRect r) { return r.origin.x; }
static inline CGFloat NSMinY(NSRect r) { return r.origin.y; }
static inline CGFloat NSMidX(NSRect r) { return r.origin.x + r.size.width / 2; }
static inline CGFloat NSMidY(NSRect r) { return r.origin.y + r.size.height / 2; }
static inline CGFloat NSMaxX(NSRect r) { return r.origin.x + r.size.width; }
static inline CGFloat NSMaxY(NSRect r) { return r.origin.y + r.size.height; }
BOOL NSPointInRect(NSPoint p, NSRect r);

@class NSNotification, NSArray, NSWindow, NSMenu, NSGraphicsContext, NSString;

NSString *NSStringFromClass(Class c);

@interface NSAutoreleasePool : NSObject
@end

typedef NS_ENUM(NSInteger, NSComparisonResult) { NSOrderedAscending = -1, NSOrderedSame, NSOrderedDescending };

@interface NSString : NSObject
+ (instancetype)stringWithUTF8String:(const char *)s;
+ (instancetype)stringWithFormat:(NSString *)format, ...;
+ (instancetype)stringWithCharacters:(const unichar *)characters length:(NSUInteger)length;
- (instancetype)initWithUTF8String:(const char *)s;
- (const char *)UTF8String;
- (NSUInteger)length;
- (unichar)characterAtIndex:(NSUInteger)i;
- (BOOL)isEqualToString:(NSString *)s;
- (BOOL)hasPrefix:(NSString *)s;
- (NSString *)lowercaseString;
- (NSComparisonResult)caseInsensitiveCompare:(NSString *)s;
- (NSString *)stringByReplacingOccurrencesOfString:(NSString *)s withString:(NSString *)r;
@end

@interface NSConstantString : NSString {
	char *c;
	unsigned n;
}
@end

@interface NSMutableString : NSString
+ (instancetype)string;
- (void)appendString:(NSString *)s;
- (void)appendFormat:(NSString *)format, ...;
@end

@interface NSNumber : NSObject
+ (NSNumber *)numberWithUnsignedInt:(unsigned)n;
@end

@protocol NSFastEnumeration
- (NSUInteger)countByEnumeratingWithState:(NSFastEnumerationState *)state objects:(id __unsafe_unretained[])buffer count:(NSUInteger)n;
@end

@interface NSArray : NSObject <NSFastEnumeration>
+ (instancetype)arrayWithObject:(id)o;
+ (instancetype)arrayWithObjects:(id)o, ...;
- (NSArray *)arrayByAddingObject:(id)o;
- (NSUInteger)count;
- (id)objectAtIndex:(NSUInteger)i;
- (id)lastObject;
- (NSUInteger)indexOfObjectIdenticalTo:(id)o;
@end

@interface NSMutableArray : NSArray
+ (instancetype)arrayWithArray:(NSArray *)a;
- (void)addObject:(id)o;
- (void)addObjectsFromArray:(NSArray *)a;
- (void)removeObjectsInRange:(NSRange)r;
@end

@interface NSSet : NSObject
- (BOOL)containsObject:(id)o;
@end

@interface NSMutableSet : NSSet
- (void)addObject:(id)o;
@end

@interface NSDictionary : NSObject <NSFastEnumeration>
- (id)objectForKey:(id)k;
@end

@interface NSMutableDictionary : NSDictionary
- (void)setObject:(id)o forKey:(id)k;
- (void)removeObjectForKey:(id)k;
@end

@interface NSDate : NSObject
+ (NSDate *)distantPast;
@end

@interface NSProcessInfo : NSObject
+ (NSProcessInfo *)processInfo;
- (NSTimeInterval)systemUptime;
@end

@interface NSURL : NSObject
+ (instancetype)URLWithString:(NSString *)s;
+ (NSURL *)fileURLWithPath:(NSString *)path isDirectory:(BOOL)folder;
- (NSString *)absoluteString;
@end

@interface NSURLRequest : NSObject
+ (instancetype)requestWithURL:(NSURL *)u;
- (NSURL *)URL;
- (NSString *)HTTPMethod;
@end

@interface NSURLResponse : NSObject
- (NSURL *)URL;
@end

@interface NSHTTPURLResponse : NSURLResponse
- (NSInteger)statusCode;
- (NSDictionary *)allHeaderFields;
@end

@interface NSError : NSObject
- (NSString *)domain;
- (NSInteger)code;
- (NSDictionary *)userInfo;
- (NSString *)localizedDescription;
@end

extern NSString *const NSURLErrorFailingURLStringErrorKey;
enum {
	NSURLErrorCancelled = -999,
	NSURLErrorTimedOut = -1001,
	NSURLErrorCannotFindHost = -1003,
	NSURLErrorDNSLookupFailed = -1006,
	NSURLErrorAppTransportSecurityRequiresSecureConnection = -1022,
	NSURLErrorSecureConnectionFailed = -1200,
	NSURLErrorServerCertificateHasBadDate = -1201,
	NSURLErrorServerCertificateUntrusted = -1202,
	NSURLErrorServerCertificateHasUnknownRoot = -1203,
	NSURLErrorServerCertificateNotYetValid = -1204,
	NSURLErrorClientCertificateRejected = -1205,
	NSURLErrorClientCertificateRequired = -1206,
};

typedef NS_ENUM(NSInteger, NSURLSessionAuthChallengeDisposition) {
	NSURLSessionAuthChallengeUseCredential,
	NSURLSessionAuthChallengePerformDefaultHandling,
	NSURLSessionAuthChallengeCancelAuthenticationChallenge,
	NSURLSessionAuthChallengeRejectProtectionSpace,
};
typedef NS_ENUM(NSUInteger, NSURLCredentialPersistence) { NSURLCredentialPersistenceNone, NSURLCredentialPersistenceForSession };

@interface NSURLCredential : NSObject
+ (NSURLCredential *)credentialWithUser:(NSString *)user password:(NSString *)password persistence:(NSURLCredentialPersistence)p;
@end

extern NSString *const NSURLAuthenticationMethodDefault, *const NSURLAuthenticationMethodHTTPBasic,
	*const NSURLAuthenticationMethodHTTPDigest, *const NSURLAuthenticationMethodNTLM, *const NSURLAuthenticationMethodNegotiate,
	*const NSURLAuthenticationMethodClientCertificate;

@interface NSURLProtectionSpace : NSObject
- (NSString *)authenticationMethod;
- (NSString *)host;
- (NSInteger)port;
- (BOOL)isProxy;
@end

@interface NSURLAuthenticationChallenge : NSObject
- (NSURLProtectionSpace *)protectionSpace;
- (NSInteger)previousFailureCount;
@end

typedef NS_ENUM(NSUInteger, NSKeyValueObservingOptions) { NSKeyValueObservingOptionNew = 1 };

@interface NSObject (Foundation)
- (void)performSelectorOnMainThread:(SEL)s withObject:(id)o waitUntilDone:(BOOL)w;
- (void)performSelector:(SEL)s withObject:(id)o afterDelay:(NSTimeInterval)delay;
+ (void)cancelPreviousPerformRequestsWithTarget:(id)t selector:(SEL)s object:(id)o;
- (void)addObserver:(NSObject *)o forKeyPath:(NSString *)path options:(NSKeyValueObservingOptions)options context:(void *)c;
- (void)removeObserver:(NSObject *)o forKeyPath:(NSString *)path;
@end

typedef NS_ENUM(NSUInteger, NSEventType) {
	NSEventTypeLeftMouseDown = 1,
	NSEventTypeLeftMouseUp = 2,
	NSEventTypeRightMouseDown = 3,
	NSEventTypeKeyDown = 10,
	NSEventTypeApplicationDefined = 15,
	NSEventTypeOtherMouseDown = 25,
};
typedef NS_ENUM(NSUInteger, NSEventModifierFlags) {
	NSEventModifierFlagControl = 1 << 18,
	NSEventModifierFlagOption = 1 << 19,
	NSEventModifierFlagCommand = 1 << 20,
};

@interface NSEvent : NSObject
+ (NSEvent *)otherEventWithType:(NSEventType)type location:(NSPoint)p modifierFlags:(NSEventModifierFlags)f timestamp:(NSTimeInterval)t
	windowNumber:(NSInteger)n context:(NSGraphicsContext *)c subtype:(short)s data1:(NSInteger)d1 data2:(NSInteger)d2;
+ (NSEvent *)keyEventWithType:(NSEventType)type location:(NSPoint)p modifierFlags:(NSEventModifierFlags)f timestamp:(NSTimeInterval)t
	windowNumber:(NSInteger)n context:(NSGraphicsContext *)c characters:(NSString *)k charactersIgnoringModifiers:(NSString *)i
	isARepeat:(BOOL)r keyCode:(unsigned short)code;
+ (NSEvent *)mouseEventWithType:(NSEventType)type location:(NSPoint)p modifierFlags:(NSEventModifierFlags)f timestamp:(NSTimeInterval)t
	windowNumber:(NSInteger)n context:(NSGraphicsContext *)c eventNumber:(NSInteger)e clickCount:(NSInteger)k pressure:(float)pressure;
- (NSEventType)type;
- (NSEventModifierFlags)modifierFlags;
- (NSTimeInterval)timestamp;
- (NSString *)charactersIgnoringModifiers;
- (NSPoint)locationInWindow;
- (NSInteger)buttonNumber;
@end

@interface NSResponder : NSObject
- (void)keyDown:(NSEvent *)e;
- (BOOL)performKeyEquivalent:(NSEvent *)e;
- (void)cancelOperation:(id)sender;
- (void)selectAll:(id)sender;
@end

@interface NSView : NSResponder
- (instancetype)initWithFrame:(NSRect)r;
- (void)setFrame:(NSRect)r;
- (void)setFrameSize:(NSSize)s;
- (void)setFrameOrigin:(NSPoint)p;
- (NSRect)frame;
- (NSRect)bounds;
- (void)setHidden:(BOOL)h;
- (BOOL)isHidden;
- (BOOL)isHiddenOrHasHiddenAncestor;
- (BOOL)isDescendantOf:(NSView *)v;
- (NSPoint)convertPoint:(NSPoint)p toView:(NSView *)v;
- (void)addSubview:(NSView *)v;
- (NSArray *)subviews;
- (NSWindow *)window;
- (void)removeFromSuperview;
- (void)setNeedsDisplay:(BOOL)b;
- (void)setNextKeyView:(NSView *)v;
- (void)registerForDraggedTypes:(NSArray *)types;
- (void)willOpenMenu:(NSMenu *)m withEvent:(NSEvent *)e;
- (void)setAccessibilityLabel:(NSString *)l;
- (NSString *)accessibilityLabel;
@end

@interface NSText : NSView
- (void)cut:(id)sender;
- (void)copy:(id)sender;
- (void)paste:(id)sender;
@end

@interface NSFont : NSObject
+ (NSFont *)systemFontOfSize:(CGFloat)s;
+ (NSFont *)boldSystemFontOfSize:(CGFloat)s;
@end

typedef NS_ENUM(NSUInteger, NSLineBreakMode) { NSLineBreakByTruncatingHead = 3 };
typedef NS_ENUM(NSInteger, NSTextAlignment) { NSTextAlignmentLeft, NSTextAlignmentCenter, NSTextAlignmentRight };

@interface NSCell : NSObject
- (void)setWraps:(BOOL)b;
- (void)setLineBreakMode:(NSLineBreakMode)m;
- (NSSize)cellSizeForBounds:(NSRect)r;
@end

@interface NSControl : NSView
- (void)setFont:(NSFont *)f;
- (void)setStringValue:(NSString *)s;
- (NSString *)stringValue;
- (void)setTarget:(id)t;
- (void)setAction:(SEL)a;
- (void)setEnabled:(BOOL)b;
- (BOOL)isEnabled;
- (void)setAlignment:(NSTextAlignment)a;
- (void)sizeToFit;
- (void)performClick:(id)sender;
- (id)cell;
@end

@interface NSTextField : NSControl
- (void)setEditable:(BOOL)b;
- (BOOL)isEditable;
- (void)setSelectable:(BOOL)b;
- (void)setBezeled:(BOOL)b;
- (void)setBordered:(BOOL)b;
- (void)setDrawsBackground:(BOOL)b;
@end

@interface NSSecureTextField : NSTextField
@end

typedef NS_ENUM(NSUInteger, NSBezelStyle) { NSBezelStyleRounded = 1 };

@interface NSButton : NSControl
- (void)setTitle:(NSString *)t;
- (NSString *)title;
- (void)setBezelStyle:(NSBezelStyle)b;
- (void)setKeyEquivalent:(NSString *)k;
@end

@interface NSImage : NSObject
+ (NSImage *)imageNamed:(NSString *)n;
@end
extern NSString *const NSImageNameLockLockedTemplate, *const NSImageNameLockUnlockedTemplate;

@interface NSImageView : NSControl
- (void)setImage:(NSImage *)i;
@end

typedef NS_ENUM(NSUInteger, NSTitlePosition) { NSNoTitle };
typedef NS_ENUM(NSUInteger, NSBoxType) { NSBoxSeparator = 2 };

@interface NSBox : NSView
- (void)setBoxType:(NSBoxType)t;
- (void)setTitlePosition:(NSTitlePosition)p;
- (void)setContentViewMargins:(NSSize)s;
- (NSView *)contentView;
@end

typedef NS_ENUM(NSUInteger, NSProgressIndicatorStyle) { NSProgressIndicatorStyleSpinning = 1 };

@interface NSProgressIndicator : NSView
- (void)setStyle:(NSProgressIndicatorStyle)s;
- (void)setIndeterminate:(BOOL)b;
- (void)setDisplayedWhenStopped:(BOOL)b;
- (void)startAnimation:(id)sender;
- (void)stopAnimation:(id)sender;
@end

@interface NSMenuItem : NSObject
+ (NSMenuItem *)separatorItem;
- (BOOL)isSeparatorItem;
- (void)setTarget:(id)t;
- (NSString *)title;
@end

@interface NSMenu : NSObject
- (instancetype)initWithTitle:(NSString *)t;
- (NSArray *)itemArray;
- (void)removeAllItems;
- (void)addItem:(NSMenuItem *)i;
- (NSMenuItem *)addItemWithTitle:(NSString *)t action:(SEL)a keyEquivalent:(NSString *)k;
@end

@interface NSScreen : NSObject
- (NSRect)visibleFrame;
@end

typedef NS_ENUM(NSUInteger, NSWindowStyleMask) {
	NSWindowStyleMaskTitled = 1,
	NSWindowStyleMaskClosable = 2,
	NSWindowStyleMaskMiniaturizable = 4,
	NSWindowStyleMaskResizable = 8,
};
typedef NS_ENUM(NSUInteger, NSBackingStoreType) { NSBackingStoreBuffered = 2 };
typedef NS_ENUM(NSUInteger, NSWindowCollectionBehavior) { NSWindowCollectionBehaviorFullScreenAuxiliary = 1 << 8 };
typedef NS_ENUM(NSInteger, NSWindowTabbingMode) { NSWindowTabbingModeDisallowed = 2 };
typedef NS_ENUM(NSInteger, NSWindowOrderingMode) { NSWindowAbove = 1 };
typedef NSInteger NSModalResponse;

@protocol NSWindowDelegate <NSObject>
@optional
- (void)windowWillClose:(NSNotification *)n;
- (void)windowDidResize:(NSNotification *)n;
@end

@interface NSWindow : NSResponder
- (instancetype)initWithContentRect:(NSRect)r styleMask:(NSWindowStyleMask)s backing:(NSBackingStoreType)b defer:(BOOL)d;
- (void)setReleasedWhenClosed:(BOOL)b;
- (void)setRestorable:(BOOL)b;
- (void)setContentMinSize:(NSSize)s;
- (void)setCollectionBehavior:(NSWindowCollectionBehavior)b;
- (void)setTabbingMode:(NSWindowTabbingMode)m;
- (void)setDelegate:(id<NSWindowDelegate>)d;
- (void)setTitle:(NSString *)t;
- (NSString *)title;
- (NSView *)contentView;
- (NSRect)frame;
- (void)setFrame:(NSRect)r display:(BOOL)b;
- (NSScreen *)screen;
- (NSInteger)windowNumber;
- (NSResponder *)firstResponder;
- (BOOL)makeFirstResponder:(NSResponder *)r;
- (void)makeKeyAndOrderFront:(id)s;
- (void)deminiaturize:(id)s;
- (BOOL)isVisible;
- (BOOL)isMiniaturized;
- (BOOL)isMainWindow;
- (BOOL)isKeyWindow;
- (BOOL)canBecomeMainWindow;
- (void)addChildWindow:(NSWindow *)w ordered:(NSWindowOrderingMode)m;
- (void)removeChildWindow:(NSWindow *)w;
- (NSWindow *)parentWindow;
- (NSWindow *)attachedSheet;
- (void)endSheet:(NSWindow *)s;
- (void)center;
- (void)close;
- (void)performClose:(id)s;
- (void)sendEvent:(NSEvent *)e;
@end

enum { NSAlertFirstButtonReturn = 1000 };

@interface NSAlert : NSObject
- (void)setMessageText:(NSString *)s;
- (void)setInformativeText:(NSString *)s;
- (NSButton *)addButtonWithTitle:(NSString *)s;
- (void)setAccessoryView:(NSView *)v;
- (NSWindow *)window;
- (void)beginSheetModalForWindow:(NSWindow *)w completionHandler:(void (^)(NSModalResponse))h;
@end

@interface NSApplication : NSResponder
+ (NSApplication *)sharedApplication;
- (void)run;
- (void)stop:(id)s;
- (void)postEvent:(NSEvent *)e atStart:(BOOL)b;
- (NSEvent *)currentEvent;
- (NSArray *)windows;
- (BOOL)sendAction:(SEL)a to:(id)t from:(id)s;
- (void)activateIgnoringOtherApps:(BOOL)b;
@end
extern NSApplication *NSApp;

@interface NSWorkspace : NSObject
+ (NSWorkspace *)sharedWorkspace;
- (BOOL)openURL:(NSURL *)u;
@end
