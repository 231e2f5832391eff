package auth_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

// mark is a text that the provider puts into its answers. It is a valid code, key ID or path.
const mark = "m4rk3d"

// markedAnswer changes what a provider answers from now on. steps are the steps of a session that may get such an answer:
// r(efresh), s(tart), (log-)o(ut) and (log-)i(n), in this order.
type markedAnswer struct {
	spoil func(p *party)
	steps string
}

// steps are the steps that send a request to a path. A running session has the metadata and the keys already. A log-in asks
// for the profile, and a refresh after it does not.
var steps = map[string]string{
	idp.PathDiscovery: "soi", idp.PathToken: "rsoi", idp.PathJWKS: "si", idp.PathUserInfo: "si", idp.PathRevoke: "o",
	"": "oi", // the redirects
}

// markedAnswers put the mark into every field of every answer of a provider, one at a time.
func markedAnswers() map[string]markedAnswer {
	all := map[string]markedAnswer{}
	tamper := func(path, name string, change authtest.Tamper) {
		all[path+" "+name] = markedAnswer{func(p *party) { p.provider.Tamper(path, change) }, steps[path]}
	}
	token := func(name string, edit func(header, claims map[string]any)) {
		all[name] = markedAnswer{func(p *party) {
			p.provider.Tamper(idp.PathToken, p.provider.EditIDToken(edit))
		}, steps[idp.PathToken]}
	}
	elsewhere := "http://127.0.0.1:1/" + mark + "?" + mark + "=" + mark
	for path, members := range map[string][]string{
		idp.PathDiscovery: {
			"issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint", "end_session_endpoint",
			"revocation_endpoint", "code_challenge_methods_supported", "id_token_signing_alg_values_supported",
			"authorization_response_iss_parameter_supported", mark,
		},
		idp.PathToken: {"access_token", "refresh_token", "id_token", "token_type", "expires_in", "scope", "error", mark},
		idp.PathJWKS:  {"keys", mark},
		idp.PathUserInfo: {
			"sub", "name", "nickname", "preferred_username", "email", "picture", mark,
		},
		idp.PathRevoke: {"error", mark},
	} {
		for _, member := range members {
			for _, value := range []any{mark, elsewhere, map[string]any{mark: mark}} {
				if path == idp.PathUserInfo && value != mark { // only its texts are read
					continue
				}
				tamper(path, fmt.Sprintf("%s %v", member, value), authtest.EditJSON(func(body map[string]any) { body[member] = value }))
			}
		}
		for name, change := range wholeAnswers(elsewhere) {
			tamper(path, name, change)
		}
	}
	for _, member := range []string{"kid", "kty", "n", "e", "use", "alg", "key_ops", "x5c", "d", mark} {
		tamper(idp.PathJWKS, "a key's "+member, authtest.EditJSON(func(body map[string]any) {
			for _, key := range body["keys"].([]any) {
				key.(map[string]any)[member] = mark
			}
		}))
	}
	for _, name := range []string{
		"iss", "sub", "aud", "azp", "exp", "iat", "nbf", "nonce", "at_hash", "auth_time", "acr", "name", mark,
	} {
		token("the claim "+name, func(_, claims map[string]any) { claims[name] = mark })
	}
	for _, name := range []string{"kid", "typ", "alg", "crit", "jku", mark} {
		token("the header "+name, func(header, _ map[string]any) { header[name] = mark })
	}
	for _, name := range []string{"error", "error_description", "error_uri", "iss", "code", "state", mark} {
		tamper("", "the redirect's "+name, authtest.EditRedirect(authtest.RedirectURI, func(query url.Values) {
			if query.Set(name, mark); name == "state" {
				query.Add(name, mark)
			}
		}))
	}
	return all
}

// wholeAnswers have the mark outside of a member.
func wholeAnswers(elsewhere string) map[string]authtest.Tamper {
	all := map[string]authtest.Tamper{
		"no JSON":      func(r *authtest.Response) { r.Body = []byte(mark) },
		"behind it":    func(r *authtest.Response) { r.Body = append(r.Body, mark...) },
		"a bad escape": func(r *authtest.Response) { r.Body = []byte(`{"\` + mark + `":1}`) },
		"twice":        func(r *authtest.Response) { r.Body = []byte(`{"` + mark + `":1,"` + mark + `":2}`) },
		"a redirect": func(r *authtest.Response) {
			r.Status = http.StatusFound
			r.Header().Set("Location", elsewhere)
		},
		"a redirect to nowhere": func(r *authtest.Response) {
			r.Status = http.StatusFound
			r.Header().Set("Location", "http://%zz"+mark)
		},
	}
	for _, field := range []string{"Content-Type", "Content-Encoding", "Retry-After"} {
		all["the field "+field] = func(r *authtest.Response) { r.Header().Set(field, mark) }
	}
	all["fields that nobody reads"] = func(r *authtest.Response) {
		for _, field := range []string{"Content-Disposition", "Www-Authenticate", mark} {
			r.Header().Set(field, mark)
		}
	}
	for _, status := range []int{400, 401, 429, 503} {
		all[fmt.Sprint("status ", status)] = func(r *authtest.Response) {
			r.Status, r.Body = status, fmt.Appendf(nil, `{"error":%q,"error_description":%q,"error_uri":%q}`, mark, mark, mark)
			r.Header().Set("Retry-After", mark)
			r.Header().Set("Content-Type", "application/json")
		}
	}
	return all
}

// TestNoTextOfAProviderIsLogged puts marked texts into every field of every answer. None may be in the log, at any
// level, or in an error.
func TestNoTextOfAProviderIsLogged(t *testing.T) {
	for name, marked := range markedAnswers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newParty(t)
			p.browser.Set(func(b *authtest.Browser) { b.OnPassedOver = func(*url.URL) { p.CancelLogin() } })
			check := func(step string, err error) {
				s := p.Snapshot()
				if text := fmt.Sprintf("%v %+v %v %v %s", err, err, s.Err, s.Notice, p.log); strings.Contains(text, mark) {
					t.Errorf("%s: %s", step, text)
				}
			}
			p.logIn(t)
			access := p.token(t, "")
			marked.spoil(p)
			for _, step := range marked.steps {
				switch step {
				case 'r':
					_, err := p.Token(ctx(t), access)
					check("refresh", err)
				case 's':
					p.reopen(t)
					check("start", p.Restore(ctx(t)))
				case 'o':
					check("log-out", p.Logout(ctx(t)))
				case 'i':
					p.reopen(t)
					check("log-in", p.Login(ctx(t)))
				}
			}
			p.Session.Close() // background work of the last step may still write to the log
			check("the end", nil)
		})
	}
}
