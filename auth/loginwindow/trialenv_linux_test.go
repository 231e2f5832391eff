//go:build cgo && !gnustep

package loginwindow

import (
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// The trial opens neither WebKit's remote inspector, which would take the app's port, nor GTK's inspector. A program that uses this
// package may have their variables set.
func TestTheTrialOpensNoInspector(t *testing.T) {
	if os.Getenv("DISPLAY") == "" {
		t.Skip("no display: run under xvfb-run -a with LOGINWINDOW_NATIVE=1")
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	for _, name := range []string{"WEBKIT_INSPECTOR_SERVER", "WEBKIT_INSPECTOR_HTTP_SERVER", "GTK_DEBUG"} {
		t.Run(name, func(t *testing.T) {
			value := address
			if name == "GTK_DEBUG" {
				value = "interactive"
			}
			loaded, write, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			defer loaded.Close()
			trial := exec.CommandContext(t.Context(), "/proc/self/exe")
			trial.Env = append(os.Environ(), "LOGINWINDOW_SANDBOX_TRIAL=1", name+"="+value)
			trial.ExtraFiles = []*os.File{write}
			end, err := trial.StdinPipe()
			if err == nil {
				err = trial.Start()
			}
			write.Close()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadFull(loaded, make([]byte, 1)); err != nil {
				t.Error("the trial has loaded no page")
			}
			if connection, err := net.Dial("tcp", address); err == nil {
				t.Error("the inspector listens")
				connection.Close()
			}
			out, err := exec.CommandContext(t.Context(), "xdotool", "search", "--all", "--pid", strconv.Itoa(trial.Process.Pid), "--name", ".*").Output()
			if windows := strings.Fields(string(out)); err != nil || len(windows) != 1 { // GTK's own, which is never on the screen
				t.Errorf("the trial has the windows %v, want one: %v", windows, err)
			}
			end.Close()
			_ = trial.Wait()
		})
	}
}
