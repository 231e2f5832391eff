package apiclient

import (
	"bytes"
	"context"
	"net/http"
)

// request sends a request with a body of JSON, or with none if body is nil.
func (c *Client) request(ctx context.Context, method, path string, body []byte, accept string) (*http.Response, error) {
	target, err := resolve(c.transport.base, path)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, method, target.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", accept)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return c.Do(req)
}
