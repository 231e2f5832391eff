package keyring

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/auth"
)

var grant = auth.Grant{
	Account:      auth.Account{Issuer: "https://op.example/", ClientID: "app"},
	RefreshToken: auth.NewSecret("secret-refresh-token"), Subject: "sub", Scope: "openid",
	Generation: 3, Created: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Issued: time.Date(2026, 1, 3, 3, 4, 5, 0, time.UTC),
	Alternative: true,
}

// older is the entry that was stored before grant.
var older = func() auth.Grant {
	g := grant
	g.RefreshToken, g.Generation = auth.NewSecret("an older token"), 2
	return g
}()

// long is g with a refresh token that takes three chunks, made of one letter.
func long(g auth.Grant, letter byte) auth.Grant {
	g.RefreshToken = auth.NewSecret(strings.Repeat(string(letter), 4000))
	return g
}

func save(t *testing.T, store *Store, g auth.Grant) {
	t.Helper()
	if err := store.Save(t.Context(), g); err != nil {
		t.Fatal(err)
	}
}

// only returns faults that hit one operation.
func only(op string, f fault) func(call) fault {
	return func(c call) fault {
		if c.op == op {
			return f
		}
		return none
	}
}

// revealed makes two grants comparable, because secrets are pointers.
var revealed = cmp.Comparer(func(a, b auth.Secret) bool { return a.Reveal() == b.Reveal() })

