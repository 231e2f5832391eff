package jwks

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"math/big"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/internal/jose"
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

// rs256 and es256 are what these tests allow.
var rs256, es256 = []jose.Algorithm{jose.RS256}, []jose.Algorithm{jose.ES256}

// ecKey is a good EC key with further members.
func ecKey(members ...string) string {
	return josetest.ECJWK(&josetest.ECKey().PublicKey, "k", members...)
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
			keys, unusable, err := parse([]byte(josetest.Set(key)), rs256)
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
		{"A-ALG/EC", ecKey(), "it is an EC key, which is not for RS256"},
		{"A-ALG/EC alg", ecKey(`"alg":"ES256"`), "its alg is not RS256"},
		{"A-ALG/EC alg of an RSA key", ecKey(`"alg":"RS256"`), "its alg does not take keys of its kty"},
		{"A-ALG/alg of an EC key", jwk(`"alg":"ES256"`), "its alg is not RS256"},
		{"A-ALG/empty", jwk(`"alg":""`), "its alg is empty"},
		{"A-ALG/none", jwk(`"alg":"none"`), "its alg is not RS256"},
		{"A-ALG/OKP", `{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`, "it is neither an RSA key nor an EC key"},
		{"A-CASE/KTY", strings.Replace(jwk(), "kty", "KTY", 1), "it is neither an RSA key nor an EC key"},
		{"A-CASE/rsa", with("kty", `"rsa"`), "it is neither an RSA key nor an EC key"},
		{"A-DUP", jwk(`"kid":"other"`), "a member name occurs twice"},
		{"no kty", with("kty", ""), "it is neither an RSA key nor an EC key"},
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
			keys, unusable, err := parse([]byte(josetest.Set(tt.key, good)), rs256)
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
	keys, unusable, err := parse([]byte(josetest.Set(jwk(), josetest.JWK(publicKey(josetest.Other()), "k"))), rs256)
	if err != nil || len(keys) != 1 || !publicKey(josetest.Key()).Equal(keys[0].Key()) {
		t.Errorf("got %d keys, %v, %v", len(keys), unusable, err)
	}
}

func TestUsableECKeys(t *testing.T) {
	for name, key := range map[string]string{
		"plain":             ecKey(),
		"A-KEY-USE/sig":     ecKey(`"use":"sig"`, `"alg":"ES256"`),
		"A-KEY-USE/key_ops": ecKey(`"key_ops":["verify"]`),
		"unknown members":   ecKey(`"x5c":["not a certificate"]`, `"ext":true`, `"D":"x"`),
	} {
		keys, unusable, err := parse([]byte(josetest.Set(key)), es256)
		if err != nil || len(keys) != 1 || !josetest.ECKey().PublicKey.Equal(keys[0].Key()) {
			t.Errorf("%s: %v, %v", name, unusable, err)
		}
	}
}

