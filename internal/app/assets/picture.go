// Package assets serves to the page what is not embedded in the program, which is the picture of the profile, and gives all
// assets the headers that keep the page to itself.
package assets

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"

	"wails-openid-oauth/internal/picture"
)

// picturePrefix is the folder of the picture; a version follows, so that a new one is loaded.
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

// Path is where the picture is; empty while there is none.
func (p *Picture) Path() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.version == "" {
		return ""
	}
	return picturePrefix + p.version
}

// ServeHTTP answers for the picture as it is now, and for nothing else.
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
