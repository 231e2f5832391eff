package auth

import (
	"context"
	"errors"
	"net/url"
	"testing"
	"testing/synctest"
	"time"
)

// untouched is a browser that nobody uses. It ends by itself if it has a limit.
type untouched struct{ limit time.Duration }

func (u untouched) Open(ctx context.Context, _ Request) (*url.URL, error) {
	var ends <-chan time.Time
	if u.limit > 0 {
		ends = time.After(u.limit)
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-ends:
		return nil, ErrTimeout
	}
}

// noticing is one that notices its user.
type noticing struct{ untouched }

func (n noticing) IdleLimit() time.Duration { return n.limit }

func TestHowLongALoginWaits(t *testing.T) {
	const day = 24 * time.Hour
	tests := []struct {
		name    string
		browser Browser
		cancel  time.Duration
		want    time.Duration
		err     error
	}{
		{"a browser that does not notice its user", untouched{}, day, time.Hour, ErrTimeout},
		{"one that does", noticing{untouched{limit: 3 * time.Hour}}, day, 3 * time.Hour, ErrTimeout},
		{"cancelled", untouched{}, time.Minute, time.Minute, context.DeadlineExceeded},
		{"cancelled in one that notices its user", noticing{untouched{limit: day}}, 2 * time.Hour, 2 * time.Hour, context.DeadlineExceeded},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), tt.cancel)
				defer cancel()
				began := time.Now()
				_, err := openWithin(ctx, tt.browser, Request{})
				if took := time.Since(began); !errors.Is(err, tt.err) || took != tt.want {
					t.Errorf("%v after %v, want %v after %v", err, took, tt.err, tt.want)
				}
			})
		})
	}
}
