package jose

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// claims reads a payload as Verify does.
func claims(t *testing.T, payload string) Claims {
	t.Helper()
	var decoded Claims
	if err := json.Unmarshal([]byte(payload), &decoded); err != nil {
		t.Fatal(err)
	}
	return decoded
}

// claimsOf returns the claims of members.
func claimsOf(t *testing.T, members map[string]any) Claims {
	t.Helper()
	text, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	return claims(t, string(text))
}

// code returns the claim and the problem of a ClaimError, or "" without an error.
func code(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var claim *ClaimError
	if !errors.As(err, &claim) {
		t.Fatalf("not a ClaimError: %v", err)
	}
	return claim.Code()
}

func TestA_NUMDATE(t *testing.T) {
	for value, want := range map[string]time.Time{
		`0`:            time.Unix(0, 0),
		`1700000000`:   time.Unix(1700000000, 0),
		`1700000000.5`: time.Unix(1700000000, 5e8),
		`1.7e9`:        time.Unix(1700000000, 0),
		`253402300799`: time.Unix(253402300799, 0),
	} {
		got, err := claims(t, `{"exp":`+value+`}`).Time("exp")
		if err != nil || !got.Equal(want) {
			t.Errorf("%s: got %v, %v", value, got, err)
		}
	}
	for _, value := range []string{
		`"1700000000"`, `-1`, `-0.5`, `253402300799.5`, `253402300800`, `1e19`, `1e400`, `null`, `true`, `[1]`, `{}`,
	} {
		_, err := claims(t, `{"exp":`+value+`}`).Time("exp")
		if got := code(t, err); got != "exp_invalid" {
			t.Errorf("%s: got %q", value, got)
		}
	}
	_, err := claims(t, `{"EXP":1}`).Time("exp")
	if got := code(t, err); got != "exp_missing" {
		t.Errorf("A-CASE: got %q", got)
	}
}

func TestClaimsString(t *testing.T) {
	c := claims(t, `{"sub":"me","empty":"","number":1,"null":null}`)
	for name, want := range map[string]string{
		"sub": "me", "empty": "", "absent": "", "Sub": "", "number": "number_invalid", "null": "null_invalid",
	} {
		got, err := c.String(name)
		if got+code(t, err) != want {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
	if !c.Has("null") || c.Has("NULL") {
		t.Error("Has: null is present, and names are case-sensitive")
	}
}

func TestAudience(t *testing.T) {
	for payload, want := range map[string][]string{
		`{"aud":"api"}`:        {"api"},
		`{"aud":["a","api"]}`:  {"a", "api"},
		`{"aud":[]}`:           {},
		`{"aud":["api",1]}`:    nil,
		`{"aud":{"api":1}}`:    nil,
		`{"aud":null}`:         nil,
		`{"aud":7}`:            nil,
		`{"aud":[["api"]]}`:    nil,
		`{"aud":["\u0061pi"]}`: {"api"},
		`{}`:                   nil,
	} {
		got, err := claims(t, payload).Audience()
		if diff := cmp.Diff(want, got); diff != "" || (err == nil) != (want != nil) {
			t.Errorf("%s: %v\n%s", payload, err, diff)
		}
	}
}

func TestA_ISS(t *testing.T) {
	const issuer = "https://idp.example/"
	for payload, want := range map[string]string{
		`{"iss":"https://idp.example/"}`:   "",
		`{"iss":"https://idp.example"}`:    "iss_mismatch",
		`{"iss":"https://IDP.example/"}`:   "iss_mismatch",
		`{"iss":["https://idp.example/"]}`: "iss_invalid",
		`{"iss":null}`:                     "iss_invalid",
		`{}`:                               "iss_missing",
	} {
		if got := code(t, claims(t, payload).CheckIssuer(issuer)); got != want {
			t.Errorf("%s: got %q, want %q", payload, got, want)
		}
	}
}

// An empty expected issuer matches no token, so an empty setting does not turn the check off.
func TestA_CONFIG_CLOSED(t *testing.T) {
	for _, payload := range []string{`{}`, `{"iss":""}`, `{"iss":"x"}`} {
		if claims(t, payload).CheckIssuer("") == nil {
			t.Errorf("%s: CheckIssuer accepted the issuer", payload)
		}
	}
}

func TestClaimError(t *testing.T) {
	if got := (&ClaimError{"exp", Expired}).Error(); got != "the claim exp: expired" {
		t.Error(got)
	}
}

// Decode is case-sensitive, and its errors contain neither a claim's name nor its value.
func TestDecode(t *testing.T) {
	said := claims(t, `{"role":"guest","ROLE":"admin","level":"hunter2","deep":{"hunter3":1}}`)
	var got struct {
		Role string `json:"role"`
		Rank string `json:"Level"`
	}
	if err := said.Decode(&got); err != nil || got.Role != "guest" || got.Rank != "" {
		t.Errorf("A-CASE: got %+v, %v", got, err)
	}
	for want, into := range map[string]any{
		"a claim does not fit the type int": &struct {
			Level int `json:"level"`
		}{},
		"a claim does not fit the type string": &struct {
			Deep map[string]string `json:"deep"`
		}{},
		"a claim does not fit the type jose.Claims": Claims{},
	} {
		if err := said.Decode(into); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if err := (Claims{}).Decode(&got); err == nil || err.Error() != "the claims cannot be decoded" {
		t.Errorf("got %v", err)
	}
}
