package auth_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

// refusedAnswers are successful answers of the token endpoint that are refused for their form. Each has one refresh token.
func refusedAnswers() map[string]authtest.Tamper {
	before := func(member string) authtest.Tamper { // inserts a member before the others
		return func(r *authtest.Response) { r.Body = append([]byte("{"+member+","), bytes.TrimSpace(r.Body)[1:]...) }
	}
	behind := func(text string) authtest.Tamper {
		return func(r *authtest.Response) { r.Body = append(bytes.TrimSpace(r.Body), text...) }
	}
	set := func(name string, value any) authtest.Tamper {
		return authtest.EditJSON(func(body map[string]any) {
			if body[name] = value; value == nil {
				delete(body, name)
			}
		})
	}
	kind := func(kind string) authtest.Tamper {
		return func(r *authtest.Response) { r.Header().Set("Content-Type", kind) }
	}
	return map[string]authtest.Tamper{
		"two access tokens":            before(`"access_token":"another"`),
		"two access tokens, escaped":   before(`"access_token":"another"`),
		"two ID tokens":                before(`"id_token":"a.b.c"`),
		"two token types":              before(`"token_type":"Bearer"`),
		"an unknown name twice":        before(`"x":{"y":1,"y":2}`),
		"no UTF-8":                     before("\"x\":\"\xff\""),
		"half a surrogate pair":        before(`"x":"\ud800"`),
		"nested deep":                  before(`"x":` + strings.Repeat("[", 20) + strings.Repeat("]", 20)),
		"a byte behind it":             behind("x"),
		"a bracket behind it":          behind("}"),
		"a NUL behind it":              behind("\x00"),
		"another object behind it":     behind(`{"access_token":"another"}`),
		"a token type of its own":      set("token_type", "mac"),
		"no token type":                set("token_type", nil),
		"no access token":              set("access_token", nil),
		"an access token with a space": set("access_token", "a b"),
		"an access token, a number":    set("access_token", 7),
		"an ID token, a number":        set("id_token", 7),
		"an error, too":                set("error", "invalid_grant"),
		"HTML":                         kind("text/html"),
		"text":                         kind("text/plain; charset=utf-8"),
		"no content type":              kind(""),
		"created":                      func(r *authtest.Response) { r.Status = http.StatusCreated },
		"too long":                     behind(strings.Repeat(" ", 1<<20)),
		"broken off behind it": func(r *authtest.Response) {
			var body map[string]any
			_ = json.Unmarshal(r.Body, &body)
			first := fmt.Appendf(nil, `{"refresh_token":%q,`, body["refresh_token"])
			r.Body = append(first, r.Body[1:len(r.Body)/4]...) // r.Body is sorted: its refresh token comes later
		},
	}
}

// TestARefusedRefreshAnswer: only its refresh token is used. Without that token the session would be lost.
func TestARefusedRefreshAnswer(t *testing.T) {
	for name, spoil := range refusedAnswers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newParty(t)
			p.logIn(t)
			access := p.token(t, "")
			noted := p.noteIssued()
			p.provider.Tamper(idp.PathToken, spoiled(t, spoil))
			_, err := p.Token(ctx(t), access)
			if !errors.Is(err, auth.ErrProvider) && !errors.Is(err, auth.ErrOffline) {
				t.Errorf("got %v", err)
			}
			if got := p.token(t, ""); got != access {
				t.Error("the access token is not the session's own")
			}
			p.checkRefreshed(t, refreshedToken{}, noted, err)
		})
	}
}

// spoiled is a tamper that must change something.
func spoiled(t *testing.T, spoil authtest.Tamper) authtest.Tamper {
	say := func(r *authtest.Response) string { return fmt.Sprint(r.Status, r.Header(), string(r.Body)) }
	return func(r *authtest.Response) {
		before := say(r)
		if spoil(r); before == say(r) {
			t.Error("the answer did not change")
		}
	}
}

