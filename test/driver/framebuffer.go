//go:build linux

package driver

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// Frame is what the middle of the screen shows from a moment on. Windows that are in the middle of the screen cover it.
type Frame struct {
	At time.Time
	// Colour is the most frequent one, as 0xrrggbb, and Share is its part of the pixels, from 0 to 1.
	Colour uint32
	Share  float64
	// Content is the part of the pixels that the programs paint, and Light is the mean brightness of these, both from 0 to 1. The desktop
	// and the frames of the window manager are no content. A look at the screen can come while the X server fills such a frame.
	Content, Light float64
}

// shows reports whether two frames look the same.
func (f Frame) shows(other Frame) bool {
	other.At = f.At
	return f == other
}

func (f Frame) String() string {
	return fmt.Sprintf("#%06x %.3f, content %.3f, light %.2f", f.Colour, f.Share, f.Content, f.Light)
}

// framebuffer is the memory of the screen, which Xvfb maps to a file in the format of xwd.
type framebuffer struct {
	memory []byte
	pixels []byte // four bytes each
	stride int    // bytes a line
	// The part that counts, in pixels.
	left, right, top, bottom int
}

// The header of the format has 25 numbers of 32 bits, and more after them.
const (
	xwdWidth, xwdHeight, xwdBits, xwdStride, xwdColours = 4, 5, 11, 12, 19
	xwdNumbers                                          = 25
	xwdColour                                           = 12 // bytes
)

func openFramebuffer(path string) (*framebuffer, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	memory, err := unix.Mmap(int(file.Fd()), 0, int(info.Size()), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	number := func(i int) int { return int(binary.BigEndian.Uint32(memory[4*i:])) }
	if len(memory) < 4*xwdNumbers || number(xwdBits) != 32 {
		return nil, errors.Join(errors.New("not a screen with 32 bits a pixel"), unix.Munmap(memory))
	}
	width, height := number(xwdWidth), number(xwdHeight)
	return &framebuffer{
		memory: memory, pixels: memory[number(0)+number(xwdColours)*xwdColour:], stride: number(xwdStride),
		left: width * 35 / 100, right: width * 65 / 100, top: height * 30 / 100, bottom: height * 70 / 100,
	}, nil
}

func (f *framebuffer) close() error { return unix.Munmap(f.memory) }

// frame looks at every third pixel of every third line.
func (f *framebuffer) frame() Frame {
	counts := map[uint32]int{}
	total, content, light := 0, 0, 0
	for y := f.top; y < f.bottom; y += 3 {
		line := f.pixels[y*f.stride:]
		for x := f.left; x < f.right; x += 3 {
			colour := binary.LittleEndian.Uint32(line[4*x:]) & 0xffffff
			counts[colour]++
			total++
			if colour != desktopColour && !IsFrame(colour) {
				content++
				light += int(colour>>16) + int(colour>>8&0xff) + int(colour&0xff)
			}
		}
	}
	frame := Frame{At: time.Now(), Content: float64(content) / float64(total), Light: float64(light) / float64(max(content, 1)*3*255)}
	most := 0
	for colour, count := range counts {
		if count > most {
			frame.Colour, most = colour, count
		}
	}
	frame.Share = float64(most) / float64(total)
	return frame
}
