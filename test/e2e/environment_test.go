//go:build linux && e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/harness"
)

// TestJourneyStrayVariables starts the production build with variables that open tools or turn protection off.
func TestJourneyStrayVariables(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	production := filepath.Join(t.TempDir(), "wails-openid-oauth")
	w.Step("the app was built without the tag for tests", func(ctx context.Context) error {
		return driver.Build(ctx, driver.Program{Package: "../..", Output: production})
	})
	stray := []string{"GTK_DEBUG=interactive", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1", "GODEBUG=http2debug=2", "JSC_useDollarVM=1"}
	for _, setting := range harness.Env(w.settings()) {
		stray = append(stray, setting, "WAILS_OPENID_"+setting)
	}
	launch := func(context.Context) error {
		app, err := w.Desktop.Launch(t.Context(), driver.Command{Path: production, Env: stray})
		w.app = &harness.App{App: app}
		return err
	}
	w.Step("it was launched with stray variables", launch)
	// Before this log line, a web process in a sandbox may still be that of the trial.
	w.Step("the log says that there is a sandbox, and names the variables", func(ctx context.Context) error {
		return eventually(ctx, func() error {
			return w.logged("web processes run in a sandbox", "GTK_DEBUG", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "GODEBUG", "JSC_useDollarVM")
		})
	})
	login := regexp.MustCompile("^" + regexp.QuoteMeta(strings.TrimPrefix(w.provider.Issuer, "http://")) + `\b`)
	w.Step("W-PROD: the login window opens, and none of GTK's inspector", func(ctx context.Context) error {
		if _, err := w.app.Window(ctx, login); err != nil {
			return err
		}
		windows, err := w.app.Windows(ctx)
		for _, window := range windows {
			if !login.MatchString(window.Title) && window.Title != "Wails OpenID Connect" {
				err = fmt.Errorf("a window is called %q", window.Title)
			}
		}
		return err
	})
	w.Step("the login page's process is in a sandbox", func(ctx context.Context) error { return eventually(ctx, w.sandboxed) })
	w.Step("Go itself has not read the variable that has it print tokens", func(context.Context) error {
		for _, process := range w.app.Processes() {
			environment, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", process.PID))
			if err == nil && strings.Contains(string(environment), "http2debug") {
				return fmt.Errorf("the variable is in the environment of %v", process)
			}
		}
		return nil
	})
	w.Step("the app crashes", func(ctx context.Context) error {
		if err := w.app.Signal(syscall.SIGABRT); err != nil {
			return err
		}
		if code, err := w.app.ExitCode(ctx); err != nil || code != 2 {
			return fmt.Errorf("exit code %d, %w", code, err)
		}
		return w.app.AwaitGone(ctx, driver.WaitLimit)
	})
	w.Step("the next start tells it, with the stack", func(ctx context.Context) error {
		if err := launch(ctx); err != nil {
			return err
		}
		return eventually(ctx, func() error { return w.logged("the app ended unexpectedly last time", "SIGABRT", "goroutine 1 ") })
	})
	w.app.Kill()
	w.Step("nothing of it is left", func(ctx context.Context) error { return w.app.AwaitGone(ctx, driver.WaitLimit) })
}

// sandboxed returns an error unless a web process of the app has its own name spaces. The web process of the main window never
// has: it shows only files of the program.
func (w *world) sandboxed() error {
	for _, process := range w.app.Processes() {
		status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", process.PID))
		_, rest, _ := strings.Cut(string(status), "NSpid:")
		ids, _, _ := strings.Cut(rest, "\n")
		if strings.HasPrefix(process.Name, "WebKitWeb") && len(strings.Fields(ids)) > 1 {
			return nil
		}
	}
	return fmt.Errorf("no web process is in a sandbox: %v", w.app.Processes())
}

// logged returns an error unless the app has printed the words.
func (w *world) logged(words ...string) error {
	log, err := os.ReadFile(w.app.Log())
	for _, word := range words {
		if err == nil && !strings.Contains(string(log), word) {
			err = errors.New("the log does not contain " + word)
		}
	}
	return err
}

// eventually calls try until it succeeds.
func eventually(ctx context.Context, try func() error) error {
	ctx, cancel := context.WithTimeout(ctx, driver.WaitLimit)
	defer cancel()
	for {
		err := try()
		if err == nil {
			return nil
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-ctx.Done():
			return err
		}
	}
}
