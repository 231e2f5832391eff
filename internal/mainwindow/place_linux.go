//go:build cgo

package mainwindow

// #include "guard_linux.h"
import "C"

import (
	"image"
	"sync/atomic"
	"unsafe"
)

// followed are the options of [Follow].
var followed atomic.Pointer[PlaceOptions]

// Follow puts the main window where Choose says, unless it is on the screen already, and tells where it is from then on. Call it
// right after [Guard].
func Follow(o PlaceOptions) {
	if followed.CompareAndSwap(nil, &o) {
		C.mw_post_follow()
	}
}

// active says that the user is in the main window.
var active atomic.Bool

// Active reports whether the main window has the keyboard, as the window in which the user is. It knows this after [Follow].
func Active() bool { return active.Load() }

//export mainwindowActive
func mainwindowActive(now C.gboolean) { active.Store(now != 0) }

//export mainwindowChoose
func mainwindowChoose(areas *C.GdkRectangle, count C.int, place *C.mw_place) {
	var list []image.Rectangle
	for _, a := range unsafe.Slice(areas, int(count)) {
		list = append(list, image.Rect(int(a.x), int(a.y), int(a.x+a.width), int(a.y+a.height)))
	}
	chosen := followed.Load().Choose(list)
	place.width, place.height = C.int(chosen.Size.X), C.int(chosen.Size.Y)
	if chosen.At != nil {
		place.x, place.y, place.placed = C.int(chosen.At.X), C.int(chosen.At.Y), C.TRUE
	}
	if chosen.Maximised {
		place.maximised = C.TRUE
	}
}

//export mainwindowMoved
func mainwindowMoved(place *C.mw_place, fleeting C.gboolean) {
	p := Place{
		Size:  image.Pt(int(place.width), int(place.height)),
		Frame: image.Pt(int(place.frame_width), int(place.frame_height)), Maximised: place.maximised != 0,
	}
	if place.placed != 0 {
		p.At = &image.Point{X: int(place.x), Y: int(place.y)}
	}
	followed.Load().Moved(p, fleeting != 0)
}
