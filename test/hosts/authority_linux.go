package hosts

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"sync"
	"testing"
	"time"

	"wails-openid-oauth/test/namespace"
)

// trustedFile holds the authorities that GnuTLS and Go trust, on Debian and Ubuntu.
const trustedFile = "/etc/ssl/certs/ca-certificates.crt"

// authority signs the certificates of hosts.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// trusted is the authority that the namespace trusts. There is one for all servers of the process, because the network
// process of WebKit reads the authorities once.
var trusted = sync.OnceValues(newAuthority)

// installed says that the programs of the namespace trust the authority.
var installed bool

// install makes all programs of the namespace trust the authority, beside those that they trust already.
func install(t testing.TB) *authority {
	t.Helper()
	a, err := trusted()
	if err != nil {
		t.Fatal(err)
	}
	if installed {
		return a
	}
	others, err := os.ReadFile(trustedFile)
	if err != nil {
		t.Fatalf("the authorities of this system are not where Debian and Ubuntu have them: %v", err)
	}
	namespace.Replace(t, trustedFile, string(others)+a.pem())
	installed = true
	return a
}

func newAuthority() (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := template("authority of the test")
	template.IsCA, template.BasicConstraintsValid, template.KeyUsage = true, true, x509.KeyUsageCertSign
	certificate, err := sign(template, template, key, key)
	if err != nil {
		return nil, err
	}
	return &authority{certificate, key}, nil
}

// template is a certificate that is valid today.
func template(name string) *x509.Certificate {
	now := time.Now()
	return &x509.Certificate{SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(24 * time.Hour)}
}

func sign(template, parent *x509.Certificate, key, by *ecdsa.PrivateKey) (*x509.Certificate, error) {
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, by)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

// Flaw is what is wrong with the certificate of a host.
type Flaw int

// The flaws.
const (
	Sound     Flaw = iota
	Stranger       // an authority that nobody trusts has signed it
	Expired        // since yesterday
	OtherHost      // it names another host
)

// stranger is an authority that nobody trusts.
var stranger = sync.OnceValues(newAuthority)

// issue returns a certificate for a host.
func (a *authority) issue(host string, flaw Flaw) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := template(host)
	template.DNSNames, template.KeyUsage = []string{host}, x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	if ip := net.ParseIP(host); ip != nil {
		template.DNSNames, template.IPAddresses = nil, []net.IP{ip}
	}
	switch flaw {
	case Stranger:
		if a, err = stranger(); err != nil {
			return tls.Certificate{}, err
		}
	case Expired:
		template.NotBefore, template.NotAfter = template.NotBefore.AddDate(-1, 0, 0), template.NotBefore.AddDate(0, 0, -1)
	case OtherHost:
		template.DNSNames = []string{"other.example"}
	}
	leaf, err := sign(template, a.certificate, key, a.key)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{leaf.Raw}, PrivateKey: key, Leaf: leaf}, nil
}

// pem is the authority's certificate.
func (a *authority) pem() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.certificate.Raw}))
}
