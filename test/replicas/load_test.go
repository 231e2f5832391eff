//go:build replicas

package replicas

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// pace is the pause of a client between two requests: the load is to be steady, not the most that the machine can do.
const pace = 5 * time.Millisecond

const (
	// longest is how long one answer may take.
	longest = 25 * time.Second
	// undecided is how long a token of an unknown key may be told to come again: each of the replicas can say so once, with
	// ten seconds to wait, and once more when it was started anew.
	undecided = 60 * time.Second
)

// load is what all clients see.
type load struct {
	base  string
	roots *x509.CertPool

	mu      sync.Mutex
	right   map[string]int // by kind and status
	wrong   map[string]int // in words, which say what was right
	told    int            // how often a client was told to come again
	slowest time.Duration
}

// client has one connection, HTTP/1.1 or HTTP/2, and keeps it.
func (l *load) client(http2 bool) *http.Client {
	transport := &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: l.roots}, MaxConnsPerHost: 1, Protocols: new(http.Protocols),
	}
	transport.Protocols.SetHTTP1(!http2)
	transport.Protocols.SetHTTP2(http2)
	return &http.Client{Transport: transport, Timeout: longest}
}

// run sends requests of the deck in its own order until ctx ends. It finishes the current one.
func (l *load) run(ctx context.Context, number uint64, deck *atomic.Pointer[[]request]) {
	client := l.client(number%2 == 1)
	defer client.CloseIdleConnections()
	order := rand.New(rand.NewPCG(number, 0))
	ticker := time.NewTicker(pace)
	defer ticker.Stop()
	for ctx.Err() == nil {
		requests := *deck.Load()
		l.check(client, requests[order.IntN(len(requests))])
		select {
		case <-ctx.Done():
		case <-ticker.C:
		}
	}
}

// check sends a request and compares its answer with what was right when it was sent, or when the answer was there.
func (l *load) check(client *http.Client, r request) {
	before, start := r.rightNow(), time.Now()
	got, told, err := askPatiently(client, l.base, r)
	took, allowed := time.Since(start), append(before, r.rightNow()...)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.slowest = max(l.slowest, took)
	l.told += told
	if err == nil && slices.Contains(allowed, got) {
		l.right[fmt.Sprintf("%s: %d", r.kind, got.Status)]++
		return
	}
	l.wrong[fmt.Sprintf("%s: got %v, %v; right is %v", r.kind, got, err, slices.Compact(allowed))]++
}

// count is how many right answers there were to a kind, with a status.
func (l *load) count(kind string, status int) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.right[fmt.Sprintf("%s: %d", kind, status)]
}

// report fails the test if one answer was wrong, or if a kind had none.
func (l *load) report(t *testing.T, kinds []string) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	total := 0
	for _, kind := range slices.Sorted(maps.Keys(l.right)) {
		t.Logf("%6d right answers  %s", l.right[kind], kind)
		total += l.right[kind]
	}
	t.Logf("%6d right answers; the slowest took %v", total, l.slowest.Round(time.Millisecond))
	for _, kind := range kinds {
		if l.right[kind] == 0 {
			t.Errorf("nobody got %q", kind)
		}
	}
	for wrong, n := range l.wrong {
		t.Errorf("%6d wrong answers  %s", n, wrong)
	}
}

// errAgain: net/http sends a request again, without a word, if its connection broke off. For the client that is as good
// as an answer; here it is a failure.
var errAgain = errors.New("the connection broke off, and the request was sent again")

// askPatiently follows Retry-After, counts how often, and returns the last answer.
func askPatiently(client *http.Client, base string, r request) (got answer, told int, err error) {
	for end := time.Now().Add(undecided); ; told++ {
		got, after, err := ask(client, base, r)
		if err != nil || got.Status != http.StatusServiceUnavailable || after == 0 || time.Now().After(end) {
			return got, told, err
		}
		time.Sleep(after)
	}
}

// ask returns the answer, and when to come again.
func ask(client *http.Client, base string, r request) (got answer, after time.Duration, err error) {
	connections := 0
	ctx := httptrace.WithClientTrace(context.Background(), &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connections++ },
	})
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, base+r.path, nil)
	if err != nil {
		return answer{}, 0, err
	}
	if r.token != "" {
		request.Header.Set("Authorization", "Bearer "+r.token)
	}
	response, err := client.Do(request)
	if err != nil {
		return answer{}, 0, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	got = answer{response.StatusCode, response.Header.Get("WWW-Authenticate"), string(body)}
	if r.right == fromBalancer {
		got.Body = "" // HAProxy's own words.
	}
	if err == nil && connections > 1 {
		err = errAgain
	}
	seconds, _ := strconv.Atoi(response.Header.Get("Retry-After"))
	return got, time.Duration(seconds) * time.Second, err
}
