//go:build linux

package main

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The median is within its interval, which narrows as there are more values, and one that is far off moves neither.
func TestEstimate(t *testing.T) {
	for _, tt := range []struct {
		values []float64
		want   estimate
	}{
		{[]float64{7}, estimate{7, 7, 7}},
		{[]float64{4, 1}, estimate{1, 2.5, 4}},
		{[]float64{1000, 5, 2000}, estimate{5, 1000, 2000}},
		{[]float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 1e9}, estimate{6, 10.5, 15}},
	} {
		if got := estimateOf(tt.values); got != tt.want {
			t.Errorf("%v: %+v, want %+v", tt.values, got, tt.want)
		}
	}
	if e := estimateOf(nil); !math.IsNaN(e.median) || !math.IsNaN(e.low) || !math.IsNaN(e.high) {
		t.Errorf("of nothing: %+v", e)
	}
}

// Comparisons are of neighbours in time: what slows the machine for a while slows both.
func TestEach(t *testing.T) {
	c := comparison{sameToken: {90, 40, 9}, unprotected: {100, 50, 10}}
	if diff := cmp.Diff([]float64{90, 80, 90}, c.each(sameToken, unprotected, share)); diff != "" {
		t.Error(diff)
	}
	if got := c.each(sameToken, manyTokens, share); got != nil {
		t.Errorf("with what was not measured: %v", got)
	}
	for _, tt := range []struct{ got, want float64 }{
		{above(40_000, 50_000), 5},
		{allowed(30)(18_000, 50_000), 90}, // 20 and 30 microseconds allow 20,000 a second.
	} {
		if math.Abs(tt.got-tt.want) > 1e-9 {
			t.Errorf("got %v, want %v", tt.got, tt.want)
		}
	}
}

// measured is a run in which every aim is just met.
func measured() *results {
	r := newResults()
	r.seen = comparison{bare: {66_000}, unprotected: {20_000}, sameToken: {19_300}, manyTokens: {19_300}}
	r.first = comparison{unprotected: {20_000}, reference: {12_000}, firstSeen: {11_300}, badSignature: {11_300}}
	r.flood = comparison{manyTokens: {19_000}, flooded: {9_600}}
	r.memory = comparison{longTokens: {500}}
	r.rsa, r.peak, r.busy, r.idle, r.beside = []float64{30}, 31.9, []float64{1}, []float64{.9}, []float64{3000}
	return r
}

func TestAims(t *testing.T) {
	tests := []struct {
		name   string
		change func(*results)
		want   string // the verdicts: m or M(issed)
	}{
		{"all met", func(*results) {}, "mmmmmmmmmm"},
		{"(2) slow", func(r *results) { r.seen[sameToken][0] = 18_300 }, "MMmmmmmmmm"},
		{"(3) above", func(r *results) { r.seen[unprotected][0] = 20_200 }, "mMmMmmmmmm"},
		{"(5) slow", func(r *results) { r.first[firstSeen][0] = 10_000 }, "mmmmMMmmmm"},
		{"(6) slow", func(r *results) { r.first[badSignature][0] = 10_700 }, "mmmmmmMMmm"},
		{"(7) slow", func(r *results) { r.flood[flooded][0] = 9_400 }, "mmmmmmmmMm"},
		{"memory", func(r *results) { r.peak = 32.1 }, "mmmmmmmmmM"},
		{"nothing but memory", func(r *results) { *r = results{peak: 20} }, "m"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := measured()
			tt.change(r)
			got := ""
			for _, a := range r.aims(30) {
				got += map[string]string{"met": "m", "**missed**": "M"}[a.verdict]
			}
			if got != tt.want {
				t.Errorf("got %s, want %s: %+v", got, tt.want, r.aims(30))
			}
		})
	}
}

func TestPrint(t *testing.T) {
	var out strings.Builder
	r := measured()
	r.seen[sameToken] = []float64{18_000}
	r.print(&out)
	for _, line := range []string{
		"| (0) | bare net/http, no middleware | 66,000 | 330.0 % | 15.2 | -34.8 µs |",
		"| (2) | `/private`, the same token | 18,000 | 90.0 % | 55.6 | +5.6 µs |",
		"| (7) | (3) in a flood of unknown keys, 3,000 a second | 9,600 | – | 104.2 | – |",
		"One RSA-2048 verification with its SHA-256, and nothing but that: 30.0 µs.",
		"| (2) of (1): at least 92 % | 90.0 % | **missed** |",
		"| memory: at most 32 MB | 31.9 MB | met |",
	} {
		if !slices.Contains(strings.Split(out.String(), "\n"), line) {
			t.Errorf("there is no line %s in\n%s", line, &out)
		}
	}
}
