//go:build linux && e2e

package driver_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"wails-openid-oauth/test/driver"
)

// TestPage uses every function of the driver with a small Wails app.
func TestPage(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "page")
	if err := driver.Build(t.Context(), driver.Program{Package: "./testdata/page", Output: binary, Tags: []string{"e2e"}}); err != nil {
		t.Fatal(err)
	}
	d := newDesktop(t, driver.KeyringNone)
	ctx := bounded(t)
	app, err := d.Launch(ctx, driver.Command{Path: binary})
	if err != nil {
		t.Fatal(err)
	}
	view, err := app.MainView(ctx)
	if err != nil {
		t.Fatal(err)
	}
	window, err := app.Window(ctx, regexp.MustCompile("^A page$"))
	if err != nil {
		t.Fatal(err)
	}
	t.Run("Eval", func(t *testing.T) { testEval(t, view) })
	t.Run("script", func(t *testing.T) { testScriptedUse(t, view) })
	t.Run("native", func(t *testing.T) { testNativeUse(t, view, window) })
	t.Run("picture", func(t *testing.T) { testPicture(t, d) })
	t.Run("report", func(t *testing.T) { testReport(t, d, view) })
	t.Run("figures", func(t *testing.T) {
		if pss := app.PSS(); pss < 50<<20 || pss > 2<<30 {
			t.Errorf("%d bytes of memory for %v, want 50 MiB to 2 GiB", pss, app.Processes())
		}
	})
	t.Run("a window that stays", func(t *testing.T) {
		short, cancel := context.WithTimeout(ctx, 2*time.Second)
		defer cancel()
		if err := app.AwaitNoWindow(short, regexp.MustCompile("^A page$")); err == nil {
			t.Error("AwaitNoWindow returned while the window was there")
		}
	})
	t.Run("navigation", func(t *testing.T) { testNavigation(t, app, view) })
	t.Run("close", func(t *testing.T) {
		if err := window.Close(ctx); err != nil {
			t.Fatal(err)
		}
		if code, err := app.ExitCode(ctx); code != 0 || err != nil {
			t.Errorf("exit code %d, %v", code, err)
		}
		if err := app.AwaitGone(ctx, 2*time.Second); err != nil {
			t.Error(err)
		}
	})
}

func testEval(t *testing.T, view *driver.View) {
	tests := []struct{ script, want, err string }{
		{script: "1 + 1", want: "2"},
		{script: "({a: [1, null]})", want: `{"a":[1,null]}`},
		{script: "undefined", want: "null"},
		{script: "null // with a comment", want: "null"},
		{script: "new Promise((done) => setTimeout(done, 20, 'late'))", want: `"late"`},
		{script: "window.go.main.App.Greet('Ada')", want: `"Hello Ada"`},
		{script: "nothing.there", err: "ReferenceError"},
		{script: "((", err: "SyntaxError"},
		{script: "Promise.reject(new Error('refused'))", err: "refused"},
		{script: "Promise.reject('bare')", err: "bare"},
	}
	for _, test := range tests {
		got, err := view.Eval(bounded(t), test.script)
		if test.err != "" {
			if !errors.Is(err, driver.ErrScript) || !strings.Contains(err.Error(), test.err) {
				t.Errorf("%s: error %v, want %s", test.script, err, test.err)
			}
			continue
		}
		if err != nil || string(got) != test.want {
			t.Errorf("%s: got %s, %v, want %s", test.script, got, err, test.want)
		}
	}
}

func testScriptedUse(t *testing.T, view *driver.View) {
	ctx := bounded(t)
	if err := errors.Join(
		view.Fill(ctx, "#name", `Ada "the first"`),
		view.Click(ctx, "#greet"),
		view.WaitState(ctx, "greeted"),
	); err != nil {
		t.Fatal(err)
	}
	if got, err := view.Text(ctx, "#greeting"); err != nil || got != `Hello Ada "the first"` {
		t.Errorf("got %q, %v", got, err)
	}
	if err := view.Reload(ctx); err != nil {
		t.Fatal(err)
	}
	if state, err := view.State(ctx); err != nil || state != "new" {
		t.Errorf("state after the reload: %q, %v", state, err)
	}
	short, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
	defer cancel()
	err := view.Click(short, "#off")
	var wait *driver.WaitError
	if !errors.As(err, &wait) || !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("click on a disabled button: %v", err)
	}
	for _, want := range []string{"#off", "wails://wails/", `title "The page"`, `state "new"`, "Try me", ".png"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not tell %s", err, want)
		}
	}
	if _, err := os.Stat(wait.Picture); err != nil {
		t.Error(err)
	}
}

