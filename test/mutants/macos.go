package main

// inMacOS are the mutants of what is on macOS alone. The stand-in for WKWebView complains of many of them, and AddressSanitizer of
// others.
var inMacOS = []mutant{
	// Windows and threads.
	{"macos:auth/loginwindow.TestAnswerIsCaught", "the windows are used on any thread", "lw_post", `[operation performSelectorOnMainThread:@selector(run) withObject:nil waitUntilDone:NO];`, `[operation run];`},
	{"macos:auth/loginwindow.TestAgainAndAgain", "a window frees itself", "initWithNumber", `[window setReleasedWhenClosed:NO];`, `[window setReleasedWhenClosed:YES];`},
	{"macos:auth/loginwindow.TestAgainAndAgain", "the end of a window frees what still runs", "end", `[[self retain] autorelease];`, ``},
	{"macos:auth/loginwindow.TestTheUserEndsTheLogIn", "nobody learns of a window that the user closes", "windowWillClose", `- (void)windowWillClose:(NSNotification *)notification { [self end]; }`, ``},
	{"macos:auth/loginwindow.TestAgainAndAgain", "a page is told of after its window", "dropView", `[view setNavigationDelegate:nil];`, ``},
	{"macos:auth/loginwindow.TestAgainAndAgain", "a page has an observer that is gone", "dropView", `[view removeObserver:self forKeyPath:@"URL"];`, ``},
	{"macos:auth/loginwindow.TestAgainAndAgain", "a page outlives its window", "dropView", `[view autorelease];`, ``},
	{"macos:auth/loginwindow.TestAnOldPageEnds", "a page outlives the load of another one", "dropView", `[view autorelease];`, ``},
	{"macos:auth/loginwindow.TestAnswerIsCaught", "a hidden window is seen", "open", `if (w->hidden) return;`, ``},
	{"macos:auth/loginwindow.TestTheWindowIsOverTheApp", "the window is in the middle of the screen", "open", `[w putOverApp];`, ``},
	{"macos:auth/loginwindow.TestTheWindowIsOverTheApp", "the window is outside of the screen", "between", `return MAX(least, MIN(value, most));`, `return least < most ? value : least;`},

	// What loads.
	{"macos:auth/loginwindow.TestAnswerIsCaught", "every page loads", "webView", `decide(loads ? WKNavigationActionPolicyAllow : WKNavigationActionPolicyCancel);`, `decide(WKNavigationActionPolicyAllow);`},
	{"macos:auth/loginwindow.TestAnswerIsCaught", "nobody decides on a page", "webView", `decide(loads ? WKNavigationActionPolicyAllow : WKNavigationActionPolicyCancel);`, `(void)loads;`},
	{"macos:auth/loginwindow.TestAnswerIsCaught", "a page is decided on twice", "webView", `decide(loads ? WKNavigationActionPolicyAllow : WKNavigationActionPolicyCancel);`, `decide(WKNavigationActionPolicyCancel); decide(loads ? WKNavigationActionPolicyAllow : WKNavigationActionPolicyCancel);`},
	{"macos:auth/loginwindow.TestAnswerIsCaught", "a page comes without the filter", "toolkit.prepare", `_ *slog.Logger) error { return compileFilter(ctx) }`, `_ *slog.Logger) error { return nil }`},
	{"macos:auth/loginwindow.TestAnswerIsCaught", "the views have no filter", "lw_configuration", `[[configuration userContentController] addContentRuleList:lw_filter()];`, ``},
	{"macos:auth/loginwindow.TestWhatTheWindowCannotDo", "nobody says that a file is not saved", "webView", `if (attachment) loginwindowLimited(number, LW_LIMIT_DOWNLOAD);`, ``},
	{"macos:auth/loginwindow.TestALinkThatSavesAFile", "a link saves a file", "webView", `BOOL loads = !download && loginwindowNavigate`, `BOOL loads = loginwindowNavigate`},
	{"macos:auth/loginwindow.TestALinkThatSavesAFile", "nobody says that a link saves no file", "webView", `if (download) loginwindowLimited(number, LW_LIMIT_DOWNLOAD);`, ``},
	{"macos:auth/loginwindow.TestWhatTheWindowCannotDo", "nobody says that a page is not printed", "_webView", `loginwindowLimited(number, LW_LIMIT_PRINT);`, ``},
	{"macos:auth/loginwindow.TestAWebProcessThatEnds", "nobody says that a page has stopped", "webViewWebContentProcessDidTerminate", `loginwindowFailed(number, "", LW_FAIL_CRASH);`, ``},
	{"macos:auth/loginwindow.TestAPageThatDoesNotAnswer", "nobody says that a page does not answer", "_webViewWebProcessDidBecomeUnresponsive", `loginwindowLimited(number, LW_LIMIT_STUCK);`, ``},
	{"macos:auth/loginwindow.TestAServerThatIsAway", "nobody says that a server is away", "webView", `loading = NO; [self loadEnded]; [self failed:error];`, `loading = NO;`},
	{"macos:auth/loginwindow.TestTheWayBackPassesForms", "the answer to a form is requested on the way back", "webView", `[posted addObject:[[request URL] absoluteString]];`, `(void)posted;`},
	{"macos:auth/loginwindow.TestTheWayBackAndAnew", "a page that was loaded again has no way back", "load", `[past addObject:visited];`, `(void)visited;`},

	// What is kept of a log-in.
	{"macos:auth/loginwindow.TestTheLogOutHasTheCookies", "every window has cookies of its own", "lw_configuration", `if (!store) store = [[WKWebsiteDataStore nonPersistentDataStore] retain];`, `store = [[WKWebsiteDataStore nonPersistentDataStore] retain];`},
	{"macos:auth/loginwindow.TestTheLogOutHasTheCookies", "Forget does nothing", "lw_forget", `if (!store) { loginwindowForgotten(call, 1);`, `if (store || !store) { loginwindowForgotten(call, 1);`},
	{"macos:auth/loginwindow.TestTheLogOutHasTheCookies", "Forget leaves what has just come", "lw_forget", `modifiedSince:[NSDate distantPast]`, `modifiedSince:[NSDate date]`},

	// What a page may ask.
	{"macos:auth/loginwindow.TestWhatAPageAsksForInVain", "a page gets the camera", "webView", `decide(WKPermissionDecisionDeny);`, `decide(WKPermissionDecisionGrant);`},
	{"macos:auth/loginwindow.TestWhatAPageAsksForInVain", "a page gets a file", "webView", `done(nil);`, `done([NSArray arrayWithObject:[NSURL fileURLWithPath:@"/etc/passwd" isDirectory:NO]]);`},
	{"macos:auth/loginwindow.TestAnswerIsCaught", "a file can be dropped on the page", "registerForDraggedTypes", `- (void)registerForDraggedTypes:(NSArray *)types {}`, ``},
	{"macos:auth/loginwindow.TestTheMenuIsSmall", "the menu has all items", "willOpenMenu", `[menu removeAllItems];`, ``},
	{"macos:auth/loginwindow.TestNoWindowWithoutAClick", "a window opens without a click", "lw_configuration", `[preferences setJavaScriptCanOpenWindowsAutomatically:NO];`, `[preferences setJavaScriptCanOpenWindowsAutomatically:YES];`},
	{"macos:auth/loginwindow.TestPopUpsOfAClick", "a pop-up is not related to its opener", "webView", `initWithFrame:NSZeroRect configuration:configuration]`, `initWithFrame:NSZeroRect configuration:lw_configuration(NO)]`},
	{"macos:auth/loginwindow.TestPopUpsOfAClick", "a pop-up does not close itself", "webViewDidClose", `if (loginwindowMayClose(number)) [self close];`, ``},
	{"macos:auth/loginwindow.TestAClickCounts", "nobody knows of a click", "sendEvent", `case NSEventTypeRightMouseDown: if ([self takes:event]) loginwindowPressed(number);`, `case NSEventTypeRightMouseDown: loginwindowTouched(number);`},
	{"macos:auth/loginwindow.TestAHiddenWindowDoesNotSpeak", "a hidden page has dialogs", "speak", `if (dialog || !loginwindowMaySpeak(number)) {`, `if (dialog) {`},
	{"macos:auth/loginwindow.TestADialogNamesThePage", "a dialog does not name its page", "speak", `[d->alert setMessageText:asking(frame)];`, `[d->alert setMessageText:asking(nil)];`},
	{"macos:auth/loginwindow.TestADialogNamesThePage", "a dialog outlives its window", "end", `[self dropDialog];`, ``},

	// Passwords and certificates.
	{"macos:auth/loginwindow.TestAnswerIsCaught", "every certificate is trusted", "webView", `done(NSURLSessionAuthChallengePerformDefaultHandling, nil);`, `done(NSURLSessionAuthChallengeUseCredential, nil);`},
	{"macos:auth/loginwindow.TestNoCertificateOfTheUser", "the system chooses a certificate of the user", "webView", `done(NSURLSessionAuthChallengeRejectProtectionSpace, nil);`, `done(NSURLSessionAuthChallengePerformDefaultHandling, nil);`},
	{"macos:auth/loginwindow.TestNoCertificateOfTheUser", "nobody says that a certificate was asked for", "webView", `loginwindowCertificate(number, lw_utf8([space host]), (uint32_t)[space port]);`, ``},
	{"macos:auth/loginwindow.TestANativeFormForThePassword", "the page is seen beside the form", "uncover", `[view setHidden:!page];`, `[view setHidden:NO]; (void)page;`},
	{"macos:auth/loginwindow.TestANativeFormForThePassword", "the form has no default button", "uncover", `[answer setKeyEquivalent:one == form ? @"\r" : @""];`, ``},
	{"macos:auth/loginwindow.TestANativeFormForThePassword", "a challenge is answered twice", "take", `LWChallenge *challenge = *place; *place = nil;`, `LWChallenge *challenge = [*place retain];`},
	{"macos:auth/loginwindow.TestANativeFormForThePassword", "a challenge is freed while it is held", "webView", `next->answer = Block_copy(done);`, `next->answer = done;`},

	// What the user sees and does.
	{"macos:auth/loginwindow.TestTheWindowSaysWhereTheUserIs", "the window does not say where the user is", "showOrigin", `[origin setStringValue:address];`, ``},
	{"macos:auth/loginwindow.TestPopUpsOfAClick", "the title stays", "on", `[w->window setTitle:a];`, ``},
	{"macos:auth/loginwindow.TestTheLineAboveThePage", "the lock is always closed", "showOrigin", `[lock setAccessibilityLabel:secure ?`, `[lock setAccessibilityLabel:YES ?`},
	{"macos:auth/loginwindow.TestTheLineAboveThePage", "the line has buttons that do nothing", "layOutTop", `button == outside ? !link : NO`, `NO`},
	{"macos:auth/loginwindow.TestAServerThatIsAway", "the page is seen beside a notice", "uncover", `[notice setHidden:one != notice];`, `[notice setHidden:YES];`},
	{"macos:auth/loginwindow.TestAQuestionTakesNoClickAtFirst", "a question takes a click at once", "say", `[act setEnabled:NO];`, ``},
	{"macos:auth/loginwindow.TestAKeyOfThePage", "Escape is not for the page", "sendEvent", `if (seen == [event timestamp] && [self use:event])`, `if ([self use:event])`},
	{"macos:auth/loginwindow.TestTheUserEndsTheLogIn", "no key is for the window", "use", `[lw_find(number) command:command];`, `(void)command;`},
	{"macos:auth/loginwindow.TestTheSizeOfAPage", "a page keeps its size", "zoomTo", `[view setPageZoom:scale];`, `(void)scale;`},
	{"macos:auth/loginwindow.TestTheSizeOfAPage", "a new view has the size of the first", "adopt", `[view setPageZoom:zoom];`, `[view setPageZoom:1];`},
	{"macos:auth/loginwindow.TestTheWayBackAndAnew", "no key with Command is for the window", "performKeyEquivalent", `if (([event modifierFlags] & NSEventModifierFlagCommand) && [self use:event]) return YES;`, ``},
}
