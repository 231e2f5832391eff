package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
)

// maxBody bounds every answer of the provider. Discovery documents and token responses have a few kilobytes.
const maxBody = 1 << 20

// client speaks HTTP with the provider: no redirect is followed, because Go would send code and verifier of a POST
// along (RFC 9700, section 4.12), and no answer is read beyond maxBody.
type client struct{ http *http.Client }

func newClient(from *http.Client) client {
	own := *from
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	own.Jar = nil
	return client{http: &own}
}

// do sends the request and returns status and body. A provider that cannot be reached, or that says it cannot answer
// now (429, 5xx), is ErrOffline: nothing may be concluded from it.
func (c client) do(req *http.Request) (*http.Response, []byte, error) {
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, nil, unreachable(req.Context(), err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if err != nil {
		return nil, nil, unreachable(req.Context(), err)
	}
	if len(body) > maxBody {
		return nil, nil, fmt.Errorf("%w: %s sent too much", ErrProvider, req.URL.Host)
	}
	if resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= http.StatusInternalServerError {
		return nil, nil, fmt.Errorf("%w: %s answered %d", ErrOffline, req.URL.Host, resp.StatusCode)
	}
	return resp, body, nil
}

// getJSON reads a document of the provider into out. Anything but JSON is ErrOffline too: a captive portal answers 200
// with its own page.
func (c client) getJSON(ctx context.Context, url string, bearer Secret, out any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return fmt.Errorf("%w: %s", ErrConfig, "the URL cannot be used")
	}
	req.Header.Set("Accept", "application/json")
	if !bearer.IsZero() {
		req.Header.Set("Authorization", "Bearer "+bearer.Reveal())
	}
	resp, body, err := c.do(req)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%w: %s answered %d", ErrProvider, req.URL.Host, resp.StatusCode)
	}
	if !isJSON(resp) || json.Unmarshal(body, out) != nil {
		return fmt.Errorf("%w: %s answered something that is not JSON", ErrOffline, req.URL.Host)
	}
	return nil
}

// isJSON accepts application/json and every +json type, such as application/jwk-set+json.
func isJSON(resp *http.Response) bool {
	kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	return err == nil && (kind == "application/json" || len(kind) > 5 && kind[len(kind)-5:] == "+json")
}

// unreachable sorts a transport error: the caller's own reason for stopping stays what it is, all else is the network.
// The error's text names host and cause; the URLs of this package hold no secret.
func unreachable(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.DeadlineExceeded) {
		return cause
	}
	return fmt.Errorf("%w: %w", ErrOffline, err)
}
