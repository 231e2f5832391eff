package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/backend-api/bearer"
	"wails-openid-oauth/test/josetest"
)

// TestClockMoves: the clock is read for every request, even for a token that was accepted before. A test cannot move the
// clock of the machine, so the middleware gets another clock. Its key set is a real one.
func TestClockMoves(t *testing.T) {
	const leeway = 30 * time.Second
	p := newIDP(t)
	begin := time.Unix(1_700_000_000, 0)
	var moved atomic.Int64
	var reason string
	guard, err := bearer.New(bearer.Options{
		Issuer: p.url, Audience: audience, Leeway: leeway, Log: slog.New(slog.DiscardHandler),
		Now:      func() time.Time { return begin.Add(time.Duration(moved.Load())) },
		OnRefuse: func(_ http.ResponseWriter, _ *http.Request, why string) { reason = why },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(guard.Close)
	await(t, "the guard is ready", guard.Ready)
	handler := guard.Require(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	ask := func(token string) string {
		r := httptest.NewRequest(http.MethodGet, "/private", nil)
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		reason = "passed"
		handler.ServeHTTP(w, r)
		if strings.Contains(w.Header().Get("WWW-Authenticate"), "expired") {
			reason += ", says so"
		}
		return reason
	}
	now := begin.Unix()
	tests := []struct {
		name, claim string
		steps       []time.Duration // of the clock, from the beginning
		want        []string
	}{
		{"A-EXP/forward", "nbf", []time.Duration{0, 0, 10*time.Minute + leeway - 1, 10*time.Minute + leeway, 24 * time.Hour},
			[]string{"passed", "passed", "passed", "exp_expired, says so", "exp_expired, says so"}},
		{"A-EXP/forward, and back again", "nbf", []time.Duration{0, time.Hour, 0, time.Hour},
			[]string{"passed", "exp_expired, says so", "passed", "exp_expired, says so"}},
		{"A-NBF/back", "nbf", []time.Duration{0, 0, -leeway, -leeway - time.Second, -24 * time.Hour, 0},
			[]string{"passed", "passed", "passed", "nbf_early", "nbf_early", "passed"}},
		{"A-IAT/back", "iat", []time.Duration{0, 0, -5 * time.Minute, -5*time.Minute - time.Second, -24 * time.Hour, 0},
			[]string{"passed", "passed", "passed", "iat_early", "iat_early", "passed"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			token := josetest.Compact(josetest.Key(), `{"alg":"RS256","kid":"k1"}`, josetest.JSON(map[string]any{
				"iss": p.url, "aud": audience, "sub": tt.name, "exp": now + 600, tt.claim: now,
			}))
			var got []string
			for _, step := range tt.steps {
				moved.Store(int64(step))
				got = append(got, ask(token))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
