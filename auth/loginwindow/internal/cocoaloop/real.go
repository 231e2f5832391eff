//go:build darwin && cgo

package cocoaloop

// Faults returns nothing: the real WKWebView raises exceptions.
func Faults() []string { return nil }

// Views returns 0: the real WKWebView does not tell.
func Views() int { return 0 }
