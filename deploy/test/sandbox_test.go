package deploy

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
)

// imageRoot is a folder with what the last stage copies.
func imageRoot(t *testing.T) string {
	t.Helper()
	built, folder := buildStage(t), t.TempDir()
	for _, command := range all[*instructions.CopyCommand](dockerfile(t)[1]) {
		if command.From != "build" || len(command.SourcePaths) != 1 {
			t.Fatalf("this test cannot follow %v", command)
		}
		from := command.SourcePaths[0]
		if below, found := strings.CutPrefix(from, "/src/"); found {
			from = filepath.Join(built, below)
		} // Else it is a file of the system, Debian like the image's.
		copyFile(t, from, filepath.Join(folder, command.DestPath), 0o755)
	}
	return folder
}

// sandboxed is a command that sees a read-only root folder and an environment of its own, as a user without rights, and
// as the first process, as in a container. Only the network is this machine's.
func sandboxed(t *testing.T, folder string, env []string, args ...string) *exec.Cmd {
	t.Helper()
	user, group, _ := strings.Cut(only[*instructions.UserCommand](t, dockerfile(t)[1]).User, ":")
	sandbox := []string{"--unshare-all", "--share-net", "--uid", user, "--gid", group, "--die-with-parent", "--as-pid-1",
		"--ro-bind", folder, "/", "--clearenv"}
	for _, pair := range env {
		name, value, _ := strings.Cut(pair, "=")
		sandbox = append(sandbox, "--setenv", name, value)
	}
	return exec.CommandContext(t.Context(), "bwrap", slices.Concat(sandbox, []string{"--"}, args)...)
}

var listening = regexp.MustCompile(`listening on (http://127\.0\.0\.1:(\d+))`)

// TestEmptyRoot: the program runs where nothing is but itself and the certificate authorities, says that it is well, by
// the command of the health check, and ends in peace when asked to.
func TestEmptyRoot(t *testing.T) {
	final, folder := dockerfile(t)[1], imageRoot(t)
	env := append(environment(final), "HOST=127.0.0.1", "PORT=0", "DRAIN=0s",
		"ISSUER=https://127.0.0.1:1/", "API_IDENTIFIER=https://api.example")
	server := sandboxed(t, folder, env, only[*instructions.EntrypointCommand](t, final).CmdLine...)
	log, address, port, first := startServer(t, server)

	response, err := http.Get(address + "/public")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	response.Body.Close()
	if err != nil || response.StatusCode != http.StatusOK || len(body) == 0 {
		t.Errorf("/public: %d %q, %v", response.StatusCode, body, err)
	}

	check := only[*instructions.HealthCheckCommand](t, final).Health.Test[1:]
	for want, port := range map[int]string{0: port, 1: "1"} {
		health := sandboxed(t, folder, append(env, "PORT="+port), check...)
		out, _ := health.CombinedOutput()
		if got := health.ProcessState.ExitCode(); got != want {
			t.Errorf("%v at port %s: status %d, not %d\n%s", check, port, got, want, out)
		}
	}

	if err := syscall.Kill(first, syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	rest, _ := io.ReadAll(log)
	if err := server.Wait(); err != nil {
		t.Errorf("%v\n%s", err, rest)
	}
}

// startServer starts the server, and returns its log from the line on which it says where it listens. first is the
// process in the sandbox.
func startServer(t *testing.T, server *exec.Cmd) (log *bufio.Reader, address, port string, first int) {
	t.Helper()
	info, tell, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer info.Close()
	server.Args = slices.Insert(server.Args, 1, "--info-fd", "3")
	server.ExtraFiles = []*os.File{tell}
	stderr, err := server.StderrPipe()
	if err == nil {
		err = server.Start()
	}
	tell.Close()
	if err != nil {
		t.Fatalf("%v (scripts/packages.sh build installs what this needs)", err)
	}
	t.Cleanup(func() { server.Process.Kill(); server.Wait() })
	var child struct {
		PID int `json:"child-pid"`
	}
	if err := json.NewDecoder(info).Decode(&child); err != nil || child.PID < 2 {
		t.Fatalf("the sandbox does not say what it started: %v", err)
	}
	timer := time.AfterFunc(20*time.Second, func() { server.Process.Kill() })
	defer timer.Stop()
	log = bufio.NewReader(stderr)
	for said := ""; ; {
		line, err := log.ReadString('\n')
		if said += line; err != nil {
			t.Fatalf("it does not listen:\n%s", said)
		}
		if match := listening.FindStringSubmatch(line); match != nil {
			return log, match[1], match[2], child.PID
		}
	}
}

// TestImageFiles: what the image holds, and nothing else.
func TestImageFiles(t *testing.T) {
	var got []string
	for _, command := range all[*instructions.CopyCommand](dockerfile(t)[1]) {
		got = append(got, fmt.Sprintf("%s -> %s", command.SourcePaths, command.DestPath))
	}
	want := []string{
		"[/etc/ssl/certs/ca-certificates.crt] -> /etc/ssl/certs/ca-certificates.crt",
		"[/src/bin/backend-api] -> /backend-api",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
