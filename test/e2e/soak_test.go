//go:build linux && e2e

package e2e_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"wails-openid-oauth/internal/paths"
	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/growth"
	"wails-openid-oauth/test/harness"
)

// logCap bounds the app's log: the file and the older one have 1 MiB each.
const logCap = 2 << 20

// TestSoak repeats the life of a session for as long as SOAK says: log-in, call, renewal, offline, expiry, log-in, log-out. After
// each round nobody is signed in and no login window is open, so the app must use as much as after the round before.
func TestSoak(t *testing.T) {
	setting := os.Getenv("SOAK")
	if setting == "" {
		t.Skip("SOAK names no time, such as 2h")
	}
	duration, err := time.ParseDuration(setting)
	if err != nil {
		t.Fatal(err)
	}
	s := &soak{world: newWorldOn(t, harness.Options{Within: duration + 10*time.Minute})}
	s.provider.Tamper("", harness.AskForName)
	s.fillLog()
	s.Step("the app was launched", s.launchProduct)
	began, minute := time.Now(), 0
	for time.Since(began) < duration || len(s.uses) < growth.Fewest {
		if err := s.round(t.Context()); err != nil {
			t.Errorf("round %d: %v", len(s.uses)+1, err)
			break
		}
		now, err := s.measure(t.Context())
		if err != nil {
			t.Errorf("round %d: %v", len(s.uses)+1, err)
			break
		}
		s.uses = append(s.uses, now)
		if passed := int(time.Since(began).Minutes()); passed > minute || len(s.uses) == 1 {
			minute = passed
			t.Logf("%3d min, round %d: %s", passed, len(s.uses), now)
		}
	}
	if len(s.uses) < growth.Fewest {
		t.Fatalf("only %d rounds", len(s.uses))
	}
	grown, table := growth.Compare(s.rows())
	t.Logf("%d rounds in %v\n%s", len(s.uses), time.Since(began).Round(time.Second), table)
	for _, growth := range grown {
		t.Error(growth)
	}
	if _, err := os.Stat(s.log() + ".old"); err != nil {
		t.Errorf("the log did not reach its bound: %v", err)
	}
}

// soak is a world whose app is measured again and again.
type soak struct {
	*world
	uses  []use
	began bool
}

// launchProduct builds the app as it ships, without an inspector, and starts it.
func (s *soak) launchProduct(ctx context.Context) (err error) {
	product := filepath.Join(s.t.TempDir(), "wails-openid-oauth")
	if err := driver.Build(ctx, driver.Program{Package: "../..", Output: product}); err != nil {
		return err
	}
	// A product build reads variables of these names.
	var env []string
	for _, variable := range harness.Env(s.settings()) {
		env = append(env, "WAILS_OPENID_"+variable)
	}
	s.app, err = harness.Start(ctx, s.Desktop, product, s.settings(), env...)
	return err
}

// log is the app's log file.
func (s *soak) log() string {
	return filepath.Join(s.Desktop.Home, ".local", "state", paths.App, "app.log")
}

// fillLog makes a log that is almost full, so that it reaches its bound early.
func (s *soak) fillLog() {
	line := []byte(strings.Repeat("x", 1023) + "\n")
	if err := errors.Join(os.MkdirAll(filepath.Dir(s.log()), 0o700), os.WriteFile(s.log(), bytes.Repeat(line, 1020), 0o600)); err != nil {
		s.t.Fatal(err)
	}
}

// round is the life of a session. It begins and ends signed out.
func (s *soak) round(ctx context.Context) error {
	s.provider.ForgetRequests()
	s.provider.SetAccessTokenLifetime(3 * time.Second)
	for _, step := range []struct {
		name string
		do   func(ctx context.Context, name string) error
	}{
		{"log in", s.typeLogIn},
		{"call", s.call},
		{"renew", s.renew},
		{"go offline and come back", s.lose},
		{"expire", s.expire},
		{"log in again", s.typeLogIn},
		{"call again", s.call},
		{"log out", s.logOut},
	} {
		if err := step.do(ctx, step.name); err != nil {
			return fmt.Errorf("%s: %w; the state is %s", step.name, err, s.state())
		}
	}
	return nil
}

