package jose

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"wails-openid-oauth/test/josetest"
)

func headerOfAlg(alg string) string { return fmt.Sprintf(`{"alg":%q}`, alg) }

// signedBy returns a token for each algorithm, and the public key that verifies it.
func signedBy() map[Algorithm]struct {
	compact string
	key     any
} {
	rs, ec := josetest.Key(), josetest.ECKey()
	return map[Algorithm]struct {
		compact string
		key     any
	}{
		RS256: {josetest.CompactWith(jwt.SigningMethodRS256, rs, headerOfAlg("RS256"), payload), &rs.PublicKey},
		PS256: {josetest.CompactWith(jwt.SigningMethodPS256, rs, headerOfAlg("PS256"), payload), &rs.PublicKey},
		ES256: {josetest.CompactWith(jwt.SigningMethodES256, ec, headerOfAlg("ES256"), payload), &ec.PublicKey},
	}
}

// A token is accepted if its algorithm is allowed, and its key is of the algorithm's type. The header of a token that was accepted
// before makes no difference.
func TestA_ALG_allowed(t *testing.T) {
	for alg, made := range signedBy() {
		for _, allowed := range [][]Algorithm{nil, {RS256}, {PS256}, {ES256}, {RS256, ES256}, {PS256, ES256}, Algorithms()} {
			token, err := Verify(t.Context(), made.compact, MaxAccessToken, allowed, keyOf{made.key})
			switch {
			case !slices.Contains(allowed, alg):
				if !errors.Is(err, ErrAlgorithm) || token != nil {
					t.Errorf("%s, where %v is allowed: got %v, want ErrAlgorithm", alg, allowed, err)
				}
			case err != nil:
				t.Errorf("%s, where %v is allowed: %v", alg, allowed, err)
			case token.Header.Alg != alg || token.Key != made.key:
				t.Errorf("%s: the token says %s", alg, token.Header.Alg)
			}
		}
	}
}

// No key of another type or curve verifies a token, and no key verifies a signature of another algorithm.
func TestA_ALG_key(t *testing.T) {
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p224, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rs, ec := &josetest.Key().PublicKey, &josetest.ECKey().PublicKey
	wrong := []any{&josetest.Other().PublicKey, &josetest.OtherECKey().PublicKey, &p384.PublicKey, &p224.PublicKey, nil, "secret", []byte("secret"), *rs, *ec}
	for alg, made := range signedBy() {
		for _, key := range append(slices.Clone(wrong), map[Algorithm]any{RS256: ec, PS256: ec, ES256: rs}[alg]) {
			if _, err := Verify(t.Context(), made.compact, MaxAccessToken, Algorithms(), keyOf{key}); !errors.Is(err, ErrSignature) {
				t.Errorf("%s with a %T: got %v, want ErrSignature", alg, key, err)
			}
		}
		for other := range signedBy() {
			if other == alg {
				continue
			}
			_, rest, _ := strings.Cut(made.compact, ".")
			renamed := josetest.Encode(headerOfAlg(string(other))) + "." + rest
			for _, key := range []any{rs, ec} {
				if _, err := Verify(t.Context(), renamed, MaxAccessToken, Algorithms(), keyOf{key}); !errors.Is(err, ErrSignature) {
					t.Errorf("%s as %s: got %v, want ErrSignature", alg, other, err)
				}
			}
		}
	}
}

// What RFC 7518 says about the form of the signatures is checked.
func TestA_ALG_form(t *testing.T) {
	longSalt := &jwt.SigningMethodRSAPSS{
		SigningMethodRSA: jwt.SigningMethodPS256.SigningMethodRSA, Options: &rsa.PSSOptions{SaltLength: 64, Hash: crypto.SHA256},
	}
	digest := crypto.SHA256.New()
	input := josetest.Encode(headerOfAlg("ES256")) + "." + josetest.Encode(payload)
	digest.Write([]byte(input))
	der, err := josetest.ECKey().Sign(rand.Reader, digest.Sum(nil), crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p224, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	r, s, err := ecdsa.Sign(rand.Reader, p224, digest.Sum(nil))
	if err != nil {
		t.Fatal(err)
	}
	both := make([]byte, 64)
	r.FillBytes(both[:32])
	s.FillBytes(both[32:])
	es384 := josetest.CompactWith(jwt.SigningMethodES384, p384, headerOfAlg("ES256"), payload)
	for name, tt := range map[string]struct {
		compact string
		key     any
	}{
		"PS256 with a longer salt":          {josetest.CompactWith(longSalt, josetest.Key(), headerOfAlg("PS256"), payload), &josetest.Key().PublicKey},
		"ES256 in DER":                      {input + "." + josetest.Encode(string(der)), &josetest.ECKey().PublicKey},
		"ES256 of zeros":                    {input + "." + josetest.Encode(strings.Repeat("\x00", 64)), &josetest.ECKey().PublicKey},
		"ES256 with a key on P-224":         {input + "." + josetest.Encode(string(both)), &p224.PublicKey},
		"ES384 under the name of ES256":     {es384, &p384.PublicKey},
		"RS256 with a key as a shared text": {josetest.CompactWith(jwt.SigningMethodHS256, []byte("k"), headerOfAlg("RS256"), payload), &josetest.Key().PublicKey},
	} {
		if _, err := Verify(t.Context(), tt.compact, MaxAccessToken, Algorithms(), keyOf{tt.key}); !errors.Is(err, ErrSignature) {
			t.Errorf("%s: got %v, want ErrSignature", name, err)
		}
	}
	for _, alg := range []string{"none", "None", "HS256", "HS384", "HS512", "RS384", "RS512", "PS384", "PS512", "ES384", "ES512", "ES256K", "EdDSA", "es256", ""} {
		named := []Algorithm{RS256, PS256, ES256, Algorithm(alg)} // Even a caller that allows it does not get it.
		if _, err := Parse(sign(headerOfAlg(alg), payload), MaxAccessToken, named); !errors.Is(err, ErrAlgorithm) {
			t.Errorf("%s: got %v, want ErrAlgorithm", alg, err)
		}
	}
}

// secondLook has another key at the second look, or none.
type secondLook struct {
	keyOf
	second any
	looks  int
}

func (s *secondLook) LookAgain(_ context.Context, token *jwt.Token, tried any) (any, bool) {
	s.looks++
	if token.Raw == "" || tried != s.key {
		return nil, false
	}
	return s.second, s.second != nil
}

// After a bad signature, the key source is asked once for another key. After a good one, it is not.
func TestSecondLook(t *testing.T) {
	rs, other := &josetest.Key().PublicKey, &josetest.Other().PublicKey
	for name, tt := range map[string]struct {
		first, second any
		want          error
		looks         int
	}{
		"a good signature":      {rs, other, nil, 0},
		"the second key did it": {other, rs, nil, 1},
		"neither did":           {other, other, ErrSignature, 1},
		"there is no second":    {other, nil, ErrSignature, 1},
	} {
		keys := &secondLook{keyOf{tt.first}, tt.second, 0}
		token, err := Verify(t.Context(), sign(header, payload), MaxAccessToken, rs256, keys)
		if !errors.Is(err, tt.want) || keys.looks != tt.looks || err == nil && token.Key != rs {
			t.Errorf("%s: got %v after %d looks, want %v after %d", name, err, keys.looks, tt.want, tt.looks)
		}
	}
}
