//go:build linux

package driver

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"syscall"
)

// AwaitFront waits until the window has the keyboard, and does not ask for attention any more.
func (w Window) AwaitFront(ctx context.Context) error {
	return w.await(ctx, "to come to the front", func(active, urgent bool) bool { return active && !urgent })
}

// AwaitAttention waits until the window asks for attention, because it may not take the keyboard.
func (w Window) AwaitAttention(ctx context.Context) error {
	return w.await(ctx, "to ask for attention", func(active, urgent bool) bool { return !active && urgent })
}

func (w Window) await(ctx context.Context, what string, wanted func(active, urgent bool) bool) error {
	var seen string
	err := poll(ctx, func(ctx context.Context) error {
		front, err := w.desktop.xdotool(ctx, "getactivewindow")
		if err != nil {
			return err
		}
		hints, err := w.desktop.run(ctx, "xprop", "-id", strconv.Itoa(w.ID), "WM_HINTS")
		if err != nil {
			return err
		}
		active, urgent := front == strconv.Itoa(w.ID), strings.Contains(hints, "urgency hint bit is set")
		seen = fmt.Sprintf("in front %t, asks for attention %t", active, urgent)
		if !wanted(active, urgent) {
			return errPoll
		}
		return nil
	})
	if err != nil {
		return w.desktop.failed(fmt.Sprintf("%s %s", w, what), seen, err)
	}
	return nil
}

// Activate brings the newest visible window of any program to the front whose class is the given one, and gives it the keyboard.
func (d *Desktop) Activate(ctx context.Context, class string) error {
	return poll(ctx, func(ctx context.Context) error {
		ids, err := d.xdotool(ctx, "search", "--onlyvisible", "--class", class)
		if err != nil {
			return err
		}
		found := strings.Fields(ids)
		if len(found) == 0 {
			return errPoll
		}
		_, err = d.xdotool(ctx, "windowactivate", "--sync", found[len(found)-1])
		return err
	})
}

// StopWindowManager stops the window manager, so that no window gets the keyboard, until resume is called.
func (d *Desktop) StopWindowManager() (resume func() error, err error) {
	send := func(signal syscall.Signal) error { return d.manager.cmd.Process.Signal(signal) }
	return func() error { return send(syscall.SIGCONT) }, send(syscall.SIGSTOP)
}
