//go:build linux && e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"wails-openid-oauth/test/driver"
)

// TestJourneyFrames looks at each frame of the screen during a first and a second start, on a light and on a dark desktop. No window
// appears and goes again but the login window, none moves, no frame is blank or in the other colours, and from the first window on there is
// always one. The frame that the window manager puts around a window does not count. The journey does not run beside the others, because a
// machine that is too busy paints late.
func TestJourneyFrames(t *testing.T) {
	for name, scheme := range map[string]driver.Scheme{"light": driver.PreferLight, "dark": driver.PreferDark} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, driver.KeyringReal)
			w.Step("the desktop is "+name, func(ctx context.Context) error { return w.Desktop.SetScheme(ctx, scheme) })
			dark := scheme == driver.PreferDark
			w.Step("the first start, with a log-in, has no wrong frame", w.recorded(dark, "login+ main+ login-", w.logIn))
			w.Step("the app was closed", w.app.Quit)
			w.Step("the second start has no wrong frame", w.recorded(dark, "main+", w.awaitSignedIn))
			w.Step("the app was closed", w.app.Quit)
		})
	}
}

// recorded returns a step that starts the app, does something, and judges what was on the screen meanwhile. In windows, a plus
// stands for a window that comes, a minus for one that goes, and a tilde for one that moves.
func (w *world) recorded(dark bool, windows string, do func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		recording, err := w.Desktop.Record(ctx)
		if err != nil {
			return err
		}
		done := w.launch(ctx)
		if done == nil {
			done = do(ctx)
		}
		frames, mappings, err := recording.Stop()
		if err := errors.Join(done, err); err != nil {
			return err
		}
		w.Report.Note("(%d frames)", len(frames))
		return errors.Join(judgeWindows(mappings, windows), judge(frames, dark))
	}
}

// judgeWindows compares the windows. The first one to come is the login window, if it is to come.
func judgeWindows(mappings []driver.Mapping, want string) error {
	names := map[string]string{}
	var got []string
	for _, m := range mappings {
		if names[m.Window] == "" {
			names[m.Window] = "main"
			if len(names) == 1 && strings.HasPrefix(want, "login") {
				names[m.Window] = "login"
			}
		}
		got = append(got, names[m.Window]+string(m.Change))
	}
	if got := strings.Join(got, " "); got != want {
		return fmt.Errorf("the windows came and went as %q, want %q", got, want)
	}
	return nil
}

// blank is the part of one colour from which on a frame is empty.
const blank = 0.999

// judge returns an error for the first frame that is wrong. The first frame is the empty desktop.
func judge(frames []driver.Frame, dark bool) error {
	empty := frames[0].Colour
	for i, f := range frames {
		problem := ""
		switch {
		case i == 0, driver.IsFrame(f.Colour):
		case f.Colour == empty && f.Share > blank:
			problem = "there is no window"
		case f.Share > blank:
			problem = "the window is blank"
		case f.Content > 0 && (f.Light < 0.5) != dark:
			problem = "the window has the wrong colours"
		}
		if problem != "" {
			return fmt.Errorf("frame %d of %d, %d ms after the first: %s (%s)", i, len(frames), f.At.Sub(frames[0].At).Milliseconds(), problem, f)
		}
	}
	return nil
}
