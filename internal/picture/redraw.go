package picture

import (
	"bytes"
	"context"
	"errors"
	"image"
	_ "image/gif" // the formats that are read
	_ "image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"
)

const (
	maxSide   = 4096
	maxPixels = 8 << 20
	// side is the longer side of the served picture, in pixels. The page shows 40 CSS pixels, and a screen may use up to four pixels
	// for each.
	side = 160
)

var errSize = errors.New("the picture has more than 4096 pixels a side, or 8 megapixels")

// redraw makes a small PNG from a picture. It checks the size before it reads the pixels, and stops reading when ctx ends.
func redraw(ctx context.Context, data []byte) ([]byte, error) {
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || config.Width < 1 || config.Height < 1 {
		return nil, errType
	}
	if config.Width > maxSide || config.Height > maxSide || config.Width*config.Height > maxPixels {
		return nil, errSize
	}
	large, _, err := image.Decode(&untilDone{ctx, bytes.NewReader(data)})
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		return nil, errType
	}
	// The first step samples only some of the pixels, which makes the second one cheap.
	small := scale(scale(large, 4*side, draw.NearestNeighbor), side, draw.CatmullRom)
	var out bytes.Buffer
	err = png.Encode(&out, small)
	return out.Bytes(), err
}

// scale makes a picture of the same shape whose longer side is at most long pixels. It never enlarges a picture.
func scale(from image.Image, long int, how draw.Scaler) *image.NRGBA {
	size := from.Bounds().Size()
	longest := max(size.X, size.Y, long)
	to := image.NewNRGBA(image.Rect(0, 0, max(1, size.X*long/longest), max(1, size.Y*long/longest)))
	how.Scale(to, to.Bounds(), from, from.Bounds(), draw.Src, nil)
	return to
}

// untilDone reads in small steps until ctx ends, because a few bytes can make a decoder process the whole picture once more.
type untilDone struct {
	ctx  context.Context
	data *bytes.Reader
}

func (r *untilDone) Read(p []byte) (int, error) {
	if r.ctx.Err() != nil {
		return 0, io.ErrUnexpectedEOF
	}
	return r.data.Read(p[:min(len(p), 512)])
}
