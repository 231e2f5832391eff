//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"
)

// comparison holds what was measured in turn: requests a second of each row, one a cycle, in their order. Those of one
// cycle are neighbours in time.
type comparison map[row][]float64

// results are what all rounds brought.
type results struct {
	seen, first, flood, memory comparison
	rsa                        []float64 // microseconds of a verification
	peak                       float64   // megabytes that a backend-api ever had resident
	busy                       []float64 // which part of its core the servers had
	idle                       []float64 // which part of its time the generator had nothing to do
	beside                     []float64 // junk a second in the floods
	wrongs                     int
	example                    string
}

func newResults() *results {
	return &results{seen: comparison{}, first: comparison{}, flood: comparison{}, memory: comparison{}}
}

// measure lets the streams of each lane send in turn, and adds a rate a cycle for each that has a row.
func (r *results) measure(ctx context.Context, into *comparison, turn time.Duration, cycles int, servers []*server, streams []*stream) error {
	lanes := lanesOf(streams)
	before, err := atRest(servers)
	if err != nil {
		return err
	}
	idle, err := generate(ctx, streams, turn, lanes*cycles)
	if err != nil {
		return err
	}
	after, err := atRest(servers)
	if err != nil {
		return err
	}
	r.busy = append(r.busy, (after-before).Seconds()/(turn*time.Duration(lanes*cycles)).Seconds())
	r.idle = append(r.idle, idle)
	counted := turn - turn/unfit
	for _, s := range streams {
		r.note(s)
		for cycle := range cycles {
			rate := float64(s.slices[cycle*lanes+s.lane]) / counted.Seconds()
			switch s.row {
			case junkTokens:
				r.beside = append(r.beside, rate)
			case longJunk:
			default:
				(*into)[s.row] = append((*into)[s.row], rate)
			}
		}
	}
	return nil
}

// atRest returns the CPU time of servers that have nothing to do.
func atRest(servers []*server) (sum time.Duration, err error) {
	for _, s := range servers {
		used, restErr := rest(s.pid())
		sum += used
		err = errors.Join(err, restErr)
	}
	return sum, err
}

// note keeps the wrong answers.
func (r *results) note(s *stream) {
	if r.wrongs += s.wrong; r.example == "" {
		r.example = s.example
	}
}

// wrong is an error if an answer was.
func (r *results) wrong() error {
	if r.wrongs == 0 {
		return nil
	}
	return fmt.Errorf("%d answers were wrong, such as %s", r.wrongs, r.example)
}

// estimate is a median, and the interval that holds the true one with 95 % confidence.
type estimate struct{ low, median, high float64 }

// estimateOf takes the interval from the order of the values (the sign test), so it assumes nothing about their distribution.
func estimateOf(values []float64) estimate {
	if len(values) == 0 {
		return estimate{math.NaN(), math.NaN(), math.NaN()}
	}
	sorted := slices.Sorted(slices.Values(values))
	n := float64(len(sorted))
	at := func(place float64) float64 { return sorted[int(min(max(math.Round(place), 0), n-1))] }
	half := .98 * math.Sqrt(n)
	return estimate{at((n-1)/2 - half), (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2, at((n-1)/2 + half)}
}

// each returns what f says of two rows' rates in every cycle. Rows that were not measured together have none.
func (c comparison) each(a, b row, f func(a, b float64) float64) (values []float64) {
	for i := range min(len(c[a]), len(c[b])) {
		values = append(values, f(c[a][i], c[b][i]))
	}
	return values
}

// share is the requests per second of a row, in percent of the other's.
func share(a, b float64) float64 { return 100 * a / b }

// above is how many more microseconds of the core a request of a row costs than one of the other.
func above(a, b float64) float64 { return 1e6/a - 1e6/b }

// allowed compares with what the other's cost and one verification allow, in percent.
func allowed(rsa float64) func(a, b float64) float64 {
	return func(a, b float64) float64 { return 100 * a * (1/b + rsa/1e6) }
}
