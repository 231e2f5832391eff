// Minimal is the smallest Wails app with sign-in: it signs a user in, shows the name, and calls a protected API.
//
//	ISSUER=https://idp.example/ CLIENT_ID=desktop AUDIENCE=https://api.example API_URL=https://api.example \
//		go run -tags webkit2_41,desktop,production ./examples/minimal
package main

import (
	"embed"
	"log"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
)

//go:embed frontend
var page embed.FS

func main() {
	app, err := newApp()
	if err == nil {
		err = wails.Run(&options.App{
			Title: "Minimal", AssetServer: &assetserver.Options{Assets: page}, Bind: []any{app},
			DragAndDrop: &options.DragAndDrop{DisableWebViewDrop: true}, // a dropped link must not replace the page
			OnStartup:   app.startup, OnShutdown: app.shutdown,
		})
	}
	if err != nil {
		log.Fatal(err)
	}
}
