//go:build linux && e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"

	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/harness"
)

// settled is how long the programs are left alone before their memory is measured, so that they can free what the start needed.
const settled = 2 * time.Second

// BenchmarkApp compares this app with a bare Wails app that has one page, and with a stand-in for Electron: Chromium in app mode
// with the same page, and an idle Node. The three run in turn, without a GPU. It prints medians. The first round does not count,
// because it fills the caches of the machine.
func BenchmarkApp(b *testing.B) {
	r := newRival(b)
	rounds := map[string][]float64{}
	for first := true; b.Loop(); first = false {
		for name, value := range r.round(b) {
			if !first {
				rounds[name] = append(rounds[name], value)
			}
		}
	}
	if len(rounds) == 0 {
		return // Go runs a benchmark once before it counts.
	}
	median := func(name string) float64 {
		values := slices.Sorted(slices.Values(rounds[name]))
		return (values[len(values)/2] + values[(len(values)-1)/2]) / 2
	}
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(out, "\nmedians of %d rounds\tapp\tbare\tapp/bare\tstand-in\tapp/stand-in\n", len(rounds["bare, content"]))
	for _, row := range []struct{ text, own, bare, standIn string }{
		{"first start: first frame with content, ms", "first, content", "bare, content", "stand-in, content"},
		{"first start: log-in page is there, ms", "log-in, page", "bare, content", "stand-in, content"},
		{"first start: home is complete, with a log-in, ms", "first, home", "", ""},
		{"second start: first frame with content, ms", "second, content", "bare, content", "stand-in, content"},
		{"second start: home is complete, ms", "second, home", "bare, home", "stand-in, home"},
		{"memory (PSS) with the log-in page, MiB", "log-in, memory", "bare, memory", "stand-in, memory"},
		{"memory after the log-in, MiB", "first, memory", "bare, memory", "stand-in, memory"},
		{"memory after a second start, MiB", "second, memory", "bare, memory", "stand-in, memory"},
		{"size of the program, MiB", "size", "bare, size", ""},
	} {
		own := median(row.own)
		fmt.Fprintf(out, "%s\t%.1f", row.text, own)
		for _, other := range []string{row.bare, row.standIn} {
			if other == "" {
				fmt.Fprint(out, "\t\t")
			} else {
				fmt.Fprintf(out, "\t%.1f\t%.2f", median(other), own/median(other))
			}
		}
		fmt.Fprintln(out)
	}
	if err := out.Flush(); err != nil {
		b.Fatal(err)
	}
}

// rival has the programs to compare, on one desktop.
type rival struct {
	*world
	ctx           context.Context
	bare, standIn string // programs
}

func newRival(b *testing.B) *rival {
	r := &rival{world: newWorld(b, driver.KeyringReal), ctx: b.Context()}
	folder := b.TempDir()
	r.bare, r.standIn = filepath.Join(folder, "bare"), filepath.Join(folder, "stand-in")
	if err := driver.Build(r.ctx, driver.Program{Package: "../driver/testdata/page", Output: r.bare}); err != nil {
		b.Fatal(err)
	}
	page, err := filepath.Abs("../driver/testdata/page/assets/index.html")
	if err != nil {
		b.Fatal(err)
	}
	for _, program := range []string{"chromium", "node"} {
		if _, err := exec.LookPath(program); err != nil {
			b.Fatal(err)
		}
	}
	// Node ends with Chromium, because it reads from a pipe that only Chromium holds.
	script := "#!/bin/bash\nexec chromium --app=file://" + page + " --user-data-dir=" + folder +
		"/profile --window-size=800,500 --window-position=240,150 --no-sandbox --no-first-run --disable-gpu --password-store=basic 60> >(exec node -e 'process.stdin.resume()')\n"
	if err := os.WriteFile(r.standIn, []byte(script), 0o700); err != nil {
		b.Fatal(err)
	}
	return r
}

