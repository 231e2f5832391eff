//go:build linux

package driver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"
	"unicode"
)

// Report prints a journey step by step, with a picture after each step. Only one goroutine may use it.
type Report struct {
	out     io.Writer
	desktop *Desktop
	notes   []string
}

// NewReport makes a report that prints to out.
func NewReport(out io.Writer, d *Desktop) *Report { return &Report{out: out, desktop: d} }

// Step does one step and prints it: "✓ the login window opened at 127.0.0.1 (0.8 s)", or a cross and the error. name says what
// has happened if do returns nil. Step returns the error of do.
func (r *Report) Step(ctx context.Context, name string, do func(context.Context) error) error {
	r.notes = nil
	began := time.Now()
	err := do(ctx)
	took := time.Since(began)
	if err != nil {
		err = r.desktop.pictured(err, name)
	} else {
		_, err = r.desktop.Picture(ctx, name)
	}
	line := strings.Join(append([]string{name}, r.notes...), " ")
	if err != nil {
		_, _ = fmt.Fprintf(r.out, "✗ %s (%.1f s)\n  %v\n", line, took.Seconds(), err)
		return err
	}
	_, _ = fmt.Fprintf(r.out, "✓ %s (%.1f s)\n", line, took.Seconds())
	return nil
}

// Note adds a detail to the line of the current step.
func (r *Report) Note(format string, args ...any) {
	r.notes = append(r.notes, fmt.Sprintf(format, args...))
}

// Picture takes a picture of the whole desktop into the output folder and returns its file, "03-the-home-page.png".
//
// The latest change of a page may not be on the screen yet. So Picture lets the visible pages draw, and waits until the screen
// no longer changes.
func (d *Desktop) Picture(ctx context.Context, name string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, WaitLimit)
	defer cancel()
	file, err := filepath.Abs(filepath.Join(d.output, fmt.Sprintf("%02d-%s.png", d.pictures.Add(1), slug(name))))
	if err != nil {
		return "", fmt.Errorf("driver: picture: %w", err)
	}
	for _, app := range d.apps {
		app.letDraw(ctx)
	}
	if err := d.awaitStill(ctx); err != nil {
		return "", err
	}
	if _, err := d.run(ctx, "import", "-silent", "-strip", "-window", "root", file); err != nil {
		return "", err
	}
	return file, nil
}

// failed makes the error of a wait, with a picture of the desktop.
func (d *Desktop) failed(awaited, seen string, err error) error {
	file, pictureErr := d.Picture(context.Background(), "failed "+awaited)
	if pictureErr != nil {
		file = ""
	}
	return &WaitError{Awaited: awaited, Seen: seen, Picture: file, Err: err}
}

// pictured adds a picture to an error that has none yet.
func (d *Desktop) pictured(err error, name string) error {
	if wait := (*WaitError)(nil); errors.As(err, &wait) && wait.Picture != "" {
		return err
	}
	file, pictureErr := d.Picture(context.Background(), "failed "+name)
	if pictureErr != nil {
		return err
	}
	return fmt.Errorf("%w; picture: %s", err, file)
}

// slug makes a short file name from words.
func slug(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	s := strings.Join(words, "-")
	return strings.TrimRight(s[:min(len(s), 50)], "-")
}
