package auth

import (
	"bytes"
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

	"wails-openid-oauth/internal/jose"
	"wails-openid-oauth/internal/transport"
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
// now (429, 5xx), is ErrOffline: nothing may be concluded from it. An answer that breaks off, or is too long, comes with
// its error: as far as it was read, it is the provider's.
func (c client) do(req *http.Request) (*http.Response, []byte, error) {
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, nil, unreachable(req.Context(), lost(transport.Failure(req.URL.Host, err)))
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	switch {
	case err != nil:
		return resp, body, unreachable(req.Context(), lost(transport.Failure(req.URL.Host, err)))
	case len(body) > maxBody:
		return resp, body, fmt.Errorf("%w: %s sent too much", ErrProvider, req.URL.Host)
	case resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= http.StatusInternalServerError:
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

// getJSON reads a document of the provider into out.
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
	return readAnswer(req.URL.Host, resp, body, out)
}

// answerDepth is how deep an answer of the provider may nest. The deepest in use, a UserInfo answer, needs about five.
const answerDepth = 16

// errUnreadable: a text is not one JSON object that can mean only one thing.
var errUnreadable = errors.New("cannot be read")

// readObject reads a text that another wrote. The strict check comes first: encoding/json alone takes the last of two
// members with one name, and puts something else in the place of what is no UTF-8. Errors: errUnreadable, without a word
// of the text.
func readObject(text []byte, out any) error {
	if err := jose.CheckObject(text, answerDepth); err != nil {
		return fmt.Errorf("%w: %w", errUnreadable, err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(out) != nil {
		return fmt.Errorf("%w: a member is of another type", errUnreadable)
	}
	return nil
}

// readAnswer reads an answer of the provider. One that is not said to be JSON is ErrOffline: a captive portal answers with
// its own page. One that is said to be, and cannot be read, is ErrProvider.
func readAnswer(host string, resp *http.Response, body []byte, out any) error {
	if !isJSON(resp) {
		return fmt.Errorf("%w: %s answered %d with something that is not JSON", ErrOffline, host, resp.StatusCode)
	}
	if err := readObject(body, out); err != nil {
		return fmt.Errorf("%w: that of %s %w", ErrProvider, host, err)
	}
	return nil
}

// isJSON accepts application/json and every +json type, such as application/jwk-set+json.
func isJSON(resp *http.Response) bool {
	kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	return err == nil && (kind == "application/json" || len(kind) > 5 && kind[len(kind)-5:] == "+json")
}

// unreachable sorts a transport error: the caller's own reason for stopping stays what it is, all else is the network.
// The error's text names host and cause.
func unreachable(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.DeadlineExceeded) {
		return cause
	}
	return fmt.Errorf("%w: %w", ErrOffline, err)
}
