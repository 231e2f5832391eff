package apiclient

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// maxTries is how often a request is sent in total to an API that asks for time.
	maxTries = 3
	// maxWait bounds one wait, and maxWaits all waits of a call, because a user waits for the result.
	maxWait, maxWaits = 10 * time.Second, 15 * time.Second
	// minWait replaces a shorter wait, so that "at once" does not cause a burst of requests.
	minWait = time.Second
	// reconnectWait comes before the one repetition after a lost connection.
	reconnectWait = time.Second / 2
	// maxTold bounds the reported time if it is too long to wait for.
	maxTold = 24 * time.Hour
)

// waits records how long a call has waited so far.
type waits struct {
	count int
	total time.Duration
}

// grants reports whether a wait is within the bounds, and counts it. 0 is not granted, because the API did not say how long.
func (w *waits) grants(wait time.Duration) bool {
	if wait == 0 || wait > maxWait || w.total+wait > maxWaits || w.count+1 == maxTries {
		return false
	}
	w.count++
	w.total += wait
	return true
}

// retryAfter reads seconds or a date (RFC 9110, section 10.2.3), between minWait and maxTold; 0 when there is neither.
func retryAfter(header http.Header, now time.Time) time.Duration {
	text := header.Get("Retry-After")
	wait := maxTold
	if text != "" && strings.Trim(text, "0123456789") == "" {
		// A number that does not fit is a long time.
		if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
			wait = time.Duration(seconds) * time.Second
		}
	} else if date, err := http.ParseTime(text); err == nil {
		wait = date.Sub(now)
	} else {
		return 0
	}
	return min(max(wait, minWait), maxTold)
}
