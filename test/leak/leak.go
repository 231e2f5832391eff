// Package leak is for tests: it finds the goroutines of this project that go on when the tests of a package have ended.
// Whatever has a Run, Open or Close has to end what it started, or it logs into the buffer of a test that is over.
//
//	func TestMain(m *testing.M) { leak.Main(m) }
package leak

import (
	"fmt"
	"os"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"
)

// module begins the names of this module's functions.
var module = strings.TrimSuffix(reflect.TypeFor[goroutine]().PkgPath(), "test/leak")

// goroutine is there for its package.
type goroutine struct{}

// waitLimit is how long goroutines may take to end. Most have been told to, and need a moment.
const waitLimit = 20 * time.Second

// Main runs the tests of a package, and ends the process with exit status 1 if they fail or leave a goroutine behind.
func Main(m *testing.M) {
	code := m.Run()
	if left := Left(waitLimit); code == 0 && len(left) > 0 {
		fmt.Fprintf(os.Stderr, "FAIL: the tests left %d goroutines behind:\n\n%s\n", len(left), strings.Join(left, "\n\n"))
		code = 1
	}
	os.Exit(code)
}

// Left waits until no goroutine but the caller's is in a function of this project, or was started by one, at most for the
// given time. It returns the stacks of those that are.
func Left(within time.Duration) []string {
	for end := time.Now().Add(within); ; time.Sleep(10 * time.Millisecond) {
		left := ours()
		if len(left) == 0 || time.Now().After(end) {
			return left
		}
	}
}

// ours returns the stacks of this project's goroutines, without the caller's, which is the first, and the one that runs the
// tests.
func ours() []string {
	text, length := make([]byte, 1<<20), 0
	for length = runtime.Stack(text, true); length == len(text); length = runtime.Stack(text, true) {
		text = make([]byte, 2*len(text))
	}
	var found []string
	for _, stack := range strings.Split(string(text[:length]), "\n\n")[1:] {
		if strings.Contains(stack, module) && !strings.Contains(stack, ".TestMain(") {
			found = append(found, strings.TrimSpace(stack))
		}
	}
	return found
}
