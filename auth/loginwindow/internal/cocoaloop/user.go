//go:build cgo && (darwin || gnustep)

package cocoaloop

/*
#include <stdlib.h>
#include "loop.h"
*/
import "C"

import "unsafe"

// with has the main thread run a function with C strings.
func with(f func(text []*C.char), text ...string) {
	c := make([]*C.char, len(text))
	for i, t := range text {
		c[i] = C.CString(t)
	}
	onMain(func() { f(c) })
	for _, t := range c {
		C.free(unsafe.Pointer(t))
	}
}

// Seen returns what the user can see in all login windows: a line with each title, one for each text and button, "[lock]" with its
// description for the lock, and "[page]" for a web page.
func Seen() (text string) {
	onMain(func() {
		seen := C.cocoaloop_seen()
		text = C.GoString(seen)
		C.free(unsafe.Pointer(seen))
	})
	return text
}

// Press presses a button by its label, and reports whether it was there and took the click.
func Press(title, label string) (pressed bool) {
	with(func(c []*C.char) { pressed = C.cocoaloop_press(c[0], c[1]) != 0 }, title, label)
	return pressed
}

// Click clicks into the page, and reports whether it was seen.
func Click(title string) (clicked bool) {
	with(func(c []*C.char) { clicked = C.cocoaloop_click(c[0]) != 0 }, title)
	return clicked
}

// Key presses a key: Escape, Return, Back, Reload, Plus, Minus, or a letter.
func Key(title, name string) {
	with(func(c []*C.char) { C.cocoaloop_key(c[0], c[1]) }, title, name)
}

// Password fills in the form for a password, and sends it.
func Password(title, user, password string) {
	with(func(c []*C.char) { C.cocoaloop_password(c[0], c[1], c[2]) }, title, user, password)
}

// Close closes a window by its frame.
func Close(title string) { with(func(c []*C.char) { C.cocoaloop_close(c[0]) }, title) }

// Menu returns the items of the context menu of the page, a line each.
func Menu(title string) (items string) {
	with(func(c []*C.char) {
		text := C.cocoaloop_menu(c[0])
		items = C.GoString(text)
		C.free(unsafe.Pointer(text))
	}, title)
	return items
}

// Place returns the middle of a window, its width and its height.
func Place(title string) (x, y, width, height int) {
	var place [4]C.int
	with(func(c []*C.char) { C.cocoaloop_place(c[0], &place[0]) }, title)
	return int(place[0]), int(place[1]), int(place[2]), int(place[3])
}

// App opens a window as the app's own, or closes it if the width is 0.
func App(x, y, width, height int) {
	onMain(func() { C.cocoaloop_app(C.int(x), C.int(y), C.int(width), C.int(height)) })
}
