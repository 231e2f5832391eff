package overlay

import (
	"os"
	"time"
)

// WaitLimit bounds a test's wait for what an idle machine does at once. Only a failing test reaches it. It is shorter with a mutant, which
// makes most tests fail.
var WaitLimit = waitLimit(os.Getenv(Variable) != "")

func waitLimit(mutant bool) time.Duration {
	if mutant {
		return 15 * time.Second
	}
	return time.Minute
}
