// Package assets serves the one asset of the page that is not embedded in the program, the picture of the profile. It also adds
// the headers to all assets that restrict the page to the app's own content.
package assets

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"

	"wails-openid-oauth/internal/picture"
)

// picturePrefix is the folder of the picture. A version follows it, so that the page loads a new picture.
const picturePrefix = "/profile/picture/"

// Picture serves the picture of the profile. The zero value has none. It is safe for use by several goroutines.
type Picture struct {
	mu      sync.Mutex
	current picture.Picture
	version string
}

// Set replaces the picture. The zero picture is none.
func (p *Picture) Set(current picture.Picture) {
	version := ""
	if len(current.Data) > 0 {
		sum := sha256.Sum256(current.Data)
		version = hex.EncodeToString(sum[:8])
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.current, p.version = current, version
}

// Path is the URL path of the picture. It is empty while there is none.
func (p *Picture) Path() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.version == "" {
		return ""
	}
	return picturePrefix + p.version
}

// ServeHTTP serves only the current picture.
func (p *Picture) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	current, version := p.current, p.version
	p.mu.Unlock()
	if r.Method != http.MethodGet || version == "" || strings.TrimPrefix(r.URL.Path, picturePrefix) != version {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", current.Type)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(current.Data)
}
