//go:build linux

package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// witness is a server that writes down what it sees, and refuses every fifth token.
type witness struct {
	*httptest.Server
	mu        sync.Mutex
	times     []int // that each token came
	addresses map[string]bool
	strange   int // requests that are not as they should be
}

func newWitness(t *testing.T, tokens []string) *witness {
	t.Helper()
	w := &witness{times: make([]int, len(tokens)), addresses: map[string]bool{}}
	w.Server = httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		defer w.mu.Unlock()
		token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		i := slices.Index(tokens, token)
		if !bearer || i < 0 || r.Method != "GET" || r.URL.Path != "/x" || len(r.Header) != 1 {
			w.strange++
			return
		}
		w.addresses[r.RemoteAddr] = true
		w.times[i]++
		if i%5 == 0 {
			answer.WriteHeader(http.StatusUnauthorized)
		}
	}))
	t.Cleanup(w.Close)
	return w
}

func (w *witness) served() (sum int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, n := range w.times {
		sum += n
	}
	return sum
}

func testTokens(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprint("token-", i)
	}
	return list
}

func (w *witness) stream(tokens []string, lane int) *stream {
	return &stream{address: strings.TrimPrefix(w.URL, "http://"), path: "/x", tokens: tokens, connections: 7, lane: lane,
		right: func(a answer) bool { return a.status == 200 }}
}

// What a stream counts is what the server saw: every token in its turn, on as many connections as were asked for, and each
// answer looked at.
func TestGenerate(t *testing.T) {
	tokens := testTokens(20)
	saw := newWitness(t, tokens)
	s := saw.stream(tokens, 0)
	if _, err := generate(t.Context(), []*stream{s}, 50*time.Millisecond, 10); err != nil {
		t.Fatal(err)
	}
	saw.mu.Lock()
	defer saw.mu.Unlock()
	if saw.strange > 0 || len(saw.addresses) != s.connections {
		t.Errorf("%d requests were not as they should be, and they came on %d connections", saw.strange, len(saw.addresses))
	}
	if most, fewest := slices.Max(saw.times), slices.Min(saw.times); most-fewest > 2 || s.sent < len(tokens) {
		t.Errorf("of %d requests, one token was sent %d times, another one %d times", s.sent, most, fewest)
	}
	counted := 0
	for _, n := range s.slices {
		counted += n
	}
	// The first quarter of a slice does not count.
	if counted < s.sent/2 || counted > s.sent*9/10 {
		t.Errorf("%d of %d were counted", counted, s.sent)
	}
	if fifth := s.sent / 5; s.wrong < fifth-s.connections || s.wrong > fifth+s.connections || !strings.Contains(s.example, "401") {
		t.Errorf("%d of %d were wrong, such as %s", s.wrong, s.sent, s.example)
	}
}

// Lanes send in turn, and a rate is kept on the average.
func TestLanes(t *testing.T) {
	tokens := testTokens(10)[1:5] // None of these is refused.
	first, second := newWitness(t, testTokens(10)), newWitness(t, testTokens(10))
	streams := []*stream{first.stream(tokens, 0), second.stream(tokens, 1)}
	streams[1].rate = 400
	const slice, slices = 50 * time.Millisecond, 12
	if _, err := generate(t.Context(), streams, slice, slices); err != nil {
		t.Fatal(err)
	}
	for lane, s := range streams {
		if s.maySend(1-lane, slice*slices) {
			t.Errorf("lane %d sends in the other's slices", lane)
		}
		for number, n := range s.slices {
			if n > 0 && number%2 != lane {
				t.Errorf("lane %d sent in slice %d", lane, number)
			}
		}
	}
	if most := int(400*slice.Seconds()*slices/2) + streams[1].connections; streams[1].sent == 0 || streams[1].sent > most {
		t.Errorf("%d were sent at a rate that allows %d", streams[1].sent, most)
	}
	if first.served() < second.served() {
		t.Errorf("without a rate %d were sent, with one %d", first.served(), second.served())
	}
}

func TestParse(t *testing.T) {
	const whole = "HTTP/1.1 401 Unauthorized\r\nWww-Authenticate: Bearer\r\nContent-Length: 5\r\nDate: x\r\n\r\nhello"
	for n := range whole {
		if _, complete, err := parse([]byte(whole[:n])); complete || err != nil {
			t.Errorf("%d bytes: %t, %v", n, complete, err)
		}
	}
	a, complete, err := parse([]byte(whole))
	if err != nil || !complete || a.status != 401 || string(a.body) != "hello" || !strings.Contains(string(a.header), "Bearer") {
		t.Errorf("%+v, %t, %v", a, complete, err)
	}
	for _, text := range []string{
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "x\r\n\r\n",
	} {
		if _, _, err := parse([]byte(text)); err == nil {
			t.Errorf("%q is an answer", text)
		}
	}
}
