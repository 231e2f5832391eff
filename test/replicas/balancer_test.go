//go:build replicas

package replicas

import (
	"context"
	"crypto/x509"
	"encoding/csv"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// configuration is the file that the documentation shows. The test uses it unchanged.
const configuration = "../../deploy/haproxy/haproxy.cfg"

// loopback returns a loopback address that no other program uses.
func loopback(n int) string {
	pid := os.Getpid()
	return fmt.Sprintf("127.%d.%d.%d", 64+pid>>14%64, pid>>7&0x7f, pid&0x3f<<2|n)
}

// balancer is a running HAProxy.
type balancer struct {
	base, socket string
	roots        *x509.CertPool
	log          output
}

func newBalancer(t *testing.T, replicas []*replica) *balancer {
	t.Helper()
	haproxy, err := findHAProxy()
	if err != nil {
		t.Fatal(err)
	}
	folder, err := os.MkdirTemp("", "replicas") // The path of a socket must be short.
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	b := &balancer{socket: filepath.Join(folder, "stats")}
	certificate := filepath.Join(folder, "certificate.pem")
	b.roots = makeCertificate(t, certificate)
	more := filepath.Join(folder, "test.cfg")
	if err := os.WriteFile(more, []byte("global\n    stats socket "+b.socket+" mode 600 level user\n"), 0o600); err != nil {
		t.Fatal(err)
	}

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	b.base = "https://" + listener.Addr().String()
	file, err := listener.(*net.TCPListener).File() // HAProxy inherits the listener, so that no other process can take the port.
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()

	env := []string{"LISTEN=fd@3", "CERTIFICATE=" + certificate}
	for n, r := range replicas {
		env = append(env, fmt.Sprintf("API%d=%s", n+1, net.JoinHostPort(r.host, r.port)))
	}
	command := exec.Command(haproxy, "-db", "-f", configuration, "-f", more)
	command.Env, command.ExtraFiles = env, []*os.File{file}
	command.Stdout, command.Stderr = &b.log, &b.log
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { command.Process.Kill(); command.Wait() })
	return b
}

func findHAProxy() (string, error) {
	for _, name := range []string{"haproxy", "/usr/sbin/haproxy"} { // /usr/sbin is not in the PATH of every user.
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("haproxy is not installed: run scripts/packages.sh replicas")
}

// stats returns the row of a frontend or server in HAProxy's "show stat", by column.
func (b *balancer) stats(name string) (map[string]string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), waitLimit)
	defer cancel()
	var dialer net.Dialer
	connection, err := dialer.DialContext(ctx, "unix", b.socket)
	if err != nil {
		return nil, err
	}
	defer connection.Close()
	connection.SetDeadline(time.Now().Add(waitLimit))
	io.WriteString(connection, "show stat\n")
	text, err := io.ReadAll(connection)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "# "))).ReadAll()
	if err != nil {
		return nil, err
	}
	for _, row := range rows[1:] {
		if row[1] == name || row[0] == name && row[1] == "FRONTEND" {
			values := map[string]string{}
			for i, column := range rows[0] {
				values[column] = row[i]
			}
			return values, nil
		}
	}
	return nil, fmt.Errorf("HAProxy has no frontend or server %s", name)
}

// up reports whether HAProxy sends requests to a server.
func (b *balancer) up(name string) bool {
	values, err := b.stats(name)
	return err == nil && values["status"] == "UP"
}

// number returns one of HAProxy's counters.
func (b *balancer) number(t *testing.T, name, column string) int {
	t.Helper()
	values, err := b.stats(name)
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(values[column])
	if err != nil {
		t.Fatalf("%s of %s: %v", column, name, err)
	}
	return n
}