func TestStore(t *testing.T) {
	ctx := context.Background()
	store := newStore("app", newFake(), time.Minute)
	if _, err := store.Load(ctx, grant.Account); !errors.Is(err, auth.ErrNotFound) {
		t.Fatalf("empty: got %v, want ErrNotFound", err)
	}
	if err := store.Save(ctx, grant); err != nil {
		t.Fatal(err)
	}
	got, err := store.Load(ctx, grant.Account)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(grant, got, revealed); diff != "" {
		t.Error(diff)
	}
	for range 2 { // deleting nothing is no error
		if err := store.Delete(ctx, grant.Account); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := store.Load(ctx, grant.Account); !errors.Is(err, auth.ErrNotFound) {
		t.Errorf("after delete: got %v, want ErrNotFound", err)
	}
}

func TestK_MIN(t *testing.T) {
	for size, g := range map[string]auth.Grant{"one item": grant, "chunks": long(grant, 'x')} {
		t.Run(size, func(t *testing.T) {
			f := newFake()
			save(t, newStore("app", f, time.Minute), g)
			text, _, err := items{f, "app", g.Key()}.read()
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]any{
				"v": 1.0, "iss": "https://op.example/", "client_id": "app", "sub": "sub", "scope": "openid",
				"refresh_token": g.RefreshToken.Reveal(), "generation": 3.0, "created": "2026-01-02T03:04:05Z",
				"issued": "2026-01-03T03:04:05Z", "alternative": true,
			}
			if diff := cmp.Diff(want, object(t, text)); diff != "" {
				t.Error(diff)
			}
			if size == "one item" {
				return
			}
			want = map[string]any{"v": 2.0, "slot": "a", "chunks": 3.0, "sum": sum(text)}
			if diff := cmp.Diff(want, object(t, f.entries["app/"+g.Key()])); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// object reads JSON with the names as they are.
func object(t *testing.T, text string) (o map[string]any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		t.Fatal(err)
	}
	return o
}

// TestAnEntryOfTheFirstVersion reads an entry of an app version without chunks and without the ID token's time.
func TestAnEntryOfTheFirstVersion(t *testing.T) {
	f := newFake()
	f.entries["app/ef6e96dda729aabf6c7b018cf3cb3499"] = `{"v":1,"iss":"https://op.example/","client_id":"app","sub":"sub",` +
		`"scope":"openid","refresh_token":"secret-refresh-token","generation":3,"created":"2026-01-02T03:04:05Z"}`
	got, err := newStore("app", f, time.Minute).Load(t.Context(), grant.Account)
	want := grant
	want.Issued, want.Alternative = time.Time{}, false
	if diff := cmp.Diff(want, got, revealed); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestNothingIsWrittenWhenNothingChanged(t *testing.T) {
	for size, g := range map[string]auth.Grant{"one item": grant, "chunks": long(grant, 'x')} {
		t.Run(size, func(t *testing.T) {
			f := newFake()
			store := newStore("app", f, time.Minute)
			save(t, store, g)
			written := f.count("set")
			loaded, err := store.Load(t.Context(), g.Account)
			if err != nil {
				t.Fatal(err)
			}
			save(t, store, loaded)
			if n := f.count("set") - written; n != 0 || f.count("delete") != 0 {
				t.Errorf("%d writes and %d deletions for the same grant, want none", n, f.count("delete"))
			}
			loaded.Generation++
			save(t, store, loaded)
			if f.count("set") == written {
				t.Error("a changed grant was not written")
			}
		})
	}
}

func TestK_TIMEOUT(t *testing.T) {
	f := newFake()
	f.hangs = make(chan struct{})
	store := newStore("app", f, time.Millisecond)
	ctx := context.Background()
	for range maxWaiting + 3 {
		if _, err := store.Load(ctx, grant.Account); !errors.Is(err, auth.ErrStore) {
			t.Fatalf("got %v, want ErrStore", err)
		}
	}
	t.Run("one bound for all that a call asks of the keyring", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			f := newFake()
			f.fault = func(call) fault { time.Sleep(callTimeout / 10); return none }
			store := newStore("app", f, callTimeout)
			defer close(store.calls)
			began := time.Now()
			if err := store.Save(t.Context(), long(grant, 'x')); !errors.Is(err, auth.ErrStore) {
				t.Errorf("got %v, want ErrStore", err)
			}
			if took := time.Since(began); took != callTimeout {
				t.Errorf("it took %v, want %v", took, callTimeout)
			}
			time.Sleep(time.Minute) // on the test's own clock, so that the call that was given up ends
			if _, err := store.Load(t.Context(), grant.Account); err != nil {
				t.Errorf("the write that was given up did not finish: %v", err)
			}
		})
	})
}

func TestAGivenUpWriteNeverUndoesANewerOne(t *testing.T) {
	f := newFake()
	f.hangs = make(chan struct{})
	store := newStore("app", f, time.Minute)
	given, cancel := context.WithCancel(context.Background())
	cancel()
	if err := store.Save(given, grant); !errors.Is(err, auth.ErrStore) {
		t.Fatalf("got %v, want ErrStore", err)
	}
	close(f.hangs)
	if err := store.Delete(context.Background(), grant.Account); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Load(context.Background(), grant.Account); !errors.Is(err, auth.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound: the write that was given up took effect after the delete", err)
	}
}

func TestK_KEY(t *testing.T) {
	accounts := []auth.Account{
		{Issuer: "https://a/", ClientID: "app"}, {Issuer: "https://b/", ClientID: "app"},
		{Issuer: "https://a/", ClientID: "other"}, {Issuer: "https://a/a", ClientID: "pp"}, {Issuer: "", ClientID: "https://a/app"},
	}
	store := newStore("app", newFake(), time.Minute)
	for i, account := range accounts {
		g := grant
		g.Account, g.Generation = account, i
		if i%2 == 0 {
			g = long(g, 'x')
		}
		save(t, store, g)
	}
	for i, account := range accounts {
		got, err := store.Load(t.Context(), account)
		if err != nil || got.Account != account || got.Generation != i {
			t.Errorf("%v: got %v of generation %d, %v", account, got.Account, got.Generation, err)
		}
	}
	t.Run("every part of the account counts", func(t *testing.T) {
		for i := range reflect.TypeFor[auth.Account]().NumField() {
			var account auth.Account
			reflect.ValueOf(&account).Elem().Field(i).SetString("x")
			if account.Key() == (auth.Account{}).Key() {
				t.Errorf("%s does not count", reflect.TypeFor[auth.Account]().Field(i).Name)
			}
		}
	})
}

func TestNoSecretIsPrinted(t *testing.T) {
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if text := fmt.Sprintf(verb, grant); strings.Contains(text, "secret-refresh-token") {
			t.Errorf("%s prints %s", verb, text)
		}
	}
}
