// Icons makes all icons of the app from one drawing, build/icon.svg. Run it in the folder tools:
//
//	go run ./icons                   the icons that are in the repository: "make icons"
//	go run ./icons desktop FOLDER    those of a Linux desktop, in all its sizes, into FOLDER, which is hicolor's
//	go run ./icons installer FILE    the picture beside the text of the installer for Windows
//
// A file whose pictures are right stays as it is. So the icons do not change when another Go compresses pictures in another way.
package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"slices"

	"github.com/srwiley/oksvg"
	"github.com/srwiley/rasterx"
	"github.com/tc-hib/winres"
	"golang.org/x/image/bmp"
)

const root = ".."

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "icons:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	drawing, err := os.ReadFile(filepath.Join(root, "build", "icon.svg"))
	switch {
	case err != nil:
		return err
	case len(args) == 0:
		return committed(drawing)
	case len(args) == 2 && args[0] == "desktop":
		return desktop(drawing, args[1])
	case len(args) == 2 && args[0] == "installer":
		return installer(drawing, args[1])
	}
	return fmt.Errorf("unknown arguments %q", args)
}

// committed makes the icons that are in the repository.
func committed(drawing []byte) error {
	if err := os.WriteFile(filepath.Join(root, "frontend", "assets", "logo.svg"), drawing, 0o644); err != nil {
		return err
	}
	// On a Mac, the shape of an icon fills 824 of 1024 pixels.
	if err := picture(drawing, 1024, 824, filepath.Join(root, "build", "appicon.png")); err != nil {
		return err
	}
	// An X11 window takes at most 512 by 512 pixels.
	if err := picture(drawing, 256, 256, filepath.Join(root, "build", "linux", "wails-openid-oauth.png")); err != nil {
		return err
	}
	return windows(drawing, filepath.Join(root, "build", "windows", "icon.ico"))
}

// desktop makes the icons of a theme for Linux.
func desktop(drawing []byte, theme string) error {
	for _, size := range []int{16, 22, 24, 32, 48, 64, 128, 256, 512} {
		folder := filepath.Join(theme, fmt.Sprintf("%dx%d", size, size), "apps")
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		if err := picture(drawing, size, size, filepath.Join(folder, "wails-openid-oauth.png")); err != nil {
			return err
		}
	}
	scalable := filepath.Join(theme, "scalable", "apps")
	if err := os.MkdirAll(scalable, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(scalable, "wails-openid-oauth.svg"), drawing, 0o644)
}

// installer writes the picture that NSIS shows at its last page: twice as large as there, for screens with small pixels.
func installer(drawing []byte, file string) error {
	const width, height, shape = 328, 628, 160
	icon, err := render(drawing, width, shape)
	if err != nil {
		return err
	}
	side := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(side, side.Bounds(), image.NewUniform(color.RGBA{0xf4, 0xf5, 0xf8, 0xff}), image.Point{}, draw.Src) // the page's --page
	draw.Draw(side, icon.Bounds().Add(image.Pt(0, (height-width)/2)), icon, image.Point{}, draw.Over)
	var out bytes.Buffer
	if err := bmp.Encode(&out, side); err != nil {
		return err
	}
	return os.WriteFile(file, out.Bytes(), 0o644)
}

// picture draws the shape in the middle of a square, and writes it as PNG.
func picture(drawing []byte, size, shape int, file string) error {
	drawn, err := render(drawing, size, shape)
	if err != nil {
		return err
	}
	if old, err := os.ReadFile(file); err == nil && shows(old, drawn) {
		return nil
	}
	var out bytes.Buffer
	if err := png.Encode(&out, drawn); err != nil {
		return err
	}
	return os.WriteFile(file, out.Bytes(), 0o644)
}

// windows writes an icon for Windows: one file with the sizes that it shows at its usual scales.
func windows(drawing []byte, file string) error {
	sizes := []int{16, 20, 24, 32, 40, 48, 64, 128, 256}
	images := make([]image.Image, len(sizes))
	for i, size := range sizes {
		var err error
		if images[i], err = render(drawing, size, size); err != nil {
			return err
		}
	}
	if old, err := os.ReadFile(file); err == nil && holds(old, images) {
		return nil
	}
	icon, err := winres.NewIconFromImages(images)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := icon.SaveICO(&out); err != nil {
		return err
	}
	return os.WriteFile(file, out.Bytes(), 0o644)
}

// render draws the shape in the middle of a transparent square.
func render(drawing []byte, size, shape int) (image.Image, error) {
	icon, err := oksvg.ReadIconStream(bytes.NewReader(drawing), oksvg.StrictErrorMode)
	if err != nil {
		return nil, err
	}
	margin := float64(size-shape) / 2
	icon.SetTarget(margin, margin, float64(shape), float64(shape))
	out := image.NewRGBA(image.Rect(0, 0, size, size))
	icon.Draw(rasterx.NewDasher(size, size, rasterx.NewScannerGV(size, size, out, out.Bounds())), 1)
	return out, nil
}

// shows reports whether a PNG file is this picture.
func shows(file []byte, drawn image.Image) bool {
	is, err := png.Decode(bytes.NewReader(file))
	return err == nil && slices.Equal(pixels(is), pixels(drawn))
}

// holds reports whether an icon for Windows has exactly these pictures. It has them as PNG files, the largest first.
func holds(file []byte, images []image.Image) bool {
	parts := bytes.Split(file, []byte("\x89PNG\r\n"))[1:]
	if len(parts) != len(images) {
		return false
	}
	for i, part := range parts {
		if !shows(append([]byte("\x89PNG\r\n"), part...), images[len(images)-1-i]) {
			return false
		}
	}
	return true
}

// pixels are those of a picture, in the form in which a PNG file has them.
func pixels(of image.Image) []byte {
	plain := image.NewNRGBA(of.Bounds())
	draw.Draw(plain, of.Bounds(), of, of.Bounds().Min, draw.Src)
	return append(plain.Pix, byte(of.Bounds().Dx()))
}
