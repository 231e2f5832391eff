//go:build replicas

package replicas

import (
	"strings"
	"sync"
	"testing"
	"time"
)

// waitLimit is for what takes no time, on a machine that is busy with other things.
const waitLimit = 60 * time.Second

// output is what a process said, complete.
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

// eventually polls.
func eventually(t *testing.T, bound time.Duration, what string, condition func() bool) {
	t.Helper()
	for start := time.Now(); !condition(); time.Sleep(20 * time.Millisecond) {
		if time.Since(start) > bound {
			t.Fatalf("after %v it is still not so: %s", bound, what)
		}
	}
}
