package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"strconv"
	"time"
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
		return nil, nil, unreachable(req.Context(), lost(err))
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if err != nil {
		return nil, nil, unreachable(req.Context(), lost(err))
	}
	if len(body) > maxBody {
		return nil, nil, fmt.Errorf("%w: %s sent too much", ErrProvider, req.URL.Host)
	}
	if resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= http.StatusInternalServerError {
		busy := &busyError{host: req.URL.Host, status: resp.StatusCode, wait: retryAfter(resp.Header, time.Now())}
		return nil, nil, fmt.Errorf("%w: %w", ErrOffline, busy)
	}
	return resp, body, nil
}

// busyError is an answer that says "not now". wait is what Retry-After asks for, or 0 (RFC 9110, section 10.2.3).
type busyError struct {
	host   string
	status int
	wait   time.Duration
}

func (e *busyError) Error() string { return fmt.Sprintf("%s answered %d", e.host, e.status) }

// retryAfter reads seconds or a date.
func retryAfter(header http.Header, now time.Time) time.Duration {
	text := header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(text); err == nil {
		return max(0, date.Sub(now))
	}
	return 0
}

// errLost: the request went out, and its answer did not come in.
var errLost = errors.New("the answer was lost")

// lost marks the errors that came after a connection was made: the provider may have acted.
func lost(err error) error {
	if dial := new(net.OpError); errors.As(err, &dial) && dial.Op == "dial" {
		return err
	}
	return fmt.Errorf("%w: %w", errLost, err)
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
