package api

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// All tallies make one set of metrics. A request that took as long as a bound is within it.
func TestTallies(t *testing.T) {
	const each = 100
	tallies := newTallies([]string{"GET /a", "GET /b"})
	tallies.all = append(tallies.all, &tally{routes: make([]routeTally, 3)})
	var running sync.WaitGroup
	for range tallies.all {
		in := tallies.take()
		running.Go(func() {
			for range each {
				tallies.count(in, "GET /a", 200, 100*time.Microsecond)
				tallies.count(in, "GET /a", 401, 100*time.Microsecond+1)
				tallies.count(in, "", 404, time.Minute)
				in.leftOut.Add(1)
			}
		})
	}
	running.Wait()
	metrics := newMetrics()
	metrics.registry.MustRegister(tallies)
	text := get(metrics.handler(), "/metrics", "").Body.String()
	n := float64(each * len(tallies.all))
	for name, want := range map[string]float64{
		`http_requests_total{route="GET /a",status="200"}`:                 n,
		`http_requests_total{route="GET /a",status="401"}`:                 n,
		`http_requests_total{route="none",status="404"}`:                   n,
		`http_request_duration_seconds_bucket{route="GET /a",le="0.0001"}`: n,
		`http_request_duration_seconds_bucket{route="GET /a",le="0.001"}`:  2 * n,
		`http_request_duration_seconds_bucket{route="GET /a",le="+Inf"}`:   2 * n,
		`http_request_duration_seconds_count{route="none"}`:                n,
		`http_request_duration_seconds_bucket{route="none",le="10"}`:       0,
		`http_request_duration_seconds_sum{route="none"}`:                  60 * n,
	} {
		if !strings.Contains(text, fmt.Sprintf("\n%s %g\n", name, want)) {
			t.Errorf("%s is not %g in\n%s", name, want, text)
		}
	}
	if strings.Contains(text, "GET /b") {
		t.Error("a route that nobody used has metrics")
	}
	if lines := tallies.takeLeftOut(); float64(lines) != n || tallies.takeLeftOut() != 0 {
		t.Errorf("%d lines were left out, want %v, and then none", lines, n)
	}
}

// Every request has an ID of its own.
func TestRequestIDs(t *testing.T) {
	seen := map[string]bool{}
	for range 10_000 {
		id := newID()
		if len(id) != 26 || strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" || seen[id] {
			t.Fatalf("the ID %q, after %d others", id, len(seen))
		}
		seen[id] = true
	}
}
