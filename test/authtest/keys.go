package authtest

import (
	"crypto/rand"
	"crypto/rsa"
	"sync"

	"wails-openid-oauth/demo/idp"
)

// keyPool holds the keys of this process. Every provider uses them in the same order, because to make a key takes longer than
// most tests.
var keyPool struct {
	mu   sync.Mutex
	keys []*rsa.PrivateKey
}

func pooledKeys() idp.KeyFunc {
	next := 0
	return func() (*rsa.PrivateKey, error) {
		keyPool.mu.Lock()
		defer keyPool.mu.Unlock()
		if next == len(keyPool.keys) {
			key, err := rsa.GenerateKey(rand.Reader, 2048)
			if err != nil {
				return nil, err
			}
			keyPool.keys = append(keyPool.keys, key)
		}
		next++
		return keyPool.keys[next-1], nil
	}
}
