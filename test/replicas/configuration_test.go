//go:build replicas

package replicas

import (
	"crypto/x509"
	"encoding/pem"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestConfiguration: HAProxy accepts the unchanged configuration without a warning. Of its variables only that of the certificate
// is set. HAProxy refuses configurations with a fault.
func TestConfiguration(t *testing.T) {
	text, err := os.ReadFile(configuration)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, old, new string
		accepted       bool
	}{
		{"as it is", "", "", true},
		{"an unknown word", "option redispatch", "option redispach", false},
		{"a backend that is not there", "default_backend replicas", "default_backend others", false},
		{"what is only worth a warning", "timeout connect 1s", "", false},
		{"an unknown thing in the log", "%HPO", "%HPX", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			changed := strings.Replace(string(text), tt.old, tt.new, 1)
			if tt.old != "" && changed == string(text) {
				t.Fatalf("%q is not in the configuration", tt.old)
			}
			if out, err := checkConfiguration(t, changed); (err == nil) != tt.accepted {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// checkConfiguration treats warnings as errors.
func checkConfiguration(t *testing.T, text string) ([]byte, error) {
	t.Helper()
	haproxy, err := findHAProxy()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	path, certificate := filepath.Join(folder, "haproxy.cfg"), filepath.Join(folder, "certificate.pem")
	makeCertificate(t, certificate)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), haproxy, "-c", "-dW", "-f", path)
	command.Env = []string{"CERTIFICATE=" + certificate}
	return command.CombinedOutput()
}

// makeCertificate writes the certificate of httptest for 127.0.0.1 to a file, and returns a pool that trusts it.
func makeCertificate(t *testing.T, path string) *x509.CertPool {
	t.Helper()
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	pair := server.TLS.Certificates[0]
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	both := append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[0]}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})...)
	if err := os.WriteFile(path, both, 0o600); err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	return roots
}
