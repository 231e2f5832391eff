//go:build cgo

package desktopproxy

import (
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"wails-openid-oauth/internal/transport"
	"wails-openid-oauth/test/namespace"
	"wails-openid-oauth/test/overlay"
)

// The networks of TestOnlyTheProxyLeadsOut. The program is inside, where only the gateway can be reached. The provider is outside.
const (
	gateway  = "10.9.0.1"
	inside   = "10.9.0.2"
	provider = "10.20.0.1"
	port     = "8888" // of the proxy on the gateway

	// role is the variable that says which part of the test this process plays.
	role = "DESKTOPPROXY_ROLE"
	// modulePath is the variable that tells libproxy 0.4 where its parts are.
	modulePath = "PX_MODULE_PATH"
)

// waitLimit bounds each wait of the test.
var waitLimit = overlay.WaitLimit

// TestOnlyTheProxyLeadsOut: in a network where only a real proxy leads out, Go's requests get out by the desktop's settings: manual
// ones, an exception for a host, and a script. Tinyproxy is the proxy. Its log says which requests went through it.
func TestOnlyTheProxyLeadsOut(t *testing.T) {
	if os.Getenv(role) == "inside" {
		beInside(t)
		return
	}
	for _, tool := range []string{"tinyproxy", "ip", "dbus-run-session"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%v: run scripts/packages.sh check drive", err)
		}
	}
	outside, err := namespace.Enter(t)
	if err != nil {
		t.Fatal(err)
	}
	if outside {
		beOutside(t)
	}
}

// run runs a command to its end.
func run(t *testing.T, command ...string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), command[0], command[1:]...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", command, err, out)
	}
}

// serve answers with a text until the test ends, by https if secure.
func serve(t *testing.T, address, text string, secure bool) *httptest.Server {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, text) }))
	server.Listener.Close()
	server.Listener = listener
	if secure {
		server.StartTLS()
	} else {
		server.Start()
	}
	t.Cleanup(server.Close)
	return server
}

// beOutside is the world outside, with the provider and the gateway's proxy. It starts the program inside for each kind of settings.
func beOutside(t *testing.T) {
	run(t, "ip", "address", "add", provider+"/32", "dev", "lo")
	serve(t, provider+":80", "plain", false)
	secure := serve(t, provider+":443", "secure", true)
	folder := t.TempDir()
	authority := filepath.Join(folder, "authority.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw})
	script := filepath.Join(folder, "proxy.pac")
	rule := fmt.Sprintf(`function FindProxyForURL(url, host) { return host == %q ? "PROXY %s:%s" : "DIRECT"; }`, provider, gateway, port)
	if err := errors.Join(os.WriteFile(authority, text, 0o600), os.WriteFile(script, []byte(rule), 0o600)); err != nil {
		t.Fatal(err)
	}
	for name, settings := range map[string]string{
		"manual": fmt.Sprintf("[system/proxy]\nmode='manual'\nignore-hosts=['%s']\n[system/proxy/http]\nhost='%s'\nport=%s\n[system/proxy/https]\nhost='%s'\nport=%s\n",
			gateway, gateway, port, gateway, port),
		"script": fmt.Sprintf("[system/proxy]\nmode='auto'\nautoconfig-url='file://%s'\n", script),
	} {
		t.Run(name, func(t *testing.T) {
			if name == "script" && !runsScripts() {
				t.Skip("libproxy has no interpreter for scripts: run scripts/packages.sh check")
			}
			settle(t, authority, settings)
		})
	}
}

// runsScripts reports whether GIO can run a script for automatic configuration. libproxy 0.5 can, and 0.4 with another package.
func runsScripts() bool {
	old, _ := filepath.Glob("/usr/lib/*/libproxy.so.1.0.0")
	interpreters, _ := filepath.Glob("/usr/lib/*/libproxy/*/modules/pacrunner_*.so")
	return len(old) == 0 || len(interpreters) > 0 || os.Getenv(modulePath) != ""
}

// settle connects a new network inside with the outside, and runs the program there.
func settle(t *testing.T, authority, settings string) {
	program := exec.CommandContext(t.Context(), "dbus-run-session", "--", os.Args[0], "-test.run=^TestOnlyTheProxyLeadsOut$", "-test.v")
	program.Env = desktop(t, settings, role+"=inside", "AUTHORITY="+authority)
	if modules := os.Getenv(modulePath); modules != "" {
		program.Env = append(program.Env, modulePath+"="+modules)
	}
	program.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNET}
	var out strings.Builder
	program.Stdout, program.Stderr = &out, &out
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	run(t, "ip", "link", "add", "out", "type", "veth", "peer", "name", "in", "netns", fmt.Sprint(program.Process.Pid))
	// The device goes with the network inside, but a moment later.
	defer func() { _ = exec.Command("ip", "link", "del", "out").Run() }()
	run(t, "ip", "address", "add", gateway+"/24", "dev", "out")
	run(t, "ip", "link", "set", "out", "up")
	log := startProxy(t)
	serve(t, gateway+":80", "gateway", false)
	if err := program.Wait(); err != nil {
		t.Errorf("inside: %v\n%s", err, &out)
	}
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "CONNECT "+provider+":443") || !strings.Contains(string(text), "http://"+provider+"/") ||
		strings.Contains(string(text), "http://"+gateway+"/") {
		t.Errorf("the proxy's log:\n%s", text)
	}
}

