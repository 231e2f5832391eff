//go:build linux && e2e

package e2e_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/keyring"
	"wails-openid-oauth/test/driver"
)

const (
	// storeService is the service name of the entries in this test.
	storeService = "store-test"
	// storeRole is the environment variable that makes this test binary run as the program that is killed.
	storeRole = "STORE_ROLE"
	// kills is how often the program is killed. killWithin is how long it may write before: long enough for several writes.
	kills, killWithin = 30, 500 * time.Millisecond
)

var storeAccount = auth.Account{Issuer: "https://op.example/", ClientID: "app"}

// init makes this process the program that is killed, before anything is built or displayed.
func init() {
	role, ok := map[string]func(context.Context, *keyring.Store) error{
		"write": writeOn,
		"empty": func(ctx context.Context, store *keyring.Store) error { return store.Delete(ctx, storeAccount) },
	}[os.Getenv(storeRole)]
	if !ok {
		return
	}
	if err := role(context.Background(), keyring.New(storeService)); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(0)
}

// grantOf returns the grant of a generation. Three generations of five need chunks, and successive ones differ in length.
func grantOf(generation int) auth.Grant {
	length := 20 + generation%5*1500 + generation%7
	return auth.Grant{
		Account: storeAccount, Subject: "sub", Scope: "openid", Generation: generation,
		RefreshToken: auth.NewSecret(strings.Repeat(string(rune('a'+generation%26)), length)),
	}
}

// writeOn prints the generation that it finds, and then saves one generation after the other until it is killed. It fails if the
// entry is not a whole entry of one generation.
func writeOn(ctx context.Context, store *keyring.Store) error {
	found, err := store.Load(ctx, storeAccount)
	switch {
	case errors.Is(err, auth.ErrNotFound):
	case err != nil:
		return fmt.Errorf("load: %w", err)
	case found.RefreshToken.Reveal() != grantOf(found.Generation).RefreshToken.Reveal():
		return errors.New("the loaded entry is not that of one generation")
	}
	fmt.Println(found.Generation)
	for generation := found.Generation + 1; ; generation++ {
		if err := store.Save(ctx, grantOf(generation)); err != nil {
			return fmt.Errorf("save: %w", err)
		}
		fmt.Println(generation)
	}
}

// TestStoreK_CHUNK_Kill kills a program again and again while it writes to the real keyring. The next program finds the last
// written generation, or the one that was being written.
func TestStoreK_CHUNK_Kill(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	desktop, err := driver.NewDesktop(ctx, driver.Options{Keyring: driver.KeyringReal, Output: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := desktop.Close(); err != nil {
			t.Error(err)
		}
	}()
	random := rand.New(rand.NewPCG(1, 2))
	written, unfinished := 0, 0
	for round := range kills {
		said, err := killed(ctx, desktop, time.Duration(random.Int64N(int64(killWithin))))
		if err != nil {
			t.Fatalf("round %d, after generation %d: %v", round, written, err)
		}
		if said[0] != written && said[0] != written+1 {
			t.Fatalf("round %d: found generation %d after %d was written", round, said[0], written)
		}
		unfinished += said[0] - written
		written = said[len(said)-1]
	}
	if written == 0 {
		t.Error("no generation was written")
	}
	t.Logf("%d generations, %d kills, %d of them after the switch and before the end", written, kills, unfinished)
	if out, err := program(ctx, desktop, "empty").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	items, err := desktop.Items(ctx, nil)
	if err != nil || len(items) != 0 {
		t.Errorf("the keyring still has %v, %v", items, err)
	}
}

// program returns a command that runs this test binary as a program on the desktop.
func program(ctx context.Context, desktop *driver.Desktop, role string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(desktop.Env(), storeRole+"="+role)
	return cmd
}

// killed starts the program that writes, kills it some time after its first write, and returns the generations that it printed.
func killed(ctx context.Context, desktop *driver.Desktop, after time.Duration) (said []int, err error) {
	cmd := program(ctx, desktop, "write")
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	output := bufio.NewReader(pipe)
	first, err := output.ReadString('\n')
	time.AfterFunc(after, func() { _ = cmd.Process.Kill() }) // the program does not end otherwise
	rest, readErr := io.ReadAll(output)
	_ = cmd.Wait()
	if err := errors.Join(err, readErr); err != nil {
		return nil, fmt.Errorf("%w: %s", err, first)
	}
	for line := range strings.Lines(first + string(rest)) {
		var generation int
		if _, err := fmt.Sscanf(line, "%d\n", &generation); err != nil {
			return nil, fmt.Errorf("the program printed %s", line)
		}
		said = append(said, generation)
	}
	return said, nil
}
