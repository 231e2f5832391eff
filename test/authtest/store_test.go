package authtest_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/test/authtest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	account := auth.Account{Issuer: "https://issuer.example", ClientID: "a"}
	other := auth.Account{Issuer: account.Issuer, ClientID: "b"}
	s := authtest.NewStore(auth.Grant{Account: other})
	if _, err := s.Load(ctx, account); !errors.Is(err, auth.ErrNotFound) {
		t.Errorf("Load of nothing: %v", err)
	}
	if err := s.Save(ctx, auth.Grant{Account: account, Generation: 3, RefreshToken: auth.NewSecret("secret")}); err != nil {
		t.Fatal(err)
	}
	if grant, err := s.Load(ctx, account); err != nil || grant.RefreshToken.Reveal() != "secret" {
		t.Errorf("Load: generation %d, %v", grant.Generation, err)
	}
	if err := s.Delete(ctx, account); err != nil {
		t.Errorf("Delete: %v", err)
	}
	_, stored := s.Grant(account)
	if _, kept := s.Grant(other); stored || !kept || s.Len() != 1 {
		t.Errorf("the deleted grant is stored: %t, the other one: %t, %d in all", stored, kept, s.Len())
	}
	want := []authtest.Call{
		{Op: authtest.Load, Account: account}, {Op: authtest.Save, Account: account, Generation: 3},
		{Op: authtest.Load, Account: account}, {Op: authtest.Delete, Account: account},
	}
	if diff := cmp.Diff(want, s.Calls()); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

func TestStoreFails(t *testing.T) {
	t.Parallel()
	account := auth.Account{Issuer: "https://issuer.example", ClientID: "a"}
	s := authtest.NewStore()
	s.Before(authtest.Fail(auth.ErrStore, authtest.Save))
	if err := s.Save(t.Context(), auth.Grant{Account: account}); !errors.Is(err, auth.ErrStore) || s.Len() != 0 {
		t.Errorf("Save: %v, %d stored", err, s.Len())
	}
	if _, err := s.Load(t.Context(), account); !errors.Is(err, auth.ErrNotFound) {
		t.Errorf("Load: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s.Before(authtest.Hang(authtest.Load))
	if _, err := s.Load(ctx, account); !errors.Is(err, context.Canceled) {
		t.Errorf("a hanging Load: %v", err)
	}
	if err := s.Save(t.Context(), auth.Grant{Account: account}); err != nil {
		t.Errorf("Save beside a hanging Load: %v", err)
	}
}
