package keyring

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"wails-openid-oauth/auth"
)

// FuzzDecode decodes any entry, and the entry of any grant.
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

// FuzzLoad reads any manifest with any chunks: the entry is complete, or it is refused, and never "nothing is stored".
func FuzzLoad(f *testing.F) {
	text, err := encode(long(grant, 'x'))
	if err != nil {
		f.Fatal(err)
	}
	head, _, chunks, err := split(text, "a")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(head, strings.Join(chunks, "\n"))
	f.Add(head, "")
	f.Add(`{"v":2,"slot":"a","chunks":1,"sum":""}`, "e30")
	f.Add(`{"v":2,"slot":"a","chunks":-1,"sum":""}`, "e30")
	f.Add(`{"v":2,"slot":"a","chunks":999999999999,"sum":""}`, "e30")
	f.Add(text, "")
	f.Fuzz(func(t *testing.T, head, chunks string) {
		backend := newFake()
		i := items{backend: backend, service: "app", name: grant.Key()}
		backend.entries["app/"+i.name] = head
		for n, chunk := range strings.Split(chunks, "\n") {
			backend.entries["app/"+i.chunk("a", n)] = chunk
		}
		store := newStore("app", backend, time.Minute)
		defer close(store.calls)
		got, err := store.Load(t.Context(), grant.Account)
		if err != nil && !errors.Is(err, auth.ErrStore) || err == nil && got.RefreshToken.IsZero() {
			t.Errorf("got %v, want a grant or ErrStore", err)
		}
		if m, chunked := parseManifest(head); chunked && err == nil {
			if text, _, _ := i.read(); sum(text) != m.Sum {
				t.Error("the loaded entry does not match the checksum of its manifest")
			}
		}
	})
}

// FuzzSave stores any token, in one item or in chunks, and loads it again.
func FuzzSave(f *testing.F) {
	f.Add("a token", 1)
	f.Add("\x00<ä€🔑\u2028\"", 300)
	f.Fuzz(func(t *testing.T, token string, times int) {
		if times < 1 || times > 10_000 || len(token)*times > 100_000 || token == "" || !utf8.ValidString(token) {
			return
		}
		g := grant
		g.RefreshToken = auth.NewSecret(strings.Repeat(token, times))
		store := newStore("app", newFake(), time.Minute)
		defer close(store.calls)
		err := store.Save(t.Context(), g)
		if errors.Is(err, errTooLarge) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		got, err := store.Load(t.Context(), g.Account)
		if err != nil || got.RefreshToken.Reveal() != g.RefreshToken.Reveal() {
			t.Errorf("the loaded token is not the saved one: %v", err)
		}
	})
}
