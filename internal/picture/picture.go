// Package picture fetches the picture of a profile, so that the page loads nothing remote.
//
// The URL is the provider's word, so little is believed: https only (http where the provider itself runs on this
// machine, and then this machine only), at most 1 MiB, and one of the raster types that a page shows, told by the bytes.
// No cookie and no token goes along.
package picture

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"

	"wails-openid-oauth/internal/endpoint"
)

const (
	maxBytes     = 1 << 20
	maxRedirects = 3
	timeout      = 10 * time.Second
)

var (
	errPlace = errors.New("the picture is not at an https URL")
	errType  = errors.New("the picture is not a PNG, JPEG, GIF or WebP of at most 1 MiB")
)

// Picture is an image as it was fetched.
type Picture struct {
	// Type is its media type.
	Type string
	Data []byte
}

// Fetch gets the picture at raw. allowLoopback is for a provider on this machine. transport may be nil.
func Fetch(ctx context.Context, transport http.RoundTripper, raw string, allowLoopback bool) (Picture, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	check := func(req *http.Request, via []*http.Request) error {
		if len(via) > maxRedirects || !isAllowed(req.URL, allowLoopback) {
			return errPlace
		}
		return nil
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, raw, nil)
	if err != nil || check(req, nil) != nil {
		return Picture{}, errPlace
	}
	req.Header.Set("Accept", "image/*")
	client := &http.Client{Transport: transport, CheckRedirect: check}
	resp, err := client.Do(req)
	if err != nil {
		return Picture{}, fmt.Errorf("fetch the picture: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return Picture{}, fmt.Errorf("fetch the picture: status %d", resp.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxBytes+1))
	if err != nil {
		return Picture{}, fmt.Errorf("fetch the picture: %w", err)
	}
	kind := http.DetectContentType(data)
	if len(data) > maxBytes || !slices.Contains([]string{"image/png", "image/jpeg", "image/gif", "image/webp"}, kind) {
		return Picture{}, errType
	}
	return Picture{Type: kind, Data: data}, nil
}

func isAllowed(u *url.URL, allowLoopback bool) bool {
	if u.Scheme == "https" {
		return u.Hostname() != ""
	}
	return allowLoopback && u.Scheme == "http" && endpoint.IsLoopback(u.Hostname())
}
