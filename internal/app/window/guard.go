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

// startPage is the first page of Wails' window: see assets.FirstPage.
const startPage = "wails://wails/"

// Guard keeps the main window on the pages that the program carries, and the page to the messages that it needs: the app's exported
// methods are bound. Guard calls ended, on another goroutine, with the reason when the page's process has ended.
func Guard(app any, page fs.FS, log *slog.Logger, ended func(reason string)) error {
	var strayed, refused sync.Once // a script could try endlessly, so the log tells once
	messages := neededBy(app)
	err := mainwindow.Guard(mainwindow.Options{
		Allow: func(url string) bool {
			if isOwnPage(page, url) {
				return true
			}
			strayed.Do(func() { log.Warn("the main window refused to open another page", "scheme", schemeOf(url)) })
			return false
		},
		Pass: func(message string) bool {
			if messages.has(message) {
				return true
			}
			refused.Do(func() { log.Warn("the page sent Go a message that it has no need for") })
			return false
		},
		Ended: ended,
	})
	if errors.Is(err, mainwindow.ErrUnsupported) {
		log.Info("the main window cannot be guarded", "err", err)
		return nil
	}
	return err
}

// isOwnPage reports whether a URL is one of the embedded pages. The asset server also serves other things, such as the profile
// picture, and it answers for every host.
func isOwnPage(page fs.FS, raw string) bool {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "wails" || u.User != nil || u.Host != "wails" {
		return false
	}
	info, err := fs.Stat(page, "frontend"+u.Path)
	return u.Path == "/" || strings.HasSuffix(u.Path, ".html") && err == nil && info.Mode().IsRegular()
}

// schemeOf returns the scheme of a foreign URL. The log needs no other part of it.
func schemeOf(raw string) string {
	scheme, _, _ := strings.Cut(raw, ":")
	return scheme[:min(len(scheme), 16)]
}
