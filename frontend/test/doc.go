// Package test drives the app's pages in a real browser (Debian's Chromium, headless) against a server that stands in
// for Wails: the same paths, the app's own headers, the real Wails runtime script, and bound methods
// of the fake bridge in frontend/ui. It is a separate module, so that the browser driver stays out of the app's go.mod.
//
//	go test ./...                          # CHROMIUM=/path/to/chromium where it is not in PATH
//	PAGE_PICTURES=/tmp/pages go test ./... # leaves a picture of each state, light and dark
package test