func testNativeUse(t *testing.T, view *driver.View, window driver.Window) {
	ctx := bounded(t)
	if err := errors.Join(
		window.ClickAt(ctx, view, "#name"),
		view.WaitFor(ctx, "document.activeElement.id === 'name'"),
		window.Type(ctx, "--Ada 7@x"),
		view.WaitFor(ctx, "document.getElementById('name').value === '--Ada 7@x'"),
		window.Key(ctx, "Tab", "space"),
		view.WaitState(ctx, "greeted"),
	); err != nil {
		t.Fatal(err)
	}
	if got, err := view.Text(ctx, "#greeting"); err != nil || got != "Hello --Ada 7@x" {
		t.Errorf("got %q, %v", got, err)
	}
}

func testPicture(t *testing.T, d *driver.Desktop) {
	file, err := d.Picture(bounded(t), "Ünïcode & such!")
	if err != nil {
		t.Fatal(err)
	}
	if name := filepath.Base(file); !regexp.MustCompile(`^\d\d-n-code-such\.png$`).MatchString(name) {
		t.Errorf("the picture is named %s", name)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	picture, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := picture.Bounds().Size(), image.Pt(1280, 800); got != want {
		t.Errorf("size %v, want %v", got, want)
	}
	colours := make(map[any]int)
	for y := range 800 {
		for x := range 1280 {
			colours[picture.At(x, y)]++
		}
	}
	// A picture has the colours of the wallpaper, the frame, the page and the shades at the edges of letters.
	if len(colours) < 20 {
		t.Errorf("only %d colours: the picture is blank", len(colours))
	}
}

func testReport(t *testing.T, d *driver.Desktop, view *driver.View) {
	var out strings.Builder
	r := driver.NewReport(&out, d)
	failure := errors.New("out of luck")
	if err := r.Step(bounded(t), "the page was read", func(ctx context.Context) error {
		text, err := view.Text(ctx, "h1")
		r.Note("(it says %s)", text)
		return err
	}); err != nil {
		t.Error(err)
	}
	err := r.Step(bounded(t), "the bad step", func(context.Context) error { return failure })
	if !errors.Is(err, failure) {
		t.Errorf("got %v, want %v", err, failure)
	}
	want := `^✓ the page was read \(it says Try me\) \(\d\.\d s\)
✗ the bad step \(\d\.\d s\)
  out of luck; picture: \S+/\d\d-failed-the-bad-step\.png
$`
	if !regexp.MustCompile(want).MatchString(out.String()) {
		t.Errorf("printed\n%swant\n%s", out.String(), want)
	}
}

// testNavigation navigates from the app's page to a page of another site, and between two such sites. Each time the web
// process changes.
func testNavigation(t *testing.T, app *driver.App, view *driver.View) {
	ctx := bounded(t)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<title>Site</title><p id=path>" + r.URL.Path))
	}))
	defer site.Close()
	other := strings.Replace(site.URL, "127.0.0.1", "localhost", 1)
	for _, url := range []string{site.URL + "/one", other + "/two", site.URL + "/three"} {
		if _, err := view.Eval(ctx, "void (location.href = '"+url+"')"); err != nil {
			t.Fatal(err)
		}
		if err := view.WaitFor(ctx, "location.href === '"+url+"' && document.readyState === 'complete'"); err != nil {
			t.Fatal(err)
		}
	}
	login, err := app.LoginView(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if login != view {
		t.Error("the same web view was returned as two views")
	}
	if got, err := login.Text(ctx, "#path"); err != nil || got != "/three" {
		t.Errorf("got %q, %v", got, err)
	}
}

