package main

import (
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/test/authtest"
	"wails-openid-oauth/test/overlay"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"example-api": main}) }

// waitLimit is how long a test waits for something that an idle machine does at once.
var waitLimit = overlay.WaitLimit

// answer is what a client sees.
type answer struct {
	Status          int
	Body, Challenge string
}

func TestExample(t *testing.T) {
	provider := authtest.NewProvider(t, func(o *authtest.Options) { o.APIScopes = []string{"read:orders"} })
	plain, scoped := logIn(t, provider, "openid"), logIn(t, provider, "openid read:orders")
	url := start(t, provider.Issuer)
	for begin := time.Now(); ask(t, url+"/me", plain).Status == http.StatusServiceUnavailable; time.Sleep(10 * time.Millisecond) {
		if time.Since(begin) > waitLimit {
			t.Fatal("the example did not get the provider's keys")
		}
	}
	const bare = `Bearer realm="api"`
	for _, tt := range []struct {
		name, path, token string
		want              answer
	}{
		{"A-401-BARE: no token", "/me", "", answer{401, "Unauthorized\n", bare}},
		{"a good token", "/me", plain, answer{200, "You are demo|ada.\n", ""}},
		{"a good token for orders", "/orders", scoped, answer{200, "There are no orders yet.\n", ""}},
		{"A-ERR-SCOPE: no scope", "/orders", plain, answer{403, "Forbidden\n",
			bare + `, error="insufficient_scope", error_description="The access token lacks a scope", scope="read:orders"`}},
		{"A-ERR-INVALID-TOKEN: a forged token", "/me", scoped[:strings.LastIndex(scoped, ".")] + ".AAAA", answer{401, "Unauthorized\n",
			bare + `, error="invalid_token", error_description="The access token is not valid"`}},
	} {
		if diff := cmp.Diff(tt.want, ask(t, url+tt.path, tt.token)); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

// TestSize: the example has at most 30 lines, without comments and blank lines.
func TestSize(t *testing.T) {
	text, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			lines++
		}
	}
	if lines > 30 {
		t.Errorf("the example has %d lines, want 30 at most", lines)
	}
}

// logIn returns an access token of Ada's.
func logIn(t *testing.T, provider *authtest.Provider, scope string) string {
	t.Helper()
	session, err := auth.New(auth.Options{
		Config: auth.Config{
			Issuer: provider.Issuer, ClientID: provider.ClientID, RedirectURI: authtest.RedirectURI, Audience: authtest.Audience, Scope: scope,
		},
		Browser: provider.Browser(), Store: authtest.NewStore(), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	if err := session.Login(t.Context()); err != nil {
		t.Fatal(err)
	}
	token, err := session.Token(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// start runs the example as its own process until the test ends, and returns its URL.
func start(t *testing.T, issuer string) string {
	t.Helper()
	var output strings.Builder
	for range 3 { // Another process may take the port before the example does.
		address := freeAddress(t)
		command := exec.Command("example-api")
		command.Env = []string{
			"PATH=" + os.Getenv("PATH"), "GORACE=atexit_sleep_ms=0",
			"ISSUER=" + issuer, "AUDIENCE=" + authtest.Audience, "ADDRESS=" + address,
		}
		command.Stderr = &output
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		exited := make(chan struct{})
		go func() { _ = command.Wait(); close(exited) }()
		t.Cleanup(func() {
			_ = command.Process.Kill()
			<-exited
			if strings.Contains(output.String(), "DATA RACE") {
				t.Errorf("the program has a data race:\n%s", output.String())
			}
		})
		if listens(t, address, exited) {
			return "http://" + address
		}
	}
	t.Fatalf("the example does not run:\n%s", output.String())
	return ""
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// listens waits until the process listens, or has ended.
func listens(t *testing.T, address string, exited <-chan struct{}) bool {
	t.Helper()
	for begin := time.Now(); time.Since(begin) < waitLimit; {
		if connection, err := net.Dial("tcp", address); err == nil {
			connection.Close()
			return true
		}
		select {
		case <-exited:
			return false
		case <-time.After(10 * time.Millisecond):
		}
	}
	t.Fatalf("the example does not listen on %s", address)
	return false
}

// ask makes a request with a token, or without one.
func ask(t *testing.T, url, token string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response.StatusCode, string(body), response.Header.Get("WWW-Authenticate")}
}
