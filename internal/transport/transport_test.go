package transport

import (
	"crypto/tls"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
)

func TestC_TLS_VERIFY(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	server.Config.ErrorLog = nil
	server.StartTLS()
	defer server.Close()
	old := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	old.TLS = &tls.Config{MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10}
	old.StartTLS()
	defer old.Close()

	bundle := filepath.Join(t.TempDir(), "ca.pem")
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(bundle, certificate, 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, bundle, url string
		ok                bool
	}{
		{"an authority of our own", bundle, server.URL, true},
		{"an authority that nobody knows", "", server.URL, false},
		{"TLS 1.1", bundle, old.URL, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			transport, err := New(tt.bundle)
			if err != nil {
				t.Fatal(err)
			}
			defer transport.CloseIdleConnections()
			resp, err := (&http.Client{Transport: transport}).Get(tt.url)
			if (err == nil) != tt.ok {
				t.Errorf("error %v", err)
			}
			if err == nil {
				resp.Body.Close()
			}
		})
	}
}

func TestABundleThatCannotBeUsed(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, []byte("not a certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{empty, filepath.Join(t.TempDir(), "missing.pem")} {
		if _, err := New(path); err == nil {
			t.Errorf("%s was accepted", path)
		}
	}
}

func TestProxyFromTheEnvironment(t *testing.T) {
	transport, err := New("")
	if err != nil {
		t.Fatal(err)
	}
	if transport.Proxy == nil {
		t.Error("the environment's proxy is not asked for")
	}
}
