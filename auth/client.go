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

// maxBody bounds every response of the provider, in bytes. Discovery documents and token responses have a few
// kilobytes.
const maxBody = 1 << 20

// client speaks HTTP with the provider. It follows no redirect, because Go could resend the code and verifier of a POST
// (RFC 9700, section 4.12). It reads no response beyond maxBody.
type client struct{ http *http.Client }

func newClient(from *http.Client) client {
	own := *from
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	own.Jar = nil
	return client{http: &own}
}

// do sends the request and returns the response and its body. ErrOffline means that the provider cannot be reached, or
// cannot answer now (429, 5xx); nothing may be concluded from it. A response that breaks off or is too long is returned
// together with its error, because the part that was read is still the provider's.
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
		return resp, body, fmt.Errorf("%w: the answer of %s is too long", ErrProvider, req.URL.Host)
	case resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= http.StatusInternalServerError:
		busy := &busyError{host: req.URL.Host, status: resp.StatusCode, wait: retryAfter(resp.Header, time.Now())}
		return nil, nil, fmt.Errorf("%w: %w", ErrOffline, busy)
	}
	return resp, body, nil
}

// busyError is a response that says "not now". wait is what Retry-After asks for, or 0 (RFC 9110, section 10.2.3).
type busyError struct {
	host   string
	status int
	wait   time.Duration
}

func (e *busyError) Error() string { return fmt.Sprintf("%s answered %d", e.host, e.status) }

// retryAfter reads Retry-After, which is in seconds or a date. It returns 0 when there is none, or it cannot be read.
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

// errLost: the request may have been sent, and no complete response came back.
var errLost = errors.New("the answer was lost")

// lost marks the errors that came after a connection was made: the provider may have acted on the request.
func lost(err error) error {
	if dial := new(net.OpError); errors.As(err, &dial) && dial.Op == "dial" {
		return err
	}
	return fmt.Errorf("%w: %w", errLost, err)
}

// getJSON reads a JSON document of the provider into out.
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

// answerDepth is how deep a response of the provider may nest. The deepest in use, a UserInfo response, needs about
// five levels.
const answerDepth = 16

// errUnreadable: a text is not one unambiguous JSON object.
var errUnreadable = errors.New("cannot be read")

// readObject decodes a JSON object from an untrusted source. The strict check comes first, because encoding/json alone
// takes the last of two members with the same name, and replaces invalid UTF-8. Errors: errUnreadable, which quotes
// nothing of the text.
func readObject(text []byte, out any) error {
	if err := jose.CheckObject(text, answerDepth); err != nil {
		return fmt.Errorf("%w: %w", errUnreadable, err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(out) != nil {
		return fmt.Errorf("%w: a member has the wrong type", errUnreadable)
	}
	return nil
}

// readAnswer decodes a response of the provider. A response whose type is not JSON is ErrOffline, because a captive
// portal answers with its own page. One that claims to be JSON and cannot be read is ErrProvider.
func readAnswer(host string, resp *http.Response, body []byte, out any) error {
	if !isJSON(resp) {
		return fmt.Errorf("%w: %s answered %d with something that is not JSON", ErrOffline, host, resp.StatusCode)
	}
	if err := readObject(body, out); err != nil {
		return fmt.Errorf("%w: the answer of %s %w", ErrProvider, host, err)
	}
	return nil
}

// isJSON accepts application/json and every +json type, such as application/jwk-set+json.
func isJSON(resp *http.Response) bool {
	kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	return err == nil && (kind == "application/json" || len(kind) > 5 && kind[len(kind)-5:] == "+json")
}

// unreachable sorts a transport error. If the caller cancelled, it returns the caller's cause; everything else, a
// deadline included, is ErrOffline. The error text has the host and the cause.
func unreachable(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.DeadlineExceeded) {
		return cause
	}
	return fmt.Errorf("%w: %w", ErrOffline, err)
}
