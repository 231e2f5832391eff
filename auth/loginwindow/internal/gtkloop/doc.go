//go:build !linux || !cgo || gnustep

package gtkloop
