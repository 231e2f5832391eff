package api

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"wails-openid-oauth/internal/jose"
)

// start serves handler until the returned function is called, which returns Serve's error.
func start(t *testing.T, handler http.Handler) (address string, stop func() error) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	result := make(chan error, 1)
	go func() { result <- Serve(ctx, listener, handler, slog.New(slog.DiscardHandler)) }()
	return listener.Addr().String(), func() error {
		cancel()
		select {
		case err := <-result:
			return err
		case <-time.After(2 * stopTimeout):
			return errors.New("it did not stop")
		}
	}
}

// Serve answers a request that it accepted before it was stopped.
func TestGracefulStop(t *testing.T) {
	entered, leave := make(chan struct{}), make(chan struct{})
	address, stop := start(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(entered)
		<-leave
		io.WriteString(w, "finished")
	}))
	body := make(chan string, 1)
	go func() {
		response, err := http.Get("http://" + address)
		if err != nil {
			body <- err.Error()
			return
		}
		defer response.Body.Close()
		text, _ := io.ReadAll(response.Body)
		body <- string(text)
	}()
	<-entered
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	deadline := time.Now().Add(stopTimeout)
	for { // Until the server accepts no connection any more.
		connection, err := net.Dial("tcp", address)
		if err != nil {
			break
		}
		connection.Close()
		if time.Now().After(deadline) {
			t.Fatal("the listener stays open")
		}
	}
	close(leave)
	if got := <-body; got != "finished" {
		t.Errorf("got %q", got)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

func TestServeOnAClosedListener(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	err = Serve(t.Context(), listener, http.NotFoundHandler(), slog.New(slog.DiscardHandler))
	if !errors.Is(err, net.ErrClosed) {
		t.Errorf("got %v", err)
	}
}

func TestHeaderLimit(t *testing.T) {
	handler, _ := newAPI(t)
	address, stop := start(t, handler)
	r, err := http.NewRequestWithContext(t.Context(), "GET", "http://"+address+"/public", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+strings.Repeat("x", 2*maxHeaderBytes))
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("got %d", response.StatusCode)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// A token may have 24 KiB, and the other fields 8 KiB.
func TestLongestToken(t *testing.T) {
	handler, _ := newAPI(t)
	address, stop := start(t, handler)
	room := (jose.MaxAccessToken-len(accessToken("")))*3/4 - 2
	token := accessToken(strings.Repeat("x", room))
	if len(token) < jose.MaxAccessToken-4 || len(token) > jose.MaxAccessToken {
		t.Fatalf("the token has %d bytes", len(token))
	}
	for length, want := range map[int]int{0: http.StatusOK, 8: http.StatusRequestHeaderFieldsTooLarge} {
		r, err := http.NewRequestWithContext(t.Context(), "GET", "http://"+address+"/private", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+token+strings.Repeat("x", length))
		r.Header.Set("Cookie", strings.Repeat("x", 7<<10))
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != want || response.Header.Get("WWW-Authenticate") != "" {
			t.Errorf("a token that is %d bytes longer: got %d, %v", length, response.StatusCode, response.Header)
		}
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// The server closes the connection of a client that sends its header too slowly. Meanwhile it serves the others.
func TestSlowHeader(t *testing.T) {
	if testing.Short() {
		t.Skip("takes readHeaderTimeout")
	}
	t.Parallel()
	handler, _ := newAPI(t)
	address, stop := start(t, handler)
	slow, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	io.WriteString(slow, "GET /public HTTP/1.1\r\nHost: x\r\n")
	response, err := http.Get("http://" + address + "/public")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	slow.SetReadDeadline(time.Now().Add(2 * readHeaderTimeout))
	if _, err := io.ReadAll(slow); err != nil {
		t.Errorf("still connected: %v", err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}
