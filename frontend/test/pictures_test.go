package test

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// A look is one of the pictures of each state: a colour scheme, and the size of the window in CSS pixels.
type look struct {
	scheme        string
	width, height int
}

var looks = []look{{"light", 1000, 600}, {"light", 320, 600}, {"dark", 1000, 600}, {"dark", 320, 600}}

func (l look) String() string { return fmt.Sprintf("%s %d×%d", l.scheme, l.width, l.height) }

// size is that of the picture, in which the page is half as large.
func (l look) size() image.Point { return image.Pt(l.width/2, l.height/2) }

// The contact sheet has all pictures, and is the only file of them in the repository: a line for each state, in two columns. Beside
// it stands the list of its states.
const (
	sheetFile = "../pictures/sheet.png"
	listFile  = "../pictures/sheet.txt"
	gap       = 8  // pixels between pictures
	caption   = 20 // the height of a state's name
)

// place is where the sheet has a look of its nth state.
func place(n, count, look int) image.Rectangle {
	rows := (count + 1) / 2
	at := image.Pt(gap, (n%rows)*(caption+looks[0].size().Y+gap)+caption)
	if n >= rows {
		at.X += lineWidth()
	}
	for _, l := range looks[:look] {
		at.X += l.size().X + gap
	}
	return image.Rectangle{at, at.Add(looks[look].size())}
}

func lineWidth() int {
	width := gap
	for _, l := range looks {
		width += l.size().X + gap
	}
	return width
}

// TestPictures compares each state with its pictures on the contact sheet. With PICTURES=write it makes the sheet anew: "make
// pictures".
func TestPictures(t *testing.T) {
	states := newTab(t).states()
	var names []string
	for _, s := range states {
		names = append(names, s.Name)
	}
	write := os.Getenv("PICTURES") == "write"
	known, sheet := readSheet(t)
	if !write && !slices.Equal(names, known) {
		t.Errorf("%s has other states than states.js: run make pictures", listFile)
	}
	var mu sync.Mutex
	taken := make([][]image.Image, len(states))
	t.Run("of", func(t *testing.T) {
		all := newTabs(t, newServer(t).URL, nil)
		for i, s := range states {
			t.Run(s.Name, func(t *testing.T) {
				pictures := takePictures(all.take(t), s)
				mu.Lock()
				taken[i] = pictures
				mu.Unlock()
				n := slices.Index(known, s.Name)
				for l, picture := range pictures {
					if write {
						keep(t, picture, s, looks[l], "")
					} else if n >= 0 {
						compare(t, picture, part(sheet, place(n, len(known), l)), s, looks[l])
					}
				}
			})
		}
	})
	if write && !t.Failed() {
		writeSheet(t, names, taken)
	}
}

// takePictures shows a state, and takes each of its pictures when nothing moves any more.
func takePictures(p *tab, s appState) []image.Image {
	p.open("/before.html")
	p.app.load(s)
	p.open("/" + s.Page)
	p.showsState(s)
	var pictures []image.Image
	for _, l := range looks {
		data := p.capture(func() {
			p.media("prefers-color-scheme", l.scheme, "prefers-reduced-motion", "reduce")
			p.do(chromedp.EmulateViewport(int64(l.width), int64(l.height), chromedp.EmulateScale(0.5)))
			eval[bool](p, stillScript)
			settled(p)
		})
		picture, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			p.t.Fatal(err)
		}
		pictures = append(pictures, picture)
	}
	return pictures
}

// stillScript ends what appears after a moment, and hides the cursor of a field, which comes and goes.
const stillScript = `(() => {
	document.getAnimations().forEach((a) => a.finish());
	document.documentElement.style.caretColor = "transparent";
	return true;
})()`

func part(sheet image.Image, where image.Rectangle) image.Image {
	picture := image.NewRGBA(image.Rectangle{Max: where.Size()})
	draw.Draw(picture, picture.Bounds(), sheet, where.Min, draw.Src)
	return picture
}

const (
	block     = 4      // Pictures are compared by the mean colours of squares of this many pixels,
	different = 28     // of which a colour may differ by this much of 255, since text is drawn in other ways by other versions.
	share     = 0.0015 // This share of the squares may differ by more.
)

// compare fails if a picture visibly differs from the one on the sheet, and then leaves both in artifacts.
func compare(t *testing.T, got, want image.Image, s appState, l look) {
	t.Helper()
	if got.Bounds().Size() != want.Bounds().Size() {
		t.Errorf("%v: the picture's size is %v, want %v", l, got.Bounds().Size(), want.Bounds().Size())
		return
	}
	size := got.Bounds().Size()
	bad, all := 0, 0
	for y := 0; y < size.Y; y += block {
		for x := 0; x < size.X; x += block {
			all++
			square := image.Rect(x, y, x+block, y+block).Intersect(got.Bounds())
			a, b := mean(got, square), mean(want, square)
			if max(apart(a[0], b[0]), apart(a[1], b[1]), apart(a[2], b[2])) > different {
				bad++
			}
		}
	}
	if float64(bad) > share*float64(all) {
		keep(t, got, s, l, " now")
		keep(t, want, s, l, " on the sheet")
		t.Errorf("%v: %d of %d squares differ from the contact sheet; see artifacts/pictures. If that is right: make pictures", l, bad, all)
	}
}

