//go:build linux

package main

import (
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"time"

	"wails-openid-oauth/internal/jose"
	"wails-openid-oauth/test/josetest"
)

// The values in the tokens, and in the settings of backend-api.
const (
	issuer   = "https://idp.example/"
	audience = "https://api.example"
	clientID = "bench-app"
	kid      = "bench"
)

// kind is a kind of tokens.
type kind string

const (
	single  kind = "single"  // valid; there is one
	seen    kind = "seen"    // valid
	fresh   kind = "fresh"   // valid, and enough for a round in which each is sent once
	forged  kind = "forged"  // a valid one with other signatures of the right form
	unknown kind = "unknown" // of unknown keys
	long    kind = "long"    // valid, 8 KiB long
	longest kind = "longest" // valid, as long as a token may be
)

var amount = map[kind]int{single: 1, seen: 10_000, fresh: 40_000, forged: 40_000, unknown: 10_000, long: 10_000, longest: 2_000}

// makeTokens makes all tokens, no two alike, on all cores.
func makeTokens() map[kind][]string {
	all := map[kind][]string{}
	for kind, n := range amount {
		list := make([]string, n)
		var group sync.WaitGroup
		for worker := range runtime.NumCPU() {
			group.Go(func() {
				for i := worker; i < n; i += runtime.NumCPU() {
					list[i] = makeToken(kind, i)
				}
			})
		}
		group.Wait()
		all[kind] = list
	}
	return all
}

func makeToken(of kind, number int) string {
	subject := fmt.Sprintf("%s|%08d", of, number)
	switch of {
	case forged:
		return forge(validOnce())
	case unknown:
		return strings.Join([]string{josetest.Encode(header(rand.Text())), josetest.Encode(payload(subject, "")), josetest.Encode(random(256))}, ".")
	case long:
		return sign(payload(subject, filler(usualLimit)))
	case longest:
		return sign(payload(subject, filler(jose.MaxAccessToken)))
	}
	return sign(payload(subject, ""))
}

var validOnce = sync.OnceValue(func() string { return sign(payload("forged", "")) })

func sign(payload string) string { return josetest.Compact(josetest.Key(), header(kid), payload) }

func header(kid string) string { return `{"alg":"RS256","typ":"at+jwt","kid":"` + kid + `"}` }

// payload is what an access token of Auth0 contains.
func payload(subject, more string) string {
	now := time.Now().Unix()
	return fmt.Sprintf(`{"iss":%q,"sub":%q,"aud":[%q,"https://idp.example/userinfo"],"iat":%d,"exp":%d,`+
		`"scope":"openid profile offline_access read:messages","azp":%q,"jti":"%024x","permissions":["read:messages"]%s}`,
		issuer, subject, audience, now-3600, now+3600, clientID, subject, more)
}

// usualLimit is the length that many servers allow, in bytes.
const usualLimit = 8 << 10

// filler is a claim that fills a token up to a length with as many values as possible. Such claims cost most where a server keeps
// them decoded.
func filler(length int) string {
	room := (length-len(shortOnce()))*3/4 - len(`,"x":[1]`)
	return `,"x":[` + strings.Repeat("1,", room/2) + "1]"
}

// shortOnce is a token without a filler. No kind has a longer name.
var shortOnce = sync.OnceValue(func() string { return sign(payload("longest|00000000", "")) })

// forge changes a few low bytes of the signature. The number stays below the modulus, so only the whole computation shows that it
// is wrong.
func forge(compact string) string {
	at := len(compact) - 20
	return compact[:at] + josetest.Encode(random(9)) + compact[at+12:]
}

func random(n int) string {
	bytes := make([]byte, n)
	rand.Read(bytes) // Read never fails.
	return string(bytes)
}

// serveKeys publishes the key on this machine, until stop.
func (b *bench) serveKeys() (stop func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	set := josetest.Set(josetest.JWK(&josetest.Key().PublicKey, kid, `"use":"sig"`, `"alg":"RS256"`))
	keys := &http.Server{ReadHeaderTimeout: time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/jwk-set+json")
		io.WriteString(w, set)
	})}
	go keys.Serve(listener)
	b.environment = []string{"ISSUER=" + issuer, "API_IDENTIFIER=" + audience, "CLIENT_ID=" + clientID, "PORT=0",
		fmt.Sprintf("JWKS_URI=http://%s/keys", listener.Addr())}
	return func() { keys.Close() }, nil
}
