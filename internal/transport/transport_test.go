package transport

import (
	"crypto/tls"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
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

	authorities := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	tests := []struct {
		name        string
		authorities []byte
		url         string
		ok          bool
	}{
		{"an authority of our own", authorities, server.URL, true},
		{"an authority that nobody knows", nil, server.URL, false},
		{"TLS 1.1", authorities, old.URL, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			transport, err := New(tt.authorities)
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

func TestAuthoritiesThatCannotBeUsed(t *testing.T) {
	if _, err := New([]byte("not a certificate")); err == nil {
		t.Error("a text that is no certificate was accepted")
	}
}

func TestProxyFromTheEnvironment(t *testing.T) {
	transport, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	if transport.Proxy == nil {
		t.Error("the transport does not use the proxy of the environment")
	}
}

// TestTheHeaderOfAnAnswerIsBounded: with Go's own bound, a hostile server could take megabytes for each answer.
func TestTheHeaderOfAnAnswerIsBounded(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		length, _ := strconv.Atoi(r.URL.RawQuery)
		w.Header().Set("X-Long", strings.Repeat("x", length))
	}))
	defer server.Close()
	base, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for length, taken := range map[int]bool{maxHeader / 2: true, maxHeader: false} {
		resp, err := (&http.Client{Transport: base}).Get(server.URL + "?" + strconv.Itoa(length))
		if (err == nil) != taken {
			t.Errorf("a field of %d bytes: %v", length, err)
		}
		if err == nil {
			resp.Body.Close()
		}
	}
}
