package settings

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"

	"wails-openid-oauth/internal/config"
)

// ErrSignedIn says that a log-in cannot be tried where the user is signed in: its log-out would end that session, too.
var ErrSignedIn = errors.New("the user is signed in at this provider")

// Title is that of both questions.
const Title = "Settings"

// SaveQuestion asks whether the app may use other settings. It names where the user will log in and where access tokens will go.
func SaveQuestion(c Checked) string {
	var notes strings.Builder
	if c.Provider != nil {
		notes.WriteString("\n\nThe provider does not answer now, so this could not be checked.")
	}
	if c.LeavesOut {
		notes.WriteString("\n\nSomething else in the settings file cannot be used, and is left out. The old file is kept.")
	}
	return fmt.Sprintf("Use this provider and this API from now on?\n\n%s%s\n\n"+
		"You will be signed out. If you did not just change the settings, choose No.", parties(c.App), notes.String())
}

// TestQuestion asks whether the app may try a log-in.
func TestQuestion(app config.App) string {
	return fmt.Sprintf("Log in for a test?\n\n%s\n\n"+
		"Nothing is stored, and you are logged out again. If you did not just choose “Test log-in”, choose No.", parties(app))
}

// StayQuestion asks what to do when the keyring cannot be used.
const StayQuestion = "You are signed out, but the keyring cannot be used now, so your earlier sign-in is still in it. " +
	"It is removed when the app uses the earlier settings again.\n\nChange the settings all the same?"

func parties(app config.App) string {
	return fmt.Sprintf("Provider: %s\nAPI: %s", hostOf(app.Issuer), hostOf(app.APIURL))
}

// maxHost bounds a host in a question, in bytes. A DNS name has 253 at most (RFC 1035, section 2.3.4).
const maxHost = 253

// hostOf returns the host of a URL, and its port if it has one. It is in the form that names are resolved in (RFC 5891, section 4), so
// that no letter of another alphabet looks like one of ours.
func hostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return "?"
	}
	host := u.Hostname()
	if net.ParseIP(host) == nil {
		if host, err = idna.Lookup.ToASCII(host); err != nil {
			host = strings.Trim(strconv.QuoteToASCII(u.Hostname()), `"`)
		}
	}
	if len(host) > maxHost {
		return "?"
	}
	if port := u.Port(); port != "" {
		return net.JoinHostPort(host, port)
	}
	return host
}
