// Command page is a Wails app of one page, on which the tests of package drive try the harness.
package main

import (
	"embed"
	"log"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
)

//go:embed assets
var assets embed.FS

// App is what the page can call.
type App struct{}

// Greet answers by way of Go.
func (*App) Greet(name string) string { return "Hello " + name }

func main() {
	err := wails.Run(&options.App{
		Title: "A page", Width: 800, Height: 500,
		AssetServer: &assetserver.Options{Assets: assets},
		Bind:        []any{&App{}},
	})
	if err != nil {
		log.Fatal(err)
	}
}
