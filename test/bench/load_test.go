//go:build linux

package main

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// witness is a server that records what it is sent.
type witness struct {
	*httptest.Server
	mu        sync.Mutex
	tokens    []string
	addresses map[string]bool
}

func newWitness(t *testing.T) *witness {
	w := &witness{addresses: map[string]bool{}}
	w.Server = httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.tokens = append(w.tokens, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
		w.addresses[r.RemoteAddr] = true
		if r.Method != "GET" || r.URL.Path != "/x" || len(r.Header) != 1 {
			answer.WriteHeader(http.StatusBadRequest)
		}
	}))
	t.Cleanup(w.Close)
	return w
}

// stream has seven connections, and four tokens.
func (w *witness) stream(g *generator) *stream {
	s := g.stream(&server{address: strings.TrimPrefix(w.URL, "http://")}, "/x", []string{"a", "b", "c", "d"},
		func(a answer) bool { return a.status == 200 })
	s.connections = 7
	return s
}

func generatorOf(t *testing.T) *generator {
	g, err := newGenerator()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.close)
	return g
}

// What a turn counts is what the server saw: every token in its order, on as many connections as were asked for.
func TestTurn(t *testing.T) {
	saw, g := newWitness(t), generatorOf(t)
	s := saw.stream(g)
	begin := time.Now()
	rate, err := g.turn(t.Context(), 50*time.Millisecond, s)
	if err != nil {
		t.Fatal(err)
	}
	saw.mu.Lock()
	defer saw.mu.Unlock()
	if most := float64(s.answered) / .05; rate > most || rate < float64(s.answered)/time.Since(begin).Seconds() {
		t.Errorf("%d answers make %v a second", s.answered, rate)
	}
	if len(saw.addresses) != s.connections || s.sent != s.answered || s.sent != len(saw.tokens) {
		t.Errorf("%d sent, %d answered, %d seen, on %d connections", s.sent, s.answered, len(saw.tokens), len(saw.addresses))
	}
	count := map[string]int{}
	for _, token := range saw.tokens {
		count[token]++
	}
	if count["a"]-count["d"] > 1 || count["a"]+count["b"]+count["c"]+count["d"] != s.sent {
		t.Errorf("the tokens came %v times", count)
	}
}

// A stream with a rate keeps to it, and does not count.
func TestRate(t *testing.T) {
	saw, beside, g := newWitness(t), newWitness(t), generatorOf(t)
	s, limited := saw.stream(g), beside.stream(g)
	limited.rate = 400
	if _, err := g.turn(t.Context(), 100*time.Millisecond, s, limited); err != nil {
		t.Fatal(err)
	}
	if limited.sent > 40 || limited.answered != limited.sent {
		t.Errorf("%d were sent, and %d answered, at a rate that allows 40", limited.sent, limited.answered)
	}
}

func TestAWrongAnswerIsAnError(t *testing.T) {
	g := generatorOf(t)
	s := newWitness(t).stream(g)
	s.path = "/y"
	if _, err := g.turn(t.Context(), time.Second, s); err == nil || !strings.Contains(err.Error(), "/y answered 400") {
		t.Errorf("got %v", err)
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
	if a, complete, err := parse([]byte(strings.Replace(whole, "Content-Length", "content-length", 1))); err != nil || !complete || string(a.body) != "hello" {
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

// The median lies in its interval, which narrows with more values. One value that is far off moves neither.
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
}

func wantLines(t *testing.T, text string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !slices.Contains(strings.Split(text, "\n"), line) {
			t.Errorf("there is no line %s in\n%s", line, text)
		}
	}
}

func TestPrint(t *testing.T) {
	b := &bench{peak: 31.4, longestPeak: 47.2, rates: map[row][]float64{
		beforeFlood: {20_000, 10_000, 20_000}, inFlood: {18_000, 9_000, 19_000},
	}}
	var out strings.Builder
	b.print(&out)
	wantLines(t, out.String(),
		"| (1) | `/private`, 10,000 tokens in turn, before a flood | 20000 | – | – |",
		"| (2) | the same beside 3,000 tokens of unknown keys a second | 18000 | 90 % (90 to 95) of (1) | 5.6 µs (2.6 to 11.1) |",
		"backend-api never had more than 31.4 MB resident with tokens of up to 8 KiB, and 47.2 MB with longer ones.",
	)
}

func TestPrintPeers(t *testing.T) {
	b := &bench{startups: map[peer][]startup{ours: {{12 * time.Millisecond, 11.2}}}, results: map[place]*result{
		{sameToken.name, floor, oneCore}: {[]float64{50_000, 40_000}, []float64{20, 22}},
		{sameToken.name, ours, oneCore}:  {[]float64{45_000, 32_000}, []float64{24, 26}},
		{scaling.name, ours, oneCore}:    {[]float64{45_000, 32_000}, []float64{20, 30}},
		{scaling.name, ours, bothCores}:  {[]float64{60_000, 62_000}, []float64{22, 33}},
	}}
	var out strings.Builder
	b.printPeers(&out)
	wantLines(t, out.String(),
		"| the same token, requests a second | 45000 | 38500 | NaN | NaN | NaN |",
		"| the same token, µs of processor time for each | 21.0 | 25.0 | NaN | NaN | NaN |",
		"| the same token, both cores, requests a second | NaN | 61000 | NaN | NaN | NaN |",
		"| the same token | bare `net/http`, no check | 0.85 × (0.80 to 0.90) | 0.8 × |",
	)
	for _, cell := range []string{" 1.10 × (1.10 to 1.10) |", " 12; 11 |"} {
		if !strings.Contains(out.String(), cell) {
			t.Errorf("there is no cell %s in\n%s", cell, &out)
		}
	}
}

func TestCheckMemory(t *testing.T) {
	for _, tt := range []struct {
		peak, longest float64
		good          bool
	}{{31.9, 47.9, true}, {32.1, 40, false}, {30, 48.1, false}} {
		if err := (&bench{peak: tt.peak, longestPeak: tt.longest}).checkMemory(); (err == nil) != tt.good {
			t.Errorf("%v and %v MB: %v", tt.peak, tt.longest, err)
		}
	}
}
