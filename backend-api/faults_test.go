package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"testing"
	"time"

	"wails-openid-oauth/internal/jwks"
)

// TestA_JWKS_503_at_start: whatever the provider does when the program starts, the program serves at once and says that it
// cannot check tokens. It can check them within a second after the provider's return.
func TestA_JWKS_503_at_start(t *testing.T) {
	elsewhere := newIDP(t)
	t.Cleanup(func() { elsewhere.neverAsked(t) })
	tests := faults(elsewhere.url)
	tests["is down"] = nil
	for name, fault := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newIDP(t)
			if p.misbehave(fault); fault == nil {
				p.goDown()
			}
			api := start(t, p.url)
			token := good(p.url, "k1")
			withoutKeys(t, api, token)
			if asked := p.requests(); fault != nil { // The current try may hang for some time.
				await(t, "the program asks the provider again", func() bool { return p.requests() > asked })
			}
			if p.misbehave(nil); fault == nil {
				p.comeBack(t)
			}
			// The program needs a second, as jwks.TestA_JWKS_503_hanging shows with its own clock. The rest is for a busy machine.
			// A program that waits for the hanging try would need five seconds.
			awaitWithin(t, 4*time.Second, "the program can check tokens again", func() bool {
				return get(t, api.url+"/readyz", "").status == 200 && get(t, api.url+"/private", token).status == 200
			})
		})
	}
}

// withoutKeys checks the answers of a program that has no keys.
func withoutKeys(t *testing.T, api *program, token string) {
	t.Helper()
	for path, want := range map[string]int{"/public": 200, "/healthz": 200, "/readyz": 503, "/private": 503} {
		got := get(t, api.url+path, token)
		if got.status != want {
			t.Errorf("%s: %d, want %d", path, got.status, want)
		}
		if path == "/private" && (got.header.Get("Retry-After") != "1" || got.header.Get("WWW-Authenticate") != "") {
			t.Errorf("%s: %v", path, got.header)
		}
	}
}

// misfortune is a program that has keys and customers while its provider has a fault.
type misfortune struct {
	name      string
	provider  *idp
	api       *program
	customers *regulars
	memory    int // before the fault, in KiB
	looked    chan error
}

func newMisfortune(t *testing.T, name string, fault http.HandlerFunc) *misfortune {
	t.Helper()
	p := newIDP(t)
	m := &misfortune{name: name, provider: p, api: start(t, p.url), looked: make(chan error, 1)}
	m.api.awaitReady(t)
	m.customers = newRegulars(t, m.api.address, good(p.url, "k1"))
	await(t, "valid tokens are served", func() bool { return m.customers.served.Load() > 100 })
	m.memory = m.api.peak(t)
	asked := p.requests()
	p.misbehave(fault)
	go func() { m.looked <- untilAsked(p, asked, m.api.url, good(p.url, "k3"), 503) }() // An unknown key makes the program ask the provider.
	return m
}

// check waits until the program has met the fault, and returns by how much its memory has grown, in KiB.
func (m *misfortune) check(t *testing.T) (grown int) {
	if err := <-m.looked; err != nil {
		t.Error(err)
	}
	before := m.customers.served.Load()
	await(t, "valid tokens are served after the fault", func() bool {
		return m.customers.served.Load() > before+20 || m.customers.failed.Load() != nil
	})
	m.customers.check(t)
	return m.api.peak(t) - m.memory
}

// TestA_JWKS_KEEP_later: whatever the provider does when the program asks again, the program goes on using the keys that it
// has, and its memory does not grow. Each fault has its own program, so that all of them wait at the same time.
func TestA_JWKS_KEEP_later(t *testing.T) {
	t.Parallel()
	elsewhere := newIDP(t)
	var all []*misfortune
	for name, fault := range faults(elsewhere.url) {
		all = append(all, newMisfortune(t, name, fault))
	}
	grown := map[string]int{}
	for _, m := range all {
		t.Run(m.name, func(t *testing.T) { grown[m.name] = m.check(t) })
	}
	for name, growth := range grown {
		if nothing := grown["answers 500"]; growth > nothing+20<<10 {
			t.Errorf("%s: the memory grew by %d KiB; with the fault that sends nothing it grew by %d KiB", name, growth, nothing)
		}
	}
	elsewhere.neverAsked(t)
}

// untilAsked presents a token of an unknown key until the provider has been asked again. The token must get the given
// status: 401 if the provider has no such key, 503 if the provider does not answer. Before the provider was asked, 503 is
// right in both cases.
func untilAsked(p *idp, before int, url, unknown string, status int) error {
	for begin := time.Now(); p.requests() == before; time.Sleep(50 * time.Millisecond) {
		got, err := tryGet(context.Background(), url+"/private", unknown)
		if err == nil && got.status != status && got.status != 503 {
			err = fmt.Errorf("a token of an unknown key got status %d", got.status)
		}
		if err != nil {
			return err
		}
		if time.Since(begin) > jwks.Cooldown+waitLimit {
			return fmt.Errorf("the provider was not asked within %v", time.Since(begin))
		}
	}
	return nil
}

var highWater = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// peak returns the maximum of the program's resident memory so far, in KiB.
func (p *program) peak(t *testing.T) int {
	t.Helper()
	return p.statistic(t, "status", highWater)
}

// statistic reads a number from one of the program's files in /proc.
func (p *program) statistic(t *testing.T, file string, pattern *regexp.Regexp) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", p.process.Pid, file))
	if err != nil {
		t.Skip("this system has no /proc: ", err)
	}
	found := pattern.FindSubmatch(text)
	if found == nil {
		t.Fatalf("no %v in:\n%s", pattern, text)
	}
	return number(t, string(found[1]))
}

func number(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
