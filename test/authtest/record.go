package authtest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"wails-openid-oauth/demo/idp"
)

// Request is a request that the provider has received. It holds secrets.
type Request struct {
	Method, Path string
	// Query and Form are the parameters of the URL and of a form body.
	Query, Form url.Values
	// AuthScheme is the scheme of the Authorization header, such as "Bearer"; empty without one.
	AuthScheme string
	Header     http.Header
}

// String leaves out the values.
func (r Request) String() string { return r.Method + " " + r.Path }

// GoString leaves out the values.
func (r Request) GoString() string { return r.String() }

// Requests returns the requests for a path in the order of their arrival; an empty path stands for all.
func (p *Provider) Requests(path string) []Request {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(p.requests), func(r Request) bool { return path != "" && r.Path != path })
}

// ForgetRequests empties the record.
func (p *Provider) ForgetRequests() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests = nil
}

// WaitRequests returns when n requests for a path have arrived, even if they are not answered yet, or when ctx ends.
func (p *Provider) WaitRequests(ctx context.Context, path string, n int) error {
	ctx, cancel := waitContext(ctx)
	defer cancel()
	for {
		p.mu.Lock()
		arrived := p.arrived
		p.mu.Unlock()
		got := len(p.Requests(path))
		if got >= n {
			return nil
		}
		select {
		case <-arrived:
		case <-ctx.Done():
			return fmt.Errorf("%d of %d requests for %s: %w", got, n, path, ctx.Err())
		}
	}
}

// handler records the request, lets the provider answer, and applies the tampers.
func (p *Provider) handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		request, err := readRequest(w, r)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		p.mu.Lock()
		p.requests = append(p.requests, request)
		close(p.arrived)
		p.arrived = make(chan struct{})
		tampers := slices.Concat(p.tampers[r.URL.Path], p.tampers[""])
		p.mu.Unlock()
		if len(tampers) == 0 {
			p.front.ServeHTTP(w, r)
			return
		}
		response := &Response{Response: idp.Buffer(p.front, r), Request: request}
		for _, tamper := range tampers {
			(*tamper)(response)
		}
		response.Send(w)
	})
}

const maxBody = 1 << 20 // bytes

// readRequest copies a request and leaves its body to be read again.
func readRequest(w http.ResponseWriter, r *http.Request) (Request, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return Request{}, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	request := Request{
		Method: r.Method, Path: r.URL.Path, Query: r.URL.Query(), AuthScheme: scheme, Header: r.Header.Clone(),
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		request.Form, err = url.ParseQuery(string(body))
	}
	return request, err
}
