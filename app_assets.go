package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	"wails-openid-oauth/internal/picture"
)

// picturePrefix is where the asset server has the picture of the profile; a version follows, so that a new one is loaded.
const picturePrefix = "/profile/picture/"

// contentSecurityPolicy lets the page load what is in the app and nothing else. It has no frames: Wails trusts what the
// top-level page embeds.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-src 'none'; frame-ancestors 'none'"

// secureHeaders stands in front of every asset.
func secureHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", contentSecurityPolicy)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}

// assetHandler answers for what is not among the embedded files: the picture of the profile.
func assetHandler(a *App) http.Handler { return http.HandlerFunc(a.servePicture) }

func (a *App) servePicture(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	current, version := a.picture, a.version
	a.mu.Unlock()
	if r.Method != http.MethodGet || version == "" || strings.TrimPrefix(r.URL.Path, picturePrefix) != version {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", current.Type)
	w.Header().Set("Cache-Control", "no-store")
	w.Write(current.Data)
}

// picturePath is empty until the picture is there.
func (a *App) picturePath() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.version == "" {
		return ""
	}
	return picturePrefix + a.version
}

// fetchPicture gets the picture at url. A profile without one shows initials.
func (a *App) fetchPicture(ctx context.Context, url string) {
	got, err := picture.Fetch(ctx, a.transport, url, a.issuer)
	if err != nil {
		a.log.Warn("the picture is not shown", "err", err)
		return
	}
	sum := sha256.Sum256(got.Data)
	a.mu.Lock()
	defer a.mu.Unlock()
	if ctx.Err() == nil { // else another profile is shown by now
		a.picture, a.version = got, hex.EncodeToString(sum[:8])
	}
}

func (a *App) forgetPicture() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.picture, a.version = picture.Picture{}, ""
}
