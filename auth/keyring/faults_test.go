package keyring

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/auth"
)

func TestK_READBACK(t *testing.T) {
	saves := func(store *Store) error { return store.Save(context.Background(), grant) }
	deletes := func(store *Store) error { return store.Delete(context.Background(), grant.Account) }
	// after makes the call after the operation fail.
	after := func(op string, then fault) func(call) fault {
		var last call
		return func(c call) fault {
			before := last
			switch last = c; {
			case c.op == op:
				return then
			case before.op == op:
				return fails
			}
			return none
		}
	}
	tests := map[string]struct {
		stored bool // an older entry is stored
		fault  func(call) fault
		do     func(store *Store) error
		want   error
	}{
		"the entry was not kept":         {false, only("set", ignored), saves, errNotKept},
		"an older entry stayed":          {true, only("set", ignored), saves, errNotKept},
		"the entry was not removed":      {true, only("delete", ignored), deletes, errNotRemoved},
		"whether it was kept is unknown": {true, after("set", none), saves, errFake},
		"whether it is gone is unknown":  {true, after("delete", ignored), deletes, errFake},
	}
	for what, test := range tests {
		t.Run(what, func(t *testing.T) {
			f := newFake()
			store := newStore("app", f, time.Minute)
			if test.stored {
				save(t, store, older)
			}
			f.fault = test.fault
			if err := test.do(store); !errors.Is(err, auth.ErrStore) || !errors.Is(err, test.want) {
				t.Errorf("got %v, want ErrStore and %v", err, test.want)
			}
		})
	}
}

func TestK_NOTFOUND_NE_ERROR(t *testing.T) {
	f := newFake()
	store := newStore("app", f, time.Minute)
	save(t, store, older)
	f.fault = func(call) fault { return fails }
	ctx := context.Background()
	_, loaded := store.Load(ctx, grant.Account)
	saved, deleted := store.Save(ctx, grant), store.Delete(ctx, grant.Account)
	for name, err := range map[string]error{"load": loaded, "save": saved, "delete": deleted} {
		if !errors.Is(err, auth.ErrStore) || errors.Is(err, auth.ErrNotFound) {
			t.Errorf("%s: got %v, want ErrStore", name, err)
		}
	}
	for what, unreadable := range map[string]string{"entry": "", "chunk": ".a.1"} {
		t.Run("no write where the "+what+" cannot be read", func(t *testing.T) {
			f := newFake()
			store := newStore("app", f, time.Minute)
			save(t, store, long(grant, 'x'))
			before := f.copyOf().entries
			f.fault = func(c call) fault {
				if c.op == "get" && c.name == grant.Key()+unreadable {
					return fails
				}
				return none
			}
			if err := store.Save(ctx, long(grant, 'y')); !errors.Is(err, auth.ErrStore) {
				t.Errorf("got %v, want ErrStore", err)
			}
			if diff := cmp.Diff(before, f.entries); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("no deletion of chunks that cannot be seen", func(t *testing.T) {
		f := newFake()
		store := newStore("app", f, time.Minute)
		save(t, store, long(grant, 'x'))
		f.fault = func(c call) fault {
			if c.op == "get" && c.name == grant.Key()+".a.0" {
				return fails
			}
			return none
		}
		if err := store.Delete(ctx, grant.Account); !errors.Is(err, auth.ErrStore) || f.count("delete") != 1 {
			t.Errorf("%d deletions, %v; want that of the manifest alone, and ErrStore", f.count("delete"), err)
		}
	})
}

func TestAnEntryThatCannotBeRead(t *testing.T) {
	texts := []string{"", "{}", "secret-refresh-token", `{"v":3,"refresh_token":"secret-refresh-token"}`, `{"v":1}`}
	for _, text := range texts {
		f := newFake()
		f.entries["app/"+grant.Key()] = text
		store := newStore("app", f, time.Minute)
		_, err := store.Load(t.Context(), grant.Account)
		if !errors.Is(err, auth.ErrStore) || strings.Contains(err.Error(), "secret-refresh-token") {
			t.Errorf("%q: got %v, want ErrStore without the entry", text, err)
		}
		save(t, store, grant) // a log-in replaces it
	}
}
