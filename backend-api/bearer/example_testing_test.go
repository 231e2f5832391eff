package bearer_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"wails-openid-oauth/backend-api/bearer"
)

// publisher stands for an issuer: it answers every request with one key.
type publisher struct{ key *rsa.PublicKey }

func (p publisher) RoundTrip(r *http.Request) (*http.Response, error) {
	set := fmt.Sprintf(`{"keys":[{"kty":"RSA","e":"AQAB","n":%q}]}`, base64.RawURLEncoding.EncodeToString(p.key.N.Bytes()))
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(set)), Request: r}, nil
}

// A test of an API needs no provider and no network: it makes its own key, and an http.Client that answers with that key.
func Example_testing() {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		log.Fatal(err)
	}
	guard, err := bearer.New(bearer.Options{
		Issuer: "https://idp.example/", Audience: "https://api.example",
		JWKSURI: "https://idp.example/keys", Client: &http.Client{Transport: publisher{&key.PublicKey}},
	})
	if err != nil {
		log.Fatal(err)
	}
	defer guard.Close()
	for !guard.Ready() {
		time.Sleep(time.Millisecond)
	}
	token, err := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.MapClaims{
		"iss": "https://idp.example/", "aud": "https://api.example", "sub": "ada", "exp": time.Now().Add(time.Hour).Unix(),
	}).SignedString(key)
	if err != nil {
		log.Fatal(err)
	}

	hello := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello") })
	request, answer := httptest.NewRequest("GET", "/", nil), httptest.NewRecorder()
	request.Header.Set("Authorization", "Bearer "+token)
	guard.Require(hello).ServeHTTP(answer, request)
	fmt.Println(answer.Code, answer.Body)
	// Output: 200 hello
}
