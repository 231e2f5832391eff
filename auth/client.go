package auth

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

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

// do sends the request and returns the response and its body. ErrOffline means that no answer came, or that the server
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
	case isUnavailable(resp.StatusCode):
		return nil, nil, unavailable(req.URL.Host, resp)
	}
	return resp, body, nil
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
	switch {
	case isRedirect(resp.StatusCode):
		return redirected(req.URL.Host, resp)
	case resp.StatusCode != http.StatusOK:
		return fmt.Errorf("%w: %w", ErrProvider, &statusError{req.URL.Host, resp.StatusCode})
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

// errJWT: a response is a JWT (application/jwt) instead of plain JSON.
var errJWT = errors.New("the answer is a JWT")

// readAnswer decodes a response of the provider. A response whose type is not JSON is ErrOffline beside ErrPortal,
// because a captive portal answers with its own page. One that claims to be JSON and cannot be read is ErrProvider.
func readAnswer(host string, resp *http.Response, body []byte, out any) error {
	kind := mediaType(resp)
	switch {
	case kind == "application/jwt":
		return fmt.Errorf("%w: %w", ErrProvider, errJWT)
	case !isJSON(kind):
		return foreignAnswer(host, resp.StatusCode, "its type is "+cmp.Or(printable(kind), "missing"))
	}
	if err := readObject(body, out); err != nil {
		return invalid(fmt.Errorf("the answer of %s %w", host, err))
	}
	return nil
}

// mediaType returns the type of a response without its parameters, or "".
func mediaType(resp *http.Response) string {
	kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return kind
}

// isJSON accepts application/json and every +json type, such as application/jwk-set+json.
func isJSON(kind string) bool {
	return kind == "application/json" || len(kind) > 5 && strings.HasSuffix(kind, "+json")
}