// TestSurvivorsAreNamedAndKilled launches a program whose child leaves the process group and outlives it.
func TestSurvivorsAreNamedAndKilled(t *testing.T) {
	ctx := bounded(t)
	d, err := driver.NewDesktop(ctx, driver.Options{Keyring: driver.KeyringNoBus, Output: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	app, err := d.Launch(ctx, driver.Command{Path: "/bin/sh", Args: []string{"-c", "setsid sleep 601 & echo started; wait"}})
	if err != nil {
		t.Fatal(err)
	}
	for !slices.ContainsFunc(app.Processes(), isSleep) || !isLogged(app, "started\n") {
		if ctx.Err() != nil {
			t.Fatalf("the program did not start: %v", app.Processes())
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err := app.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if code, err := app.ExitCode(ctx); code != -1 || err != nil {
		t.Errorf("exit code %d, %v", code, err)
	}
	if err := app.AwaitGone(ctx, 200*time.Millisecond); err == nil || !strings.Contains(err.Error(), "sleep (") {
		t.Errorf("got %v, want the survivor's name", err)
	}
	driver.SetPatience(d, 200*time.Millisecond)
	if err := d.Close(); err == nil || !strings.Contains(err.Error(), "sleep (") {
		t.Errorf("got %v, want the survivor's name", err)
	}
	if left := app.Processes(); len(left) > 0 {
		t.Errorf("these processes are still there: %v", left)
	}
}

func isSleep(p driver.Process) bool { return p.Name == "sleep" }

func isLogged(app *driver.App, text string) bool {
	log, _ := os.ReadFile(app.Log()) // the file may not exist yet
	return string(log) == text
}

// TestKillAllWaits: killAll waits until a killed process is gone, which takes time if the process has much memory. It also
// waits for a process that the list no longer shows. A zombie whose parent never reaps it counts as gone.
func TestKillAllWaits(t *testing.T) {
	ctx := bounded(t)
	cmd := exec.CommandContext(ctx, "/bin/sh", "-c",
		`sleep 602 & (head -c 150M /dev/zero; echo full >&2; exec sleep 601) | setsid tail -c 150M & exec sleep 603`)
	mark := "DRIVER_APP=" + rand.Text()
	cmd.Env = append(os.Environ(), mark)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	if line, err := bufio.NewReader(stderr).ReadString('\n'); line != "full\n" {
		t.Fatalf("%q, %v", line, err)
	}
	list := func() []driver.Process { return driver.ProcessesWith(mark) }
	for len(list()) != 4 && ctx.Err() == nil {
		time.Sleep(10 * time.Millisecond)
	}
	// The parent of all of them is not killed. It reaps none.
	children := slices.DeleteFunc(list(), func(p driver.Process) bool { return p.PID == cmd.Process.Pid })
	once := func() []driver.Process {
		shown := children
		children = nil
		return shown
	}
	killed, err := driver.KillAll(driver.WaitLimit, once, driver.Kill)
	if err != nil || len(killed) != 3 {
		t.Errorf("killed %v, %v", killed, err)
	}
	if left := list(); len(left) != 1 || left[0].PID != cmd.Process.Pid {
		t.Errorf("want only the parent to be still there, got %v", left)
	}
}

// TestKillAllEnds: if no signal ends a process, killAll gives up and names the process.
func TestKillAllEnds(t *testing.T) {
	ctx := bounded(t)
	mark := "DRIVER_APP=" + rand.Text()
	cmd := exec.CommandContext(ctx, "/bin/sleep", "601")
	cmd.Env = append(os.Environ(), mark)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	list := func() []driver.Process { return driver.ProcessesWith(mark) }
	for !slices.ContainsFunc(list(), isSleep) && ctx.Err() == nil {
		time.Sleep(10 * time.Millisecond)
	}
	_, err := driver.KillAll(300*time.Millisecond, list, func(driver.Process) {})
	if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("still there: sleep (%d)", cmd.Process.Pid)) {
		t.Errorf("got %v, want the name of the process that stays", err)
	}
}
