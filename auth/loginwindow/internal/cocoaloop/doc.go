//go:build !cgo || (!darwin && !gnustep)

package cocoaloop
