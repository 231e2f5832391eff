package jose

import (
	"errors"
	"testing"

	"wails-openid-oauth/test/josetest"
)

// A remembered header gives the same result the second time, and only for exactly that header. The header of a refused token is
// not kept.
func TestLastHeader(t *testing.T) {
	first, second := `{"alg":"RS256","kid":"k1","typ":"first"}`, `{"alg":"RS256","kid":"k1","typ":"second"}`
	for _, step := range []struct{ header, want string }{
		{first, "first"}, {first, "first"}, {second, "second"}, {first, "first"},
	} {
		token, err := Verify(t.Context(), sign(step.header, payload), MaxAccessToken, rs256, &oneKey{})
		if err != nil || token.Header.Typ != step.want || token.Header.Kid != "k1" {
			t.Fatalf("got %+v, %v", token, err)
		}
		if lastHeader.Load().text != josetest.Encode(step.header) {
			t.Error("another header was kept")
		}
	}
	for _, refused := range []string{
		josetest.Compact(josetest.Other(), second, payload), sign(`{"alg":"RS256","kid":"k2"}`, payload), sign(second, "{}")[:60],
	} {
		if _, err := Verify(t.Context(), refused, MaxAccessToken, rs256, &oneKey{}); err == nil {
			t.Error("a bad token was accepted")
		}
	}
	if lastHeader.Load().text != josetest.Encode(first) {
		t.Error("the header of a refused token was kept")
	}
	if _, err := Verify(t.Context(), josetest.Encode(first)+"."+josetest.Encode(payload)+".AA", MaxAccessToken, rs256, &oneKey{}); !errors.Is(err, ErrSignature) {
		t.Error(err)
	}
}
