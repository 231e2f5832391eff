//go:build linux

package harness

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"wails-openid-oauth/test/driver"
)

// journeyTime bounds a journey that says no other time.
const journeyTime = 10 * time.Minute

// Options describe the desktop of a journey.
type Options struct {
	// Keyring is the state of the Secret Service. The zero value is [driver.KeyringReal].
	Keyring driver.Keyring
	// Accessible gives the desktop an accessibility bus.
	Accessible bool
	// Wayland gives the programs a Wayland display, and Scale is how many pixels of the screen one of their pixels has.
	Wayland bool
	Scale   int
	// Complaint is in those lines of the toolkit that do not fail the journey. Default: every complaint does.
	Complaint string
	// Output is the folder for pictures and logs. Its old content is removed.
	Output string
	// Within bounds the whole journey. Default: ten minutes.
	Within time.Duration
}

// Journey is a test in steps, on its own desktop. At the end it checks that no process is left, and that the
// toolkit did not complain.
type Journey struct {
	Desktop *driver.Desktop
	Report  *driver.Report

	t   testing.TB
	ctx context.Context
}

// NewJourney makes the desktop. The journey ends with the test, or after the time of the options.
func NewJourney(t testing.TB, o Options) *Journey {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), cmp.Or(o.Within, journeyTime))
	t.Cleanup(cancel)
	if err := os.RemoveAll(o.Output); err != nil {
		t.Fatal(err)
	}
	desktop, err := driver.NewDesktop(ctx, driver.Options{
		Keyring: o.Keyring, Accessible: o.Accessible, Wayland: o.Wayland, Scale: o.Scale, Output: o.Output,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := desktop.Close(); err != nil {
			t.Error(err)
		}
		for _, line := range complaints(t, o.Output) {
			if o.Complaint != "" && strings.Contains(line, o.Complaint) {
				continue
			}
			t.Errorf("the app used its toolkit wrongly: %s", line)
		}
	})
	return &Journey{Desktop: desktop, Report: driver.NewReport(t.Output(), desktop), t: t, ctx: ctx}
}

// complaint is what GLib and the libraries above it print when they are called wrongly.
var complaint = regexp.MustCompile(`(?m)^.*-(?:CRITICAL|WARNING) \*\*: .*$`)

// complaints are those in the logs of the app.
func complaints(t testing.TB, folder string) (lines []string) {
	t.Helper()
	logs, err := filepath.Glob(filepath.Join(folder, "*.log"))
	if err != nil {
		t.Fatal(err)
	}
	for _, log := range logs {
		text, err := os.ReadFile(log)
		if err != nil {
			t.Error(err)
		}
		lines = append(lines, complaint.FindAllString(string(text), -1)...)
	}
	return lines
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
