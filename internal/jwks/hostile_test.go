package jwks

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wails-openid-oauth/internal/jose"
	"wails-openid-oauth/test/josetest"
)

// answering is a server that answers every request with the same bytes. If more is set, it then repeats those until the client
// stops reading.
func answering(t *testing.T, text, more string) (url string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	t.Cleanup(func() { listener.Close(); running.Wait() })
	running.Go(func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			running.Go(func() {
				defer connection.Close()
				if _, err := http.ReadRequest(bufio.NewReader(connection)); err != nil {
					return
				}
				_, err := io.WriteString(connection, text)
				for more != "" && err == nil {
					_, err = io.WriteString(connection, more)
				}
			})
		}
	})
	return "http://" + listener.Addr().String() + "/keys"
}

// good200 is an answer with a body, and further header lines.
func good200(body string, lines ...string) string {
	header := append([]string{"HTTP/1.1 200 OK", fmt.Sprintf("Content-Length: %d", len(body))}, lines...)
	return strings.Join(header, "\r\n") + "\r\n\r\n" + body
}

func compressed(body string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, body)
	w.Close()
	return b.String()
}

// TestHostileAnswers: an answer that is malformed or has no keys brings none, and does not fill the log. No log line contains the
// provider's own text.
func TestHostileAnswers(t *testing.T) {
	long := strings.Repeat("hunter2 ", 100_000)
	word := strings.ReplaceAll(long, " ", "-")
	for name, tt := range map[string]struct {
		answer, more string
	}{
		"no HTTP":                      {word + "\r\n\r\n", ""},
		"no status":                    {"HTTP/1.1 " + word + " OK\r\n\r\n", ""},
		"a long reason":                {"HTTP/1.1 500 " + long + "\r\nContent-Length: 0\r\n\r\n", ""},
		"no header line":               {"HTTP/1.1 200 OK\r\n" + word + "\r\n\r\n", ""},
		"a length that is none":        {"HTTP/1.1 200 OK\r\nContent-Length: " + word + "\r\n\r\n", ""},
		"an unknown encoding":          {"HTTP/1.1 200 OK\r\nTransfer-Encoding: " + word + "\r\n\r\n", ""},
		"a location that is none":      {"HTTP/1.1 302 Found\r\nLocation: %zz" + word + "\r\nContent-Length: 0\r\n\r\n", ""},
		"endless header lines":         {"HTTP/1.1 200 OK\r\n", "X: " + word + "\r\n"},
		"endless words of what comes":  {"", "HTTP/1.1 103 Early Hints\r\nLink: hunter2\r\n\r\n"},
		"a compressed 4 MB":            {good200(compressed(first()+strings.Repeat(" ", 4<<20)), "Content-Encoding: gzip"), ""},
		"compressed, but not":          {good200(first(), "Content-Encoding: gzip"), ""},
		"chunks that are none":         {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + word, ""},
		"UTF-16":                       {good200("\xff\xfe{\x00\"\x00k\x00"), ""},
		"half a key set":               {good200(first()[:len(first())/2]), ""},
		"two key sets":                 {good200(first() + first()), ""},
		"deep":                         {good200(strings.Repeat(`{"keys":[`, 20_000)), ""},
		"deep keys":                    {good200(`{"keys":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "}"), ""},
		"87,000 empty keys":            {good200(`{"keys":[` + strings.Repeat("{},", 87_000) + "{}]}"), ""},
		"a modulus of 200 KB":          {good200(josetest.Set(`{"kty":"RSA","e":"AQAB","n":"` + strings.Repeat("A", 200_000) + `"}`)), ""},
		"a kid of 200 KB on a bad key": {good200(josetest.Set(`{"kty":"EC","kid":"` + word[:200_000] + `"}`)), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			set, err := New(Options{
				URL: answering(t, tt.answer, tt.more), Client: &http.Client{Transport: &http.Transport{}},
				Log: slog.New(slog.NewTextHandler(&log, nil)),
			})
			if err != nil {
				t.Fatal(err)
			}
			begin := time.Now()
			err = verify(set, josetest.Key(), "k1")
			want(t, err, ErrUnavailable)
			if took := time.Since(begin); took > 4*fetchTimeout {
				t.Errorf("the fetch took %v", took)
			}
			if set.Ready() {
				t.Error("the set has keys")
			}
			if log.Len() > 4<<10 || strings.Contains(log.String(), "hunter2") || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the log is too long, or it or the error quotes the answer: error of %d bytes, log of %d: %.200s", len(err.Error()), log.Len(), &log)
			}
		})
	}
}

// TestFullKeySet: a set with the largest allowed number of keys is used, and an unknown key is still unknown.
func TestFullKeySet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: manyKeys(maxKeys)}
		set, _ := newSet(t, p)
		want(t, verify(set, josetest.Key(), "key 1"), nil)
		last := fmt.Sprint("key ", maxKeys-1)
		want(t, verify(set, josetest.Key(), last), nil)
		want(t, verify(set, josetest.Other(), "k2"), nil)
		want(t, verify(set, josetest.Key(), "k2"), jose.ErrSignature)
		want(t, verify(set, josetest.Key(), "key 0"), ErrUnknownKey) // This causes a second fetch, which brings the same keys.
		want(t, verify(set, josetest.Key(), last), nil)
		want(t, verify(set, josetest.Other(), "k2"), nil)
	})
}

// manyKeys is a set of count keys: "k2", and then "key 1" and so on.
func manyKeys(count int) string {
	keys := []string{josetest.JWK(publicKey(josetest.Other()), "k2")}
	for len(keys) < count {
		keys = append(keys, josetest.JWK(publicKey(josetest.Key()), fmt.Sprint("key ", len(keys))))
	}
	return josetest.Set(keys...)
}

// TestTooManyKeys: a set with too many keys, usable or not, does not replace good keys, makes no token bad, and is logged once.
func TestTooManyKeys(t *testing.T) {
	for name, body := range map[string]string{
		"one more":            manyKeys(maxKeys + 1),
		"80,000, all empty":   `{"keys":[` + strings.Repeat("{},", 80_000) + "{}]}",
		"80,000 and one":      `{"keys":[` + strings.Repeat("{},", 80_000) + josetest.JWK(publicKey(josetest.Other()), "k2") + "]}",
		"120,000 that aren't": `{"keys":[` + strings.Repeat("0,", 120_000) + "0]}",
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &provider{status: 200, body: first()}
				set, log := newSet(t, p)
				want(t, verify(set, josetest.Key(), "k1"), nil)
				p.answer(200, body)
				for range 3 {
					time.Sleep(Cooldown)
					want(t, verify(set, josetest.Other(), "k2"), ErrUndecided)
					want(t, verify(set, josetest.Key(), "k1"), nil)
				}
				if lines := strings.Count(log.String(), "holds more than 200 keys"); lines != 1 || p.requests() != 4 {
					t.Errorf("%d log lines for %d requests, want 1 for 4:\n%s", lines, p.requests(), log)
				}
				p.answer(200, second())
				time.Sleep(Cooldown)
				want(t, verify(set, josetest.Other(), "k2"), nil)
			})
		})
	}
}

// TestTheCostOfAKeySet: reading an answer costs little more than its bytes. Reading a hostile one key by key to the end would make
// a million allocations.
func TestTheCostOfAKeySet(t *testing.T) {
	list := func(text string) string {
		return "[" + strings.Repeat(text+",", maxBody/(len(text)+1)-200) + text + "]"
	}
	for name, body := range map[string]string{
		"empty keys":     `{"keys":` + list(`{}`) + "}",
		"small keys":     `{"keys":` + list(`{"kty":"EC","kid":"a"}`) + "}",
		"key_ops":        josetest.Set(jwk(`"key_ops":` + list(`"verify"`))),
		"x5c":            josetest.Set(jwk(`"x5c":` + list(`"a"`))),
		"good keys":      manyKeys(maxKeys),
		"beside the set": `{"keys":[` + jwk() + `],"more":` + list(`{}`) + "}",
	} {
		if got := testing.AllocsPerRun(1, func() { _, _, _ = parse([]byte(body), rs256) }); got > 60*maxKeys {
			t.Errorf("%s: %.0f allocations for %d bytes", name, got, len(body))
		}
	}
	document := `{"issuer":"https://idp.example/","jwks_uri":"https://idp.example/keys","more":` + list(`1.5`) + "}"
	if got := testing.AllocsPerRun(1, func() { _, _ = keySetURL([]byte(document), "https://idp.example/") }); got > 1000 {
		t.Errorf("a discovery document: %.0f allocations", got)
	}
}

// TestRoomIsGivenBack: a caller that stops waiting for a hanging provider makes room for another one.
func TestRoomIsGivenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: first()}
		set, _ := newSet(t, p)
		want(t, verify(set, josetest.Key(), "k1"), nil)
		p.slow(time.Hour)
		ctx, leave := context.WithCancel(t.Context())
		var senders sync.WaitGroup
		for range room {
			senders.Go(func() {
				if _, err := jose.Verify(ctx, junk(), jose.MaxAccessToken, jose.Algorithms(), set); err == nil {
					t.Error("junk was accepted")
				}
			})
		}
		synctest.Wait()
		leave()
		senders.Wait()
		begin := time.Now()
		want(t, present(set, junk()), ErrUndecided)
		if time.Since(begin) != fetchTimeout {
			t.Errorf("the token waited %v, want the rest of the running fetch", time.Since(begin))
		}
	})
}

// TestAHangUnderJunk: A-JWKS-ROTATE. Junk causes a fetch, which hangs. Meanwhile a new key is published. It is accepted after
// the next fetch, one cool-down after the first one began.
func TestAHangUnderJunk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{status: 200, body: first()}
		set, _ := newSet(t, p)
		want(t, verify(set, josetest.Key(), "k1"), nil)
		ctx, stop := context.WithCancel(t.Context())
		var flood sync.WaitGroup
		p.slow(time.Hour)
		for range room + 10 {
			flood.Go(func() {
				for ctx.Err() == nil {
					_, _ = jose.Verify(ctx, junk(), jose.MaxAccessToken, jose.Algorithms(), set)
					time.Sleep(100 * time.Millisecond)
				}
			})
		}
		time.Sleep(time.Second)
		p.slow(0)
		p.answer(200, second())
		published := time.Now()
		for verify(set, josetest.Other(), "k2") != nil {
			want(t, verify(set, josetest.Key(), "k1"), nil)
			if time.Since(published) > Cooldown {
				t.Error("the new key was not accepted within a cool-down")
				break
			}
			time.Sleep(100 * time.Millisecond)
		}
		stop()
		flood.Wait()
	})
}

// TestAVaryingFault: a provider that fails in a different way each time causes one log line per fetch, and no more.
func TestAVaryingFault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{}
		set, log := newSet(t, p)
		compact := josetest.Compact(josetest.Key(), `{"alg":"RS256","kid":"k1"}`, `{}`)
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { set.Run(ctx) })
		synctest.Wait()
		for i := range 120 {
			p.answer(400+i, "")
			for range 3 {
				_, err := jose.Verify(t.Context(), compact, jose.MaxAccessToken, jose.Algorithms(), set)
				want(t, err, ErrUnavailable)
			}
			time.Sleep(retry)
		}
		cancel()
		running.Wait()
		if lines := strings.Count(log.String(), "\n"); lines > p.requests() || p.requests() > 122 {
			t.Errorf("%d lines for %d requests in a minute", lines, p.requests())
		}
	})
}
