package window

import (
	"errors"
	"io/fs"
	"log/slog"
	"net/url"
	"strings"
	"sync"

	"wails-openid-oauth/internal/mainwindow"
)

// startPage is where Wails' window begins. It leads to the home page by itself.
const startPage = "wails://wails/"

// Guard keeps the main window on the pages that the program carries. ended is told, on another goroutine, when the process
// of the page has ended, and why.
func Guard(page fs.FS, log *slog.Logger, ended func(reason string)) error {
	var strayed sync.Once
	err := mainwindow.Guard(mainwindow.Options{
		Allow: func(url string) bool {
			if isOwnPage(page, url) {
				return true
			}
			// Once is enough: a script could ask without end.
			strayed.Do(func() { log.Warn("the main window was asked to go elsewhere", "scheme", schemeOf(url)) })
			return false
		},
		Ended: ended,
	})
	if errors.Is(err, mainwindow.ErrUnsupported) {
		log.Info("the main window", "err", err)
		return nil
	}
	return err
}

// isOwnPage reports whether a URL is one of the embedded pages. The asset server has other things, too, such as the
// picture of a profile, and it answers for every host.
func isOwnPage(page fs.FS, raw string) bool {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "wails" || u.User != nil || u.Host != "wails" {
		return false
	}
	info, err := fs.Stat(page, "frontend"+u.Path)
	return u.Path == "/" || strings.HasSuffix(u.Path, ".html") && err == nil && info.Mode().IsRegular()
}

// schemeOf is all of a foreign URL that the log needs.
func schemeOf(raw string) string {
	scheme, _, _ := strings.Cut(raw, ":")
	return scheme[:min(len(scheme), 16)]
}
