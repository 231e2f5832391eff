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
	// side is the longer one of what is served. The page shows 40 pixels, of a screen with up to four a pixel.
	side = 160
)

var errSize = errors.New("the picture has more than 4096 pixels a side, or 8 megapixels")

// redraw makes a small PNG of a picture. Its size is known before its pixels are read, and reading them ends with ctx.
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
	// The first step looks at few of many pixels, and makes the second one cheap.
	small := scale(scale(large, 4*side, draw.NearestNeighbor), side, draw.CatmullRom)
	var out bytes.Buffer
	err = png.Encode(&out, small)
	return out.Bytes(), err
}

// scale makes a picture of the same shape whose longer side is at most long pixels, and no larger than the given one.
func scale(from image.Image, long int, how draw.Scaler) *image.NRGBA {
	size := from.Bounds().Size()
	longest := max(size.X, size.Y, long)
	to := image.NewNRGBA(image.Rect(0, 0, max(1, size.X*long/longest), max(1, size.Y*long/longest)))
	how.Scale(to, to.Bounds(), from, from.Bounds(), draw.Src, nil)
	return to
}

// untilDone reads little by little until ctx ends. A few bytes can tell a decoder to go over the whole picture once more.
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
