//go:build linux

package driver

import (
	"encoding/binary"
	"math"
	"testing"
)

// The light of a frame is that of what programs paint, however much of the desktop and of a window's frame is in the picture.
func TestLightOfAFrame(t *testing.T) {
	const side = 30
	const white = 0xffffff
	for name, test := range map[string]struct {
		rows           []uint32 // the colours of equal parts, from the top
		content, light float64
	}{
		"the desktop":                       {[]uint32{desktopColour}, 0, 0},
		"half of a window's frame":          {[]uint32{inactiveColour, desktopColour}, 0, 0},
		"half of an active window's frame":  {[]uint32{activeColour, desktopColour}, 0, 0},
		"a light window that comes":         {[]uint32{white, desktopColour}, 0.5, 1},
		"a light and a dark part of a page": {[]uint32{white, 0}, 1, 0.5},
	} {
		f := framebuffer{pixels: make([]byte, 4*side*side), stride: 4 * side, right: side, bottom: side}
		for i := range side * side {
			binary.LittleEndian.PutUint32(f.pixels[4*i:], test.rows[i*len(test.rows)/(side*side)])
		}
		frame := f.frame()
		if math.Abs(frame.Content-test.content) > 0.001 || math.Abs(frame.Light-test.light) > 0.001 {
			t.Errorf("%s: %s, want content %.3f, light %.2f", name, frame, test.content, test.light)
		}
	}
}
