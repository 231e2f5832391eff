package idp

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"slices"
	"strings"
)

const (
	avatarSize   = 128 // pixels
	avatarSample = 3   // samples a pixel and axis, which smooth the edges
)

var avatarColors = []color.RGBA{
	{R: 0x2f, G: 0x6f, B: 0xb5, A: 0xff}, {R: 0x1f, G: 0x83, B: 0x78, A: 0xff}, {R: 0xa4, G: 0x4a, B: 0x7f, A: 0xff},
	{R: 0x8a, G: 0x5a, B: 0x1c, A: 0xff}, {R: 0x5b, G: 0x56, B: 0xb0, A: 0xff}, {R: 0xb0, G: 0x4a, B: 0x3a, A: 0xff},
}

// servePicture draws a person's picture: head and shoulders, on a colour that the next one in the list does not have.
func (p *Provider) servePicture(w http.ResponseWriter, r *http.Request) {
	key, isPNG := strings.CutSuffix(r.PathValue("file"), ".png")
	person, known := p.person(key)
	if !isPNG || !known || person.NoPicture {
		http.NotFound(w, r)
		return
	}
	var picture bytes.Buffer
	place := slices.Index(p.opts.People, person)
	if err := png.Encode(&picture, avatar(avatarColors[place%len(avatarColors)])); err != nil {
		http.Error(w, "the picture cannot be drawn", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "max-age=3600")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(picture.Bytes())
}

func avatar(back color.RGBA) image.Image {
	picture := image.NewRGBA(image.Rect(0, 0, avatarSize, avatarSize))
	for y := range avatarSize {
		for x := range avatarSize {
			picture.SetRGBA(x, y, mix(back, color.RGBA{R: 0xf4, G: 0xf1, B: 0xea, A: 0xff}, figureAt(x, y)))
		}
	}
	return picture
}

// figureAt returns the part of a pixel that the figure covers, from 0 to 1.
func figureAt(x, y int) float64 {
	covered := 0
	for sy := range avatarSample {
		for sx := range avatarSample {
			u := (float64(x) + (float64(sx)+0.5)/avatarSample) / avatarSize
			v := (float64(y) + (float64(sy)+0.5)/avatarSample) / avatarSize
			if inEllipse(u, v, 0.39, 0.175, 0.195) || inEllipse(u, v, 1.0, 0.36, 0.36) {
				covered++
			}
		}
	}
	return float64(covered) / (avatarSample * avatarSample)
}

// inEllipse reports whether a point lies in an upright ellipse in the middle of the picture, at height v0.
func inEllipse(u, v, v0, radiusU, radiusV float64) bool {
	du, dv := (u-0.5)/radiusU, (v-v0)/radiusV
	return du*du+dv*dv <= 1
}

func mix(a, b color.RGBA, part float64) color.RGBA {
	channel := func(x, y uint8) uint8 { return uint8(float64(x)*(1-part) + float64(y)*part + 0.5) }
	return color.RGBA{R: channel(a.R, b.R), G: channel(a.G, b.G), B: channel(a.B, b.B), A: 0xff}
}
