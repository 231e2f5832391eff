//go:build linux

package main

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"strings"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"

	"wails-openid-oauth/backend-api/api"
)

// check says whether a server lets a token pass.
type check func(compact string) error

// checks are those of the servers of this program, by the name that -serve takes.
var checks = map[string]func() (check, error){
	// floor checks nothing. No server of net/http can be faster.
	"floor": func() (check, error) { return func(string) error { return nil }, nil },
	// verification makes one RSA verification with the standard library, and no other check. No server that verifies each token can
	// be faster.
	"verification": newVerification,
	// defaults is what the documentation of github.com/MicahParks/keyfunc shows first.
	"defaults": func() (check, error) {
		keys, err := keyfunc.NewDefault([]string{os.Getenv("JWKS_URI")})
		if err != nil {
			return nil, err
		}
		return func(compact string) error {
			_, err := jwt.Parse(compact, keys.Keyfunc)
			return err
		}, nil
	},
}

// serve answers with the protected message of backend-api behind a check.
func serve(name string) error {
	newCheck, exists := checks[name]
	if !exists {
		return fmt.Errorf("there is no server %q", name)
	}
	permits, err := newCheck()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "listening on http://%s\n", listener.Addr())
	body := []byte(api.PrivateMessage)
	return http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if permits(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")) != nil {
			w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			http.Error(w, "Unauthorized", http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Write(body)
	}))
}

func newVerification() (check, error) {
	response, err := http.Get(os.Getenv("JWKS_URI"))
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var set struct{ Keys []struct{ N, E string } }
	if err := json.NewDecoder(response.Body).Decode(&set); err != nil || len(set.Keys) != 1 {
		return nil, fmt.Errorf("%d keys, %v", len(set.Keys), err)
	}
	n, err := base64.RawURLEncoding.DecodeString(set.Keys[0].N)
	if err != nil {
		return nil, err
	}
	key := &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: 65537}
	return func(compact string) error {
		dot := strings.LastIndexByte(compact, '.')
		if dot < 0 {
			return errors.New("no token")
		}
		signature, err := base64.RawURLEncoding.DecodeString(compact[dot+1:])
		if err != nil {
			return err
		}
		digest := sha256.Sum256([]byte(compact[:dot]))
		return rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], signature)
	}, nil
}
