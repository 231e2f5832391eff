// Command page is a Wails app with one page, for the tests of package driver.
package main

import (
	"embed"
	"log"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
)

//go:embed assets
var assets embed.FS

// App has the methods that the page can call.
type App struct{}

// Greet returns a greeting, to test a call of Go.
func (*App) Greet(name string) string { return "Hello " + name }

func main() {
	err := wails.Run(&options.App{
		Title: "A page", Width: 800, Height: 500,
		AssetServer: &assetserver.Options{Assets: assets},
		Bind:        []any{&App{}},
		Linux:       &linux.Options{WebviewGpuPolicy: linux.WebviewGpuPolicyNever}, // as in the app, for "make bench-app"
	})
	if err != nil {
		log.Fatal(err)
	}
}
