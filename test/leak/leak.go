// Package leak is for tests: it finds goroutines of this project that still run when the tests of a package have ended. A type
// with a Run, Open or Close must end what it started. Otherwise it could log into the buffer of a test that has ended.
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

// module is the beginning of the names of this module's functions.
var module = strings.TrimSuffix(reflect.TypeFor[goroutine]().PkgPath(), "test/leak")

// goroutine exists only to find out the path of its package.
type goroutine struct{}

// waitLimit is how long goroutines may take to end. Most are about to end, and need a moment.
const waitLimit = 20 * time.Second

// Main runs the tests of a package, and ends the process with exit status 1 if they fail or leave a goroutine behind.
func Main(m *testing.M) {
	code := m.Run()
	if code == 0 { // A test that fails may leave something.
		if left := Left(waitLimit); len(left) > 0 {
			fmt.Fprintf(os.Stderr, "FAIL: the tests left %d goroutines behind:\n\n%s\n", len(left), strings.Join(left, "\n\n"))
			code = 1
		}
	}
	os.Exit(code)
}

// Left waits, at most for the given time, until no goroutine except the caller's runs a function of this project, or was started
// by one. It returns the stacks of the goroutines that still do.
func Left(within time.Duration) []string {
	for end := time.Now().Add(within); ; time.Sleep(10 * time.Millisecond) {
		left := ours()
		if len(left) == 0 || time.Now().After(end) {
			return left
		}
	}
}

// ours returns the stacks of this project's goroutines, except that of the caller, which is the first, and that of the goroutine
// that runs the tests.
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
