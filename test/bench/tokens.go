//go:build linux

package main

import (
	"crypto/rand"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"

	"wails-openid-oauth/internal/jose"
	"wails-openid-oauth/test/josetest"
)

// kind is a way to make tokens.
type kind string

const (
	single  kind = "single"  // valid, of the usual size; there is one
	seen    kind = "seen"    // the same, sent before the clock starts
	fresh   kind = "fresh"   // the same, not sent before
	forged  kind = "forged"  // a valid one with another signature, well formed
	unknown kind = "unknown" // with a key ID that is not published, and a random signature
	big8K   kind = "big8K"   // valid, as long as a token may be
	noise   kind = "noise"   // as long, every other one forged or unknown
)

// makeTokens makes n tokens, no two alike, on all cores.
func makeTokens(of kind, n int) []string {
	makeOne := makers()[of]
	list := make([]string, n)
	var group sync.WaitGroup
	for worker := range runtime.NumCPU() {
		group.Go(func() {
			for i := worker; i < n; i += runtime.NumCPU() {
				list[i] = makeOne(i)
			}
		})
	}
	group.Wait()
	return list
}

// makers returns, for every kind, what makes its token number i.
func makers() map[kind]func(i int) string {
	expires := time.Now().Add(time.Hour).Unix()
	sign := func(i int, more string) string {
		return josetest.Compact(josetest.Key(), header(kid), payload(i, expires, more))
	}
	signedOnce := sync.OnceValue(func() string { return sign(-1, "") })
	bigOnce := sync.OnceValue(func() string { return sign(-1, filler()) })
	return map[kind]func(i int) string{
		single:  func(int) string { return signedOnce() },
		seen:    func(i int) string { return sign(i, "") },
		fresh:   func(i int) string { return sign(1<<24+i, "") },
		forged:  func(int) string { return forge(signedOnce()) },
		unknown: func(i int) string { return stray(payload(i, expires, "")) },
		big8K:   func(i int) string { return sign(i, filler()) },
		noise: func(i int) string {
			if i%2 == 0 {
				return forge(bigOnce())
			}
			return stray(payload(i, expires, filler()))
		},
	}
}

func header(kid string) string { return `{"alg":"RS256","typ":"at+jwt","kid":"` + kid + `"}` }

// payload is what an access token of Auth0 says. The number keeps the tokens apart.
func payload(number int, expires int64, more string) string {
	return fmt.Sprintf(`{"iss":%q,"sub":"auth0|%024x","aud":[%q,"https://idp.example/userinfo"],"iat":%d,"exp":%d,`+
		`"scope":"openid profile offline_access read:messages","azp":%q,"jti":"%024x","permissions":["read:messages"]%s}`,
		issuer, uint32(number), audience, expires-7200, expires, clientID, uint32(number), more)
}

// filler is a claim that fills a token up to its limit with as many values as that takes: the kind that costs most to
// keep for a server that keeps claims decoded.
func filler() string {
	without := len(josetest.Encode(header(strings.Repeat("k", 26)))) + len("..") + base64Length(256)
	room := (jose.MaxAccessToken-without)/4*3 - len(payload(0, 1<<33, "")) - len(`,"x":[1]`)
	return `,"x":[` + strings.Repeat("1,", room/2) + "1]"
}

func base64Length(bytes int) int { return (bytes*8 + 5) / 6 }

// forge changes a few low bytes of the signature: the number stays below the modulus, so that it is refused by the
// whole of the computation and not by its size.
func forge(compact string) string {
	at := len(compact) - 20
	return compact[:at] + josetest.Encode(random(9)) + compact[at+12:]
}

// stray makes a token that names a key that does not exist.
func stray(payload string) string {
	return strings.Join([]string{josetest.Encode(header(rand.Text())), josetest.Encode(payload), josetest.Encode(random(256))}, ".")
}

func random(n int) string {
	bytes := make([]byte, n)
	rand.Read(bytes) // It never fails.
	return string(bytes)
}
