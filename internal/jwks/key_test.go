package jwks

import (
	"crypto/rsa"
	"encoding/base64"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/test/josetest"
)

// jwk is a good key with further members.
func jwk(members ...string) string { return josetest.JWK(publicKey(josetest.Key()), "k", members...) }

// rsaKey is a key of the given numbers.
func rsaKey(n *big.Int, e int) string { return josetest.JWK(&rsa.PublicKey{N: n, E: e}, "k") }

// with replaces a member of a good key by other JSON.
func with(name, value string) string {
	fields := map[string]string{"kty": `"RSA"`, "kid": `"k"`, "e": `"AQAB"`,
		"n": `"` + base64.RawURLEncoding.EncodeToString(josetest.Key().N.Bytes()) + `"`}
	fields[name] = value
	var members []string
	for name, value := range fields {
		if value != "" {
			members = append(members, `"`+name+`":`+value)
		}
	}
	return "{" + strings.Join(members, ",") + "}"
}

func TestUsableKeys(t *testing.T) {
	n := josetest.Key().N
	for name, key := range map[string]string{
		"plain":                       jwk(),
		"A-KEY-USE/sig":               jwk(`"use":"sig"`),
		"A-KEY-USE/alg":               jwk(`"alg":"RS256"`),
		"A-KEY-USE/key_ops":           jwk(`"key_ops":["sign","verify","knit"]`),
		"A-KEY-SIZE/2048":             rsaKey(n, 3),
		"A-KEY-SIZE/largest exponent": rsaKey(n, 1<<31-1),
		"unknown members":             jwk(`"x5c":["not a certificate"]`, `"x5u":"http://x"`, `"ext":true`, `"D":"x"`),
		"no kid":                      with("kid", ""),
	} {
		t.Run(name, func(t *testing.T) {
			keys, unusable, err := parse([]byte(josetest.Set(key)))
			if err != nil || len(keys) != 1 {
				t.Fatal(unusable, err)
			}
			if _, ok := keys[0].Key().(*rsa.PublicKey); !ok {
				t.Errorf("got a %T", keys[0].Key())
			}
		})
	}
}

