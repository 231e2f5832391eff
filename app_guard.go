package main

import (
	"errors"
	"io/fs"
	"net/url"
	"strings"
	"time"

	"wails-openid-oauth/internal/mainwindow"
)

// startPage is where Wails' window begins. It leads to the home page by itself.
const startPage = "wails://wails/"

// guard keeps the main window on the app's own pages, and brings the page back when its process ends.
func (a *App) guard() error {
	err := mainwindow.Guard(mainwindow.Options{
		Allow: func(url string) bool {
			if isOwnPage(url) {
				return true
			}
			// Once is enough: a script could ask without end.
			a.strayed.Do(func() { a.log.Warn("the main window was asked to go elsewhere", "scheme", schemeOf(url)) })
			return false
		},
		Ended: func(reason string) { a.done.Go(func() { a.pageEnded(reason, time.Now()) }) },
	})
	if errors.Is(err, mainwindow.ErrUnsupported) {
		a.log.Info("the main window", "err", err)
		return nil
	}
	return err
}

// isOwnPage reports whether a URL is one of the embedded pages. The asset server has other things, too, such as the
// picture of a profile, and it answers for every host.
func isOwnPage(raw string) bool {
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
