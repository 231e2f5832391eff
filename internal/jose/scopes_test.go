package jose

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestScopes(t *testing.T) {
	for payload, want := range map[string][]string{
		`{}`:                                {},
		`{"scope":""}`:                      {},
		`{"scope":"a"}`:                     {"a"},
		`{"scope":"a  b "}`:                 {"a", "b"},
		`{"scope":"a\tb\nc"}`:               {"a\tb\nc"}, // Only a space separates.
		`{"scope":["a","b"]}`:               {"a", "b"},
		`{"scope":[]}`:                      {},
		`{"scope":["a b","","c"," d"]}`:     {"c"}, // No scope has a space in it.
		`{"scp":["a","b"]}`:                 {"a", "b"},
		`{"scp":"a b"}`:                     {"a", "b"},
		`{"scope":"a","scp":["b"]}`:         {"a", "b"},
		`{"scope":["a"],"scp":"b a"}`:       {"a", "b", "a"},
		`{"permissions":["c"],"scope":"a"}`: {"a", "c"},
		`{"scope":"\u0061"}`:                {"a"},
		`{"SCOPE":"a","Scp":["b"]}`:         {},
	} {
		got, err := claims(t, payload).Scopes("scope", "scp", "permissions")
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", payload, err, diff)
		}
	}
	for payload, want := range map[string]string{
		`{"scope":7}`:                   "scope_invalid",
		`{"scope":null}`:                "scope_invalid",
		`{"scope":{"a":true}}`:          "scope_invalid",
		`{"scope":["a",1]}`:             "scope_invalid",
		`{"scope":[["a"]]}`:             "scope_invalid",
		`{"scope":"a","scp":7}`:         "scp_invalid", // A good claim does not excuse the other one.
		`{"scope":7,"scp":"a"}`:         "scope_invalid",
		`{"scp":["a"],"permissions":1}`: "permissions_invalid",
	} {
		got, err := claims(t, payload).Scopes("scope", "scp", "permissions")
		if code := code(t, err); code != want || got != nil {
			t.Errorf("%s: got %q and %v, want %q", payload, code, got, want)
		}
	}
	if got, err := claims(t, `{"scope":"a","permissions":["b"],"scp":7}`).Scopes("scope"); err != nil || len(got) != 1 {
		t.Errorf("a claim that was not named was read: %v, %v", got, err)
	}
}

// FuzzScopes checks that no scope is empty or has a space, and that a claim means the same as a text and as a list.
func FuzzScopes(f *testing.F) {
	for _, seed := range []string{`"a b"`, `["a","b"]`, `["a b"]`, `7`, `[1]`, `"\u0020a"`, `[[]]`, `null`, `["\ud800"]`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		var c Claims
		if c.UnmarshalJSON([]byte(`{"scope":`+value+`}`)) != nil {
			return
		}
		granted, err := c.Scopes("scope")
		if err != nil {
			return
		}
		list := []string{}
		text := ""
		for _, one := range granted {
			if one == "" {
				t.Fatal("an empty scope was granted")
			}
			list = append(list, one)
			text += one + " "
		}
		again, err := claimsOf(t, map[string]any{"scope": text, "scp": list}).Scopes("scope", "scp")
		if err != nil || len(again) != 2*len(granted) {
			t.Errorf("%q grants %q, but as a text and as a list %q, %v", value, granted, again, err)
		}
	})
}