// typeLogIn logs in as Ada by the keyboard, from a page that offers it.
func (s *soak) typeLogIn(ctx context.Context, name string) error {
	if s.began { // The first log-in begins by itself.
		if err := s.press(ctx, name, s.hasWindow(ctx, 2)); err != nil {
			return err
		}
	}
	s.began = true
	window, err := s.app.LoginWindow(ctx)
	if err != nil {
		return err
	}
	if err := s.TypeLogIn(ctx, window, s.provider, !s.consented["ada"]); err != nil {
		return err
	}
	s.consented["ada"] = true
	s.provider.ForgetRequests() // of this log-in
	return errors.Join(s.Await(ctx, "the state signed-in", s.is("signed-in")), s.Await(ctx, "one window", s.hasWindow(ctx, 1)))
}

// hasWindow reports whether the app has so many windows.
func (s *soak) hasWindow(ctx context.Context, n int) func() bool {
	return func() bool {
		windows, err := s.app.Windows(ctx)
		return err == nil && len(windows) == n
	}
}

// call clicks for the private message until the API gets the latest token.
func (s *soak) call(ctx context.Context, name string) error {
	before := len(s.api.Seen())
	return s.press(ctx, name, func() bool { return len(s.api.Seen()) > before && s.api.Token() == s.latest().Access })
}

// renew calls with an access token that has expired.
func (s *soak) renew(ctx context.Context, name string) error {
	old := s.latest()
	if err := errors.Join(s.api.AwaitRefusal(ctx, old.Access), s.call(ctx, name)); err != nil {
		return err
	}
	if s.latest().Refresh == old.Refresh {
		return errors.New("nothing was renewed")
	}
	return nil
}

// lose calls while the provider is away, and waits until the app has found it again.
func (s *soak) lose(ctx context.Context, name string) error {
	if err := s.api.AwaitRefusal(ctx, s.latest().Access); err != nil {
		return err
	}
	s.provider.GoOffline()
	left := s.press(ctx, name, s.is("offline"))
	return errors.Join(left, s.provider.GoOnline(), s.Await(ctx, "the state signed-in", s.is("signed-in")), s.call(ctx, name))
}

// expire has the provider end the session, and its own, so that the next log-in asks again.
func (s *soak) expire(ctx context.Context, name string) error {
	s.provider.RevokeRefreshTokens("ada")
	s.provider.EndSessions("ada")
	err := s.press(ctx, name, s.is("expired"))
	s.provider.SetAccessTokenLifetime(10 * time.Minute)
	return err
}

func (s *soak) logOut(ctx context.Context, name string) error {
	return errors.Join(s.press(ctx, name, s.is("signed-out")), s.Await(ctx, "one window", s.hasWindow(ctx, 1)), s.AwaitNothingStored(ctx))
}

// places are where the buttons are, from the upper left corner of the main window: usually, and when a busy machine's keyring has
// not answered in time, and the page says so. A click that misses has no effect.
var places = map[string][2][2]int{
	"log in":       {{500, 446}, {500, 446}},
	"log in again": {{895, 245}, {895, 245}},
	"log out":      {{908, 57}, {908, 27}},
}

// callPlaces are those of the button for the private message.
var callPlaces = [2][2]int{{181, 412}, {181, 469}}

// press clicks with the mouse on the button of the step until it has the effect, for as long as the session is in the state in which
// it began.
func (s *soak) press(ctx context.Context, name string, effect func() bool) error {
	window, err := s.app.MainWindow(ctx)
	if err != nil {
		return err
	}
	at, known := places[name]
	if !known {
		at = callPlaces
	}
	began, tries := s.state(), 0
	return s.Again(ctx, name, effect, func() error {
		if s.state() != began {
			return nil
		}
		place := at[tries%2]
		tries++
		return errors.Join(window.Focus(ctx), window.ClickTop(ctx, place[0], place[1]))
	})
}

