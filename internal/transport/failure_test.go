package transport

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

const mark = "SEALED"

// answers sends the same raw answer to every request.
func answers(t *testing.T, raw string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer connection.Close()
				if _, err := http.ReadRequest(bufio.NewReader(connection)); err == nil {
					_, _ = io.WriteString(connection, raw)
				}
			}()
		}
	}()
	return listener.Addr().String()
}

// get makes a request, reads the whole answer, and returns the error.
func get(t *testing.T, client *http.Client, url string) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

// TestFailureQuotesNothing sends a marked text in every place that net/http quotes.
func TestFailureQuotesNothing(t *testing.T) {
	direct := &http.Client{Transport: &http.Transport{}, Timeout: 20 * time.Second}
	quoted := 0
	for name, raw := range map[string]string{
		"no HTTP":                mark + "\r\n\r\n",
		"a bad version":          "HTTP/" + mark + " 200 OK\r\n\r\n",
		"a bad status":           "HTTP/1.1 " + mark + "\r\n\r\n",
		"a bad header line":      "HTTP/1.1 200 OK\r\n" + mark + "\r\n\r\n",
		"a bad length":           "HTTP/1.1 200 OK\r\nContent-Length: " + mark + "\r\n\r\n",
		"two lengths":            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2" + mark + "\r\n\r\n",
		"another encoding":       "HTTP/1.1 200 OK\r\nTransfer-Encoding: " + mark + "\r\n\r\n",
		"a bad chunk":            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + mark + "\r\n",
		"a bad trailer":          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Content-Length, " + mark + "\r\n\r\n0\r\n\r\n",
		"a place that is no URL": "HTTP/1.1 302 Found\r\nLocation: http://%zz" + mark + "\r\n\r\n",
		"cut off":                "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + mark,
	} {
		err := get(t, direct, "http://"+answers(t, raw)+"/path")
		if err == nil {
			t.Errorf("%s: the request succeeded", name)
			continue
		}
		if strings.Contains(err.Error(), mark) {
			quoted++
		}
		for _, verb := range []string{"%v", "%+v", "%s", "%q", "%#v"} {
			if text := fmt.Sprintf(verb, Failure("host", err)); strings.Contains(text, mark) || strings.Contains(text, "/path") {
				t.Errorf("%s: %s", name, text)
			}
		}
	}
	if quoted < 6 {
		t.Errorf("net/http quotes only %d of these texts, want 6: is this test still of use?", quoted)
	}
}

// TestFailureOfAProxy: the text of a proxy that refuses is not quoted.
func TestFailureOfAProxy(t *testing.T) {
	behind := func(address string) *http.Client {
		return &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(&url.URL{Scheme: "http", Host: address})}, Timeout: 20 * time.Second}
	}
	err := get(t, behind(answers(t, "HTTP/1.1 403 "+mark+"\r\n\r\n")), "https://op.example/")
	if err == nil || !strings.Contains(err.Error(), mark) {
		t.Fatalf("net/http does not quote the proxy: %v", err)
	}
	if text := Failure("op.example", err).Error(); strings.Contains(text, mark) || !strings.Contains(text, "a proxy on the way") {
		t.Error(text)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	err = get(t, behind(listener.Addr().String()), "https://op.example/")
	if text := Failure("op.example", err).Error(); !strings.Contains(text, "the proxy cannot be reached: dial tcp") {
		t.Error(text)
	}
}

// TestFailureOfACertificate: the other side chooses the names in its certificate.
func TestFailureOfACertificate(t *testing.T) {
	for name, tt := range map[string]struct {
		cause error
		want  string
	}{
		"another host":      {x509.HostnameError{Certificate: &x509.Certificate{DNSNames: []string{mark}}, Host: "op.example"}, "for another host"},
		"an unknown issuer": {x509.UnknownAuthorityError{}, "does not trust"},
		"expired":           {x509.CertificateInvalidError{Reason: x509.Expired, Detail: mark}, "clock"},
		"a constraint":      {x509.CertificateInvalidError{Reason: x509.CANotAuthorizedForThisName, Detail: mark}, "certificate is not valid"},
		"another reason":    {errors.New(mark), "certificate is not valid"},
	} {
		err := Failure("op.example", &url.Error{Op: "Get", URL: "https://op.example/" + mark, Err: &tls.CertificateVerificationError{Err: tt.cause}})
		if text := err.Error(); !strings.HasPrefix(text, "op.example: ") || !strings.Contains(text, tt.want) || strings.Contains(text, mark) {
			t.Errorf("%s: %s", name, text)
		}
		if !errors.As(err, new(*tls.CertificateVerificationError)) {
			t.Errorf("%s: the cause is lost", name)
		}
	}
}

// TestFailureWords: the text keeps what helps the user.
func TestFailureWords(t *testing.T) {
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer slow.Close()
	client := &http.Client{Transport: &http.Transport{}}
	hasty := &http.Client{Transport: &http.Transport{}, Timeout: 10 * time.Millisecond}
	refused := answers(t, "")
	for want, err := range map[string]error{
		"it answers without TLS":            get(t, client, strings.Replace(plain.URL, "http:", "https:", 1)),
		"no answer in time":                 get(t, hasty, slow.URL),
		"sent no valid and complete answer": get(t, client, "http://"+refused),
		"no such host":                      &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "op.example"}},
		"the request was cancelled":         fmt.Errorf("%s: %w", mark, context.Canceled),
		"proxy settings of the desktop":     fmt.Errorf("%w: %s: %w", ErrProxySettings, mark, context.DeadlineExceeded),
		"a kind that this program":          fmt.Errorf("%s: %w", mark, ErrProxyKind),
		"no secure connection":              errors.New("tls: server selected unsupported protocol version " + mark),
	} {
		if text := Failure("host", err).Error(); !strings.Contains(text, want) || strings.Contains(text, mark) {
			t.Errorf("%s: %s", want, text)
		}
	}
	if Failure("host", nil) != nil {
		t.Error("Failure(nil) is an error, want nil")
	}
}

// TestKindOf: who answered.
func TestKindOf(t *testing.T) {
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	defer secure.Close()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	client := &http.Client{Transport: &http.Transport{}, Timeout: 20 * time.Second}
	for name, tt := range map[string]struct {
		err  error
		want Kind
	}{
		"nobody":                   {get(t, client, gone.URL), Unanswered},
		"nothing before the end":   {get(t, client, "http://"+answers(t, "")), Unanswered},
		"no such host":             {&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "op.example"}}, Unanswered},
		"cancelled":                {context.Canceled, Unanswered},
		"an unknown authority":     {get(t, client, secure.URL), Insecure},
		"another version of TLS":   {errors.New("tls: server selected unsupported protocol version"), Insecure},
		"no TLS":                   {get(t, client, strings.Replace(plain.URL, "http:", "https:", 1)), Foreign},
		"something else than HTTP": {get(t, client, "http://"+answers(t, "220 mail.example ESMTP\r\n\r\n")), Foreign},
	} {
		if tt.err == nil {
			t.Errorf("%s: the request succeeded", name)
			continue
		}
		for _, err := range []error{tt.err, Failure("op.example", tt.err), fmt.Errorf("around: %w", Failure("op.example", tt.err))} {
			if got := KindOf(err); got != tt.want {
				t.Errorf("%s: %v is of kind %d, want %d", name, err, got, tt.want)
			}
		}
	}
	if got := Reason(fmt.Errorf("around: %w", Failure("op.example", context.Canceled))); got != "op.example: the request was cancelled" {
		t.Error(got)
	}
	if got := Reason(errors.New("another")); got != "" {
		t.Error(got)
	}
}
