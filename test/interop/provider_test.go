//go:build linux && interop

package interop_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"wails-openid-oauth/test/driver"
)

const (
	// startTime bounds the start of a provider. The slowest, Keycloak, takes ten seconds on two idle cores, and minutes on busy ones.
	startTime = 8 * time.Minute
	// stopTime is how long a provider may run after SIGTERM. Then it gets SIGKILL.
	stopTime = 10 * time.Second
)

// These values are registered at every provider.
const (
	clientID = "wails-app"
	audience = "https://api.example"
	// windowCallback is the redirect URI of the login window, where nothing listens. browserCallback gets a free port.
	windowCallback  = "http://localhost/callback"
	browserCallback = "http://127.0.0.1/callback"
)

// provider is a real identity provider.
type provider interface {
	// start starts it with Ada's account and the app's registration, and waits until it answers.
	start(ctx context.Context) error
	// stop ends it, and removes its files.
	stop() error
	// issuer is its issuer identifier.
	issuer() string
	// settings are those of the app, without the ones that every provider has, by their variables. docs/providers.md explains them.
	settings() map[string]string
	// pages describes its log-in page and its consent page.
	pages() pages
	// forget makes it ask for consent again, as it asks a person who signs in for the first time.
	forget(ctx context.Context) error
	// revoke ends the session of a refresh token, as an administrator does. The session in the browser may go on.
	revoke(ctx context.Context, refresh string) error
}

// pages are the CSS selectors for what a person uses on a provider's pages.
type pages struct {
	user, password, logIn string
	// allow and deny belong to the consent page.
	allow, deny string
	// leave confirms the log-out; empty if the provider does not ask.
	leave string
}

// server is the part that all providers have in common: a process on the loopback interface, with files of its own.
type server struct {
	name   string // of its log in the artifacts
	secure bool   // https, with the authority of this test

	url      string // "https://127.0.0.1:12345"
	password string // of Ada
	folder   string // of its own, for the time that it runs
	cmd      *exec.Cmd
	done     chan struct{} // closed when the process has ended
}

// prepare chooses the address, and makes the folder. cert.pem and key.pem are there if the server is to speak https.
func (s *server) prepare() (err error) {
	address, err := driver.FreeAddress()
	if err != nil {
		return err
	}
	s.url, s.password = "http://"+address, rand.Text()
	if s.folder, err = os.MkdirTemp("", s.name+"-"); err != nil || !s.secure {
		return err
	}
	s.url = "https://" + address
	return ours.writeCertificate(s.file("cert.pem"), s.file("key.pem"))
}

// file returns the path of a file in the server's folder.
func (s *server) file(name string) string { return filepath.Join(s.folder, name) }

// port is the number of the port that it listens on.
func (s *server) port() string {
	u, err := url.Parse(s.url)
	if err != nil {
		panic(err) // prepare made it
	}
	return u.Port()
}

