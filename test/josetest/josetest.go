// Package josetest makes keys, tokens and key sets for tests, well formed and malformed. Every text is signed unchanged, so that
// a test controls each byte.
package josetest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"sync"

	"github.com/golang-jwt/jwt/v5"
)

// Key is the signing key of a provider, and Other a second one. Each is made once per test binary.
var (
	Key   = sync.OnceValue(generate)
	Other = sync.OnceValue(generate)
)

// ECKey is a provider's key on P-256, for ES256, and OtherECKey a second one.
var (
	ECKey      = sync.OnceValue(generateEC)
	OtherECKey = sync.OnceValue(generateEC)
)

func generateEC() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return key
}

func generate() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
}

// Encode is unpadded base64url.
func Encode(raw string) string { return base64.RawURLEncoding.EncodeToString([]byte(raw)) }

// Compact signs header and payload with RS256, whatever they contain.
func Compact(key *rsa.PrivateKey, header, payload string) string {
	return Sign(key, Encode(header)+"."+Encode(payload))
}

// Sign appends an RS256 signature to a signing input.
func Sign(key *rsa.PrivateKey, input string) string {
	digest := sha256.Sum256([]byte(input))
	signature, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, digest[:])
	if err != nil {
		panic(err)
	}
	return input + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// CompactWith signs header and payload with golang-jwt, by any algorithm, whatever they contain.
func CompactWith(method jwt.SigningMethod, key any, header, payload string) string {
	input := Encode(header) + "." + Encode(payload)
	signature, err := method.Sign(input, key)
	if err != nil {
		panic(err)
	}
	return input + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// JSON encodes a value that can be encoded.
func JSON(value any) string {
	raw, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// JWK is the public key as a JSON Web Key with the given kid, followed by further members, such as `"use":"sig"`.
func JWK(key *rsa.PublicKey, kid string, members ...string) string {
	exponent := base64.RawURLEncoding.EncodeToString(big.NewInt(int64(key.E)).Bytes())
	modulus := base64.RawURLEncoding.EncodeToString(key.N.Bytes())
	jwk := fmt.Sprintf(`{"kty":"RSA","kid":%q,"e":%q,"n":%q`, kid, exponent, modulus)
	for _, member := range members {
		jwk += "," + member
	}
	return jwk + "}"
}

// ECJWK is the public key on P-256 as a JSON Web Key with the given kid, followed by further members.
func ECJWK(key *ecdsa.PublicKey, kid string, members ...string) string {
	point, err := key.Bytes()
	if err != nil {
		panic(err)
	}
	x, y := point[1:33], point[33:] // The first byte says that both coordinates follow.
	jwk := fmt.Sprintf(`{"kty":"EC","kid":%q,"crv":"P-256","x":%q,"y":%q`, kid, base64.RawURLEncoding.EncodeToString(x), base64.RawURLEncoding.EncodeToString(y))
	for _, member := range members {
		jwk += "," + member
	}
	return jwk + "}"
}

// Set is a JSON Web Key Set of the given keys (RFC 7517, section 5).
func Set(keys ...string) string { return `{"keys":[` + strings.Join(keys, ",") + "]}" }
