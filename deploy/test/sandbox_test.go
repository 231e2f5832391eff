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

// imageRoot returns a folder with the files that the last stage copies.
func imageRoot(t *testing.T) string {
	t.Helper()
	built, folder := buildStage(t), t.TempDir()
	for _, command := range all[*instructions.CopyCommand](dockerfile(t)[1]) {
		if command.From != "build" || len(command.SourcePaths) != 1 {
			t.Fatalf("this test does not understand the instruction %v", command)
		}
		from := command.SourcePaths[0]
		if below, found := strings.CutPrefix(from, "/src/"); found {
			from = filepath.Join(built, below)
		} // Otherwise it is a file of this system, which is Debian like that of the image.
		copyFile(t, from, filepath.Join(folder, command.DestPath), 0o755)
	}
	return folder
}

// sandboxed returns a command that runs as in a container: with its own read-only root folder and environment, as a user
// without rights, and as the first process. Only the network is that of this machine.
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

// TestEmptyRoot: the program runs in a root folder that has only the program and the certificate authorities. The health
// check succeeds, and fails at another port. The program ends without an error after SIGTERM.
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
		t.Errorf("/public: got status %d with %q, %v", response.StatusCode, body, err)
	}

	check := only[*instructions.HealthCheckCommand](t, final).Health.Test[1:]
	for want, port := range map[int]string{0: port, 1: "1"} {
		health := sandboxed(t, folder, append(env, "PORT="+port), check...)
		out, _ := health.CombinedOutput()
		if got := health.ProcessState.ExitCode(); got != want {
			t.Errorf("%v at port %s: exit status %d, want %d\n%s", check, port, got, want, out)
		}
	}

	if err := syscall.Kill(first, syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	rest, _ := io.ReadAll(log)
	if err := server.Wait(); err != nil {
		t.Errorf("the program ended with %v\n%s", err, rest)
	}
}

// startServer starts the server and waits until it listens. It returns the rest of the server's log, and in first the
// process ID of the server in the sandbox.
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
		t.Fatalf("the sandbox does not report the process that it started: %v", err)
	}
	timer := time.AfterFunc(20*time.Second, func() { server.Process.Kill() })
	defer timer.Stop()
	log = bufio.NewReader(stderr)
	for said := ""; ; {
		line, err := log.ReadString('\n')
		if said += line; err != nil {
			t.Fatalf("the server does not listen:\n%s", said)
		}
		if match := listening.FindStringSubmatch(line); match != nil {
			return log, match[1], match[2], child.PID
		}
	}
}

// TestImageFiles: the image contains these files and no others.
func TestImageFiles(t *testing.T) {
	var got []string
	for _, command := range all[*instructions.CopyCommand](dockerfile(t)[1]) {
		got = append(got, fmt.Sprintf("%s -> %s", command.SourcePaths, command.DestPath))
	}
	want := []string{
		"[/etc/ssl/certs/ca-certificates.crt] -> /etc/ssl/certs/ca-certificates.crt",
		"[/src/bin/backend-api] -> /backend-api",
		"[/src/backend-api/licences.txt] -> /licences.txt",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