// mean returns red, green and blue, from 0 to 255.
func mean(picture image.Image, square image.Rectangle) (sum [3]int) {
	for y := square.Min.Y; y < square.Max.Y; y++ {
		for x := square.Min.X; x < square.Max.X; x++ {
			r, g, b, _ := picture.At(x, y).RGBA()
			for i, v := range []uint32{r, g, b} {
				sum[i] += int(v >> 8)
			}
		}
	}
	for i := range sum {
		sum[i] /= square.Dx() * square.Dy()
	}
	return sum
}

func apart(a, b int) int { return max(a-b, b-a) }

// readSheet returns the states of the sheet and the sheet, or nothing where there is none yet.
func readSheet(t *testing.T) ([]string, image.Image) {
	t.Helper()
	list, err := os.ReadFile(listFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	data, err2 := os.ReadFile(sheetFile)
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	sheet, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(list), "\n"), "\n"), sheet
}

// writeSheet has the browser write the states' names on the sheet, and puts the pictures beside them.
func writeSheet(t *testing.T, names []string, taken [][]image.Image) {
	t.Helper()
	size := image.Pt(2*lineWidth(), place((len(names)-1)/2, len(names), 0).Max.Y+gap)
	var captions strings.Builder
	for i, name := range names {
		at := place(i, len(names), 0).Min
		fmt.Fprintf(&captions, `<p style="position: absolute; left: %dpx; top: %dpx; margin: 0; font: 13px/%[3]dpx sans-serif">%s</p>`,
			at.X, at.Y-caption, caption, html.EscapeString(name))
	}
	p := newTabAt(t, "data:")
	p.allowed = "data:"
	p.resize(int64(size.X), int64(size.Y))
	text := "text/html;base64," + base64.StdEncoding.EncodeToString([]byte("<meta charset=utf-8><body>"+captions.String()))
	background, err := png.Decode(bytes.NewReader(p.capture(func() { p.open(text) })))
	if err != nil {
		t.Fatal(err)
	}
	sheet := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(sheet, sheet.Bounds(), background, image.Point{}, draw.Src)
	for i, pictures := range taken {
		for l, picture := range pictures {
			draw.Draw(sheet, place(i, len(names), l), picture, image.Point{}, draw.Src)
		}
	}
	writePNG(t, sheetFile, few(sheet))
	if err := os.WriteFile(listFile, []byte(strings.Join(names, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

// few returns a picture in its 256 most frequent colours, which makes its file a third as large. Every other colour becomes the one
// that is nearest.
func few(picture *image.RGBA) *image.Paletted {
	count := map[color.RGBA]int{}
	for i := 0; i < len(picture.Pix); i += 4 {
		count[colorAt(picture, i)]++
	}
	all := slices.SortedFunc(maps.Keys(count), func(a, b color.RGBA) int {
		return cmp.Or(count[b]-count[a], int(a.R)-int(b.R), int(a.G)-int(b.G), int(a.B)-int(b.B))
	})
	palette := color.Palette{}
	for _, c := range all[:min(len(all), 256)] {
		palette = append(palette, c)
	}
	nearest := map[color.RGBA]uint8{}
	for _, c := range all {
		nearest[c] = uint8(palette.Index(c))
	}
	result := image.NewPaletted(picture.Bounds(), palette)
	for i := range result.Pix {
		result.Pix[i] = nearest[colorAt(picture, 4*i)]
	}
	return result
}

func colorAt(picture *image.RGBA, i int) color.RGBA {
	return color.RGBA{picture.Pix[i], picture.Pix[i+1], picture.Pix[i+2], 255}
}

// keep leaves a picture in artifacts.
func keep(t *testing.T, picture image.Image, s appState, l look, suffix string) {
	t.Helper()
	writePNG(t, filepath.Join("../../artifacts/pictures", s.slug()+" "+l.String()+suffix+".png"), picture)
}

func writePNG(t *testing.T, path string, picture image.Image) {
	t.Helper()
	var data bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	err := errors.Join(encoder.Encode(&data, picture), os.MkdirAll(filepath.Dir(path), 0o755))
	if err := errors.Join(err, os.WriteFile(path, data.Bytes(), 0o644)); err != nil {
		t.Fatal(err)
	}
}