// An EC key is checked as strictly as an RSA key.
func TestUnusableECKeys(t *testing.T) {
	coordinates := regexp.MustCompile(`"x":"(.{43})","y":"(.{43})"`).FindStringSubmatch(ecKey())
	x, y := coordinates[1], coordinates[2]
	point := func(crv, x, y string) string {
		return `{"kty":"EC","kid":"k","crv":` + josetest.JSON(crv) + `,"x":` + josetest.JSON(x) + `,"y":` + josetest.JSON(y) + `}`
	}
	const noPoint = "its coordinates are not those of a point on the curve"
	for _, tt := range []struct{ name, key, want string }{
		{"A-KEY-USE/enc", ecKey(`"use":"enc"`), "its use is not sig"},
		{"A-KEY-USE/key_ops", ecKey(`"key_ops":["deriveKey"]`), "its key_ops do not name verify"},
		{"A-KEY-PRIVATE/d", ecKey(`"d":"AQAB"`), "it is published with private or secret members"},
		{"A-ALG/ES384", ecKey(`"alg":"ES384"`), "its alg is not ES256"},
		{"A-ALG/ECDH", ecKey(`"alg":"ECDH-ES"`), "its alg is not ES256"},
		{"A-ALG/RSA", jwk(), "it is an RSA key, which is not for ES256"},
		{"A-ALG/RSA that says ES256", jwk(`"alg":"ES256"`), "its alg does not take keys of its kty"},
		{"A-KEY-SIZE/P-384", point("P-384", x, y), "its curve is not P-256"},
		{"A-KEY-SIZE/p-256", point("p-256", x, y), "its curve is not P-256"},
		{"A-KEY-SIZE/secp256k1", point("secp256k1", x, y), "its curve is not P-256"},
		{"A-KEY-SIZE/no curve", point("", x, y), "its curve is not P-256"},
		{"not on the curve", point("P-256", y, x), noPoint},
		{"the origin", point("P-256", strings.Repeat("A", 43), strings.Repeat("A", 43)), noPoint},
		{"a short coordinate", point("P-256", x[:42], y), noPoint},
		{"a coordinate without its leading zero", shortened(t), noPoint},
		{"no coordinate", point("P-256", x, ""), noPoint},
		{"a padded coordinate", point("P-256", x+"=", y), noPoint},
		{"a longer coordinate", point("P-256", "AAAA"+x, y), noPoint},
		{"a line break", point("P-256", "\n"+x[:42], y), noPoint},
		{"a line break behind", point("P-256", x+"\n", y), noPoint},
		{"trailing bits", point("P-256", x[:42]+"_", y), noPoint},
		{"a number", strings.Replace(ecKey(), `"x":"`+x+`"`, `"x":7`, 1), "the member x is malformed"},
		{"too long", point("P-256", strings.Repeat("A", maxMember), y), "the member x is too long"},
	} {
		_, unusable, err := parse([]byte(josetest.Set(tt.key)), es256)
		if !errors.Is(err, ErrNoUsableKey) {
			t.Errorf("%s: got %v, want ErrNoUsableKey", tt.name, err)
		}
		if diff := cmp.Diff([]string{"key 1 of 1: " + tt.want}, unusable); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

// shortened is a key whose x begins with a zero, which is left out. The number is the same, but the form is not allowed.
func shortened(t *testing.T) string {
	t.Helper()
	for {
		private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		point, err := private.PublicKey.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if x := point[1:33]; x[0] == 0 {
			text := base64.RawURLEncoding.EncodeToString
			return strings.Replace(josetest.ECJWK(&private.PublicKey, "k"), text(x), text(x[1:]), 1)
		}
	}
}

// A key without "alg" is for every algorithm that takes it, and one with "alg" for that one only. Keys of different types serve
// beside each other, with and without names.
func TestA_ALG_of_keys(t *testing.T) {
	sign := func(method jwt.SigningMethod, key any, kid string) string {
		header := map[string]any{"alg": method.Alg()}
		if kid != "" {
			header["kid"] = kid
		}
		return josetest.CompactWith(method, key, josetest.JSON(header), `{}`)
	}
	rs, ec := josetest.Key(), josetest.ECKey()
	rsKey := func(kid string, members ...string) string { return josetest.JWK(&rs.PublicKey, kid, members...) }
	ecKey := func(kid string, members ...string) string { return josetest.ECJWK(&ec.PublicKey, kid, members...) }
	anonymous := func(key string) string { return strings.Replace(key, `"kid":"x",`, "", 1) }
	for _, tt := range []struct {
		name, set, compact string
		want               error
	}{
		{"RS256", josetest.Set(rsKey("a")), sign(jwt.SigningMethodRS256, rs, "a"), nil},
		{"PS256 by the same key", josetest.Set(rsKey("a")), sign(jwt.SigningMethodPS256, rs, "a"), nil},
		{"ES256", josetest.Set(ecKey("a")), sign(jwt.SigningMethodES256, ec, "a"), nil},
		{"PS256, for which the key is", josetest.Set(rsKey("a", `"alg":"PS256"`)), sign(jwt.SigningMethodPS256, rs, "a"), nil},
		{"PS256, for which the key is not", josetest.Set(rsKey("a", `"alg":"RS256"`)), sign(jwt.SigningMethodPS256, rs, "a"), ErrUnknownKey},
		{"RS256, for which the key is not", josetest.Set(rsKey("a", `"alg":"PS256"`)), sign(jwt.SigningMethodRS256, rs, "a"), ErrUnknownKey},
		{"ES256 with the name of an RSA key", josetest.Set(rsKey("a"), ecKey("b")), sign(jwt.SigningMethodES256, ec, "a"), ErrUnknownKey},
		{"RS256 without a name, beside an EC key", josetest.Set(anonymous(ecKey("x")), anonymous(rsKey("x"))), sign(jwt.SigningMethodRS256, rs, ""), nil},
		{"ES256 without a name, beside an RSA key", josetest.Set(rsKey("a"), ecKey("b")), sign(jwt.SigningMethodES256, ec, ""), nil},
		{"PS256 without a name, and two RSA keys", josetest.Set(rsKey("a"), rsKey("b", `"alg":"PS256"`)), sign(jwt.SigningMethodPS256, rs, ""), ErrUnknownKey},
		{"PS256 without a name, and one of two RSA keys is for it", josetest.Set(rsKey("a", `"alg":"RS256"`), rsKey("b")), sign(jwt.SigningMethodPS256, rs, ""), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				set, err := New(Options{URL: keysURL, Client: &http.Client{Transport: &provider{status: 200, body: tt.set}}, Algorithms: jose.Algorithms()})
				if err != nil {
					t.Fatal(err)
				}
				want(t, present(set, tt.compact), tt.want)
			})
		})
	}
}