// round measures each program once: milliseconds from the start, MiB of memory, and MiB of the program.
func (r *rival) round(b *testing.B) map[string]float64 {
	values := map[string]float64{}
	for _, part := range []struct {
		name string
		run  func(values map[string]float64) error
	}{
		{"bare", func(values map[string]float64) error { return r.other("bare", r.bare, values) }},
		{"first start", r.firstStart},
		{"second start", r.secondStart},
		{"stand-in", func(values map[string]float64) error { return r.other("stand-in", r.standIn, values) }},
	} {
		if err := part.run(values); err != nil {
			b.Fatalf("%s: %v", part.name, err)
		}
	}
	values["size"], values["bare, size"] = mebibytes(binary), mebibytes(r.bare)
	return values
}

// other measures a program that only shows its page.
func (r *rival) other(name, path string, values map[string]float64) error {
	var app *driver.App
	return r.measure(name, values, func(ctx context.Context, _ time.Time) (err error) {
		if app, err = r.Desktop.Launch(ctx, driver.Command{Path: path}); err != nil {
			return err
		}
		_, _, err = app.FirstWindow(ctx)
		return err
	}, func(ctx context.Context) error {
		values[name+", memory"] = float64(app.PSS()) / (1 << 20)
		if err := app.Signal(syscall.SIGTERM); err != nil {
			return err
		}
		return app.AwaitGone(ctx, driver.WaitLimit)
	})
}

// firstStart starts the app without a session, and logs in. The inspector costs memory, so nothing looks into the app's own page.
func (r *rival) firstStart(values map[string]float64) error {
	return r.measure("first", values, func(ctx context.Context, began time.Time) error {
		if err := r.start(ctx); err != nil {
			return err
		}
		login, err := r.loginPage(ctx)
		if err != nil {
			return err
		}
		values["log-in, page"] = time.Since(began).Seconds() * 1000
		time.Sleep(settled)
		values["log-in, memory"] = float64(r.app.PSS()) / (1 << 20)
		if err := r.accept(ctx, login, "ada"); err != nil {
			return err
		}
		return r.app.AwaitNoLogin(ctx)
	}, func(ctx context.Context) error {
		values["first, memory"] = float64(r.app.PSS()) / (1 << 20)
		return r.app.Quit(ctx)
	})
}

// secondStart starts the app with a stored session. It ends with a log-out, so that the next round has a first start again.
func (r *rival) secondStart(values map[string]float64) error {
	return r.measure("second", values, func(ctx context.Context, _ time.Time) error {
		if err := r.start(ctx); err != nil {
			return err
		}
		return r.app.AwaitLog(ctx, `"state":"signed-in"`)
	}, func(ctx context.Context) error {
		values["second, memory"] = float64(r.app.PSS()) / (1 << 20)
		if err := r.app.FindPage(ctx); err != nil {
			return err
		}
		if err := r.app.Page.Click(ctx, "#log-out"); err != nil {
			return err
		}
		if err := r.app.AwaitSignedOut(ctx, ""); err != nil {
			return err
		}
		return r.app.Quit(ctx)
	})
}

// start starts the app, and does not wait for its page.
func (r *rival) start(ctx context.Context) (err error) {
	r.app, err = harness.Start(ctx, r.Desktop, binary, r.settings())
	return err
}

// measure records the screen from a start on until the program has settled. The content is complete with the last frame that
// differs from the one before it.
func (r *rival) measure(name string, values map[string]float64, start func(context.Context, time.Time) error, end func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(r.ctx, 2*driver.WaitLimit)
	defer cancel()
	recording, err := r.Desktop.Record(ctx)
	if err != nil {
		return err
	}
	began := time.Now()
	failed := start(ctx, began)
	time.Sleep(settled)
	frames, _, err := recording.Stop()
	if err := errors.Join(failed, err); err != nil {
		return err
	}
	for _, f := range frames[1:] {
		if f.Colour != frames[0].Colour && f.Share <= blank && !driver.IsFrame(f.Colour) {
			values[name+", content"] = f.At.Sub(began).Seconds() * 1000
			break
		}
	}
	values[name+", home"] = frames[len(frames)-1].At.Sub(began).Seconds() * 1000
	return end(ctx)
}

// mebibytes is the size of a file.
func mebibytes(path string) float64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return float64(info.Size()) / (1 << 20)
}
