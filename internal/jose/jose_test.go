package jose

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/test/josetest"
)

// errNoKey is the error of these tests' key source for every kid but its own.
var errNoKey = errors.New("no such key")

// oneKey is a KeySource that has josetest.Key under the kid "k1" and counts its calls.
type oneKey struct{ asked int }

func (k *oneKey) KeyfuncCtx(context.Context) jwt.Keyfunc {
	return func(token *jwt.Token) (any, error) {
		k.asked++
		if kid, present := token.Header["kid"]; present && kid != "k1" {
			return nil, errNoKey
		}
		return &josetest.Key().PublicKey, nil
	}
}

const (
	header  = `{"alg":"RS256","kid":"k1","typ":"JWT"}`
	payload = `{"iss":"https://idp.example/","exp":1700000000}`
)

// rs256 is what most of these tests allow.
var rs256 = []Algorithm{RS256}

func sign(header, payload string) string { return josetest.Compact(josetest.Key(), header, payload) }

func TestVerify(t *testing.T) {
	token, err := Verify(t.Context(), sign(header, payload), MaxAccessToken, rs256, &oneKey{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Header{Alg: "RS256", Kid: "k1", Typ: "JWT"}, token.Header); diff != "" {
		t.Errorf("header (-want +got):\n%s", diff)
	}
	issuer, _ := token.Claims.String("iss")
	expires, _ := token.Claims.Time("exp")
	if issuer != "https://idp.example/" || expires.Unix() != 1700000000 {
		t.Errorf("claims: %q, %v", issuer, expires)
	}
	if token.Key != &josetest.Key().PublicKey {
		t.Error("the token does not name the key that verified it")
	}
}

func TestVerifyAccepts(t *testing.T) {
	for name, compact := range map[string]string{
		"A-CASE: a name in another case is another name": sign(`{"alg":"RS256","ALG":"none"}`, `{"exp":1,"EXP":2}`),
		"A-HDR-URL: the header's own keys are not read":  sign(`{"alg":"RS256","jku":"https://evil.example/"}`, payload),
		"A-DEPTH: as deep as is allowed":                 sign(header, nested(maxDepth)),
		"A-DUP: one name in two objects":                 sign(header, `{"a":{"x":1},"b":{"x":1},"x":[{"x":1},{"x":1}]}`),
		"A-FORMAT: white space of JSON in the payload":   sign(header, " { \"a\" : [ ] }\n"),
		"no kid: the key source decides":                 sign(`{"alg":"RS256"}`, payload),
		"claims of any kind are the caller's to look at": sign(header, `{}`),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Verify(t.Context(), compact, MaxAccessToken, rs256, &oneKey{}); err != nil {
				t.Error(err)
			}
		})
	}
}

// nested is an object that nests depth levels of objects and arrays, itself included.
func nested(depth int) string {
	return `{"a":` + strings.Repeat("[", depth-1) + strings.Repeat("]", depth-1) + `}`
}

func TestA_SIZE(t *testing.T) {
	compact := sign(header, payload)
	if _, err := Verify(t.Context(), compact, len(compact), rs256, &oneKey{}); err != nil {
		t.Errorf("a token of the maximum length was refused: %v", err)
	}
	keys := &oneKey{}
	if _, err := Verify(t.Context(), compact, len(compact)-1, rs256, keys); !errors.Is(err, ErrTooLong) || errors.Is(err, ErrMalformed) || keys.asked != 0 {
		t.Errorf("a token that is one byte too long: got %v, asked for %d keys; want ErrTooLong and 0", err, keys.asked)
	}
}

