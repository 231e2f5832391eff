package jose

import (
	"testing"
	"time"
)

func TestA_EXP_NBF_IAT(t *testing.T) {
	now := time.Unix(1000, 0)
	same := Leeway{Exp: 30 * time.Second, Nbf: 30 * time.Second, Iat: 30 * time.Second}
	for payload, want := range map[string]string{
		`{"exp":1100}`:                         "",
		`{"exp":971}`:                          "", // within the leeway
		`{"exp":970}`:                          "exp_expired",
		`{"exp":0}`:                            "exp_expired",
		`{}`:                                   "exp_missing",
		`{"exp":"1100"}`:                       "exp_invalid",
		`{"exp":1100,"nbf":1030,"iat":1030}`:   "",
		`{"exp":1100,"nbf":1030.5}`:            "nbf_early",
		`{"exp":1100,"iat":1031}`:              "iat_early",
		`{"exp":1100,"nbf":"1000"}`:            "nbf_invalid",
		`{"exp":1100,"iat":null}`:              "iat_invalid",
		`{"exp":1100,"nbf":0,"iat":0,"NBF":9}`: "",
		`{"exp":1100,"nbf":1040,"iat":1030}`:   "nbf_early", // the later one
		`{"exp":1100,"nbf":1030,"iat":1040}`:   "iat_early",
		`{"exp":900,"nbf":1040}`:               "exp_expired",
	} {
		if got := code(t, claims(t, payload).CheckTime(now, same)); got != want {
			t.Errorf("%s: got %q, want %q", payload, got, want)
		}
	}
}

// Each claim has its own leeway.
func TestLeeway(t *testing.T) {
	now := time.Unix(10_000, 0)
	for payload, want := range map[string]string{
		`{"exp":9991,"nbf":10020,"iat":10300}`:  "",
		`{"exp":9990,"nbf":10020,"iat":10300}`:  "exp_expired",
		`{"exp":9991,"nbf":10021,"iat":10300}`:  "nbf_early",
		`{"exp":9991,"nbf":10020,"iat":10301}`:  "iat_early",
		`{"exp":11000,"nbf":10021,"iat":10301}`: "nbf_early",
	} {
		leeway := Leeway{Exp: 10 * time.Second, Nbf: 20 * time.Second, Iat: MaxAhead}
		if got := code(t, claims(t, payload).CheckTime(now, leeway)); got != want {
			t.Errorf("%s: got %q, want %q", payload, got, want)
		}
	}
	if got := code(t, claims(t, `{"exp":10000}`).CheckTime(now, Leeway{})); got != "exp_expired" {
		t.Errorf("without a leeway: got %q", got)
	}
}
