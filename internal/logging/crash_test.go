package logging

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
)

// TestMain also runs as the program that crashes.
func TestMain(m *testing.M) {
	if path := os.Getenv("LOGGING_TEST_CRASH"); path != "" {
		if _, err := OpenCrash(path); err != nil {
			panic(err)
		}
		done := make(chan struct{})
		go crash()
		<-done
	}
	os.Exit(m.Run())
}

// open opens a crash file. After the test, crashes of this process go only to standard error again.
func open(t *testing.T, path string) *Crash {
	t.Helper()
	file, err := OpenCrash(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
		file.file.Close()
	})
	return file
}

func crash() { panic(errors.New("no luck with refresh_token=s3cret")) }

func TestACrashIsTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.log.crash")
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), "LOGGING_TEST_CRASH="+path)
	out, err := command.CombinedOutput()
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != 2 {
		t.Fatalf("the program ended with %v\n%s", err, out)
	}
	if info, err := os.Stat(path); err != nil || info.Size() == 0 || !private(info) {
		t.Fatalf("the crash file: %v, %v", info, err)
	}
	file := open(t, path)
	var log bytes.Buffer
	file.Tell(New(&log))
	for _, want := range []string{"the app ended unexpectedly last time", "no luck with refresh_token=[REDACTED]", "logging.crash()"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("no %q in %s", want, &log)
		}
	}
	if strings.Contains(log.String(), "s3cret") {
		t.Errorf("the secret is in %s", &log)
	}
	told := log.Len()
	file.Tell(New(&log))
	if log.Len() != told {
		t.Errorf("Tell logged the crash a second time: %s", &log)
	}
	if err := os.WriteFile(path, bytes.Repeat([]byte("x"), 4*maxTold), 0o600); err != nil {
		t.Fatal(err)
	}
	file.Tell(New(&log))
	if line := log.Len() - told; line < maxTold || line > 2*maxTold {
		t.Errorf("of a long crash, %d bytes are told", line)
	}
}

// A second start also opens the file, and must not take it away from the first.
func TestASecondStartLeavesTheCrashFileAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.log.crash")
	if err := os.WriteFile(path, []byte("panic: x\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	first := open(t, path)
	open(t, path)
	var log bytes.Buffer
	first.Tell(New(&log))
	if !strings.Contains(log.String(), "panic: x") {
		t.Errorf("logged %s", &log)
	}
	if info, err := os.Stat(path); err != nil || !private(info) {
		t.Errorf("the crash file: %v, %v", info, err)
	}
}

func TestTheCrashFileIsBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.log.crash")
	if err := os.WriteFile(path, bytes.Repeat([]byte("x"), maxSize+1), 0o600); err != nil {
		t.Fatal(err)
	}
	open(t, path)
	if info, err := os.Stat(path); err != nil || info.Size() != 0 {
		t.Errorf("the crash file: %v, %v", info, err)
	}
}

func TestTheCrashFileIsAFile(t *testing.T) {
	folder := t.TempDir()
	link := filepath.Join(folder, "link")
	if err := os.Symlink(filepath.Join(folder, "elsewhere"), link); err != nil {
		t.Skip(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Skip("this is no link for Windows, as under Wine 8")
	}
	for _, path := range []string{link, folder, filepath.Join(folder, "missing", "file")} {
		if _, err := OpenCrash(path); err == nil {
			t.Errorf("%s was opened", path)
		}
	}
}
