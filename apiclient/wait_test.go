package apiclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/test/overlay"
)

// testNow is what the clock of the tests shows.
var testNow = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// waitLimit bounds waits that would never end in a failing test.
var waitLimit = overlay.WaitLimit

func TestRetryAfter(t *testing.T) {
	tests := map[string]time.Duration{
		"":                        0,
		"0":                       minWait,
		"1":                       time.Second,
		"120":                     2 * time.Minute,
		"86400":                   maxTold,
		"86401":                   maxTold,
		"2147483648":              maxTold,
		"99999999999999999999999": maxTold,
		"-1":                      0,
		"+1":                      0,
		"1.5":                     0,
		"1s":                      0,
		"soon":                    0,
		" ":                       0,
		testNow.Add(7 * time.Second).Format(http.TimeFormat): 7 * time.Second,
		testNow.Add(time.Minute).Format(time.RFC850):         time.Minute,
		testNow.Add(time.Minute).Format(time.ANSIC):          time.Minute,
		testNow.Add(-time.Hour).Format(http.TimeFormat):      minWait,
		testNow.AddDate(200, 0, 0).Format(http.TimeFormat):   maxTold,
		testNow.Format(time.RFC3339):                         0,
	}
	for text, want := range tests {
		if got := retryAfter(http.Header{"Retry-After": {text}}, testNow); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

// busy answers with each of the statuses and Retry-After fields in turn, and with "hello" after the last.
func busy(statuses []int, fields []string) http.HandlerFunc {
	asked := 0
	return func(w http.ResponseWriter, _ *http.Request) {
		asked++
		if asked > len(fields) {
			fmt.Fprint(w, "hello")
			return
		}
		if field := fields[asked-1]; field != "" {
			w.Header().Set("Retry-After", field)
		}
		w.WriteHeader(statuses[(asked-1)%len(statuses)])
	}
}

func TestTheAPIAsksForTime(t *testing.T) {
	const second = time.Second
	both := []int{http.StatusServiceUnavailable, http.StatusTooManyRequests}
	tests := []struct {
		name     string
		statuses []int
		fields   []string
		waits    []time.Duration
		told     time.Duration // 0: the API answered in the end
	}{
		{"once", both, []string{"1"}, []time.Duration{second}, 0},
		{"twice", both, []string{"10", "5"}, []time.Duration{10 * second, 5 * second}, 0},
		{"until a date", both, []string{testNow.Add(3 * second).Format(http.TimeFormat)}, []time.Duration{3 * second}, 0},
		{"at once", both, []string{"0", "0"}, []time.Duration{second, second}, 0},
		{"too many requests", []int{http.StatusTooManyRequests}, []string{"2"}, []time.Duration{2 * second}, 0},
		{"too often", both, []string{"1", "2", "3"}, []time.Duration{second, 2 * second}, 3 * second},
		{"too long", both, []string{"11"}, nil, 11 * second},
		{"too long in all", both, []string{"10", "6"}, []time.Duration{10 * second}, 6 * second},
		{"for days", both, []string{"864000"}, nil, maxTold},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			client, seen := serve(t, new(source), busy(tt.statuses, tt.fields))
			waits := stopClock(client)
			text, err := client.GetText(t.Context(), "/private")
			failed := new(Error)
			switch errors.As(err, &failed); {
			case tt.told == 0 && (err != nil || text != "hello"):
				t.Errorf("got %q, %v", text, err)
			case tt.told != 0 && (failed.Kind != Unavailable || failed.RetryAfter != tt.told):
				t.Errorf("got %v, want %q for %v", err, Unavailable, tt.told)
			}
			if diff := cmp.Diff(tt.waits, *waits); diff != "" {
				t.Error(diff)
			}
			if len(*seen) != len(tt.waits)+1 {
				t.Errorf("want %d waits and one request more, got the requests %q", len(tt.waits), *seen)
			}
		})
	}
}

// TestTheAPIDoesNotSayHowLong: without a time there is no wait and no repetition.
func TestTheAPIDoesNotSayHowLong(t *testing.T) {
	for _, tt := range []struct {
		status int
		field  string
	}{{503, ""}, {503, "soon"}, {429, ""}, {500, "1"}, {502, "1"}, {504, "1"}} {
		t.Run(fmt.Sprint(tt.status, tt.field), func(t *testing.T) {
			client, seen := serve(t, new(source), busy([]int{tt.status}, []string{tt.field}))
			waits := stopClock(client)
			_, err := client.GetText(t.Context(), "/private")
			failed := new(Error)
			if !errors.As(err, &failed) || failed.Kind != Unavailable || failed.RetryAfter != 0 || failed.Status != tt.status {
				t.Errorf("got %v, want unavailable without a time", err)
			}
			if len(*waits) != 0 || len(*seen) != 1 {
				t.Errorf("waits %v, requests %q", *waits, *seen)
			}
		})
	}
}

// TestAWaitAndARenewal: the token may expire while the API asks for time. Waits and renewals have separate bounds.
func TestAWaitAndARenewal(t *testing.T) {
	asked := 0
	client, seen := serve(t, new(source), func(w http.ResponseWriter, _ *http.Request) {
		switch asked++; asked {
		case 1, 3:
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			refuse(http.StatusUnauthorized, `Bearer error="invalid_token"`)(w, nil)
		}
	})
	waits := stopClock(client)
	if _, err := client.GetText(t.Context(), "/private"); !IsKind(err, Unauthorized) {
		t.Errorf("got %v, want %q", err, Unauthorized)
	}
	want := []string{"GET /private Bearer token-1", "GET /private Bearer token-1", "GET /private Bearer token-2", "GET /private Bearer token-2"}
	if diff := cmp.Diff(want, *seen); diff != "" {
		t.Error(diff)
	}
	if len(*waits) != 2 {
		t.Errorf("waits %v, want 2", *waits)
	}
}

func TestAWaitEnds(t *testing.T) {
	gone := errors.New("the person gave up")
	for _, tt := range []struct {
		name  string
		cause error
		is    func(error) bool
	}{
		{"when the person gives up", gone, func(err error) bool { return errors.Is(err, gone) }},
		{"when the time is up", context.DeadlineExceeded, func(err error) bool { return IsKind(err, Timeout) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			client, seen := serve(t, new(source), busy([]int{503}, []string{"5"}))
			ctx, cancel := context.WithCancelCause(t.Context())
			client.transport.opts.After = func(time.Duration) <-chan time.Time { cancel(tt.cause); return nil }
			ended := make(chan error, 1)
			go func() {
				_, err := client.GetText(ctx, "/private")
				ended <- err
			}()
			select {
			case err := <-ended:
				if !tt.is(err) {
					t.Errorf("got %v", err)
				}
			case <-time.After(waitLimit):
				t.Fatal("the call still waits")
			}
			if len(*seen) != 1 {
				t.Errorf("the client asked again: %q", *seen)
			}
		})
	}
}
