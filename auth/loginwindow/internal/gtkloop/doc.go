//go:build !linux || !cgo

package gtkloop
