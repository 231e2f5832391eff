package keyring

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/auth"
)

// sized returns a grant whose entry has exactly this length.
func sized(t *testing.T, length int) auth.Grant {
	t.Helper()
	g := grant
	g.RefreshToken = auth.NewSecret("x")
	text, err := encode(g)
	if err != nil {
		t.Fatal(err)
	}
	g.RefreshToken = auth.NewSecret(strings.Repeat("x", 1+length-len(text)))
	return g
}

func TestK_CHUNK(t *testing.T) {
	tests := []struct {
		name   string
		length int
		items  int
	}{
		{"the longest entry in one item", maxItem, 1},
		{"one byte more", maxItem + 1, 1 + 2},
		{"as long as two items hold", maxItem / 4 * 3 * 2, 1 + 2},
		{"one byte more than that", maxItem/4*3*2 + 1, 1 + 3},
		{"the longest entry", maxItem / 4 * 3 * maxChunks, 1 + maxChunks},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFake()
			store := newStore("app", f, time.Minute)
			want := sized(t, test.length)
			save(t, store, want)
			got, err := store.Load(t.Context(), want.Account)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, revealed); diff != "" {
				t.Error(diff)
			}
			if len(f.entries) != test.items {
				t.Errorf("%d items, want %d", len(f.entries), test.items)
			}
			for item, text := range f.entries {
				if len(text) > maxItem || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) {
					t.Errorf("item %s has %d bytes, or is not ASCII", item, len(text))
				}
			}
			if err := store.Delete(t.Context(), want.Account); err != nil || len(f.entries) != 0 {
				t.Errorf("%d items after the deletion, want none; %v", len(f.entries), err)
			}
		})
	}
	t.Run("an entry that is too long leaves the old one", func(t *testing.T) {
		f := newFake()
		store := newStore("app", f, time.Minute)
		save(t, store, older)
		before := f.copyOf().entries
		if err := store.Save(t.Context(), sized(t, maxItem/4*3*maxChunks+1)); !errors.Is(err, auth.ErrStore) {
			t.Errorf("got %v, want ErrStore", err)
		}
		if diff := cmp.Diff(before, f.entries); diff != "" {
			t.Error(diff)
		}
	})
}

// TestK_CHUNK_Damage changes an item of an entry in chunks without the store.
func TestK_CHUNK_Damage(t *testing.T) {
	head := "app/" + grant.Key()
	manifest := func(old, replacement string) func(map[string]string) {
		return func(e map[string]string) { e[head] = strings.Replace(e[head], old, replacement, 1) }
	}
	foreign := newFake()
	save(t, newStore("app", foreign, time.Minute), long(grant, 'y'))
	tests := map[string]func(entries map[string]string){
		"a chunk is gone":                func(e map[string]string) { delete(e, head+".a.2") },
		"all chunks are gone":            func(e map[string]string) { maps.DeleteFunc(e, func(k, _ string) bool { return k != head }) },
		"a chunk is cut":                 func(e map[string]string) { e[head+".a.2"] = e[head+".a.2"][:4] },
		"a chunk is of another entry":    func(e map[string]string) { e[head+".a.1"] = foreign.entries[head+".a.1"] },
		"a chunk is no base64":           func(e map[string]string) { e[head+".a.0"] = "{" + e[head+".a.0"][1:] },
		"two chunks changed places":      func(e map[string]string) { e[head+".a.0"], e[head+".a.1"] = e[head+".a.1"], e[head+".a.0"] },
		"the sum is another":             manifest(`"sum":"`, `"sum":"0`),
		"fewer chunks are named":         manifest(`"chunks":3`, `"chunks":2`),
		"no chunks are named":            manifest(`"chunks":3`, `"chunks":0`),
		"the other slot is named":        manifest(`"slot":"a"`, `"slot":"b"`),
		"a slot is named that is none":   manifest(`"slot":"a"`, `"slot":"c"`),
		"the form is of a later version": manifest(`"v":2`, `"v":3`),
	}
	for what, damage := range tests {
		t.Run(what, func(t *testing.T) {
			f := newFake()
			store := newStore("app", f, time.Minute)
			save(t, store, long(grant, 'x'))
			before := f.copyOf().entries
			damage(f.entries)
			if cmp.Equal(before, f.entries) {
				t.Fatal("the damage changed nothing")
			}
			_, err := store.Load(t.Context(), grant.Account)
			if !errors.Is(err, auth.ErrStore) || errors.Is(err, auth.ErrNotFound) || strings.Contains(err.Error(), "xx") {
				t.Errorf("got %v, want ErrStore without the entry", err)
			}
			save(t, store, long(grant, 'z'))
			if got, err := store.Load(t.Context(), grant.Account); err != nil || got.RefreshToken.Reveal()[0] != 'z' {
				t.Errorf("a log-in did not replace the damaged entry: %v", err)
			}
			if len(f.entries) != 1+3 {
				t.Errorf("%d items, want a manifest and 3 chunks", len(f.entries))
			}
		})
	}
}

// TestK_CHUNK_Reader has another process replace or remove the entry while this one reads it.
func TestK_CHUNK_Reader(t *testing.T) {
	ctx, another := context.Background(), long(grant, 'y')
	tests := map[string]struct {
		meanwhile func(*Store) error
		want      string
		err       error
	}{
		"replaced":             {func(s *Store) error { return s.Save(ctx, another) }, another.RefreshToken.Reveal(), nil},
		"replaced by one item": {func(s *Store) error { return s.Save(ctx, older) }, older.RefreshToken.Reveal(), nil},
		"removed":              {func(s *Store) error { return s.Delete(ctx, grant.Account) }, "", auth.ErrNotFound},
	}
	for what, test := range tests {
		t.Run(what, func(t *testing.T) {
			f := newFake()
			save(t, newStore("app", f, time.Minute), long(grant, 'x'))
			ours := f.copyOf()
			ours.fault = func(c call) fault {
				if c.n == 2 { // the manifest and one chunk have been read
					if err := test.meanwhile(newStore("app", f, time.Minute)); err != nil {
						t.Error(err)
					}
					ours.entries = f.entries
				}
				return none
			}
			got, err := newStore("app", ours, time.Minute).Load(t.Context(), grant.Account)
			if !errors.Is(err, test.err) || got.RefreshToken.Reveal() != test.want {
				t.Errorf("got a token of %d bytes, %v; want one of %d bytes, %v",
					len(got.RefreshToken.Reveal()), err, len(test.want), test.err)
			}
		})
	}
}

// TestK_CHUNK_Writer has another process write into the same slot at the same time. A lock prevents that. Without a
// lock the store detects it.
func TestK_CHUNK_Writer(t *testing.T) {
	f := newFake()
	save(t, newStore("app", f, time.Minute), long(grant, 'x'))
	head := grant.Key()
	f.fault = func(c call) fault {
		if c.op == "set" && c.name == head { // all chunks are written and read back
			f.entries["app/"+head+".b.1"] = "another's"
		}
		return none
	}
	if err := newStore("app", f, time.Minute).Save(t.Context(), long(grant, 'y')); !errors.Is(err, auth.ErrStore) {
		t.Errorf("got %v, want ErrStore", err)
	}
}
