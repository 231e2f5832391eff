package authtest

import (
	"errors"
	"html"
	"regexp"
)

var refresh = regexp.MustCompile(`<meta http-equiv="refresh" content="0;url=([^"]+)">`)

// LinkIn returns the URL that a page of auth/systembrowser leads to by itself.
func LinkIn(page []byte) (string, error) {
	found := refresh.FindSubmatch(page)
	if found == nil {
		return "", errors.New("authtest: the page leads nowhere")
	}
	return html.UnescapeString(string(found[1])), nil
}
