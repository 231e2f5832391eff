//go:build linux

package driver

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
)

// Source is a window to drag from. It also owns both selections of X, which Ctrl+V and the middle button paste.
type Source struct {
	desktop *Desktop
	cmd     *exec.Cmd
	x, y    int
}

// NewSource starts the program of testdata/source, which offers data of a media type. The caller closes it.
func (d *Desktop) NewSource(ctx context.Context, program, mediaType, data string) (*Source, error) {
	s := &Source{desktop: d, cmd: exec.CommandContext(ctx, program, mediaType, data)}
	s.cmd.Env, s.cmd.Dir = d.Env(), d.root
	out, err := s.cmd.StdoutPipe()
	if err == nil {
		err = s.cmd.Start()
	}
	if err != nil {
		return nil, fmt.Errorf("driver: source of a drag: %w", err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err == nil {
		_, err = fmt.Sscanf(line, "ready %d %d\n", &s.x, &s.y)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("driver: source of a drag says %q: %w", line, err), s.Close())
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return s, nil
}

// steps is how often the pointer moves over the window before the button is released. After each move the test waits for an
// answer of the window's page, so that the app has seen the move.
const steps = 10

// DropOn drags from the source to the middle of a window, and drops there. It returns when the drag has ended, with any
// result.
func (s *Source) DropOn(ctx context.Context, w Window, v *View) error {
	id := strconv.Itoa(w.ID)
	if _, err := s.desktop.xdotool(ctx, "mousemove", strconv.Itoa(s.x), strconv.Itoa(s.y), "mousedown", "1"); err != nil {
		return err
	}
	for i := range steps {
		_, err := s.desktop.xdotool(ctx, "mousemove", "--sync", "--window", id,
			strconv.Itoa(w.Width/2+2*i), strconv.Itoa(w.Height-40+2*i))
		if err == nil {
			_, err = v.Eval(ctx, "1")
		}
		if err != nil {
			return err
		}
	}
	if _, err := s.desktop.xdotool(ctx, "mouseup", "1"); err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- s.cmd.Wait() }()
	ctx, cancel := context.WithTimeout(ctx, WaitLimit)
	defer cancel()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return s.desktop.failed("the end of a drag", "it goes on", ctx.Err())
	}
}

// Close ends the source, unless a drag has ended it.
func (s *Source) Close() error {
	if s.cmd.ProcessState != nil {
		return nil
	}
	_ = s.cmd.Process.Kill()
	var killed *exec.ExitError
	if err := s.cmd.Wait(); err != nil && !errors.As(err, &killed) {
		return err
	}
	return nil
}
