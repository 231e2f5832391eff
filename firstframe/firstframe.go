// Package firstframe shows a Wails window with its page already painted, in the desktop's colour scheme.
//
// Wails shows its window for a moment before it hides it (options.App.StartHidden), leaves it white until the page has painted,
// and does not ask the desktop whether it is dark. With this package, the page paints off the screen, and the window comes with
// its first frame:
//
//	func main() {
//		firstframe.Prepare(firstframe.Options{Light: "#ffffff", Dark: "#101418"})
//		wails.Run(&options.App{
//			StartHidden: true,
//			Linux:       &linux.Options{WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
//			...
//		})
//	}
//
// The page shows the window when it has something to show:
//
//	requestAnimationFrame(() => requestAnimationFrame(() => runtime.WindowShow()));
//
// The app then follows the desktop's colour scheme for as long as it runs: the page by the media query prefers-color-scheme, and
// everything that GTK draws.
//
// It works on Linux, for a page that is drawn without the GPU. On other systems Prepare does nothing.
package firstframe

// Options of [Prepare].
type Options struct {
	// Light and Dark are the page's background in the light and in the dark scheme, as "#rrggbb".
	Light, Dark string
}
