package auth_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/filelock"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/internal/safefile"
	"wails-openid-oauth/test/authtest"
	"wails-openid-oauth/test/leak"
)

// In the stress test, processes log in, refresh and log out at random moments, while the store and the provider are
// slow and fail, and one process is killed repeatedly. What must hold when all processes are idle:
//
//  1. A process that logged out has no token from the click on.
//  2. After a log-out by one process, no other gets a token, and the next start signs no user in, even if the
//     process that logged out was killed, its store failed, or another process was refreshing.
//  3. After a log-in that was stored, the next start signs in: no earlier log-out removes it.
//
// During the run, processes may lose a session to each other's log-outs. Nothing else is required of them.

// stressRole makes this test binary one of the processes: it names the folder that they share.
const stressRole = "STRESS_FOLDER"

// hurried is the variable that shortens the timeouts of such a process to a twentieth.
const hurried = "STRESS_HURRY"

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // these tests make much garbage: collecting it takes a quarter of their time
	if folder := os.Getenv(stressRole); folder != "" {
		after := time.After
		if os.Getenv(hurried) != "" {
			after = func(d time.Duration) <-chan time.Time { return time.After(d / 20) }
		}
		if err := runStressed(folder, os.Getenv("STRESS_ISSUER"), os.Getenv("STRESS_FAULTS") != "", after); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		return
	}
	leak.Main(m)
}

// fileStore keeps the entry in a file instead of a keyring. With faults it is slow and sometimes fails, and a write that
// it reported as failed may still take effect.
type fileStore struct {
	path   string
	faults bool
}

func (s fileStore) trouble(ctx context.Context) error {
	if !s.faults {
		return nil
	}
	time.Sleep(rand.N(10 * time.Millisecond))
	if rand.N(10) == 0 {
		return auth.ErrStore
	}
	return ctx.Err()
}

func (s fileStore) Load(ctx context.Context, account auth.Account) (auth.Grant, error) {
	if err := s.trouble(ctx); err != nil {
		return auth.Grant{}, err
	}
	text, err := os.ReadFile(s.path)
	if errors.Is(err, os.ErrNotExist) {
		return auth.Grant{}, auth.ErrNotFound
	}
	var kept map[string]any
	if err = errors.Join(err, json.Unmarshal(text, &kept)); err != nil {
		return auth.Grant{}, err
	}
	return auth.Grant{Account: account, RefreshToken: auth.NewSecret(kept["token"].(string)), Subject: kept["sub"].(string),
		Generation: int(kept["generation"].(float64)), Era: kept["era"].(string)}, nil
}

func (s fileStore) Save(ctx context.Context, grant auth.Grant) error {
	failure := s.trouble(ctx)
	text, err := json.Marshal(map[string]any{
		"token": grant.RefreshToken.Reveal(), "sub": grant.Subject, "generation": grant.Generation, "era": grant.Era,
	})
	if err != nil {
		return err
	}
	if failure == nil || rand.N(2) == 0 {
		fresh := fmt.Sprintf("%s.%d", s.path, rand.Uint64())
		err = errors.Join(os.WriteFile(fresh, text, 0o600), os.Rename(fresh, s.path))
	}
	return errors.Join(failure, err)
}

