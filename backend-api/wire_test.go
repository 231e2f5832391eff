package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"wails-openid-oauth/test/josetest"
)

// The body of the private route, as in the tutorial.
const privateMessage = "Only authenticated users can read this message."

// answer is what a client sees of a response.
type answer struct {
	status int
	header http.Header
	body   string
	// last says that the server closes the connection after it.
	last bool
}

// wire is a connection on which a test can write any bytes.
type wire struct {
	net.Conn
	reader *bufio.Reader
}

// dial connects within the test's waitLimit.
func dial(address string) (*wire, error) {
	connection, err := net.DialTimeout("tcp", address, waitLimit)
	if err != nil {
		return nil, err
	}
	return &wire{connection, bufio.NewReader(connection)}, nil
}

// mustDial connects, and closes the connection at the end of the test.
func mustDial(t *testing.T, address string) *wire {
	t.Helper()
	w, err := dial(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// ask writes a request and reads the whole answer.
func (w *wire) ask(request string) (answer, error) {
	if err := w.send(request); err != nil {
		return answer{}, err
	}
	return w.read()
}

// send writes a request. Its time limit allows for a server that waits for the provider's keys before it answers.
func (w *wire) send(request string) error {
	if err := w.SetDeadline(time.Now().Add(2 * waitLimit)); err != nil {
		return err
	}
	_, err := io.WriteString(w, request)
	return err
}

// read reads a whole answer. If the body breaks off, it returns the status and an error.
func (w *wire) read() (answer, error) {
	response, err := http.ReadResponse(w.reader, nil)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, string(body), response.Close}, err
}

// status sends a request that the server does not read to its end, and reads the beginning of the answer.
func (w *wire) status(request string) (int, error) {
	if err := w.send(request); err != nil {
		return 0, err
	}
	response, err := http.ReadResponse(w.reader, nil)
	if err != nil {
		return 0, err
	}
	return response.StatusCode, response.Body.Close()
}

// private is a request to the route that needs a token. With an empty token, the request has none.
func private(token string) string { return request("GET /private", token) }

// request is a whole request: the method, the path, and everything after them.
func request(line, token string) string {
	if token != "" {
		token = "Authorization: Bearer " + token + "\r\n"
	}
	return line + " HTTP/1.1\r\nHost: api.example\r\n" + token + "\r\n"
}

// get makes a request on its own connection.
func get(t *testing.T, url, token string) answer {
	t.Helper()
	got, err := tryGet(t.Context(), url, token)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// tryGet is get for goroutines other than the test's, and for a server that may be down.
func tryGet(ctx context.Context, url, token string) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*waitLimit)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return answer{}, err
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := single.RoundTrip(r)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, string(body), response.Close}, err
}

// single keeps no connection, so that each request is that of a new client.
var single = &http.Transport{DisableKeepAlives: true}

// accessToken is a good access token of an issuer, signed by the key that the issuer publishes as kid.
func accessToken(issuer, kid string, until time.Time) string {
	key := josetest.Key()
	if kid == "k2" {
		key = josetest.Other()
	}
	return josetest.Compact(key, fmt.Sprintf(`{"alg":"RS256","kid":%q}`, kid),
		fmt.Sprintf(`{"iss":%q,"aud":%q,"sub":"user|1","exp":%d}`, issuer, audience, until.Unix()))
}

// good is an access token that is valid for an hour.
func good(issuer, kid string) string { return accessToken(issuer, kid, time.Now().Add(time.Hour)) }
