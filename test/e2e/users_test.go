//go:build linux && e2e

package e2e_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"wails-openid-oauth/backend-api/api"
	"wails-openid-oauth/backend-api/bearer"
	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/test/authtest"
	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/harness"
)

// account is a user of this machine, and the person who signs in there.
type account struct{ login, person, name string }

// accounts are two that every Debian has.
var accounts = []account{{"games", "ada", "Ada Lovelace"}, {"nobody", "grace", "Grace Hopper"}}

// sharedFolders are those where every user can make files.
var sharedFolders = []string{"/tmp", "/var/tmp", "/dev/shm"}

// desk is what the program of an account gets. The variable deskVariable holds it as JSON.
type desk struct {
	App, Person, Name, Issuer string
	Env                       []string // the app's settings
}

const deskVariable = "E2E_DESK"

// The lines that the program of an account writes.
const signedInLine, signedOutLine = "signed in", "signed out"

// TestJourneyTwoUsers has two users of one machine sign in as different people, at the same time. They share the folders for temporary
// files. Root starts the programs of others, so sudo does it where the tests run without root.
func TestJourneyTwoUsers(t *testing.T) {
	t.Parallel()
	provider := authtest.NewProvider(t, func(o *authtest.Options) { o.APIScopes = api.Scopes() })
	server := harness.NewAPI(t, bearer.Options{Issuer: provider.Issuer, Audience: authtest.Audience})
	w := &world{provider: provider, api: server}
	folder := sharedCopies(t)
	var seats []*seat
	for _, a := range accounts {
		seats = append(seats, sit(t, a, folder, desk{App: filepath.Join(folder, "app"), Person: a.person, Name: a.name,
			Issuer: provider.Issuer, Env: append(harness.Env(w.settings()), "TMPDIR=/tmp")}))
	}
	for _, s := range seats {
		s.await(signedInLine)
	}
	for _, s := range seats {
		s.keepsToItself()
	}
	for _, s := range seats {
		if _, err := fmt.Fprintln(s.input); err != nil {
			t.Error(err)
		}
	}
	for _, s := range seats {
		s.await(signedOutLine)
	}
}

// sharedCopies makes a folder with copies of this program and of the app, which every user can run.
func sharedCopies(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "two-users-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	for name, from := range map[string]string{"test": "/proc/self/exe", "app": binary} {
		program, err := os.ReadFile(from)
		if err := errors.Join(err, os.WriteFile(filepath.Join(folder, name), program, 0o700), os.Chmod(filepath.Join(folder, name), 0o755)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	return folder
}

// seat is the program of an account while it runs.
type seat struct {
	t      *testing.T
	login  string
	uid    uint32
	input  io.Writer
	output *bufio.Scanner
}

// sit starts this program again, as the account.
func sit(t *testing.T, a account, folder string, d desk) *seat {
	t.Helper()
	who, err := user.Lookup(a.login)
	if err != nil {
		t.Fatal(err)
	}
	uid, err := strconv.ParseUint(who.Uid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	work, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	arguments := []string{"setpriv", "--reuid", who.Uid, "--regid", who.Gid, "--clear-groups", "--",
		"env", "-i", "PATH=/usr/local/bin:/usr/bin:/bin", "TMPDIR=/tmp", deskVariable + "=" + string(work), filepath.Join(folder, "test")}
	if os.Geteuid() != 0 {
		arguments = append([]string{"sudo", "-n"}, arguments...)
	}
	cmd := exec.Command(arguments[0], arguments[1:]...) // It bounds its own time, and ends with its input.
	cmd.Dir, cmd.Stderr = "/", t.Output()
	input, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = input.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("%s: %v", a.login, err)
		}
	})
	return &seat{t: t, login: a.login, uid: uint32(uid), input: input, output: bufio.NewScanner(output)}
}

// await waits until the program has written a line. If the program ends, so does the test.
func (s *seat) await(line string) {
	s.t.Helper()
	if !s.output.Scan() || s.output.Text() != line {
		s.t.Fatalf("%s: got %q instead of %q", s.login, s.output.Text(), line)
	}
}

// keepsToItself fails if other users can use a file of the account in a folder that all share.
func (s *seat) keepsToItself() {
	s.t.Helper()
	found := 0
	for _, folder := range sharedFolders {
		entries, err := os.ReadDir(folder)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, entry := range entries {
			info, err := entry.Info()
			if errors.Is(err, fs.ErrNotExist) {
				continue // another test has removed it
			}
			if err != nil {
				s.t.Fatal(err)
			}
			if info.Sys().(*syscall.Stat_t).Uid != s.uid || strings.HasPrefix(entry.Name(), ".X") { // the lock of a display
				continue
			}
			found++
			if info.Mode().Perm()&0o077 != 0 {
				s.t.Errorf("%s: %v %s/%s is open to others", s.login, info.Mode(), folder, entry.Name())
			}
		}
	}
	if found == 0 {
		s.t.Errorf("%s has no file in %v, not even its desktop", s.login, sharedFolders)
	}
}

// useDesk is this program as an account: it signs in, waits for a line, starts the app anew, and logs out.
func useDesk(work string) error {
	var d desk
	if err := json.Unmarshal([]byte(work), &d); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), driver.WaitLimit*10)
	defer cancel()
	output, err := os.MkdirTemp("", "desk-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(output) }()
	desktop, err := driver.NewDesktop(ctx, driver.Options{Output: output})
	if err != nil {
		return err
	}
	return errors.Join(d.use(ctx, driver.NewReport(os.Stderr, desktop), desktop), desktop.Close())
}

func (d desk) use(ctx context.Context, report *driver.Report, desktop *driver.Desktop) error {
	var app *harness.App
	launch := func(ctx context.Context) (err error) {
		app, err = harness.Launch(ctx, desktop, d.App, config.App{Issuer: d.Issuer}, d.Env...)
		return err
	}
	steps := []struct {
		name string
		do   func(context.Context) error
	}{
		{"the app was launched", launch},
		{"logged in", func(ctx context.Context) error { return d.logIn(ctx, app) }},
		{"the private message is in the panel", func(ctx context.Context) error { return app.Message(ctx) }},
		{"the other user is signed in, too", func(context.Context) error {
			fmt.Println(signedInLine)
			_, err := bufio.NewReader(os.Stdin).ReadString('\n')
			return err
		}},
		{"closed", func(ctx context.Context) error { return app.Quit(ctx) }},
		{"the next start showed the person", func(ctx context.Context) error {
			return errors.Join(launch(ctx), app.AwaitSignedIn(ctx, d.Name))
		}},
		{"logged out", func(ctx context.Context) error {
			return errors.Join(app.Page.Click(ctx, "#log-out"), app.AwaitSignedOut(ctx, ""), app.Quit(ctx))
		}},
	}
	for _, step := range steps {
		if err := report.Step(ctx, d.Person+": "+step.name, step.do); err != nil {
			return err
		}
	}
	fmt.Println(signedOutLine)
	return nil
}

func (d desk) logIn(ctx context.Context, app *harness.App) error {
	login, err := app.LoginView(ctx)
	if err != nil {
		return err
	}
	return errors.Join(login.Click(ctx, "#login-"+d.Person), login.Click(ctx, "#consent-accept"), app.AwaitSignedIn(ctx, d.Name))
}
