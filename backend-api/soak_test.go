package main

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wails-openid-oauth/test/josetest"
)

// mixture is one kind of request of a soak, with the status it gets, and whether its connection ends.
type mixture struct {
	name, request string
	status        int
	ends          bool
	waits         bool // it may get 503 instead
}

// mixed returns a request of each kind, each with its own token.
func mixed(issuer string, number int) []mixture {
	valid := accessToken(issuer, "k1", time.Now().Add(time.Duration(number)*time.Second+time.Hour))
	head, rest, _ := strings.Cut(valid, ".")
	unknown := fmt.Sprintf(`{"alg":"RS256","kid":"junk %d"}`, number)
	return []mixture{
		{"valid", private(valid), 200, false, false},
		{"valid again", private(valid), 200, false, false},
		{"public", request("GET /public", ""), 200, false, false},
		{"expired", private(accessToken(issuer, "k1", time.Now().Add(-time.Duration(number)*time.Second-time.Hour))), 401, false, false},
		{"of an unknown key, and for nobody", private(josetest.Compact(josetest.Other(), unknown, `{"aud":"other"}`)), 401, false, false},
		{"another's signature", private(josetest.Compact(josetest.Other(), `{"alg":"RS256","kid":"k1"}`, fmt.Sprintf(`{"n":%d}`, number))), 401, false, false},
		{"junk", private(head + rest), 401, false, false},
		{"no token", private(""), 401, false, false},
		{"two words", private("a b"), 400, false, false},
		{"wrong path", request(fmt.Sprintf("GET /nothing/%d", number), valid), 404, false, false},
		{"bad method", request("DELETE /private", valid), 405, false, false},
		{"made-up method", request(fmt.Sprintf("BREW%d /private", number), valid), 405, false, false},
		{"oversized token", private(strings.Repeat("x", 25<<10)), 431, false, false},
		{"oversized header", private(strings.Repeat("x", 64<<10)), 431, true, false},
		{"no HTTP", "hello\r\n\r\n", 400, true, false},
		{"no protocol", "GET /private\r\n\r\n", 400, true, false},
	}
}

// unknown returns a request that has to wait for a fetch from the provider.
func unknown(issuer string, number int) mixture {
	_, rest, _ := strings.Cut(good(issuer, "k2"), ".")
	header := josetest.Encode(fmt.Sprintf(`{"alg":"RS256","kid":"unknown %d"}`, number))
	return mixture{name: "of an unknown key", request: private(header + "." + rest), status: 401, waits: true}
}

// try returns the status of the answer.
func (m mixture) try(w *wire) (int, error) {
	if m.ends {
		return w.status(m.request) // The server does not read the whole request, so the end of its answer may get lost.
	}
	got, err := w.ask(m.request)
	return got.status, err
}

// client sends its requests in random order until ctx ends, so slowly that other tests can run.
func client(ctx context.Context, address string, kinds []mixture, random *rand.Rand, sent *atomic.Int64) error {
	pace := time.NewTicker(2 * time.Millisecond)
	defer pace.Stop()
	for ctx.Err() == nil {
		w, err := dial(address)
		if err != nil {
			return err
		}
		for ended := false; !ended && ctx.Err() == nil; <-pace.C {
			kind := kinds[random.IntN(len(kinds))]
			if kind.ends && random.IntN(20) > 0 {
				continue // One connection per request would use up the ports of a machine in ten minutes.
			}
			status, err := kind.try(w)
			if err != nil || status != kind.status && !(kind.waits && status == 503) {
				w.Close()
				return fmt.Errorf("%s: status %d, error %v", kind.name, status, err)
			}
			sent.Add(1)
			ended = kind.ends
		}
		w.Close()
	}
	return nil
}

// level is what a program uses at one time.
type level struct{ memory, goroutines, descriptors int }

var (
	residentMemory = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)
	goroutines     = regexp.MustCompile(`(?m)^go_goroutines (\d+)`)
)

// level measures the memory in KiB and the open files by the system, and the goroutines by the program's own metrics.
func (p *program) level(t *testing.T) level {
	t.Helper()
	found := goroutines.FindStringSubmatch(get(t, p.url+"/metrics", "").body)
	if found == nil {
		t.Fatal("the metrics do not have the number of goroutines")
	}
	files, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", p.process.Pid))
	if err != nil {
		t.Skip("this system has no /proc: ", err)
	}
	return level{p.statistic(t, "status", residentMemory), number(t, found[1]), len(files)}
}

// TestSoak sends mixed traffic for as long as SOAK says. After a third of that time, memory, goroutines and open files must
// not grow. The test compares the medians of the second and of the last third, so that no single measurement counts.
func TestSoak(t *testing.T) {
	t.Parallel()
	duration, err := time.ParseDuration(cmp.Or(os.Getenv("SOAK"), "15s"))
	if err != nil {
		t.Fatal(err)
	}
	p := newIDP(t)
	api := start(t, p.url)
	api.awaitReady(t)
	ctx, cancel := context.WithTimeout(t.Context(), duration)
	var running sync.WaitGroup
	t.Cleanup(func() { cancel(); running.Wait() })
	var sent atomic.Int64
	for i := range 6 {
		var kinds []mixture
		for j := range 25 {
			if i < 2 {
				kinds = append(kinds, unknown(p.url, 25*i+j)) // These requests wait most of the time.
			} else {
				kinds = append(kinds, mixed(p.url, 25*i+j)...)
			}
		}
		running.Go(func() {
			if err := client(ctx, api.address, kinds, rand.New(rand.NewPCG(1, uint64(i))), &sent); err != nil {
				t.Errorf("client %d: %v", i, err)
				cancel()
			}
		})
	}
	var levels []level // On a busy machine the time may end before there are enough levels.
	for tick := time.NewTicker(duration / 60); ctx.Err() == nil || len(levels) < 9; <-tick.C {
		levels = append(levels, api.level(t))
	}
	running.Wait()
	if t.Failed() {
		return
	}
	third := len(levels) / 3
	before, after := median(levels[third:2*third]), median(levels[2*third:])
	t.Logf("%d requests in %v; then %+v, at the end %+v", sent.Load(), duration, before, after)
	if after.memory > before.memory+max(8<<10, before.memory/10) || after.goroutines > before.goroutines+20 ||
		after.descriptors > before.descriptors+20 {
		t.Errorf("the program grew from %+v to %+v", before, after)
	}
}

// median returns the median of each measure.
func median(levels []level) level {
	of := func(measure func(level) int) int {
		values := make([]int, len(levels))
		for i, l := range levels {
			values[i] = measure(l)
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	return level{
		of(func(l level) int { return l.memory }),
		of(func(l level) int { return l.goroutines }),
		of(func(l level) int { return l.descriptors }),
	}
}
