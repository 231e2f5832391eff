// Package picture fetches the picture of a profile, so that the page loads nothing remote.
//
// The URL comes from the provider, so the package trusts it little. The URL has to be https. If the provider itself runs on this
// machine, http is allowed, for this machine only. The picture has to come from public addresses or from the provider itself, and
// has at most 1 MiB. The request carries no cookie and no token.
//
// The picture has to be a PNG, JPEG, GIF or WebP with at most 4096 pixels a side and 8 megapixels; the bytes decide the type. The
// package draws it again as a small PNG, so the page's process never reads a byte from the provider, and its work is bounded. Of
// an animation only the first picture stays. Animated WebP and SVG are refused.
package picture

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"wails-openid-oauth/internal/endpoint"
	"wails-openid-oauth/internal/transport"
)

const (
	maxBytes     = 1 << 20
	maxRedirects = 3
	timeout      = 10 * time.Second
	// maxHost bounds the host in errors and in the log, in bytes. Every DNS name with a port is shorter.
	maxHost = 300
)

// drawn is the media type of what redraw makes.
const drawn = "image/png"

var (
	errPlace = errors.New("the picture is not at an https URL")
	errType  = errors.New("the picture is not a PNG, JPEG, GIF or WebP of at most 1 MiB")
)

// Picture is an image, ready to be served.
type Picture struct {
	// Type is its media type.
	Type string
	Data []byte
}

// Fetch gets the picture at raw, a URL that the provider with the given issuer named. No error quotes raw, because its query may be
// signed.
func Fetch(ctx context.Context, base *http.Transport, raw, issuer string) (Picture, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	data, err := fetch(ctx, base, raw, issuer)
	if err != nil {
		return Picture{}, fmt.Errorf("fetch the picture: %w", err)
	}
	data, err = redraw(ctx, data)
	if err != nil {
		return Picture{}, err
	}
	return Picture{Type: drawn, Data: data}, nil
}

// Stored returns a picture that [Fetch] has drawn and that was stored since. It is the zero picture if data is anything else.
func Stored(data []byte) Picture {
	config, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil || config.Width > side || config.Height > side {
		return Picture{}
	}
	return Picture{Type: drawn, Data: data}
}

func fetch(ctx context.Context, base *http.Transport, raw, issuer string) ([]byte, error) {
	reach := reachOf(issuer)
	check := func(req *http.Request, via []*http.Request) error {
		if len(via) > maxRedirects || !isAllowed(req.URL, reach.Loopback) {
			return errPlace
		}
		return nil
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, raw, nil)
	if err != nil || check(req, nil) != nil {
		return nil, errPlace
	}
	req.Header.Set("Accept", "image/*")
	client := &http.Client{Transport: transport.Public(base, reach), CheckRedirect: check}
	resp, err := client.Do(req)
	if err != nil {
		return nil, reason(hostOf(err), err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", resp.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxBytes+1))
	if err != nil {
		return nil, reason(resp.Request.URL.Host, err)
	}
	if len(data) > maxBytes {
		return nil, errType
	}
	return data, nil
}

// reachOf is what a picture's URL may lead to besides the public internet: the provider itself, and this machine if the provider
// runs here.
func reachOf(issuer string) transport.Reach {
	u, err := url.Parse(issuer)
	if err != nil {
		return transport.Reach{}
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return transport.Reach{Loopback: endpoint.IsLoopback(u.Hostname()), Host: net.JoinHostPort(u.Hostname(), port)}
}

func isAllowed(u *url.URL, allowLoopback bool) bool {
	if len(u.Host) > maxHost {
		return false
	}
	if u.Scheme == "https" {
		return u.Hostname() != ""
	}
	return allowLoopback && u.Scheme == "http" && endpoint.IsLoopback(u.Hostname())
}

// hostOf is the host that an error is about, perhaps after redirects.
func hostOf(err error) string {
	if at := new(url.Error); errors.As(err, &at) {
		if u, err := url.Parse(at.URL); err == nil {
			return u.Host
		}
	}
	return "the picture's host"
}

// reason says why a request failed, with a text of our own. net/http quotes the URL and the Location of a redirect that it cannot
// read, and crypto/x509 quotes the names in a certificate.
func reason(host string, err error) error {
	for _, known := range []error{errPlace, transport.ErrNotPublic, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, known) {
			return known
		}
	}
	return transport.Failure(host, err)
}