// state is the session's latest state in the log.
func (s *soak) state() string {
	text, err := os.ReadFile(s.app.Log())
	const before = `"msg":"session","state":"`
	at := bytes.LastIndex(text, []byte(before))
	if err != nil || at < 0 {
		return ""
	}
	state, _, _ := bytes.Cut(text[at+len(before):], []byte(`"`))
	return string(state)
}

func (s *soak) is(state string) func() bool {
	return func() bool { return s.state() == state }
}

// use is what the app uses after a round.
type use struct {
	programs map[string]share
	log      int64 // bytes of the log files
}

// share is what all processes of one program use.
type share struct{ memory, processes, threads, descriptors int64 }

func (p share) add(other share) share {
	return share{p.memory + other.memory, p.processes + other.processes, p.threads + other.threads, p.descriptors + other.descriptors}
}

func (u use) total() (sum share) {
	for _, p := range u.programs {
		sum = sum.add(p)
	}
	return sum
}

func (u use) String() string {
	sum := u.total()
	return fmt.Sprintf("%d MiB, %d processes, %d threads, %d descriptors, log %d KiB",
		sum.memory>>20, sum.processes, sum.threads, sum.descriptors, u.log>>10)
}

// calm is how long a round may take to free what it used. A process of WebKit ends a moment after its window.
const calm = 20 * time.Second

// measure waits until no more processes are there than after the round with the fewest, at most for the time of calm.
func (s *soak) measure(ctx context.Context) (u use, err error) {
	var least int64
	for i, past := range s.uses {
		if n := past.total().processes; i == 0 || n < least {
			least = n
		}
	}
	for end := time.Now().Add(calm); ; {
		if u, err = s.use(); err != nil || time.Now().After(end) || u.total().processes <= least {
			return u, err
		}
		select {
		case <-ctx.Done():
			return u, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// use measures now.
func (s *soak) use() (use, error) {
	u := use{programs: map[string]share{}}
	for _, process := range s.app.Processes() {
		one, err := process.Use()
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ESRCH) {
			continue // it has just ended
		}
		if err != nil {
			return u, err
		}
		u.programs[process.Name] = u.programs[process.Name].add(share{one.Anonymous, 1, int64(one.Threads), int64(one.Descriptors)})
	}
	if u.total().memory == 0 {
		return u, errors.New("the kernel does not tell anonymous memory")
	}
	files, err := filepath.Glob(s.log() + "*")
	for _, file := range files {
		if info, err := os.Stat(file); err == nil {
			u.log += info.Size()
		}
	}
	return u, err
}

// rows are what is compared, and then what belongs to each program.
func (s *soak) rows() []growth.Row {
	row := func(name string, may func(int64) int64, of func(use) int64) growth.Row {
		r := growth.Row{Name: name, May: may}
		for _, u := range s.uses {
			r.Values = append(r.Values, of(u))
		}
		return r
	}
	few := func(int64) int64 { return 8 }
	rows := []growth.Row{
		// The heaps of WebKit and Go grow to a size that depends on when they collect.
		row("memory, KiB", func(from int64) int64 { return max(8<<10, from/20) }, func(u use) int64 { return u.total().memory >> 10 }),
		row("processes", growth.None, func(u use) int64 { return u.total().processes }),
		// WebKit ends a thread of a page, and closes its descriptor, when it collects the page's garbage. Go and GLib start a thread
		// when all others are busy, and keep it. A connection to the provider may be open or not.
		row("threads", few, func(u use) int64 { return u.total().threads }),
		row("descriptors", few, func(u use) int64 { return u.total().descriptors }),
		row("log, KiB", func(from int64) int64 { return logCap>>10 - from }, func(u use) int64 { return u.log >> 10 }),
	}
	for _, name := range slices.Sorted(maps.Keys(s.uses[0].programs)) {
		of := func(u use) share { return u.programs[name] }
		rows = append(rows,
			row(name+": memory, KiB", nil, func(u use) int64 { return of(u).memory >> 10 }),
			row(name+": threads", nil, func(u use) int64 { return of(u).threads }),
			row(name+": descriptors", nil, func(u use) int64 { return of(u).descriptors }))
	}
	return rows
}
