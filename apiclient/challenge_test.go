package apiclient

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseChallenges(t *testing.T) {
	type params = map[string]string
	one := func(scheme string, p params) []challenge { return []challenge{{scheme, p}} }
	tests := []struct {
		name, field string
		want        []challenge // nil: the field violates the grammar
	}{
		{"a scheme alone", `Bearer`, one("Bearer", params{})},
		{"a quoted parameter", `Bearer realm="api"`, one("Bearer", params{"realm": "api"})},
		{"a token as parameter", `Bearer error=invalid_token`, one("Bearer", params{"error": "invalid_token"})},
		{"names in any case", `BEARER Error="x"`, one("BEARER", params{"error": "x"})},
		{"white space", " \tBearer \t a = \"1\"\t,\tb =2 ", one("Bearer", params{"a": "1", "b": "2"})},
		{"no white space", `Bearer a=1,b=2`, one("Bearer", params{"a": "1", "b": "2"})},
		{"empty elements", `, ,Bearer a=1,, ,b=2,`, one("Bearer", params{"a": "1", "b": "2"})},
		{"a comma after the scheme", `Bearer , a=1`, one("Bearer", params{"a": "1"})},
		{"empty text", `Bearer a=""`, one("Bearer", params{"a": ""})},
		{"escapes", `Bearer a="say \"no\", \\ \o"`, one("Bearer", params{"a": `say "no", \ o`})},
		{"an escape at the end", `Bearer a="\\", b="2"`, one("Bearer", params{"a": `\`, "b": "2"})},
		{"a challenge in a text", `Basic realm="x, Bearer error=invalid_token"`, one("Basic", params{"realm": "x, Bearer error=invalid_token"})},
		{"other bytes in a text", "Bearer a=\"\xff\tä\"", one("Bearer", params{"a": "\xff\tä"})},
		{"several", `Basic realm="a", Bearer realm="b", error="x"`, []challenge{{"Basic", params{"realm": "a"}}, {"Bearer", params{"realm": "b", "error": "x"}}}},
		{"schemes alone", `Negotiate, Bearer`, []challenge{{"Negotiate", params{}}, {"Bearer", params{}}}},
		{"a token68", `Negotiate ab/+c==, Bearer a=1`, []challenge{{"Negotiate", nil}, {"Bearer", params{"a": "1"}}}},
		{"a token68 like a parameter", `NTLM abc=`, one("NTLM", nil)},
		{"nothing", ``, []challenge{}},
		{"only commas", ` , ,`, []challenge{}},

		{"twice the same parameter", `Bearer a=1, A=2`, nil},
		{"no comma between parameters", `Bearer a=1 b=2`, nil},
		{"no comma between challenges", `Bearer Basic a=1`, nil},
		{"no challenge", `a=1`, nil},
		{"a parameter after a token68", `Negotiate abc==, a=1`, nil},
		{"text after a token68", `Negotiate abc== d`, nil},
		{"no value", `Bearer a=1, b=`, nil},
		{"no name", `Bearer a=1, ="x"`, nil},
		{"no token68 but its end", `Bearer =`, nil},
		{"no scheme", `"Bearer" a=1`, nil},
		{"no end of a text", `Bearer a="x`, nil},
		{"no end of an escape", `Bearer a="x\`, nil},
		{"text after a text", `Bearer a="x"y`, nil},
		{"no space after the scheme", `Bearer/abc`, nil},
		{"a control character in a text", "Bearer a=\"x\x01\"", nil},
		{"an escaped line end", "Bearer a=\"x\\\n\"", nil},
		{"a deletion in a text", "Bearer a=\"x\x7f\"", nil},
		{"no token", `Bearer a=ä`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := parseChallenges(tt.field)
			if ok != (tt.want != nil) {
				t.Errorf("parseChallenges returned ok = %t", ok)
			}
			if diff := cmp.Diff(slices.Clip(tt.want), got, cmp.AllowUnexported(challenge{}), equateEmpty); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// equateEmpty treats an empty list of challenges like nil. An empty map of parameters still differs from nil.
var equateEmpty = cmp.FilterValues(func(a, b []challenge) bool { return len(a) == 0 && len(b) == 0 },
	cmp.Comparer(func(_, _ []challenge) bool { return true }))

func TestBearer(t *testing.T) {
	names := func(count, length int) []string {
		return slices.Repeat([]string{strings.Repeat("x", length)}, count)
	}
	scope := func(names []string) string {
		return fmt.Sprintf(`Bearer error="insufficient_scope", scope="%s"`, strings.Join(names, " "))
	}
	invalid, lacking := bearerChallenge{code: invalidToken}, bearerChallenge{code: insufficientScope}
	asks := func(names ...string) bearerChallenge { return bearerChallenge{insufficientScope, names} }
	tests := []struct {
		name   string
		fields []string
		want   bearerChallenge
	}{
		{"no field", nil, bearerChallenge{}},
		{"bare", []string{`Bearer realm="api"`}, bearerChallenge{}},
		{"invalid token", []string{`Bearer realm="api", error="invalid_token", error_description="The access token expired"`}, invalid},
		{"scheme in any case", []string{`bEARER error=invalid_token`}, invalid},
		{"another scheme", []string{`DPoP error="invalid_token"`}, bearerChallenge{}},
		{"another code", []string{`Bearer error="invalid_request"`}, bearerChallenge{}},
		{"a code in another case", []string{`Bearer error="Invalid_Token"`}, bearerChallenge{}},
		{"the second of a field", []string{`DPoP algs="ES256", Bearer error="invalid_token"`}, invalid},
		{"the second field", []string{`Basic realm="x"`, `Bearer error="invalid_token"`}, invalid},
		{"after a broken field", []string{`Bearer error="invalid_token`, `Bearer error="insufficient_scope"`}, lacking},
		{"in a broken field", []string{`Bearer error="invalid_token", x`, `"`}, invalid},
		{"in a field that breaks off", []string{`Bearer error="invalid_token", x="`}, bearerChallenge{}},
		{"the code twice", []string{`Bearer error="invalid_token", error="invalid_token"`}, bearerChallenge{}},
		{"the first with a code counts", []string{`Bearer, Bearer error="insufficient_scope", Bearer error="invalid_token"`}, lacking},
		{"in a text", []string{`Basic realm="Bearer error=invalid_token"`}, bearerChallenge{}},
		{"as much as is read", []string{`Basic a="` + strings.Repeat("x", maxChallenges-len(`Basic a=""Bearer error=invalid_token`)) + `"`, `Bearer error=invalid_token`}, invalid},
		{"more than is read", []string{`Basic a="` + strings.Repeat("x", maxChallenges-len(`Basic a=""Bearer error=invalid_token`)+1) + `"`, `Bearer error=invalid_token`}, bearerChallenge{}},

		{"a scope", []string{scope([]string{"read:messages"})}, asks("read:messages")},
		{"scopes", []string{scope([]string{"read:messages", "https://api.example/a!b"})}, asks("read:messages", "https://api.example/a!b")},
		{"as many as are told", []string{scope(names(maxScopes, maxScope))}, asks(names(maxScopes, maxScope)...)},
		{"more than are told", []string{scope(names(maxScopes+1, 1))}, lacking},
		{"longer than is told", []string{scope(names(1, maxScope+1))}, lacking},
		{"an empty one", []string{scope([]string{""})}, lacking},
		{"two spaces", []string{scope([]string{"a", "", "b"})}, lacking},
		{"a quote", []string{scope([]string{`a\"b`})}, lacking},
		{"a backslash", []string{scope([]string{`a\\b`})}, lacking},
		{"a tab", []string{scope([]string{"a\tb"})}, lacking},
		{"no ASCII", []string{scope([]string{"a\u202eb"})}, lacking},
		{"no UTF-8", []string{scope([]string{"a\xff"})}, lacking},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := bearer(http.Header{"Www-Authenticate": tt.fields})
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(bearerChallenge{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// FuzzChallenge: for any field, the kept values are bounded and have only allowed characters. The challenges are the same
// after they were written and parsed again. One more challenge at the end is found.
func FuzzChallenge(f *testing.F) {
	for _, seed := range []string{
		`Bearer realm="api", error="invalid_token", error_description="The access token expired", resource_metadata="https://api.example/x"`,
		`Bearer error="insufficient_scope", scope="read:messages write:messages"`, `Negotiate abc==, Basic realm="a\"b\\", NTLM`,
		`DPoP algs="ES256 PS256", Bearer scope=a,error=insufficient_scope`, "Bearer a=\"\xff\\", `,, Bearer , a = 1 ,`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, field string) {
		got := bearer(http.Header{"Www-Authenticate": {field}})
		if got.code != "" && got.code != invalidToken && got.code != insufficientScope {
			t.Errorf("the client kept the unknown code %q", got.code)
		}
		if len(got.scopes) > maxScopes || len(strings.Join(got.scopes, "")) > maxScopes*maxScope {
			t.Errorf("%d scopes are more than the bounds allow", len(got.scopes))
		}
		for _, name := range got.scopes {
			if strings.Trim(name, tokenChars+"()<>@,;:/[]?={}") != "" || name == "" {
				t.Errorf("the scope %q has a character that is not allowed", name)
			}
		}
		challenges, ok := parseChallenges(field)
		if !ok {
			return
		}
		again, _ := parseChallenges(written(challenges))
		if diff := cmp.Diff(challenges, again, cmp.AllowUnexported(challenge{}), equateEmpty); diff != "" {
			t.Errorf("%q: %s", written(challenges), diff)
		}
		if more, _ := parseChallenges(field + ", Bearer a=1"); len(more) != len(challenges)+1 {
			t.Errorf("%d challenges, with one more %d", len(challenges), len(more))
		}
	})
}

// written writes challenges as a server would.
func written(challenges []challenge) string {
	var all []string
	for _, c := range challenges {
		if c.params == nil {
			all = append(all, c.scheme+" abc==")
			continue
		}
		first := len(all)
		for name, value := range c.params {
			all = append(all, fmt.Sprintf(`%s="%s"`, name, strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value)))
		}
		if first == len(all) {
			all = append(all, "")
		}
		all[first] = c.scheme + " " + all[first]
	}
	return strings.Join(all, ", ")
}
