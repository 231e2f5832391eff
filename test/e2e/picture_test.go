//go:build linux && e2e

package e2e_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"os"
	"strings"
	"testing"

	"wails-openid-oauth/test/authtest"
	"wails-openid-oauth/test/driver"
)

// TestJourneyHugePicture gets a picture of few bytes and many pixels from the provider.
func TestJourneyHugePicture(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	w.Step("it shows the picture", w.app.AwaitPicture)
	usual := w.app.PSS()
	w.Step("the app was closed", w.app.Quit)

	var bomb bytes.Buffer
	huge := image.NewPaletted(image.Rect(0, 0, 16000, 16000), color.Palette{color.White, color.Black})
	if err := png.Encode(&bomb, huge); err != nil {
		t.Fatal(err)
	}
	w.provider.Tamper("/picture/ada.png", func(r *authtest.Response) { r.Body = bomb.Bytes() })
	w.provider.ForgetRequests()
	w.Step("the app was launched again", w.launch)
	w.Step("the home page came back", w.awaitSignedIn)
	w.Step("the picture was refused", func(ctx context.Context) error {
		if err := w.provider.WaitRequests(ctx, "/picture/ada.png", 1); err != nil {
			return err
		}
		return w.app.AwaitLog(ctx, "the picture has more than 4096 pixels a side")
	})
	w.Step("there is the picture of before instead", w.app.AwaitPicture)
	w.Step("the private message is in the panel", w.app.Message)
	// Memory that several apps share counts less while more of them run, so the two measurements differ by some megabytes anyway.
	decoded, more := int64(len(huge.Pix)), w.app.PSS()-usual
	w.Report.Note("(%d bytes; %d MiB more than with the usual picture)", bomb.Len(), more>>20)
	w.Check("it takes no more memory than usual", more < decoded*3/4, "%d MiB more, where the picture has %d", more>>20, decoded>>20)
	w.Check("the log does not name the picture's path", func() bool {
		log, err := os.ReadFile(w.app.Log())
		return err == nil && !strings.Contains(string(log), "ada.png")
	}(), "it does")
}
