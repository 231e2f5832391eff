package idp

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/luikyv/go-oidc/pkg/goidc"
)

var (
	//go:embed page.html
	pageHTML string
	//go:embed page.css
	pageCSS string

	pages = template.Must(template.New("").Parse(pageHTML))
)

// page is what every page shows.
type page struct {
	CSS    template.CSS
	Host   string // the provider's
	Client string
	Action string // where its forms go
}

type loginPage struct {
	page
	People []Person
	Alert  string
}

type consentPage struct {
	page
	Person Person
	Asks   []string
}

type messagePage struct {
	page
	Heading, Text string
}

// newPage returns the page that takes an authorization request further.
func (p *Provider) newPage(request *goidc.AuthnSession, client *goidc.Client) page {
	return page{
		CSS: template.CSS(pageCSS), Host: p.issuer.Host, Client: client.Name, Action: PathAuthorize + "/" + request.ID,
	}
}

// showMessage shows a final message. It must be the last step of a request.
func (p *Provider) showMessage(w http.ResponseWriter, status int, heading, text string) {
	message := messagePage{page: page{CSS: template.CSS(pageCSS), Host: p.issuer.Host}, Heading: heading, Text: text}
	if err := p.show(w, status, "message", message, ""); err != nil {
		http.Error(w, heading, http.StatusInternalServerError)
	}
}

// show writes a page. Its forms may lead to redirectURI.
func (p *Provider) show(w http.ResponseWriter, status int, name string, data any, redirectURI string) error {
	var body bytes.Buffer
	if err := pages.ExecuteTemplate(&body, name, data); err != nil {
		return err
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", contentSecurityPolicy(redirectURI))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, err := w.Write(body.Bytes())
	return err
}

// contentSecurityPolicy allows our one style sheet, our pictures, and forms that end at the client's redirect URI:
// browsers apply form-action to the redirects after a form as well.
func contentSecurityPolicy(redirectURI string) string {
	sum := sha256.Sum256([]byte(pageCSS))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; img-src 'self'; " +
		"form-action 'self'" + formTarget(redirectURI) + "; base-uri 'none'; frame-ancestors 'none'"
}

// formTarget is the source expression for a redirect URI: its origin, or its scheme where an origin cannot be written
// (IPv6 addresses and private-use schemes).
func formTarget(redirectURI string) string {
	target, err := url.Parse(redirectURI)
	if err != nil || target.Scheme == "" {
		return ""
	}
	if target.Host == "" || strings.ContainsAny(target.Host, "[];, ") {
		return " " + target.Scheme + ":"
	}
	return " " + target.Scheme + "://" + target.Host
}
