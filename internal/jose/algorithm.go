package jose

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"

	"github.com/golang-jwt/jwt/v5"
)

// Algorithm is a signature algorithm by its name in a header (RFC 7518, section 3.1). Each takes keys of one type only, so no key
// can be used in another way than it was made for. Algorithms with a shared secret, and "none", do not exist here.
//
// All of them hash with SHA-256. So "at_hash" beside any of them is the left half of a SHA-256 (OpenID Connect Core, section
// 3.1.3.6).
type Algorithm string

// The algorithms.
const (
	// RS256 is RSASSA-PKCS1-v1_5, with an RSA key (RFC 7518, section 3.3). It is the default of OpenID Connect.
	RS256 Algorithm = "RS256"
	// PS256 is RSASSA-PSS with a salt of 32 bytes, with an RSA key (section 3.5).
	PS256 Algorithm = "PS256"
	// ES256 is ECDSA, with a key on the curve P-256 (section 3.4). Anybody can turn one valid signature into a second one, so the text
	// of such a token does not identify it.
	ES256 Algorithm = "ES256"
)

// Algorithms returns all algorithms. Callers accept only those that their provider uses; see [Verify].
func Algorithms() []Algorithm { return []Algorithm{RS256, PS256, ES256} }

// ps256 differs from golang-jwt's own, which takes a salt of any length.
var ps256 = &jwt.SigningMethodRSAPSS{
	SigningMethodRSA: &jwt.SigningMethodRSA{Name: string(PS256), Hash: crypto.SHA256},
	Options:          &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash},
}

// method returns golang-jwt's implementation, or nil for an unknown algorithm.
func (a Algorithm) method() jwt.SigningMethod {
	switch a {
	case RS256:
		return jwt.SigningMethodRS256
	case PS256:
		return ps256
	case ES256:
		return jwt.SigningMethodES256
	}
	return nil
}

// Takes reports whether the algorithm takes this key: an *rsa.PublicKey or an *ecdsa.PublicKey.
func (a Algorithm) Takes(key any) bool {
	switch key := key.(type) {
	case *rsa.PublicKey:
		return a == RS256 || a == PS256
	case *ecdsa.PublicKey:
		return a == ES256 && key.Curve == elliptic.P256()
	}
	return false
}

// verifies reports whether the key made the signature of the text.
func (a Algorithm) verifies(text string, signature []byte, key any) bool {
	return a.Takes(key) && a.method().Verify(text, signature, key) == nil
}
