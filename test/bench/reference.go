//go:build linux

package main

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"

	"wails-openid-oauth/backend-api/api"
	"wails-openid-oauth/backend-api/bearer"
	"wails-openid-oauth/test/josetest"
)

// referenceKey is the environment of [serveReference]: the public key in PKCS #1 and base64.
func referenceKey() []string {
	return []string{"KEY=" + base64.StdEncoding.EncodeToString(x509.MarshalPKCS1PublicKey(&josetest.Key().PublicKey))}
}

// serveReference serves backend-api's unprotected route behind one RSA-2048 verification of the request's token and nothing else.
// No server that verifies each token can be faster with this route and the standard library.
func serveReference() error {
	der, err := base64.StdEncoding.DecodeString(os.Getenv("KEY"))
	if err != nil {
		return err
	}
	key, err := x509.ParsePKCS1PublicKey(der)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	const nowhere = "http://127.0.0.1:1/" // No key is fetched from there.
	next, err := api.New(api.Options{Token: bearer.Options{Issuer: nowhere, Audience: "none"}, Log: log})
	if err != nil {
		return err
	}
	next.Close()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	log.Info("listening on http://" + listener.Addr().String())
	return api.Serve(context.Background(), listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := verify(key, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")); err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	}), log)
}

func verify(key *rsa.PublicKey, compact string) error {
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
}
