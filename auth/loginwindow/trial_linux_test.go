//go:build cgo && !gnustep

package loginwindow

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// If the child writes nothing or too much, the trial fails, and the sandbox stays off.
func TestTrialThatFails(t *testing.T) {
	const patient = 60 * time.Second
	tests := []struct {
		name, script string
		within       time.Duration
		reason       string
	}{
		{"ends", "echo 'cannot open display: :7' >&2; echo 'ERROR: readPIDFromPeer' >&2; exit 1", patient,
			"ended at once: cannot open display: :7 | ERROR: readPIDFromPeer"},
		{"is killed", "kill -TRAP $$", patient, "ended at once"},
		{"hangs", "exec sleep 60", time.Second, "loaded nothing within 1s"},
		{"has no web process", "printf 1 >&3; read end", patient, "no web process was found"},
		{"has one outside", "printf WebKitWebProcess >/proc/self/comm; printf 1 >&3; read end", patient, "WebKit does not use the sandbox here"},
		{"has one that sees everything", "exec bwrap --unshare-pid --bind / / --dev /dev --proc /proc -- " +
			"sh -c 'printf WebKitWebProcess >/proc/self/comm; printf 1 >&3; read end'", patient, "the sandbox contains the root folder"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := runTrial(exec.Command("bash", "-c", tt.script), tt.within)
			if err == nil || !strings.Contains(err.Error(), tt.reason) {
				t.Errorf("got %v, want %q", err, tt.reason)
			}
		})
	}
}

// The trial with the real WebKit tells whether a machine can run the sandbox, and always ends.
func TestTrialOfWebKit(t *testing.T) {
	if os.Getenv("DISPLAY") == "" {
		t.Skip("no display: run under xvfb-run -a with LOGINWINDOW_NATIVE=1")
	}
	tests := []struct {
		name    string
		prepare func(t *testing.T)
		want    string
	}{
		{"works", func(*testing.T) {}, ""},
		{"no display at all", func(t *testing.T) { t.Setenv("DISPLAY", ":4242") }, "GTK cannot open the display"},
		{"no display inside", displayOutsideOnly, "cannot open display"},
		{"turned off by a variable", func(t *testing.T) { t.Setenv("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1") }, "WebKit does not use the sandbox here"},
		{"turned off in a Snap", func(t *testing.T) {
			for _, name := range []string{"SNAP", "SNAP_NAME", "SNAP_REVISION"} {
				t.Setenv(name, "x")
			}
		}, "WebKit does not use the sandbox here"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.prepare(t)
			err := tryWebProcess()
			if tt.name == "no display inside" && err == nil {
				// From 2.52 on a web process needs no display. Without an error it has loaded a page in the sandbox.
				return
			}
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

// displayOutsideOnly starts a display that can be reached only by its abstract socket, and so not from a sandbox.
func displayOutsideOnly(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	server := exec.Command("Xvfb", "-displayfd", "3", "-nolisten", "tcp")
	server.ExtraFiles = []*os.File{write}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	write.Close()
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	number = strings.TrimSpace(number)
	if err := os.Remove("/tmp/.X11-unix/X" + number); err != nil {
		t.Fatal(err)
	}
	t.Setenv("DISPLAY", ":"+number)
}
