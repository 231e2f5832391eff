package auth

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const testIssuer = "https://op.example/tenant"

// testTransaction waits for the answer to state "ours".
func testTransaction(issRequired bool) transaction {
	return transaction{
		state: NewSecret("ours"), nonce: NewSecret("the nonce"), verifier: NewSecret("the verifier"),
		provider: &Provider{Issuer: testIssuer, IssInResponse: issRequired},
	}
}

func TestCallback(t *testing.T) {
	const iss = "&iss=https%3A%2F%2Fop.example%2Ftenant"
	denied := &Error{Code: "access_denied", Description: "no"}
	tests := []struct {
		id, query string
		code      string
		err       error // nil: the code is accepted
	}{
		{"C-STATE-CHECK ours", "code=c&state=ours", "c", nil},
		{"C-STATE-CHECK further parameters", "code=c&state=ours&session_state=a&session_state=b", "c", nil},
		{"C-STATE-CHECK missing", "code=c", "", ErrStateMismatch},
		{"C-STATE-CHECK empty", "code=c&state=", "", ErrStateMismatch},
		{"C-STATE-CHECK wrong", "code=c&state=other", "", ErrStateMismatch},
		{"C-STATE-CHECK longer", "code=c&state=ours2", "", ErrStateMismatch},
		{"C-STATE-CHECK shorter", "code=c&state=our", "", ErrStateMismatch},
		{"C-STATE-CHECK in another case", "code=c&state=OURS", "", ErrStateMismatch},
		{"C-STATE-CHECK in another case of the name", "code=c&State=ours", "", ErrStateMismatch},
		{"C-STATE-CHECK an error without it", "error=access_denied", "", ErrStateMismatch},
		{"C-STATE-CHECK an error with another", "error=access_denied&state=other", "", ErrStateMismatch},
		{"C-STATE-CHECK nothing", "", "", ErrStateMismatch},
		{"C-LOOP-DUPPARAM state", "code=c&state=ours&state=ours", "", ErrStateMismatch},
		{"C-LOOP-DUPPARAM state, escaped", "code=c&state=ours&st%61te=other", "", ErrStateMismatch},
		{"C-LOOP-DUPPARAM code", "code=c&code=c&state=ours", "", ErrStateMismatch},
		{"C-LOOP-DUPPARAM iss", "code=c&state=ours" + iss + iss, "", ErrStateMismatch},
		{"C-LOOP-DUPPARAM error", "error=access_denied&error=a&state=ours", "", ErrStateMismatch},
		{"C-LOOP-DUPPARAM error_description", "error=a&error_description=b&error_description=c&state=ours", "", ErrStateMismatch},
		{"C-LOOP-FOREIGN a bad escape", "code=c&state=ours&x=%zz", "", ErrStateMismatch},
		{"C-LOOP-FOREIGN a semicolon", "code=c&state=ours;x=y", "", ErrStateMismatch},
		{"C-ISS-MATCH", "code=c&state=ours" + iss, "c", nil},
		{"C-ISS-MATCH another", "code=c&state=ours&iss=https%3A%2F%2Fevil.example", "", ErrProvider},
		{"C-ISS-MATCH with a slash", "code=c&state=ours" + iss + "%2F", "", ErrProvider},
		{"C-ISS-MATCH in another case", "code=c&state=ours&iss=https%3A%2F%2FOP.example%2Ftenant", "", ErrProvider},
		{"C-ISS-MATCH empty", "code=c&state=ours&iss=", "", ErrProvider},
		{"C-ISS-MATCH before an error", "error=access_denied&state=ours&iss=https%3A%2F%2Fevil.example", "", ErrProvider},
		{"C-ERR-SURFACE", "error=access_denied&error_description=no&state=ours", "", denied},
		{"C-ERR-SURFACE beside a code", "error=access_denied&error_description=no&code=c&state=ours", "", denied},
		{"C-ERR-SURFACE no code", "state=ours", "", ErrProvider},
		{"C-ERR-SURFACE an empty code", "code=&state=ours", "", ErrProvider},
	}
	for _, tt := range tests {
		t.Run(tt.id, func(t *testing.T) { checkCallback(t, testTransaction(false), tt.query, tt.code, tt.err) })
	}
	for id, query := range map[string]string{
		"C-ISS-REQUIRED": "code=c&state=ours", "C-ISS-REQUIRED error": "error=access_denied&state=ours",
	} {
		t.Run(id, func(t *testing.T) {
			checkCallback(t, testTransaction(true), query, "", ErrProvider)
			if query += iss; strings.HasPrefix(query, "code") {
				checkCallback(t, testTransaction(true), query, "c", nil)
			}
		})
	}
}

