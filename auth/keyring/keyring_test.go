package keyring

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	gokeyring "github.com/zalando/go-keyring"

	"wails-openid-oauth/auth"
)

// fake is a keyring whose faults can be set.
type fake struct {
	mu      sync.Mutex
	entries map[string]string
	err     error
	// forgets makes Set succeed and keep nothing, as Secret Service does when a prompt is dismissed.
	forgets bool
	// hangs, when set, holds every call until it is closed.
	hangs chan struct{}
}

func (f *fake) enter() func() {
	f.mu.Lock()
	hangs := f.hangs
	f.mu.Unlock()
	if hangs != nil {
		<-hangs
	}
	f.mu.Lock()
	return f.mu.Unlock
}

func (f *fake) Get(service, user string) (string, error) {
	defer f.enter()()
	text, ok := f.entries[service+"/"+user]
	if f.err == nil && !ok {
		return "", gokeyring.ErrNotFound
	}
	return text, f.err
}

func (f *fake) Set(service, user, password string) error {
	defer f.enter()()
	if f.err == nil && !f.forgets {
		f.entries[service+"/"+user] = password
	}
	return f.err
}

func (f *fake) Delete(service, user string) error {
	defer f.enter()()
	if _, ok := f.entries[service+"/"+user]; f.err == nil && !ok {
		return gokeyring.ErrNotFound
	}
	if f.err == nil {
		delete(f.entries, service+"/"+user)
	}
	return f.err
}

func newFake() *fake { return &fake{entries: map[string]string{}} }

var grant = auth.Grant{
	Account:      auth.Account{Issuer: "https://op.example/", ClientID: "app"},
	RefreshToken: auth.NewSecret("secret-refresh-token"), Subject: "sub", Scope: "openid",
	Generation: 3, Created: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
}

// revealed makes two grants comparable: a secret's address says nothing.
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

func TestFaults(t *testing.T) {
	ctx := context.Background()
	t.Run("K-READBACK", func(t *testing.T) {
		f := newFake()
		f.forgets = true
		if err := newStore("app", f, time.Minute).Save(ctx, grant); !errors.Is(err, auth.ErrStore) || !errors.Is(err, errNotKept) {
			t.Errorf("nothing was kept: got %v, want ErrStore", err)
		}
		f.entries["app/"+user(grant.Account)] = "an older entry"
		if err := newStore("app", f, time.Minute).Save(ctx, grant); !errors.Is(err, auth.ErrStore) {
			t.Errorf("the older entry stayed: got %v, want ErrStore", err)
		}
	})
	t.Run("K-NOTFOUND-NE-ERROR", func(t *testing.T) {
		f := newFake()
		f.err = errors.New("no bus")
		store := newStore("app", f, time.Minute)
		_, loaded := store.Load(ctx, grant.Account)
		for name, err := range map[string]error{"load": loaded, "save": store.Save(ctx, grant), "delete": store.Delete(ctx, grant.Account)} {
			if !errors.Is(err, auth.ErrStore) || errors.Is(err, auth.ErrNotFound) {
				t.Errorf("%s: got %v, want ErrStore", name, err)
			}
		}
	})
	t.Run("an entry that cannot be read", func(t *testing.T) {
		for _, text := range []string{"", "{}", "secret-refresh-token", `{"v":2,"refresh_token":"secret-refresh-token"}`, `{"v":1}`} {
			f := newFake()
			f.entries["app/"+user(grant.Account)] = text
			_, err := newStore("app", f, time.Minute).Load(ctx, grant.Account)
			if !errors.Is(err, auth.ErrStore) || strings.Contains(err.Error(), "secret-refresh-token") {
				t.Errorf("%q: got %v, want ErrStore without the entry", text, err)
			}
		}
	})
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
		t.Errorf("got %v: the log-out's delete came before the write that was given up", err)
	}
}

func TestK_KEY(t *testing.T) {
	accounts := []auth.Account{
		{Issuer: "https://a/", ClientID: "app"}, {Issuer: "https://b/", ClientID: "app"}, {Issuer: "https://a/", ClientID: "other"},
		{Issuer: "https://a/a", ClientID: "pp"}, {Issuer: "", ClientID: "https://a/app"},
	}
	seen := map[string]auth.Account{}
	for _, account := range accounts {
		name := user(account)
		if other, ok := seen[name]; ok {
			t.Errorf("%v and %v share the entry %s", account, other, name)
		}
		seen[name] = account
	}
}

func TestNoSecretIsPrinted(t *testing.T) {
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if text := fmt.Sprintf(verb, grant); strings.Contains(text, "secret-refresh-token") {
			t.Errorf("%s prints %s", verb, text)
		}
	}
}

func FuzzDecode(f *testing.F) {
	text, err := encode(grant)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add(`{"v":1,"refresh_token":7}`)
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := decode(text)
		if (err == nil) == got.RefreshToken.IsZero() {
			t.Errorf("grant %v and error %v", got, err)
		}
	})
}
