//go:build replicas

package replicas

import (
	"strings"
	"sync"
	"testing"
	"time"
)

// waitLimit is how long a test waits for something that an idle machine does at once.
const waitLimit = 60 * time.Second

// output is the whole output of a process.
type output struct {
	mu   sync.Mutex
	text strings.Builder
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// eventually polls a condition until the bound.
func eventually(t *testing.T, bound time.Duration, what string, condition func() bool) {
	t.Helper()
	for start := time.Now(); !condition(); time.Sleep(20 * time.Millisecond) {
		if time.Since(start) > bound {
			t.Fatalf("after %v this is still not true: %s", bound, what)
		}
	}
}
