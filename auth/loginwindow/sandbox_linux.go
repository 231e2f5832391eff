//go:build cgo

package loginwindow

import (
	"context"
	"log/slog"
	"os"
	"os/exec"
	"sync"
	"time"
)

// The programs of WebKit's sandbox, at the place where WebKit starts them: it does not search PATH, and ends the whole
// process when one of them is missing or fails.
const (
	bubblewrap = "/usr/bin/bwrap"
	dbusProxy  = "/usr/bin/xdg-dbus-proxy"
)

// sandboxProbe is what a machine can do. Reason says why not.
type sandboxProbe struct {
	works  bool
	reason string
}

// sandbox asks once: what it says cannot change while web processes run.
var sandbox = sync.OnceValue(func() sandboxProbe { return probeSandbox(bubblewrap, dbusProxy, 3*time.Second) })

// probeSandbox runs "true" in a sandbox with the name spaces that WebKit takes. Containers and hardened kernels often
// have the program and refuse it the name spaces.
func probeSandbox(bwrap, proxy string, within time.Duration) sandboxProbe {
	for _, program := range []string{bwrap, proxy} {
		if _, err := os.Stat(program); err != nil {
			return sandboxProbe{reason: program + " is not installed"}
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	command := exec.CommandContext(ctx, bwrap, "--die-with-parent", "--unshare-pid", "--unshare-uts", "--unshare-ipc",
		"--unshare-net", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "--", "true")
	command.WaitDelay = time.Second
	if err := command.Run(); err != nil {
		return sandboxProbe{reason: bwrap + " does not work here: " + err.Error()}
	}
	return sandboxProbe{works: true}
}

var sandboxLogged sync.Once

// logSandbox says once a process whether the sandbox is on.
func logSandbox(ctx context.Context, log *slog.Logger) {
	probe := sandbox()
	sandboxLogged.Do(func() {
		if probe.works {
			log.InfoContext(ctx, "login window: web processes run in a sandbox")
			return
		}
		log.WarnContext(ctx, "login window: web processes run without a sandbox", "reason", probe.reason)
	})
}
