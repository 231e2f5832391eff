package bearer_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wails-openid-oauth/backend-api/bearer"
	"wails-openid-oauth/test/josetest"
)

// verified is a token of a provider with further claims.
func verified(t *testing.T, claims map[string]any) bearer.Token {
	t.Helper()
	p := newProvider(t)
	guard := p.guard(t)
	await(t, "the guard is ready", guard.Ready)
	token, err := guard.Verify(t.Context(), p.token(claims))
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestClaims(t *testing.T) {
	const issuer, expiry = "http://127.0.0.1:4000", 1_700_000_000
	guard, err := bearer.NewWithKeys(bearer.Options{
		Issuer: issuer, Audience: audience, Permissions: true, Now: func() time.Time { return time.Unix(expiry-60, 0) },
	}, &keys{})
	if err != nil {
		t.Fatal(err)
	}
	least := map[string]any{"iss": issuer, "aud": audience, "exp": expiry}
	full := map[string]any{
		"iss": issuer, "aud": []string{"other", audience}, "exp": expiry, "sub": "ada", "client_id": "app", "jti": "7",
		"scope": "openid  read:orders x\tadmin",
	}
	odd := map[string]any{"iss": issuer, "aud": audience, "exp": expiry, "scope": "a", "scp": []any{"read:orders", 7}}
	listed := map[string]any{"iss": issuer, "aud": audience, "exp": expiry, "scp": []string{"a", "b c"}, "permissions": []string{"d"}}
	for name, tt := range map[string]struct {
		says map[string]any
		want bearer.Claims
	}{
		"the least": {least, bearer.Claims{Issuer: issuer, Audience: []string{audience}, Expiry: time.Unix(expiry, 0)}},
		"all": {full, bearer.Claims{
			Issuer: issuer, Subject: "ada", ID: "7", ClientID: "app", Audience: []string{"other", audience},
			Scopes: []string{"openid", "read:orders", "x\tadmin"}, Expiry: time.Unix(expiry, 0),
		}},
		"A-ERR-SCOPE: scopes that are no text": {odd, bearer.Claims{
			Issuer: issuer, Audience: []string{audience}, Expiry: time.Unix(expiry, 0),
		}},
		"scopes in lists": {listed, bearer.Claims{
			Issuer: issuer, Audience: []string{audience}, Expiry: time.Unix(expiry, 0), Scopes: []string{"a", "d"},
		}},
	} {
		token, err := guard.Verify(t.Context(), josetest.Compact(josetest.Key(), `{"alg":"RS256"}`, josetest.JSON(tt.says)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(tt.want, token.Claims(), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if diff := cmp.Diff(bearer.Claims{}, bearer.Token{}.Claims(), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func TestDecode(t *testing.T) {
	type further struct {
		Department string   `json:"https://example.com/department"`
		Level      int      `json:"level"`
		Roles      []string `json:"roles"`
	}
	token := verified(t, map[string]any{
		"https://example.com/department": "sales", "level": 3, "roles": []string{"a", "b"}, "x": map[string]any{"y": 1},
	})
	var got further
	if err := token.Decode(&got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(further{"sales", 3, []string{"a", "b"}}, got); diff != "" {
		t.Error(diff)
	}
	all := map[string]any{}
	if err := token.Decode(&all); err != nil || all["sub"] != "ada" {
		t.Errorf("got %v, %v", all, err)
	}
	if err := (bearer.Token{}).Decode(&got); err == nil {
		t.Error("the zero token has claims")
	}
}

// Claim names are case-sensitive. encoding/json alone would accept a name in any case, and keep the last value.
func TestA_CASE_decoded(t *testing.T) {
	token := verified(t, map[string]any{"Role": "admin", "ROLE": "admin", "role": "guest", "rolE": "admin", "LEVEL": 9})
	var got struct {
		Role  string `json:"role"`
		Level int    `json:"level"`
	}
	if err := token.Decode(&got); err != nil || got.Role != "guest" || got.Level != 0 {
		t.Errorf("got %+v, %v", got, err)
	}
}

// A claim that does not fit its field is an error. The error quotes neither the value nor the name of the claim.
func TestDecodeMisfit(t *testing.T) {
	token := verified(t, map[string]any{"level": "hunter2", "levels": map[string]any{"hunter3": "x"}})
	for name, into := range map[string]any{
		"bearer: a claim does not fit the type int": &struct {
			Level int `json:"level"`
		}{},
		"bearer: a claim does not fit the type bool": &struct {
			Levels map[string]bool `json:"levels"`
		}{},
		"bearer: a claim does not fit the type string": "no pointer",
	} {
		if err := token.Decode(into); err == nil || err.Error() != name {
			t.Errorf("got %v, want %s", err, name)
		}
	}
}

// However a token is printed, its text is not shown.
func TestATokenIsNotPrinted(t *testing.T) {
	token := verified(t, nil)
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("text", "token", token, "pointer", &token)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("json", "token", token, "pointer", &token)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&log, verb+" ", token)
		fmt.Fprintf(&log, verb+"\n", struct{ Token bearer.Token }{token})
	}
	if strings.Contains(log.String(), "eyJ") || strings.Contains(log.String(), "65794a") {
		t.Errorf("the text of the token was printed:\n%s", &log)
	}
}

// Verify returns only errors of this package.
func TestVerifyErrors(t *testing.T) {
	p := newProvider(t)
	guard := p.guard(t, func(o *bearer.Options) { o.ClientID = "app" })
	await(t, "the guard is ready", guard.Ready)
	sign := func(header string) string {
		return josetest.Compact(josetest.Key(), header, josetest.JSON(map[string]any{
			"iss": p.url, "aud": audience, "exp": time.Now().Add(time.Hour).Unix(),
		}))
	}
	forged := p.token(nil)
	forged = forged[:strings.LastIndex(forged, ".")+1] + "AAAA"
	for _, tt := range []struct {
		token string
		want  error
	}{
		{sign(`{"alg":"RS256","kid":"x"}`), bearer.ErrUnknownKey}, // First: it shares its fetch with the bad signature.
		{"junk", bearer.ErrOpaque},
		{strings.Repeat("x", 25<<10), bearer.ErrTooLong},
		{sign(`{"alg":"RS256","crit":[]}`), bearer.ErrMalformed},
		{sign(`{"alg":"HS256"}`), bearer.ErrAlgorithm},
		{forged, bearer.ErrSignature},
		{sign(`{"alg":"RS256","typ":"dpop+jwt"}`), bearer.ErrType},
		{p.token(map[string]any{"nonce": "n"}), bearer.ErrIDToken},
		{p.token(map[string]any{"cnf": "x"}), bearer.ErrBound},
		{p.token(map[string]any{"exp": 1}), bearer.ErrExpired},
	} {
		_, err := guard.Verify(t.Context(), tt.token)
		if _, later := bearer.RetryAfter(err); !errors.Is(err, tt.want) || later {
			t.Errorf("got %v, later: %t, want %v", err, later, tt.want)
		}
	}
	for claim, value := range map[string]any{"aud missing": nil, "aud mismatch": "other", "aud invalid": 1, "nbf early": time.Now().Add(time.Hour).Unix()} {
		name, problem, _ := strings.Cut(claim, " ")
		_, err := guard.Verify(t.Context(), p.token(map[string]any{name: value}))
		got := new(bearer.ClaimError)
		if !errors.As(err, &got) || *got != (bearer.ClaimError{Claim: name, Problem: problem}) || errors.Is(err, bearer.ErrExpired) {
			t.Errorf("%s: got %v", claim, err)
		}
		if err.Error() != "the claim "+name+": "+problem {
			t.Errorf("got %q", err)
		}
	}
	if _, later := bearer.RetryAfter(nil); later {
		t.Error("RetryAfter(nil) asks the client to try again")
	}
}

// If the issuer may not be asked for a key yet, the error says when to try again.
func TestRetryAfter(t *testing.T) {
	p := newProvider(t)
	guard := p.guard(t)
	await(t, "the guard is ready", guard.Ready)
	unknown := func(kid string) error {
		_, err := guard.Verify(t.Context(), josetest.Compact(josetest.Key(), `{"alg":"RS256","kid":"`+kid+`"}`,
			josetest.JSON(map[string]any{"iss": p.url, "aud": audience, "exp": time.Now().Add(time.Hour).Unix()})))
		return err
	}
	if err := unknown("first"); !errors.Is(err, bearer.ErrUnknownKey) {
		t.Fatalf("got %v, want ErrUnknownKey", err)
	}
	err := unknown("second")
	if after, later := bearer.RetryAfter(err); !errors.Is(err, bearer.ErrUndecided) || !later || after < time.Second || after > 8*time.Second {
		t.Errorf("got %v, try again after %v, %t; want ErrUndecided and 1 s to 8 s", err, after, later)
	}
}