// FuzzParse checks that any input gives only public RSA keys of an allowed size, and EC keys on P-256.
func FuzzParse(f *testing.F) {
	f.Add([]byte(second()))
	f.Add([]byte(josetest.Set(jwk(`"use":"enc"`), jwk(`"d":"AQAB"`), `7`, with("e", `"AQAAAAAAAAAD"`))))
	f.Add([]byte(`{"keys":[{"kty":"oct","k":"AAAA"}]}`))
	f.Add([]byte(`{"keys":{}}`))
	f.Add([]byte(josetest.Set(ecKey(), ecKey(`"alg":"ES256"`))))
	f.Add([]byte(josetest.Set(strings.Replace(ecKey(), "P-256", "P-384", 1))))
	f.Add([]byte(`<!doctype html>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		keys, _, err := parse(body, jose.Algorithms())
		if (err == nil) != (len(keys) > 0) {
			t.Fatalf("%d keys and %v", len(keys), err)
		}
		for _, key := range keys {
			switch public := key.Key().(type) {
			case *rsa.PublicKey:
				if public.N.BitLen() < minBits || public.N.BitLen() > maxBits || public.E < 3 {
					t.Fatal("parse accepted an RSA key of a size that is not allowed")
				}
			case *ecdsa.PublicKey:
				if _, err := public.ECDH(); err != nil || public.Curve != elliptic.P256() {
					t.Fatalf("parse accepted a key that is not on P-256: %v", err)
				}
			default:
				t.Fatalf("parse accepted a %T", public)
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
		if keys, _, err := parse([]byte(body), rs256); err == nil || len(keys) != 0 {
			t.Errorf("%s: %d keys, %v", name, len(keys), err)
		}
	}
	for name, bad := range map[string]string{
		"a name twice": jwk(`"kid":"other"`), "no UTF-8": jwk("\"x\":\"\xff\""), "nested deep": jwk(`"x":` + strings.Repeat("[", 9) + strings.Repeat("]", 9)),
	} {
		if keys, unusable, err := parse([]byte(josetest.Set(bad, jwk())), rs256); err != nil || len(keys) != 1 || len(unusable) != 1 {
			t.Errorf("%s in one key: %d keys, %v, %v", name, len(keys), unusable, err)
		}
	}
}