func TestVerifyRefuses(t *testing.T) {
	good := sign(header, payload)
	parts := strings.Split(good, ".")
	head, body, signature := parts[0], parts[1], parts[2]
	tests := []struct {
		name, compact string
		want          error
	}{
		{"A-DEPTH/payload", sign(header, nested(maxDepth+1)), ErrMalformed},
		{"A-DEPTH/header", sign(`{"alg":"RS256","x":`+nested(maxDepth)+`}`, payload), ErrMalformed},
		{"A-DUP/claim", sign(header, `{"exp":1,"exp":2}`), ErrMalformed},
		{"A-DUP/escaped", sign(header, `{"exp":1,"\u0065xp":2}`), ErrMalformed},
		{"A-DUP/inner", sign(header, `{"a":[{"b":1,"b":2}]}`), ErrMalformed},
		{"A-DUP/header", sign(`{"alg":"RS256","alg":"RS256"}`, payload), ErrMalformed},
		{"A-CRIT", sign(`{"alg":"RS256","crit":["exp"],"exp":1}`, payload), ErrMalformed},
		{"A-CRIT/empty", sign(`{"alg":"RS256","crit":[]}`, payload), ErrMalformed},
		{"A-CRIT/null", sign(`{"alg":"RS256","crit":null}`, payload), ErrMalformed},
		{"A-CRIT/b64", sign(`{"alg":"RS256","b64":false}`, payload), ErrMalformed},
		{"A-CRIT/b64 true", sign(`{"alg":"RS256","b64":true}`, payload), ErrMalformed},
		{"A-TYP/number", sign(`{"alg":"RS256","typ":1}`, payload), ErrMalformed},
		{"A-TYP/empty", sign(`{"alg":"RS256","typ":""}`, payload), ErrMalformed},
		{"kid/number", sign(`{"alg":"RS256","kid":1}`, payload), ErrMalformed},
		{"kid/empty", sign(`{"alg":"RS256","kid":""}`, payload), ErrMalformed},
		{"kid/unknown", sign(`{"alg":"RS256","kid":"k2"}`, payload), errNoKey},

		{"A-FORMAT/empty", "", ErrOpaque},
		{"A-FORMAT/dots", "..", ErrOpaque},
		{"A-FORMAT/random text", "v9Hq2mE1rT0aZ_-x", ErrOpaque},
		{"A-FORMAT/random text with two dots", "ya29.a0Af.H6SM", ErrOpaque},
		{"A-FORMAT/two parts", head + "." + body, ErrOpaque},
		{"A-FORMAT/four parts", good + "." + signature, ErrOpaque},
		{"A-FORMAT/JWE", josetest.Encode(`{"alg":"RSA-OAEP","enc":"A256GCM"}`) + ".YQ.YQ.YQ.YQ", ErrOpaque},
		{"A-FORMAT/no signature", head + "." + body + ".", ErrMalformed},
		{"A-FORMAT/padding", head + "." + body + "." + signature + "==", ErrMalformed},
		{"A-FORMAT/standard alphabet", josetest.Sign(josetest.Key(), head+"."+"eyJhIjoi8J+YgCJ9"), ErrMalformed},
		{"A-FORMAT/line break in the signature", head + "." + body + "." + signature[:10] + "\n" + signature[10:], ErrMalformed},
		{"A-FORMAT/line break in the payload", josetest.Sign(josetest.Key(), head+"."+body[:4]+"\r\n"+body[4:]), ErrMalformed},
		{"A-FORMAT/leading space", " " + good, ErrOpaque},
		{"A-FORMAT/trailing line break", good + "\n", ErrMalformed},
		{"A-FORMAT/trailing bits", head + "." + body + "." + otherTrailingBits(signature), ErrMalformed},
		{"A-FORMAT/not UTF-8", sign(header, "{\"a\":\"\xff\"}"), ErrMalformed},
		{"A-FORMAT/payload array", sign(header, `[1]`), ErrMalformed},
		{"A-FORMAT/payload null", sign(header, `null`), ErrMalformed},
		{"A-FORMAT/header string", sign(`"RS256"`, payload), ErrOpaque},
		{"A-FORMAT/text after the object", sign(header, `{"a":1}{"a":2}`), ErrMalformed},
		{"A-FORMAT/cut off", sign(header, `{"a":1`), ErrMalformed},
		{"A-FORMAT/comma", sign(header, `{"a":1,}`), ErrMalformed},
		{"A-FORMAT/number", sign(header, `{"a":01}`), ErrMalformed},
		{"A-FORMAT/byte order mark", sign(header, "\ufeff{}"), ErrMalformed},
		{"A-FORMAT/nested token", sign(`{"alg":"RS256","cty":"JWT"}`, good), ErrMalformed},

		{"A-ALG/none", josetest.Encode(`{"alg":"none"}`) + "." + body + ".AA", ErrAlgorithm},
		{"A-ALG/HS256 keyed by the public key", macWithPublicKey(t), ErrAlgorithm},
		{"A-ALG/RS512", sign(`{"alg":"RS512"}`, payload), ErrAlgorithm},
		{"A-ALG/PS256", sign(`{"alg":"PS256"}`, payload), ErrAlgorithm},
		{"A-ALG/ES256", sign(`{"alg":"ES256"}`, payload), ErrAlgorithm},
		{"A-ALG/lower case", sign(`{"alg":"rs256"}`, payload), ErrAlgorithm},
		{"A-ALG/absent", sign(`{}`, payload), ErrAlgorithm},
		{"A-ALG/number", sign(`{"alg":256}`, payload), ErrAlgorithm},
		{"A-CASE/ALG", sign(`{"ALG":"RS256"}`, payload), ErrAlgorithm},

		{"signature/other key", josetest.Compact(josetest.Other(), header, payload), ErrSignature},
		{"signature/of another payload", head + "." + josetest.Encode(`{}`) + "." + signature, ErrSignature},
		{"signature/short", head + "." + body + ".AA", ErrSignature},
		{"A-HDR-URL/jwk", josetest.Compact(josetest.Other(),
			`{"alg":"RS256","jwk":`+josetest.JWK(&josetest.Other().PublicKey, "k1")+`}`, payload), ErrSignature},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			keys := &oneKey{}
			token, err := Verify(t.Context(), tt.compact, MaxAccessToken, rs256, keys)
			if !errors.Is(err, tt.want) || token != nil {
				t.Fatalf("got %v, %v; want %v", token, err, tt.want)
			}
			if opaque := errors.Is(err, ErrOpaque); opaque != (tt.want == ErrOpaque) || opaque && !errors.Is(err, ErrMalformed) {
				t.Errorf("opaque: %t; an opaque token is malformed, and no other error is ErrOpaque", opaque)
			}
			if before := errors.Is(tt.want, ErrMalformed) || tt.want == ErrAlgorithm; before && keys.asked != 0 {
				t.Error("Verify asked for a key, although the token is malformed")
			}
			for _, part := range strings.Split(tt.compact, ".") {
				if len(part) > 3 && strings.Contains(err.Error(), part) {
					t.Error("the error repeats the token")
				}
			}
		})
	}
}

