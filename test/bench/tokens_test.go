//go:build linux

package main

import (
	"context"
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

// The tokens of every kind are as the kind says, and all are different.
func TestTokens(t *testing.T) {
	all := map[string]bool{}
	for of, want := range map[kind]error{single: nil, seen: nil, fresh: nil, forged: jose.ErrSignature, unknown: errUnknown, long: nil, longest: nil} {
		for i := range 8 {
			token := makeToken(of, i)
			if _, err := jose.Verify(t.Context(), token, jose.MaxAccessToken, []jose.Algorithm{jose.RS256}, published{}); !errors.Is(err, want) {
				t.Errorf("%s: got %v, want %v", of, err, want)
			}
			if all[token] {
				t.Errorf("%s: a token was made twice", of)
			}
			all[token] = true
			least, most := 700, 1000
			switch of {
			case long:
				least, most = usualLimit-32, usualLimit
			case longest:
				least, most = jose.MaxAccessToken-32, jose.MaxAccessToken
			}
			if len(token) < least || len(token) > most {
				t.Errorf("%s: a token has %d bytes", of, len(token))
			}
		}
	}
}

// If a signature were not a number below the modulus, it would be refused without a computation, so it would cost too little.
func TestForgedSignaturesCostTheWhole(t *testing.T) {
	public := &josetest.Key().PublicKey
	for i := range 50 {
		token := makeToken(forged, i)
		signature, err := base64.RawURLEncoding.Strict().DecodeString(token[strings.LastIndexByte(token, '.')+1:])
		if err != nil || len(signature) != public.Size() || new(big.Int).SetBytes(signature).Cmp(public.N) >= 0 {
			t.Errorf("%d bytes, %v", len(signature), err)
		}
	}
}