// run starts the process, and waits until the URL answers with 200. The process gets this environment and nothing else.
// If this process dies, the kernel ends the server: so no shell may stand in between.
func (s *server) run(ctx context.Context, ready string, env []string, program string, args ...string) error {
	out, err := os.Create(filepath.Join(artifacts, s.name+".log"))
	if err != nil {
		return err
	}
	defer func() { _ = out.Close() }() // the process has its own copy
	cmd := exec.Command(program, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = s.folder, out, out
	cmd.Env = append([]string{
		"HOME=" + s.folder, "TMPDIR=" + s.folder, "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "TZ=UTC",
	}, env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	s.cmd, s.done = cmd, make(chan struct{})
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	go func() {
		_ = cmd.Wait()
		close(s.done)
	}()
	if err := s.awaitReady(ctx, ready); err != nil {
		return fmt.Errorf("%s: %w; see %s", s.name, err, out.Name())
	}
	return nil
}

// awaitReady waits until the URL answers with 200.
func (s *server) awaitReady(ctx context.Context, ready string) error {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	for {
		last := get(ctx, ready, nil)
		if last == nil {
			return nil
		}
		select {
		case <-s.done:
			return fmt.Errorf("it ended: %s", s.cmd.ProcessState)
		case <-ctx.Done():
			return fmt.Errorf("no answer within %v: %w", startTime, last)
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// stop ends the process and removes the folder.
func (s *server) stop() error {
	if s.done != nil {
		_ = s.cmd.Process.Signal(syscall.SIGTERM) // it may have ended already
		select {
		case <-s.done:
		case <-time.After(stopTime):
			_ = s.cmd.Process.Kill()
			<-s.done
		}
	}
	return os.RemoveAll(s.folder)
}

// issuer is the address itself. Keycloak's is another.
func (s *server) issuer() string { return s.url }

// forget does nothing: most providers ask for consent each time.
func (s *server) forget(context.Context) error { return nil }

// endpoints are what the tests themselves use of a provider's metadata.
type endpoints struct {
	Token    string `json:"token_endpoint"`
	UserInfo string `json:"userinfo_endpoint"`
}

// discover reads the provider's metadata.
func discover(ctx context.Context, issuer string) (e endpoints, err error) {
	err = get(ctx, issuer+"/.well-known/openid-configuration", &e)
	return e, err
}

// errNotFound is an answer with status 404.
var errNotFound = errors.New("status 404")

// get requests a URL and reads the JSON of the answer, unless out is nil.
func get(ctx context.Context, url string, out any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	return answer(req, out)
}

// answer sends a request and reads the JSON of the answer, unless out is nil. It returns an error unless the request succeeds.
func answer(req *http.Request, out any) error {
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	switch {
	case resp.StatusCode == http.StatusNotFound:
		return fmt.Errorf("%s %s: %w", req.Method, req.URL.Path, errNotFound)
	case resp.StatusCode >= http.StatusMultipleChoices:
		return fmt.Errorf("%s %s: status %d", req.Method, req.URL.Path, resp.StatusCode)
	}
	if out == nil {
		return nil
	}
	return json.NewDecoder(resp.Body).Decode(out)
}

// post sends a form, and returns the status and the member "error" of the answer.
func post(ctx context.Context, target string, form url.Values) (status int, code string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = resp.Body.Close() }()
	var body struct {
		Error string `json:"error"`
	}
	_ = json.NewDecoder(resp.Body).Decode(&body) // a successful answer may be empty
	return resp.StatusCode, body.Error, nil
}

// revokeAt revokes a refresh token (RFC 7009, section 2.1). secret is empty for a public client.
func revokeAt(ctx context.Context, endpoint, client, secret, refresh string) error {
	form := url.Values{"token": {refresh}, "token_type_hint": {"refresh_token"}, "client_id": {client}}
	if secret != "" {
		form.Set("client_secret", secret)
	}
	status, code, err := post(ctx, endpoint, form)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("revocation: status %d %s", status, code)
	}
	return err
}

// refused returns an error unless the provider refuses a refresh token with invalid_grant (RFC 6749, section 5.2).
func refused(ctx context.Context, endpoint, client, secret, refresh string) error {
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh}, "client_id": {client}}
	if secret != "" {
		form.Set("client_secret", secret)
	}
	status, code, err := post(ctx, endpoint, form)
	if err == nil && (status != http.StatusBadRequest || code != "invalid_grant") {
		err = fmt.Errorf("the provider answers a refresh token with status %d %s, want invalid_grant", status, code)
	}
	return err
}

// unwelcome returns an error unless the provider refuses an access token at its UserInfo endpoint.
func unwelcome(ctx context.Context, endpoint, access string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, endpoint, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+access)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	switch resp.StatusCode {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden:
		return nil
	}
	return fmt.Errorf("the provider answers the access token with status %d, want a refusal", resp.StatusCode)
}
