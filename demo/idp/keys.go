package idp

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/golang-jwt/jwt/v5"
	"github.com/luikyv/go-oidc/pkg/goidc"
)

// KeyFunc makes a signing key of at least 2048 bits.
type KeyFunc func() (*rsa.PrivateKey, error)

func newRSAKey() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) }

type signingKey struct {
	id      string // the key's thumbprint (RFC 7638)
	private *rsa.PrivateKey
}

// keyRing holds the signing keys, newest first. The newest signs, and the first `published` are in the JWKS. All keys are
// kept, because an ID token is a valid log-out hint long after its key was withdrawn.
type keyRing struct {
	newKey    KeyFunc
	mu        sync.RWMutex
	keys      []signingKey
	published int
}

func newKeyRing(newKey KeyFunc) (*keyRing, error) {
	ring := &keyRing{newKey: newKey}
	return ring, ring.rotate()
}

// rotate starts to sign with a new key, published beside the old ones.
func (k *keyRing) rotate() error {
	private, err := k.newKey()
	if err != nil {
		return err
	}
	public := goidc.JSONWebKey{Key: &private.PublicKey}
	thumbprint, err := public.Thumbprint(crypto.SHA256)
	if err != nil {
		return err
	}
	key := signingKey{id: base64.RawURLEncoding.EncodeToString(thumbprint), private: private}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.keys = slices.Insert(k.keys, 0, key)
	k.published++
	return nil
}

// withdraw publishes the newest key only.
func (k *keyRing) withdraw() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.published = 1
}

func (k *keyRing) current() signingKey {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.keys[0]
}

// set returns the published keys with their private parts; the library publishes the public ones.
func (k *keyRing) set(context.Context) (goidc.JSONWebKeySet, error) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	var set goidc.JSONWebKeySet
	for _, key := range k.keys[:k.published] {
		set.Keys = append(set.Keys, goidc.JSONWebKey{
			Key: key.private, KeyID: key.id, Algorithm: string(goidc.RS256), Use: string(goidc.KeyUsageSignature),
		})
	}
	return set, nil
}

// sign makes a JWT with the current key. Header values replace the usual ones; nil removes one.
func (k *keyRing) sign(header, claims map[string]any) (string, error) {
	key := k.current()
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.MapClaims(claims))
	token.Header["kid"] = key.id
	for name, value := range header {
		if token.Header[name] = value; value == nil {
			delete(token.Header, name)
		}
	}
	return token.SignedString(key.private)
}

// verify returns the claims of a JWT that one of our keys signed, whether it has expired or not.
func (k *keyRing) verify(token string) (jwt.MapClaims, error) {
	claims := jwt.MapClaims{}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}), jwt.WithoutClaimsValidation())
	if _, err := parser.ParseWithClaims(token, claims, k.find); err != nil {
		return nil, errors.New("not a token of this provider")
	}
	return claims, nil
}

func (k *keyRing) find(token *jwt.Token) (any, error) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	for _, key := range k.keys {
		if key.id == token.Header["kid"] {
			return &key.private.PublicKey, nil
		}
	}
	return nil, fmt.Errorf("unknown key: %w", jwt.ErrTokenUnverifiable)
}
