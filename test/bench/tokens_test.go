//go:build linux

package main

import (
	"context"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"wails-openid-oauth/internal/jose"
	"wails-openid-oauth/test/josetest"
)

var errUnknown = errors.New("no such key")

type published struct{}

func (published) KeyfuncCtx(context.Context) jwt.Keyfunc {
	return func(token *jwt.Token) (any, error) {
		if token.Header["kid"] != kid {
			return nil, errUnknown
		}
		return &josetest.Key().PublicKey, nil
	}
}

// Every kind is what it says, and no two tokens are alike.
func TestTokens(t *testing.T) {
	tests := []struct {
		of      kind
		want    []error // in turn
		longest bool
	}{
		{single, []error{nil}, false},
		{seen, []error{nil}, false},
		{fresh, []error{nil}, false},
		{forged, []error{jose.ErrSignature}, false},
		{unknown, []error{errUnknown}, false},
		{big8K, []error{nil}, true},
		{noise, []error{jose.ErrSignature, errUnknown}, true},
	}
	all := map[string]bool{}
	for _, tt := range tests {
		t.Run(string(tt.of), func(t *testing.T) {
			n := 8
			if tt.of == single {
				n = 1
			}
			for i, token := range makeTokens(tt.of, n) {
				_, err := jose.Verify(t.Context(), token, jose.MaxAccessToken, published{})
				if want := tt.want[i%len(tt.want)]; !errors.Is(err, want) {
					t.Errorf("token %d: got %v, want %v", i, err, want)
				}
				if all[token] {
					t.Errorf("token %d was made before", i)
				}
				all[token] = true
				if short := jose.MaxAccessToken - len(token); tt.longest && short > 32 || len(token) < 700 {
					t.Errorf("token %d has %d bytes", i, len(token))
				}
			}
		})
	}
}

// A signature that is no number below the modulus would be refused before anything is computed, and so be too cheap.
func TestForgedSignaturesCostTheWhole(t *testing.T) {
	var public *rsa.PublicKey = &josetest.Key().PublicKey
	for _, token := range makeTokens(forged, 50) {
		signature, err := base64.RawURLEncoding.Strict().DecodeString(token[strings.LastIndexByte(token, '.')+1:])
		if err != nil || len(signature) != public.Size() || new(big.Int).SetBytes(signature).Cmp(public.N) >= 0 {
			t.Errorf("%d bytes, %v", len(signature), err)
		}
	}
}