// TestARefusedLoginAnswer: the log-in ends with a reason, nothing is kept, and the refresh token that came is revoked.
func TestARefusedLoginAnswer(t *testing.T) {
	refused := refusedAnswers()
	p := newParty(t)
	refused["an ID token of another key"] = p.provider.EditIDToken(func(header, _ map[string]any) { header["kid"] = "next" })
	refused["no ID token"] = authtest.EditJSON(func(body map[string]any) { delete(body, "id_token") })
	for name, spoil := range refused {
		t.Run(name, func(t *testing.T) {
			p := newParty(t)
			noted := p.noteIssued()
			p.provider.Tamper(idp.PathToken, spoiled(t, spoil))
			err := p.Login(ctx(t))
			if !errors.Is(err, auth.ErrProvider) && !errors.Is(err, auth.ErrOffline) && !errors.Is(err, auth.ErrIDToken) {
				t.Errorf("got %v", err)
			}
			p.want(t, auth.SignedOut)
			if n := len(p.store.Calls()); n != 0 || len(noted.refresh) != 1 {
				t.Fatalf("%d calls of the store, want 0; %d token requests, want 1", n, len(noted.refresh))
			}
			if err := p.provider.WaitRequests(ctx(t), idp.PathRevoke, 1); err != nil {
				t.Fatal(err)
			}
			if p.provider.Requests(idp.PathRevoke)[0].Form.Get("token") != noted.refresh[0] {
				t.Error("the revoked token is not the one that came")
			}
		})
	}
}

// TestWhatIsNotKept: no refresh token is taken from these answers, and the stored one stays.
func TestWhatIsNotKept(t *testing.T) {
	set := func(status int, kind string) authtest.Tamper {
		return func(r *authtest.Response) {
			r.Status = status
			r.Header().Set("Content-Type", kind)
		}
	}
	edit := func(change func(body map[string]any)) authtest.Tamper { return authtest.EditJSON(change) }
	for name, spoil := range map[string]authtest.Tamper{
		"400":         set(400, "application/json"),
		"401 as HTML": set(401, "text/html"),
		"403":         set(403, "application/json"),
		"429":         set(429, "application/json"),
		"500":         set(500, "application/json"),
		"503":         set(503, "application/json"),
		"302":         set(302, "application/json"),
		"an error, with 400": func(r *authtest.Response) {
			set(400, "application/json")(r)
			edit(func(body map[string]any) { body["error"] = "invalid_scope" })(r)
		},
		"two refresh tokens": func(r *authtest.Response) {
			r.Body = append([]byte(`{"refresh_token":"another",`), bytes.TrimSpace(r.Body)[1:]...)
		},
		"two objects": func(r *authtest.Response) { r.Body = append(bytes.TrimSpace(r.Body), `{"refresh_token":"another"}`...) },
		"a list":      func(r *authtest.Response) { r.Body = fmt.Appendf(nil, "[%s]", r.Body) },
		"a number":    edit(func(body map[string]any) { body["refresh_token"] = 7 }),
		"a line end":  edit(func(body map[string]any) { body["refresh_token"] = "a\nb" }),
		"not ASCII":   edit(func(body map[string]any) { body["refresh_token"] = "ü" }),
		"over-long":   edit(func(body map[string]any) { body["refresh_token"] = strings.Repeat("x", 16<<10+1) }),
		"in another member": edit(func(body map[string]any) {
			body["token_type"], body["data"] = "mac", map[string]any{"refresh_token": "another"}
			delete(body, "refresh_token")
		}),
		"another case": edit(func(body map[string]any) {
			body["token_type"], body["Refresh_Token"] = "mac", "another"
			delete(body, "refresh_token")
		}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newParty(t)
			p.logIn(t)
			stored, calls := p.refreshToken(t), len(p.store.Calls())
			p.provider.Tamper(idp.PathToken, spoil)
			if _, err := p.Token(ctx(t), p.token(t, "")); err == nil || errors.Is(err, auth.ErrLoginRequired) {
				t.Errorf("got %v", err)
			}
			p.want(t, auth.Offline)
			if p.refreshToken(t) != stored || len(p.store.Calls()) != calls {
				t.Error("something was stored")
			}
		})
	}
}
