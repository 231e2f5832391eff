//go:build linux && interop

package interop_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"wails-openid-oauth/test/driver"
)

// artifacts is the folder for the pictures and the logs.
var artifacts = filepath.Join("..", "..", "artifacts", "interop")

var (
	binary     string // the app, built once
	pictureURL string // of Ada's picture
)

func TestMain(m *testing.M) {
	status, err := run(m)
	if err != nil {
		fmt.Println(err)
		status = 1
	}
	os.Exit(status)
}

func run(m *testing.M) (status int, err error) {
	if err := driver.CheckTools(); err != nil {
		return 1, err
	}
	folder, err := os.MkdirTemp("", "interop-")
	if err != nil {
		return 1, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if err := errors.Join(os.RemoveAll(artifacts), os.MkdirAll(artifacts, 0o755)); err != nil {
		return 1, err
	}
	if ours, err = newAuthority(); err != nil {
		return 1, err
	}
	pictures := httptest.NewServer(http.HandlerFunc(avatar))
	defer pictures.Close()
	pictureURL = pictures.URL + "/ada.png"

	fmt.Println("Building the app ...")
	binary = filepath.Join(folder, "wails-openid-oauth")
	app := driver.Program{Package: "../..", Output: binary, Tags: []string{"e2e"}}
	if err := driver.Build(context.Background(), app); err != nil {
		return 1, err
	}
	return m.Run(), nil
}

// avatar draws Ada's picture.
func avatar(w http.ResponseWriter, _ *http.Request) {
	picture := image.NewRGBA(image.Rect(0, 0, 80, 80))
	draw.Draw(picture, picture.Bounds(), image.NewUniform(color.RGBA{0x2e, 0x86, 0xab, 0xff}), image.Point{}, draw.Src)
	draw.Draw(picture, image.Rect(25, 15, 55, 65), image.NewUniform(color.White), image.Point{}, draw.Src)
	var content bytes.Buffer
	if err := png.Encode(&content, picture); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	_, _ = w.Write(content.Bytes())
}
