package keyring

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"wails-openid-oauth/auth"
)

// The Credential Manager takes 2,560 bytes an entry. Longer ones are in chunks, and no length is lost.
func TestCredentialManager(t *testing.T) {
	store := New(fmt.Sprintf("wails-openid-oauth-test-%d", os.Getpid()))
	g := grant
	t.Cleanup(func() { _ = store.Delete(t.Context(), g.Account) })
	for _, length := range []int{1, 2400, 2559, 2561, 40000, 100} {
		token := strings.Repeat("r", length-1) + "e"
		g.RefreshToken = auth.NewSecret(token)
		g.Generation++
		save(t, store, g)
		got, err := store.Load(t.Context(), g.Account)
		if err != nil || got.RefreshToken.Reveal() != token {
			t.Fatalf("%d bytes: %v", length, err)
		}
	}
	if err := store.Delete(t.Context(), g.Account); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Load(t.Context(), g.Account); !errors.Is(err, auth.ErrNotFound) {
		t.Errorf("after Delete: %v", err)
	}
}
