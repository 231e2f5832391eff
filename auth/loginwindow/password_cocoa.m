//go:build cgo && (darwin || gnustep)

// The form for a name and a password (HTTP authentication). It covers the page, so that the user cannot confuse the two. Go decides
// who may ask. What the user types stays here.

#import "window_cocoa.h"

#include <Block.h>

#include "_cgo_export.h"

typedef void (^Answer)(NSURLSessionAuthChallengeDisposition, NSURLCredential *);

// LWChallenge is a server's question, which must get exactly one answer.
@interface LWChallenge : NSObject {
@public
	Answer answer;
	BOOL ofLoad; // it was asked while the main frame loaded, and ends with that load
}
- (void)end:(NSURLSessionAuthChallengeDisposition)how with:(NSURLCredential *)credential;
@end

@implementation LWChallenge

- (void)end:(NSURLSessionAuthChallengeDisposition)how with:(NSURLCredential *)credential {
	answer(how, credential);
	Block_release(answer);
	answer = nil;
	[self release];
}

@end

// take removes a challenge, the form's or the next one.
static LWChallenge *take(id *place) {
	LWChallenge *challenge = *place;
	*place = nil;
	return challenge;
}

static BOOL drop(id *place) {
	LWChallenge *challenge = take(place);
	[challenge end:NSURLSessionAuthChallengeCancelAuthenticationChallenge with:nil];
	return challenge != nil;
}

static BOOL wants_password(NSString *method) {
	return [method isEqualToString:NSURLAuthenticationMethodDefault] || [method isEqualToString:NSURLAuthenticationMethodHTTPBasic] ||
		[method isEqualToString:NSURLAuthenticationMethodHTTPDigest] || [method isEqualToString:NSURLAuthenticationMethodNTLM] ||
		[method isEqualToString:NSURLAuthenticationMethodNegotiate];
}

@implementation LWLogin (Password)

// dropChallenge leaves the next challenge alone, because what Go posted before that came must not end it.
- (void)dropChallenge { drop(&challenge); }

- (void)dropChallenges {
	drop(&challenge);
	drop(&next_challenge);
}

// loadEnded tells of a challenge that the page does not wait for any more. WebKit does not.
- (void)loadEnded {
	BOOL first = challenge && ((LWChallenge *)challenge)->ofLoad && drop(&challenge);
	BOOL second = next_challenge && ((LWChallenge *)next_challenge)->ofLoad && drop(&next_challenge);
	if (first || second)
		loginwindowWithdrawn(number);
}

- (BOOL)dismissForm {
	if (!drop(&challenge))
		return NO;
	loginwindowDismissed(number);
	return YES;
}

- (void)dismissed:(id)sender { [self dismissForm]; }

// answered: takes no empty answer: a Return key that is held down from "Try again" on would give one. The password counts for the
// other loads of the page, and as long as the store (see lw_forget).
- (void)answered:(id)sender {
	NSString *name = [user stringValue], *secret = [password stringValue];
	if (!challenge || ([name length] == 0 && [secret length] == 0))
		return;
	NSURLCredential *credential = [NSURLCredential credentialWithUser:name password:secret persistence:NSURLCredentialPersistenceForSession];
	[take(&challenge) end:NSURLSessionAuthChallengeUseCredential with:credential];
	[password setStringValue:@""];
	loginwindowAnswered(number);
}

// A challenge that may not ask gets no answer: the load continues without, and the server decides. So does a request for a
// certificate, of which this window has none. The system judges the certificates of servers, and a load with a bad one fails. One that
// may ask waits for the LW_ASK that Go has posted for it.
- (void)webView:(WKWebView *)page didReceiveAuthenticationChallenge:(NSURLAuthenticationChallenge *)asked completionHandler:(Answer)done {
	NSURLProtectionSpace *space = [asked protectionSpace];
	NSString *method = [space authenticationMethod];
	if ([method isEqualToString:NSURLAuthenticationMethodClientCertificate]) {
		loginwindowCertificate(number, lw_utf8([space host]), (uint32_t)[space port]);
		done(NSURLSessionAuthChallengeRejectProtectionSpace, nil);
		return;
	}
	if (!wants_password(method)) {
		done(NSURLSessionAuthChallengePerformDefaultHandling, nil);
		return;
	}
	if (!loginwindowChallenged(number, lw_utf8([space host]), (uint32_t)[space port], [space isProxy], [asked previousFailureCount] > 0)) {
		done(NSURLSessionAuthChallengeUseCredential, nil);
		return;
	}
	[self dropChallenges];
	LWChallenge *next = [[LWChallenge alloc] init];
	next->answer = Block_copy(done);
	next->ofLoad = loading;
	next_challenge = next;
	asks++;
}

- (NSTextField *)label:(NSString *)name of:(NSView *)parent {
	NSTextField *label = [self label:parent large:NO];
	[label setStringValue:name];
	[label setAlignment:NSTextAlignmentRight];
	[label setFrameSize:NSMakeSize(90, 18)];
	return label;
}

- (void)makeForm {
	form = [[[NSView alloc] initWithFrame:NSZeroRect] autorelease];
	[[window contentView] addSubview:form];
	question = [self label:form large:YES];
	explanation = [self label:form large:NO];
	user_label = [self label:@"User name" of:form];
	user = [[[NSTextField alloc] initWithFrame:NSMakeRect(0, 0, 280, 22)] autorelease];
	password_label = [self label:@"Password" of:form];
	password = [[[NSSecureTextField alloc] initWithFrame:NSMakeRect(0, 0, 280, 22)] autorelease];
	[user setAccessibilityLabel:@"User name"];
	[password setAccessibilityLabel:@"Password"];
	[form addSubview:user];
	[form addSubview:password];
	[user setNextKeyView:password];
	without = [self button:@"Cancel" action:@selector(dismissed:) in:form];
	answer = [self button:@"Log in" action:@selector(answered:) in:form];
}

- (void)ask:(NSString *)h text:(NSString *)t again:(BOOL)again {
	if (--asks > 0)
		return; // another one follows, for the challenge that has replaced this one
	challenge = take(&next_challenge);
	if (!challenge)
		return; // it has just ended, and Go knows
	[question setStringValue:h];
	[explanation setStringValue:t];
	if (!again)
		[user setStringValue:@""];
	[password setStringValue:@""];
	[self uncover:form focus:again ? password : user];
}

@end
