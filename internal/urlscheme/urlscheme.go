// Package urlscheme says which URL schemes a page may never have opened by a program of the desktop.
package urlscheme

import (
	"errors"
	"regexp"
	"slices"
	"strings"
)

// The reasons for which [Check] refuses a scheme. Their texts continue after its name.
var (
	ErrForm   = errors.New("is not the name of a URL scheme in lower case")
	ErrUnsafe = errors.New("is a scheme that pages may not open")
)

// form is the grammar of a scheme (RFC 3986, section 3.1), in lower case and without its colon.
var form = regexp.MustCompile(`^[a-z][a-z0-9+.-]{0,62}$`)

// unsafe are the schemes with which a page would read this machine, run something on it, or leave the rules of the login
// window.
var unsafe = []string{
	// A web view or a browser loads these itself.
	"about", "blob", "chrome", "data", "file", "filesystem", "ftp", "ftps", "http", "https", "jar", "javascript", "resource",
	"vbscript", "view-source", "wails", "webkit", "ws", "wss",
	// A file manager opens these.
	"admin", "afp", "computer", "dav", "davs", "mtp", "network", "nfs", "recent", "sftp", "shell", "smb", "trash",
	// A terminal, an installer or an editor opens these.
	"appstream", "apt", "apturl", "hcp", "help", "itms-services", "jnlp", "jnlps", "rdp", "rlogin", "search", "snap", "ssh",
	"steam", "telnet", "terminal", "vnc", "vscode", "x-man-page",
}

// unsafePrefixes begin the names of whole families: those of Windows and of its programs, and of macOS.
var unsafePrefixes = []string{"ms-", "search-ms", "flatpak", "x-apple", "moz-", "chrome-", "git"}

// Check returns nil if a page may have a URL of this scheme opened, after the user has agreed. The name is without its
// colon. Errors: ErrForm, ErrUnsafe.
func Check(name string) error {
	if !form.MatchString(name) {
		return ErrForm
	}
	prefixed := slices.ContainsFunc(unsafePrefixes, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
	if prefixed || slices.Contains(unsafe, name) {
		return ErrUnsafe
	}
	return nil
}
