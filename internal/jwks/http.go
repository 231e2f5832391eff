package jwks

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"wails-openid-oauth/internal/transport"
)

// maxBody is how long a key set or a discovery document may be, in bytes. Real ones stay below 10 KiB.
const maxBody = 256 << 10

// withoutRedirects returns a copy of the client that follows no redirects: keys come only from the URL in the provider's metadata,
// never from one in an answer.
func withoutRedirects(client *http.Client) *http.Client {
	if client == nil {
		client = &http.Client{}
	}
	copied := *client
	copied.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &copied
}

// get returns the body of a 200 answer. Its errors quote nothing that was sent.
func get(ctx context.Context, client *http.Client, url string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json, application/jwk-set+json")
	response, err := client.Do(request)
	if err != nil {
		return nil, transport.Failure(request.URL.Host, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, &AnswerError{request.URL.Host, response.StatusCode}
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody+1))
	if err != nil {
		return nil, transport.Failure(request.URL.Host, err)
	}
	if len(body) > maxBody {
		return nil, fmt.Errorf("%s answered with more than %d bytes", request.URL.Host, maxBody)
	}
	return body, nil
}

// AnswerError is an answer with another status than 200.
type AnswerError struct {
	Host   string
	Status int
}

// Error implements error.
func (e *AnswerError) Error() string {
	return fmt.Sprintf("%s answered with status %d", e.Host, e.Status)
}
