// Package window describes the main window: its options, the guard that keeps it on the app's own pages, and the recovery after
// the page's process has ended.
package window

import (
	"io/fs"
	"log/slog"
	"net/http"

	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"

	"wails-openid-oauth/firstframe"
	"wails-openid-oauth/internal/app/assets"
	"wails-openid-oauth/internal/app/bridge"
	"wails-openid-oauth/internal/logging"
)

// Title is that of the main window.
const Title = "Wails OpenID Connect"

// Background is the page's, as --page in css/base.css.
var Background = firstframe.Options{Light: "#f4f5f8", Dark: "#14171c"}

// Options describe the window of an app whose exported methods the page may call. The window starts hidden, and the page shows
// it when there is something to see. At a first start the login window opens instead or, with the system browser, the page with
// its link. The first page is the home page if atHome reports true. The caller adds the size, the menu, and
// the hooks for start and shutdown.
func Options(app any, page fs.FS, icon []byte, picture http.Handler, atHome func() bool, log *slog.Logger) *options.App {
	return &options.App{
		Title: Title, MinWidth: minWidth, MinHeight: minHeight,
		StartHidden: true,
		AssetServer: &assetserver.Options{
			Assets: page, Handler: picture,
			Middleware: assetserver.ChainMiddleware(assets.SecureHeaders, assets.FirstPage(atHome)),
		},
		// The guard refuses the navigation that a drop causes. This setting also avoids the cursor that promises a drop.
		DragAndDrop:    &options.DragAndDrop{DisableWebViewDrop: true},
		Bind:           []any{app},
		ErrorFormatter: bridge.FormatError,
		Logger:         logging.Wails{Log: log},
		// Never, because pages like these are painted sooner and in less memory without the GPU, and package firstframe needs it.
		Linux: &linux.Options{Icon: icon, WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
	}
}
