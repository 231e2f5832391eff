package jwks

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
)

// maxBody is how long a key set or a discovery document may be, in bytes. Real ones stay below 10 KiB.
const maxBody = 256 << 10

// withoutRedirects copies the client and takes its redirects away: a provider's keys come from where its metadata says,
// and from nowhere that an answer points to.
func withoutRedirects(client *http.Client) *http.Client {
	if client == nil {
		client = &http.Client{}
	}
	copied := *client
	copied.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &copied
}

// get returns the body of a 200 answer. The error of an answer says nothing of its body.
func get(ctx context.Context, client *http.Client, url string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json, application/jwk-set+json")
	response, err := client.Do(request)
	if err != nil {
		return nil, unquoted(request.URL.Host, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answered with status %d", request.URL.Host, response.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody+1))
	if err != nil {
		return nil, unquoted(request.URL.Host, err)
	}
	if len(body) > maxBody {
		return nil, fmt.Errorf("%s answered with more than %d bytes", request.URL.Host, maxBody)
	}
	return body, nil
}

// unquoted keeps the errors of connections, certificates and time. Those of an answer that is no HTTP quote it, at any
// length.
func unquoted(host string, err error) error {
	var network *net.OpError
	var certificate *tls.CertificateVerificationError
	if errors.As(err, &network) || errors.As(err, &certificate) ||
		errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("%s did not send a complete answer", host)
}
