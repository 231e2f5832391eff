package apiclient

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// maxTries is how often an API that asks for time is asked in all.
	maxTries = 3
	// maxWait bounds one wait, and maxWaits all of a call: a person waits for this.
	maxWait, maxWaits = 10 * time.Second, 15 * time.Second
	// minWait is made in place of a shorter one, so that "at once" brings no rush of requests.
	minWait = time.Second
	// reconnectWait comes before the one repetition after a lost connection.
	reconnectWait = time.Second / 2
	// maxTold bounds what is told of a wait that is too long to make.
	maxTold = 24 * time.Hour
)

// waits is what a call has waited so far.
type waits struct {
	count int
	total time.Duration
}

// grants reports whether a wait is within the bounds, and counts it. 0 is none: the API did not say how long.
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
		// More digits than fit are a long time.
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
