package mainwindow

import "image"

// Place is where a window is, in the desktop's own units.
type Place struct {
	// Size is the content's, and Frame what the desktop's frame adds to it.
	Size  image.Point `json:"size"`
	Frame image.Point `json:"frame"`
	// At is the upper left corner of the frame. It is nil where a desktop does not tell, as under Wayland.
	At        *image.Point `json:"at,omitempty"`
	Maximised bool         `json:"maximised"`
}

// PlaceOptions are those of [Follow]. Both functions are required. They are called on the main thread, and must not block.
type PlaceOptions struct {
	// Choose gets what the desktop's panels leave of each screen, the main screen first. It returns where the window goes.
	// Without a position, that is the middle of the screen.
	Choose func(areas []image.Rectangle) Place
	// Moved gets each new place. Fleeting says that it is none to remember: the window is minimised, or fills the screen or a part
	// of it for a while. A place that came just before may belong to such a state already.
	Moved func(place Place, fleeting bool)
}
