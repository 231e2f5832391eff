package overlay

import (
	"os"
	"time"
)

// WaitLimit bounds a test's wait for what an idle machine does at once. Only a failing test reaches it. It is shorter with a mutant, which
// makes most tests fail.
var WaitLimit = waitLimit()

func waitLimit() time.Duration {
	if os.Getenv(Variable) != "" {
		return 15 * time.Second
	}
	return time.Minute
}