// otherTrailingBits changes the unused bits of the last character: 256 bytes end two bits into it.
func otherTrailingBits(signature string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := len(signature) - 1
	return signature[:last] + string(alphabet[strings.IndexByte(alphabet, signature[last])|1])
}

// macWithPublicKey is the well-known attack with the public key's text as the shared secret (RFC 8725, section 2.1).
func macWithPublicKey(t *testing.T) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(&josetest.Key().PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	input := josetest.Encode(`{"alg":"HS256","kid":"k1"}`) + "." + josetest.Encode(payload)
	mac := hmac.New(sha256.New, der)
	mac.Write([]byte(input))
	return input + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// With a key of the wrong type, Verify neither accepts the token nor panics.
func TestVerifyWrongKeyType(t *testing.T) {
	for _, key := range []any{nil, "secret", []byte("secret"), rsa.PublicKey{}} {
		if _, err := Verify(t.Context(), sign(header, payload), MaxAccessToken, rs256, keyOf{key}); !errors.Is(err, ErrSignature) {
			t.Errorf("%T: got %v", key, err)
		}
	}
}

type keyOf struct{ key any }

func (k keyOf) KeyfuncCtx(context.Context) jwt.Keyfunc {
	return func(*jwt.Token) (any, error) { return k.key, nil }
}

// FuzzVerify checks that only the exact text that was signed is ever accepted.
func FuzzVerify(f *testing.F) {
	signed := []string{
		sign(header, payload), sign(`{"alg":"RS256"}`, `{}`), sign(header, nested(maxDepth)),
		sign(header, `{"aud":["a","b"],"exp":1700000000.5,"sub":"\u00e9"}`),
	}
	for _, compact := range signed {
		f.Add(compact)
	}
	f.Add(sign(`{"alg":"none"}`, payload))
	f.Add(sign(`{"alg":"RS256","crit":["b64"],"b64":false}`, payload))
	f.Add(sign(header, `{"exp":1,"exp":2}`))
	f.Add("..")
	f.Fuzz(func(t *testing.T, compact string) {
		token, err := Verify(context.Background(), compact, MaxAccessToken, rs256, &oneKey{})
		if (token == nil) == (err == nil) {
			t.Fatalf("token %v with error %v", token, err)
		}
		if err == nil {
			for _, known := range signed {
				if compact == known {
					return
				}
			}
			t.Error("a text that was never signed was accepted")
		}
	})
}

// FuzzCheckObject checks that every accepted text decodes, with the number of members that it has.
func FuzzCheckObject(f *testing.F) {
	for _, seed := range []string{
		header, payload, `{"a":1,"a":2}`, nested(maxDepth), "{\"a\":\"\xff\"}", `{"a":[{},[]]}{`, `{]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if CheckObject(raw, maxDepth) != nil {
			return
		}
		members := map[string]any{}
		decoder := json.NewDecoder(bytes.NewReader(raw))
		decoder.UseNumber() // A number may be too large for a float64.
		if err := decoder.Decode(&members); err != nil {
			t.Fatalf("the text passed, but does not decode: %v", err)
		}
		again, err := json.Marshal(members)
		if err != nil {
			t.Fatal(err)
		}
		if err := CheckObject(again, maxDepth); err != nil {
			t.Fatalf("the text passed, but not after it was decoded and encoded again: %v", err)
		}
	})
}
