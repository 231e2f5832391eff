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

// pace is the pause of a client between two requests. The load shall be steady, not the maximum of the machine.
const pace = 5 * time.Millisecond

const (
	// longest is how long one answer may take.
	longest = 25 * time.Second
	// undecided is how long a client with a token of an unknown key may be told to try again. Each replica can say so once, with
	// ten seconds to wait, and once more after a restart.
	undecided = 60 * time.Second
)

// load collects the answers of all clients.
type load struct {
	base  string
	roots *x509.CertPool

	mu      sync.Mutex
	right   map[string]int // by kind and status
	wrong   map[string]int // by a text that includes the right answer
	told    int            // how often a client was told to try again
	slowest time.Duration
}

// client returns a client that keeps one connection, with HTTP/1.1 or HTTP/2.
func (l *load) client(http2 bool) *http.Client {
	transport := &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: l.roots}, MaxConnsPerHost: 1, Protocols: new(http.Protocols),
	}
	transport.Protocols.SetHTTP1(!http2)
	transport.Protocols.SetHTTP2(http2)
	return &http.Client{Transport: transport, Timeout: longest}
}

// run sends requests of the deck in its own order until ctx ends. It waits for the answer to the last one.
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

// check sends a request. Its answer must be one that was right when the request was sent, or when the answer came.
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

// count returns the number of right answers with a status to a kind of request.
func (l *load) count(kind string, status int) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.right[fmt.Sprintf("%s: %d", kind, status)]
}

// report fails the test if an answer was wrong, or if a kind of request got no right answer.
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
			t.Errorf("no client got the right answer %q", kind)
		}
	}
	for wrong, n := range l.wrong {
		t.Errorf("%6d wrong answers  %s", n, wrong)
	}
}

// errAgain: if a connection breaks off, net/http silently sends the request again. For a client that is fine. In this test it is
// a failure.
var errAgain = errors.New("the connection broke off, and the request was sent again")

// askPatiently follows Retry-After. It returns the last answer, and how often it had to try again.
func askPatiently(client *http.Client, base string, r request) (got answer, told int, err error) {
	for end := time.Now().Add(undecided); ; told++ {
		got, after, err := ask(client, base, r)
		if err != nil || got.Status != http.StatusServiceUnavailable || after == 0 || time.Now().After(end) {
			return got, told, err
		}
		time.Sleep(after)
	}
}

// ask returns the answer, and the time after which to try again.
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
		got.Body = "" // The text is HAProxy's.
	}
	if err == nil && connections > 1 {
		err = errAgain
	}
	seconds, _ := strconv.Atoi(response.Header.Get("Retry-After"))
	return got, time.Duration(seconds) * time.Second, err
}