func checkCallback(t *testing.T, transaction transaction, query, code string, want error) {
	t.Helper()
	got, err := transaction.code(&url.URL{Scheme: "http", Host: "localhost", Path: "/callback", RawQuery: query})
	if got.Reveal() != code {
		t.Errorf("%s: the code is not %q", query, code)
	}
	if want, ok := want.(*Error); ok {
		got := new(Error)
		if !errors.As(err, &got) || *got != *want {
			t.Errorf("%s: got %v, want %v", query, err, want)
		}
		return
	}
	if !errors.Is(err, want) {
		t.Errorf("%s: got %v, want %v", query, err, want)
	}
}

// TestC_LOOP_ONCE: a transaction is for one request and one answer. The next one shares nothing with it.
func TestC_LOOP_ONCE(t *testing.T) {
	first, second := newTransaction(Config{}, &Provider{}, testNow), newTransaction(Config{}, &Provider{}, testNow)
	answer := &url.URL{RawQuery: "code=c&state=" + first.state.Reveal()}
	if !first.accepts(answer) || second.accepts(answer) {
		t.Error("the answer does not fit its own request, or it fits another one")
	}
	if (transaction{}).accepts(&url.URL{RawQuery: "code=c&state="}) {
		t.Error("a transaction without a state accepts an answer with an empty one")
	}
}

// TestProviderText: a provider's text is cut and stripped before it is shown (RFC 6749, section 4.1.2.1).
func TestProviderText(t *testing.T) {
	for text, want := range map[string]string{
		"try later": "try later", "": "", "a\r\nb\x00\x7f": "ab", `"quoted\"`: "quoted", "<b>ü</b>": "<b></b>",
		strings.Repeat("x", maxText+1): strings.Repeat("x", maxText),
	} {
		if diff := cmp.Diff(want, printable(text)); diff != "" {
			t.Error(diff)
		}
	}
}

// TestErrorCodes: a code that is not registered is free text of the provider, for the screen and not for the log.
func TestErrorCodes(t *testing.T) {
	for _, code := range registeredCodes {
		if err := newError(code, "why"); err.Code != code || err.Description != "why" || err.Error() != "the provider answered "+code {
			t.Errorf("%s: %+v, %v", code, *err, err)
		}
	}
	for _, code := range []string{
		"mfa_required", "invalid_grant ", " invalid_grant", "invalid_grant\n", "Invalid_Grant", "invalid_grant\x00", "INVALID_GRANT",
		"invalid", "other", strings.Repeat("x", 10*maxText), "eyJhbGciOiJSUzI1NiJ9.e30.x", "\n",
	} {
		err := newError(code, "why")
		if err.Code != OtherCode || isEnd(err) || err.Description != printable(code+": why") || len(err.Description) > maxText {
			t.Errorf("%.40q: %+v", code, *err)
		}
		if err.Error() != "the provider answered with an error code that is not registered" {
			t.Errorf("%.40q: %v", code, err)
		}
	}
	if err := newError("mfa_required", ""); err.Description != "mfa_required" {
		t.Errorf("%+v", *err)
	}
}
