//go:build linux

package harness

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"wails-openid-oauth/test/driver"
)

// journeyTime bounds a whole journey.
const journeyTime = 10 * time.Minute

// Options describe the desktop of a journey.
type Options struct {
	// Keyring is the state of the Secret Service. The zero value is [driver.KeyringReal].
	Keyring driver.Keyring
	// Accessible gives the desktop an accessibility bus.
	Accessible bool
	// Output is the folder for pictures and logs. Its old content is removed.
	Output string
}

// Journey is a test in steps, on its own desktop. At the end it checks that no process is left.
type Journey struct {
	Desktop *driver.Desktop
	Report  *driver.Report

	t   testing.TB
	ctx context.Context
}

// NewJourney makes the desktop. The journey ends with the test, or after [journeyTime].
func NewJourney(t testing.TB, o Options) *Journey {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), journeyTime)
	t.Cleanup(cancel)
	if err := os.RemoveAll(o.Output); err != nil {
		t.Fatal(err)
	}
	desktop, err := driver.NewDesktop(ctx, driver.Options{Keyring: o.Keyring, Accessible: o.Accessible, Output: o.Output})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := desktop.Close(); err != nil {
			t.Error(err)
		}
	})
	return &Journey{Desktop: desktop, Report: driver.NewReport(t.Output(), desktop), t: t, ctx: ctx}
}

// Step does a step of the journey. If the step fails, the journey ends. name says what has happened after the step.
func (j *Journey) Step(name string, do func(ctx context.Context) error) {
	j.t.Helper()
	if err := j.Report.Step(j.ctx, name, do); err != nil {
		j.t.FailNow() // the report has printed the error
	}
}

// Check is a step that only checks a condition. The format is for the error if ok is false.
func (j *Journey) Check(name string, ok bool, format string, args ...any) {
	j.t.Helper()
	j.Step(name, func(context.Context) error {
		if !ok {
			return fmt.Errorf(format, args...)
		}
		return nil
	})
}