// startProxy runs tinyproxy on the gateway until the test ends, and returns the path of its log.
func startProxy(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	log, configuration := filepath.Join(folder, "log"), filepath.Join(folder, "tinyproxy.conf")
	text := fmt.Sprintf("Port %s\nListen %s\nTimeout 60\nLogFile %q\nLogLevel Connect\nMaxClients 20\nAllow %s/24\nConnectPort 443\n", port, gateway, log, gateway)
	if err := os.WriteFile(configuration, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	proxy := exec.Command("tinyproxy", "-d", "-c", configuration)
	if err := proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { proxy.Process.Kill(); proxy.Wait() })
	for begin := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		if connection, err := net.Dial("tcp", gateway+":"+port); err == nil {
			connection.Close()
			return log
		}
		if time.Since(begin) > waitLimit {
			t.Fatal("tinyproxy does not listen")
		}
	}
}

// beInside is the program inside.
func beInside(t *testing.T) {
	for begin := time.Now(); exec.Command("ip", "link", "show", "in").Run() != nil; time.Sleep(10 * time.Millisecond) {
		if time.Since(begin) > waitLimit {
			t.Fatal("there is no device")
		}
	}
	run(t, "ip", "address", "add", inside+"/24", "dev", "in")
	run(t, "ip", "link", "set", "in", "up")
	text, err := os.ReadFile(os.Getenv("AUTHORITY"))
	if err != nil {
		t.Fatal(err)
	}
	base, err := transport.New(text)
	if err != nil {
		t.Fatal(err)
	}
	base.TLSClientConfig.ServerName = "example.com" // The name in the certificate of httptest.
	awaitGateway(t)
	if got, err := fetch(t, base, "https://"+provider+"/"); err == nil {
		t.Fatalf("without the proxy, the provider answers %q: the network is not closed", got)
	}
	base.Proxy = New().Proxy
	for url, want := range map[string]string{
		"https://" + provider + "/": "secure", "http://" + provider + "/": "plain", "http://" + gateway + "/": "gateway",
	} {
		if got, err := fetch(t, base, url); got != want || err != nil {
			t.Errorf("%s: got %q, %v, want %q", url, got, err, want)
		}
	}
}

// awaitGateway waits until the proxy and the server on the gateway can be reached.
func awaitGateway(t *testing.T) {
	t.Helper()
	for begin := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		proxy, err := net.Dial("tcp", gateway+":"+port)
		if err == nil {
			proxy.Close()
			var server net.Conn
			if server, err = net.Dial("tcp", gateway+":80"); err == nil {
				server.Close()
				return
			}
		}
		if time.Since(begin) > waitLimit {
			t.Fatal(err)
		}
	}
}

// fetch returns the body of an answer.
func fetch(t *testing.T, through http.RoundTripper, url string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), waitLimit)
	defer cancel()
	response, err := (&http.Client{Transport: through}).Do(request(t, ctx, url))
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return string(body), err
}
