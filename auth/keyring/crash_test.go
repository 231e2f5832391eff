package keyring

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"wails-openid-oauth/auth"
)

// operation is what a process does to the entry: it saves a grant, or deletes the entry if save is nil.
type operation struct {
	name string
	save *auth.Grant
}

func saving(name string, g auth.Grant) operation { return operation{"save " + name, &g} }

// The grants take one item, three chunks and five chunks.
var operations = []operation{
	saving("a short one", grant),
	saving("another short one", older),
	saving("a long one", long(grant, 'x')),
	saving("another long one", long(older, 'y')),
	saving("a longer one", func() auth.Grant {
		g := grant
		g.RefreshToken = auth.NewSecret(strings.Repeat("z", 7000))
		return g
	}()),
	{name: "delete"},
}

// run does the operation in a new process.
func (o operation) run(t *testing.T, f *fake) error {
	store := newStore("app", f, time.Minute)
	defer close(store.calls)
	if o.save == nil {
		return store.Delete(t.Context(), grant.Account)
	}
	return store.Save(t.Context(), *o.save)
}

// token is the refresh token that the next process finds after the operation, or "" for nothing.
func (o operation) token() string {
	if o.save == nil {
		return ""
	}
	return o.save.RefreshToken.Reveal()
}

// found is the refresh token that a new process finds.
func found(t *testing.T, f *fake) (string, error) {
	store := newStore("app", f, time.Minute)
	defer close(store.calls)
	g, err := store.Load(t.Context(), grant.Account)
	if errors.Is(err, auth.ErrNotFound) {
		return "", nil
	}
	return g.RefreshToken.Reveal(), err
}

// crashes are the faults that may happen at the k-th call.
var crashes = map[string]func(k int) func(call) fault{
	"killed": func(k int) func(call) fault {
		return func(c call) fault {
			if c.n >= k {
				return fails
			}
			return none
		}
	},
	"failed once": func(k int) func(call) fault {
		return func(c call) fault {
			if c.n == k {
				return fails
			}
			return none
		}
	},
	"dismissed": func(k int) func(call) fault {
		return func(c call) fault {
			if c.n == k {
				return ignored
			}
			return none
		}
	},
}

// crash repeats the operation on copies of a keyring, with a fault at each of its calls in turn. Each time the keyring
// must hold the old entry or the new one. look gets every keyring that differs from the one before it.
func crash(t *testing.T, from *fake, o operation, kind string, look func(t *testing.T, left *fake)) {
	before, err := found(t, from.copyOf())
	if err != nil {
		t.Fatal(err)
	}
	var last map[string]string
	for k, happened := 0, true; happened; k++ {
		f := from.copyOf()
		f.fault = crashes[kind](k)
		err := o.run(t, f)
		happened = len(f.calls) > k
		left := f.copyOf()
		switch token, loadErr := found(t, left.copyOf()); {
		case loadErr != nil:
			t.Fatalf("%s, %s at call %d of %v: %v", o.name, kind, k, f.calls, loadErr)
		case token != before && token != o.token():
			t.Fatalf("%s, %s at call %d of %v: the entry is neither the old one nor the new one", o.name, kind, k, f.calls)
		case err == nil && token != o.token():
			t.Fatalf("%s, %s at call %d of %v: no error, but the entry is not the new one", o.name, kind, k, f.calls)
		}
		if last == nil || !maps.Equal(last, left.entries) { // a fault at a read changes nothing
			look(t, left)
		}
		last = left.entries
	}
}

// TestK_CHUNK_Crash ends a process at every call to the keyring, and then the next process at every call of its own.
// The third process cleans up.
func TestK_CHUNK_Crash(t *testing.T) {
	short, long, deleted := operations[0], operations[2], operations[5]
	for _, first := range []operation{short, long, deleted} {
		for _, second := range operations {
			for kind := range crashes {
				t.Run(fmt.Sprintf("%s, then %s, %s", first.name, second.name, kind), func(t *testing.T) {
					f := newFake()
					if err := first.run(t, f); err != nil {
						t.Fatal(err)
					}
					crash(t, f, second, kind, func(t *testing.T, left *fake) {
						cleansUp(t, left.copyOf())
						if kind != "killed" {
							return
						}
						for _, third := range []operation{long, deleted} {
							crash(t, left, third, kind, cleansUp)
						}
					})
				})
			}
		}
	}
}

// cleansUp saves and deletes: only the entry's own items may remain, whatever was there before.
func cleansUp(t *testing.T, f *fake) {
	for _, step := range []struct {
		operation
		items int
	}{{operations[2], 1 + 3}, {operations[0], 1}, {operations[5], 0}} {
		if err := step.run(t, f); err != nil {
			t.Fatal(err)
		}
		if len(f.entries) != step.items {
			t.Fatalf("%d items after %s, want %d", len(f.entries), step.name, step.items)
		}
	}
}
