// Package cocoaloop runs AppKit's main loop for tests, which cannot use cgo themselves, and sees and uses windows as a user does. With
// the tag gnustep, AppKit is GNUstep's, and a stand-in takes the place of WKWebView: it has no HTML, no layout and no scripts, and does
// what a comment of a page says (see acts_test.go of package loginwindow). It shows nothing about the real one. Some acts are for tests
// of macOS alone: "crash" of the web process, "stuck" for a page that does not answer, "certificate" of the user, and "save URL" for a
// link with the attribute "download".
package cocoaloop
