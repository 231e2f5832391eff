package apiclient

import (
	"context"
	"io"
	"net/http"
	"unicode/utf8"
)

// GetText sends a GET for a path below the base URL and returns the body of a 200 answer. The body has to be UTF-8. Errors: those
// of [Client.Do].
func (c *Client) GetText(ctx context.Context, path string) (string, error) {
	resp, err := c.request(ctx, http.MethodGet, path, nil, "text/plain, application/json;q=0.5")
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", err
	}
	if resp.StatusCode != http.StatusOK || !utf8.Valid(text) {
		return "", &Error{Kind: BadAnswer, Status: resp.StatusCode}
	}
	return string(text), nil
}
