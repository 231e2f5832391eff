package api

import (
	"runtime"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sys/cpu"
)

// tallies count requests by route and status, as a [prometheus.Collector]. There is one tally for each processor, because a counter
// that all processors change has to travel between their caches with every request. Prometheus gets the sums.
type tallies struct {
	routes []string       // the router's patterns, after noRoute
	place  map[string]int // of a route in each tally
	all    []*tally
	given  atomic.Uint32

	requests, duration *prometheus.Desc
}

// tally has the counts of some of the requests.
type tally struct {
	routes  []routeTally
	leftOut atomic.Int64 // lines for which the log had no room
	_       cpu.CacheLinePad
}

type routeTally struct {
	statuses [1000]atomic.Uint64
	buckets  [len(bounds) + 1]atomic.Uint64 // the last one is for what takes longer than all bounds
	sum      atomic.Int64                   // nanoseconds
}

// bounds are the upper ends of the histogram's buckets.
var bounds = [...]time.Duration{
	100 * time.Microsecond, time.Millisecond, 10 * time.Millisecond, 100 * time.Millisecond, time.Second, 10 * time.Second,
}

// noRoute is the label of the requests for which there is no route.
const noRoute = "none"

// newTallies makes tallies for the patterns of a router.
func newTallies(patterns []string) *tallies {
	t := &tallies{
		routes:   append([]string{noRoute}, patterns...),
		place:    map[string]int{},
		all:      make([]*tally, runtime.GOMAXPROCS(0)),
		requests: prometheus.NewDesc("http_requests_total", "Requests by route and status.", []string{"route", "status"}, nil),
		duration: prometheus.NewDesc("http_request_duration_seconds", "From the request's header to the end of its answer.",
			[]string{"route"}, nil),
	}
	for i, route := range t.routes {
		t.place[route] = i
	}
	for i := range t.all {
		t.all[i] = &tally{routes: make([]routeTally, len(t.routes))}
	}
	return t
}

// take returns one of the tallies, each in its turn. Two processors may count in the same one.
func (t *tallies) take() *tally { return t.all[int(t.given.Add(1))%len(t.all)] }

// count counts a request. pattern is the router's, and is empty if no route was found.
func (t *tallies) count(in *tally, pattern string, status int, took time.Duration) {
	route := &in.routes[t.place[pattern]]
	route.statuses[status].Add(1)
	bucket, _ := slices.BinarySearch(bounds[:], took)
	route.buckets[bucket].Add(1)
	route.sum.Add(int64(took))
}

// takeLeftOut returns how many lines the log has left out since it was asked last.
func (t *tallies) takeLeftOut() (lines int64) {
	for _, one := range t.all {
		lines += one.leftOut.Swap(0)
	}
	return lines
}

// Describe implements [prometheus.Collector].
func (t *tallies) Describe(descriptions chan<- *prometheus.Desc) {
	descriptions <- t.requests
	descriptions <- t.duration
}

// Collect implements [prometheus.Collector].
func (t *tallies) Collect(metrics chan<- prometheus.Metric) {
	for place, route := range t.routes {
		for status := range len(routeTally{}.statuses) {
			requests := t.sum(func(one *tally) uint64 { return one.routes[place].statuses[status].Load() })
			if requests > 0 {
				metrics <- prometheus.MustNewConstMetric(t.requests, prometheus.CounterValue, float64(requests), route, strconv.Itoa(status))
			}
		}
		buckets, seen := map[float64]uint64{}, uint64(0)
		for i := range len(bounds) + 1 {
			seen += t.sum(func(one *tally) uint64 { return one.routes[place].buckets[i].Load() })
			if i < len(bounds) {
				buckets[bounds[i].Seconds()] = seen
			}
		}
		if seen > 0 {
			took := t.sum(func(one *tally) uint64 { return uint64(one.routes[place].sum.Load()) })
			metrics <- prometheus.MustNewConstHistogram(t.duration, seen, time.Duration(took).Seconds(), buckets, route)
		}
	}
}

func (t *tallies) sum(of func(*tally) uint64) (total uint64) {
	for _, one := range t.all {
		total += of(one)
	}
	return total
}