func TestUnusableKeys(t *testing.T) {
	n := josetest.Key().N
	odd := func(bits uint) *big.Int { return new(big.Int).SetBit(big.NewInt(1), int(bits-1), 1) }
	tests := []struct{ name, key, want string }{
		{"A-KEY-USE/enc", jwk(`"use":"enc"`), "its use is not sig"},
		{"A-KEY-USE/empty", jwk(`"use":""`), "its use is not sig"},
		{"A-KEY-USE/null", jwk(`"use":null`), "the member use is malformed"},
		{"A-KEY-USE/number", jwk(`"use":1`), "the member use is malformed"},
		{"A-KEY-USE/key_ops", jwk(`"key_ops":["encrypt"]`), "its key_ops do not name verify"},
		{"A-KEY-USE/key_ops empty", jwk(`"key_ops":[]`), "its key_ops do not name verify"},
		{"A-KEY-USE/alg", jwk(`"alg":"RS512"`), "its alg is not RS256"},
		{"A-KEY-USE/alg PS256", jwk(`"alg":"PS256"`), "its alg is not RS256"},
		{"A-KEY-USE/key_ops without end", jwk(`"key_ops":[` + strings.Repeat(`"verify",`, 300) + `"verify"]`), "the member key_ops is too long"},
		{"a kid without end", with("kid", `"`+strings.Repeat("k", maxMember)+`"`), "the member kid is too long"},
		{"two faults", jwk(`"use":7`, `"alg":7`, `"key_ops":7`), "the member use is malformed"},
		{"A-KEY-SIZE/2047", rsaKey(odd(2047), 65537), "it is shorter than 2048 bits"},
		{"A-KEY-SIZE/8193", rsaKey(odd(8193), 65537), "it is longer than 8192 bits"},
		{"A-KEY-SIZE/even modulus", rsaKey(new(big.Int).Lsh(big.NewInt(1), 2047), 65537), "its modulus is malformed"},
		{"A-KEY-SIZE/exponent 1", rsaKey(n, 1), "its modulus or exponent is malformed"},
		{"A-KEY-SIZE/even exponent", rsaKey(n, 65536), "its exponent is out of range"},
		{"A-KEY-SIZE/exponent of 65 bits that an int cuts to 3", with("e", `"AQAAAAAAAAAD"`), "its modulus or exponent is malformed"},
		{"A-KEY-PRIVATE/d", jwk(`"d":"AQAB"`), "it is published with private or secret members"},
		{"A-KEY-PRIVATE/p", jwk(`"p":""`), "it is published with private or secret members"},
		{"A-KEY-PRIVATE/k", jwk(`"k":"AQAB"`), "it is published with private or secret members"},
		{"A-KEY-PRIVATE/symmetric", `{"kty":"oct","k":"AQAB","kid":"k"}`, "it is published with private or secret members"},
		{"A-ALG/EC", `{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}`, "it is not an RSA key"},
		{"A-CASE/KTY", strings.Replace(jwk(), "kty", "KTY", 1), "it is not an RSA key"},
		{"A-CASE/rsa", with("kty", `"rsa"`), "it is not an RSA key"},
		{"A-DUP", jwk(`"kid":"other"`), "a member name occurs twice"},
		{"no kty", with("kty", ""), "it is not an RSA key"},
		{"kid is a number", with("kid", "7"), "the member kid is malformed"},
		{"no modulus", with("n", ""), "its modulus or exponent is malformed"},
		{"modulus is no base64url", with("n", `"§"`), "its modulus or exponent is malformed"},
		{"no exponent", with("e", `""`), "its modulus or exponent is malformed"},
		{"no object", `7`, "not one valid JSON object"},
		{"null", `null`, "not one valid JSON object"},
		{"too deep", jwk(`"oth":[[[[[]]]]]`), "nested too deep"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			// The key after the bad one is used.
			good := josetest.JWK(publicKey(josetest.Other()), "good")
			keys, unusable, err := parse([]byte(josetest.Set(tt.key, good)))
			if err != nil || len(keys) != 1 || keys[0].Marshal().KID != "good" {
				t.Fatalf("A-JWKS-TOLERANT: got %d keys, %v", len(keys), err)
			}
			if diff := cmp.Diff([]string{"key 1 of 2: " + tt.want}, unusable); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestKidTwice(t *testing.T) {
	keys, unusable, err := parse([]byte(josetest.Set(jwk(), josetest.JWK(publicKey(josetest.Other()), "k"))))
	if err != nil || len(keys) != 1 || !publicKey(josetest.Key()).Equal(keys[0].Key()) {
		t.Errorf("got %d keys, %v, %v", len(keys), unusable, err)
	}
}

// FuzzParse checks that any input gives only public RSA keys of an allowed size.
func FuzzParse(f *testing.F) {
	f.Add([]byte(second()))
	f.Add([]byte(josetest.Set(jwk(`"use":"enc"`), jwk(`"d":"AQAB"`), `7`, with("e", `"AQAAAAAAAAAD"`))))
	f.Add([]byte(`{"keys":[{"kty":"oct","k":"AAAA"}]}`))
	f.Add([]byte(`{"keys":{}}`))
	f.Add([]byte(`<!doctype html>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		keys, _, err := parse(body)
		if (err == nil) != (len(keys) > 0) {
			t.Fatalf("%d keys and %v", len(keys), err)
		}
		for _, key := range keys {
			public, ok := key.Key().(*rsa.PublicKey)
			if !ok || public.N.BitLen() < minBits || public.N.BitLen() > maxBits || public.E < 3 {
				t.Fatalf("parse accepted a %T, or a size that is not allowed", key.Key())
			}
		}
	})
}

// TestTheFormOfAKeySet: the set itself must have only one meaning, while a fault inside one key affects only that key.
func TestTheFormOfAKeySet(t *testing.T) {
	set := josetest.Set(jwk())
	for name, body := range map[string]string{
		"keys twice":             `{"keys":[],` + set[1:],
		"keys twice, escaped":    `{"\u006beys":[],` + set[1:],
		"another name twice":     `{"x":1,"x":2,` + set[1:],
		"text behind it":         set + "x",
		"a second set":           set + set,
		"a list":                 "[" + set + "]",
		"half of it":             set[:len(set)/2],
		"in another case":        `{"KEYS"` + set[len(`{"keys"`):],
		"nothing":                "",
		"keys that are no list":  `{"keys":{}}`,
		"a name without a value": `{"keys"}`,
	} {
		if keys, _, err := parse([]byte(body)); err == nil || len(keys) != 0 {
			t.Errorf("%s: %d keys, %v", name, len(keys), err)
		}
	}
	for name, bad := range map[string]string{
		"a name twice": jwk(`"kid":"other"`), "no UTF-8": jwk("\"x\":\"\xff\""), "nested deep": jwk(`"x":` + strings.Repeat("[", 9) + strings.Repeat("]", 9)),
	} {
		if keys, unusable, err := parse([]byte(josetest.Set(bad, jwk()))); err != nil || len(keys) != 1 || len(unusable) != 1 {
			t.Errorf("%s in one key: %d keys, %v, %v", name, len(keys), unusable, err)
		}
	}
}