func (s fileStore) Delete(ctx context.Context, _ auth.Account) error {
	if err := s.trouble(ctx); err != nil {
		return err
	}
	if err := os.Remove(s.path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// runStressed is the main loop of a process: it executes its input, one command per line, and answers each with a line.
func runStressed(folder, issuer string, faults bool, after func(time.Duration) <-chan time.Time) error {
	session, err := auth.New(auth.Options{
		Config: auth.Config{Issuer: issuer, ClientID: authtest.ClientID, RedirectURI: authtest.RedirectURI,
			Audience: authtest.Audience, Scope: "openid profile email offline_access"},
		Browser: authtest.NewBrowser(nil), Store: fileStore{filepath.Join(folder, "entry"), faults},
		Locker: filelock.New(filepath.Join(folder, "locks")), StateFolder: filepath.Join(folder, "state"),
		HTTP: &http.Client{Timeout: waitLimit}, Log: slog.New(slog.DiscardHandler), After: after,
	})
	if err != nil {
		return err
	}
	ctx := context.Background()
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		fmt.Println(doStressed(ctx, session, lines.Text()))
	}
	session.Close()
	return nil
}

func doStressed(ctx context.Context, session *auth.Session, word string) string {
	var err error
	switch word {
	case "log in":
		if err = session.Login(ctx); err == nil {
			err = session.Snapshot().Notice
		}
	case "restore":
		if err = session.Restore(ctx); err == nil && session.Snapshot().State != auth.SignedIn {
			err = errors.Join(errors.New(session.Snapshot().State.String()), session.Snapshot().Err)
		}
	case "refresh":
		token, _ := session.Token(ctx, "")
		_, err = session.Token(ctx, token)
	case "log out":
		if err = session.Logout(ctx); session.Snapshot().State == auth.SignedOut {
			if _, got := session.Token(ctx, ""); !errors.Is(got, auth.ErrLoginRequired) {
				err = fmt.Errorf("A TOKEN AFTER THE LOG-OUT: %w", got)
			}
		}
	case "mix":
		var all sync.WaitGroup
		for range 20 {
			word := []string{"log in", "refresh", "refresh", "refresh", "log out"}[rand.N(5)]
			time.Sleep(rand.N(10 * time.Millisecond))
			all.Go(func() { _ = doStressed(ctx, session, word) })
		}
		all.Wait()
	}
	if err == nil {
		return "ok"
	}
	return strings.ReplaceAll(err.Error(), "\n", " ")
}

// stressed is a process of the stress test, as seen by the test.
type stressed struct {
	*exec.Cmd
	t   *testing.T
	in  io.WriteCloser
	out *bufio.Reader
}

type stress struct {
	t        *testing.T
	folder   string
	provider *authtest.Provider
}

func (s stress) process(faults bool, env ...string) *stressed {
	s.t.Helper()
	exe, err := os.Executable()
	if err != nil {
		s.t.Fatal(err)
	}
	p := &stressed{Cmd: exec.CommandContext(s.t.Context(), exe), t: s.t}
	p.Env = append(append(os.Environ(), stressRole+"="+s.folder, "STRESS_ISSUER="+s.provider.Issuer), env...)
	if faults {
		p.Env = append(p.Env, "STRESS_FAULTS=1")
	}
	p.Stderr = os.Stderr
	in, err1 := p.StdinPipe()
	out, err2 := p.StdoutPipe()
	if err := errors.Join(err1, err2, p.Start()); err != nil {
		s.t.Fatal(err)
	}
	p.in, p.out = in, bufio.NewReader(out)
	s.t.Cleanup(func() {
		_ = p.in.Close()
		_ = p.Wait()
	})
	return p
}

func (p *stressed) tell(word string) { _, _ = io.WriteString(p.in, word+"\n") }

// answer returns the next line, or "" when the process is dead.
func (p *stressed) answer() string {
	line, _ := p.out.ReadString('\n')
	if strings.Contains(line, "AFTER THE LOG-OUT") {
		p.t.Error(line)
	}
	return strings.TrimSpace(line)
}

func (p *stressed) do(word string) string {
	p.tell(word)
	return p.answer()
}

// logIn repeats the log-in until it is stored.
func (p *stressed) logIn() {
	p.t.Helper()
	for end := time.Now().Add(waitLimit); p.do("log in") != "ok"; {
		if time.Now().After(end) {
			p.t.Fatal("no log-in was stored")
		}
	}
}

// nextStart is the result of a start without faults.
func (s stress) nextStart(want bool, when string) {
	s.t.Helper()
	if got := s.process(false).do("restore"); (got == "ok") != want {
		s.t.Errorf("%s, the next start says %q", when, got)
	}
}

func TestStress(t *testing.T) {
	rounds := 3
	if testing.Short() {
		rounds = 1
	}
	provider := authtest.NewProvider(t)
	provider.Tamper(idp.PathToken, func(*authtest.Response) { time.Sleep(rand.N(10 * time.Millisecond)) })
	for round := range rounds {
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			s := stress{t, t.TempDir(), provider}
			a, b := s.process(true), s.process(true)
			a.tell("mix")
			b.tell("mix")
			a.answer()
			b.answer()
			a.do("log out")
			s.nextStart(false, "after a mix and a log-out")
			if got := b.do("refresh"); got == "ok" {
				t.Error("the other process still has a token")
			}
			// A log-in after all this is kept.
			a.logIn()
			s.nextStart(true, "after a log-in")
			// A log-out while the other process refreshes.
			b.do("log out")
			a.logIn()
			c := s.process(true)
			c.do("restore")
			c.tell("refresh")
			time.Sleep(rand.N(20 * time.Millisecond))
			a.do("log out")
			c.answer()
			s.nextStart(false, "after a log-out during a refresh elsewhere")
			// A log-out that is killed.
			a.logIn()
			d := s.process(true)
			d.do("restore")
			before := s.era()
			a.tell("refresh")
			d.tell("log out")
			await(t, "the log-out is not recorded", func() bool { return s.era() != before })
			time.Sleep(rand.N(10 * time.Millisecond))
			_ = d.Process.Kill()
			a.answer()
			s.nextStart(false, "after a log-out that was killed")
		})
	}
}

// era is the record's name of the newest log-in or log-out.
func (s stress) era() string {
	s.t.Helper()
	files, err := filepath.Glob(filepath.Join(s.folder, "state", "*.era"))
	if err != nil || len(files) != 1 {
		s.t.Fatalf("%v, %v", files, err)
	}
	text, err := safefile.Read(files[0], 1024)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}
