package systembrowser

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html"
	"strings"
)

//go:embed page.css
var ownStyle string

// look is how the pages look: with the app's name, logo and colours. It is fixed when the Browser is made.
type look struct {
	name, logo, icon, style string // as HTML
	// policy allows the style by its hash, the logo inside the page, and nothing else.
	policy string
}

// newLook makes the look from the options. The logo is an image inside the page: a browser runs nothing in an image and
// loads nothing for it.
func newLook(o Options) *look {
	l := &look{name: html.EscapeString(o.Name), style: ownStyle + strings.ReplaceAll(o.Style, "<", "")} // "<" would end the style, and CSS does not need it
	images := ""
	if len(o.Logo) > 0 {
		source := "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(o.Logo)
		l.logo = `<img src="` + source + `" alt="" width="64" height="64">`
		l.icon = `<link rel="icon" href="` + source + `">` + "\n"
		images = "img-src data:; "
	}
	sum := sha256.Sum256([]byte(l.style))
	l.policy = "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; " + images +
		"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	return l
}

// layout takes further elements of the head, the title, the icon, the style, and the elements of the page.
const layout = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
%s<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%s</title>
%s<style>%s</style>
</head>
<body><main>%s</main></body>
</html>
`

// page returns a page. Its parts are fixed texts and links of this package, or come from the options.
func (l *look) page(head, title, body string) string {
	top := l.logo
	if l.name != "" {
		title += " – " + l.name
		top += `<p class="app">` + l.name + `</p>`
	}
	return fmt.Sprintf(layout, head, title, l.icon, l.style, top+body)
}
