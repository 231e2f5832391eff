package auth

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"wails-openid-oauth/internal/jose"
	"wails-openid-oauth/test/josetest"
)

// FuzzCallback: for any URL at the redirect URI, a code is accepted only from a query that has our state once, and our
// issuer or none. The test reads the query as text, without the parser of the code under test.
func FuzzCallback(f *testing.F) {
	for _, query := range []string{
		"code=c&state=ours", "code=c&state=ours&iss=https%3A%2F%2Fop.example%2Ftenant",
		"error=access_denied&error_description=no&state=ours",
		"code=c&state=ours&st%61te=ours", "code=c&state=ours;state=ours", "code=c&state=our%73",
		"state=ours&code=%zz", "code=c&state=ours&iss=",
		"code=c&code=d&state=ours", "", "&&=&state", "error=%22%5C%0A&state=ours", "code=secret-code&state=other",
	} {
		f.Add(query, false)
		f.Add(query, true)
	}
	f.Fuzz(func(t *testing.T, query string, issRequired bool) {
		values := map[string][]string{}
		for pair := range strings.SplitSeq(query, "&") {
			name, value, _ := strings.Cut(pair, "=")
			name, nameErr := url.QueryUnescape(name)
			value, valueErr := url.QueryUnescape(value)
			if nameErr == nil && valueErr == nil {
				values[name] = append(values[name], value)
			}
		}
		code, err := testTransaction(issRequired).code(&url.URL{RawQuery: query})
		if err == nil {
			one := func(name, want string) bool { return len(values[name]) == 1 && values[name][0] == want }
			if !one("state", "ours") || !one("code", code.Reveal()) || code.IsZero() || len(values["error"]) > 0 && !one("error", "") ||
				values["iss"] != nil && !one("iss", testIssuer) || issRequired && values["iss"] == nil {
				t.Errorf("%q was accepted", query)
			}
			return
		}
		if !code.IsZero() || !isTyped(err) || strings.Contains(err.Error(), "secret-") {
			t.Errorf("%q: code %t, error %v", query, !code.IsZero(), err)
		}
	})
}

// isTyped reports whether a caller can distinguish err, and whether its text is readable.
func isTyped(err error) bool {
	protocol := new(Error)
	if errors.As(err, &protocol) {
		known := protocol.Code == OtherCode || slices.Contains(registeredCodes, protocol.Code)
		return known && protocol.Description == printable(protocol.Description)
	}
	for _, known := range []error{ErrStateMismatch, ErrProvider, ErrOffline, ErrIDToken} {
		if errors.Is(err, known) {
			return !strings.ContainsAny(err.Error(), "\r\n\x00")
		}
	}
	return false
}

// FuzzTokenResponse: only a Bearer token that fits into a header, with a lifetime within bounds, is accepted.
func FuzzTokenResponse(f *testing.F) {
	for _, body := range []string{
		response(), response("expires_in", `"3600.0"`), response("expires_in", "1e999"),
		response("token_type", `"mac"`), response("token_type", `"bEARER"`),
		response("access_token", `"a\r\nb"`), response("access_token", "", "Access_Token", `"a"`),
		`{"error":"invalid_grant","error_description":"secret-access"}`,
		response("refresh_token", `"secret-refresh"`, "scope", `"openid"`), response("id_token", "7"), "{}", "[]",
		"null", "<html>", response()[:30], "",
		`{"access_token":"a","access_token":"b","token_type":"Bearer"}`, `{"access_token":"\ud800","token_type":"Bearer"}`,
	} {
		f.Add(uint16(200), "application/json", body)
		f.Add(uint16(400), "application/json; charset=utf-8", body)
	}
	f.Add(uint16(302), "text/html", "")
	f.Add(uint16(503), "", "secret-access")
	f.Fuzz(func(t *testing.T, status uint16, kind, body string) {
		w := &wire{status: 200 + int(status)%400, header: http.Header{"Content-Type": {kind}}, body: body}
		got, err := w.exchange()
		if len(w.requests) != 1 {
			t.Fatalf("%d requests, want 1", len(w.requests))
		}
		if err != nil {
			kept := got.refresh.Reveal()
			got.refresh = Secret{}
			wellFormed := kept == "" || w.status < 300 && isRefreshToken(kept)
			if !isTyped(err) || strings.Contains(err.Error(), "secret-") || got != (tokens{}) || !wellFormed {
				t.Errorf("%d %q: %v", w.status, body, err)
			}
			return
		}
		var fields map[string]any
		decoder := json.NewDecoder(strings.NewReader(body))
		decoder.UseNumber() // 1e999 is JSON
		if decoder.Decode(&fields) != nil || jose.CheckObject([]byte(body), answerDepth) != nil {
			t.Fatalf("%q is not one JSON object, but was accepted", body)
		}
		kindOfToken, _ := fields["token_type"].(string)
		sound := fields["access_token"] == got.access.Reveal() && !strings.ContainsAny(got.access.Reveal(), " \t\r\n\"\\,")
		inBounds := got.lifetime >= time.Second && got.lifetime <= maxLifetime
		if w.status != 200 || !strings.EqualFold(kindOfToken, "Bearer") || !sound || !inBounds {
			t.Errorf("status %d with %q was accepted, with the lifetime %v", w.status, body, got.lifetime)
		}
	})
}

// FuzzDiscovery: an accepted document names our issuer, and endpoints that may receive a secret.
func FuzzDiscovery(f *testing.F) {
	for _, body := range []string{
		metadata(), metadata("issuer", `"https://evil.example"`),
		metadata("issuer", "", "ISSUER", `"`+testIssuer+`"`), metadata("token_endpoint", `"http://op.example"`),
		metadata("token_endpoint", `"https://u@op.example"`), metadata("jwks_uri", `"https://op.example/#"`),
		metadata("end_session_endpoint", `"javascript:alert(1)"`),
		metadata("code_challenge_methods_supported", `["plain"]`), metadata("code_challenge_methods_supported", "7"),
		"{}", "[]", "null", metadata()[:50], "",
		`{"issuer":"a",` + metadata()[1:], metadata() + metadata(),
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		got, err := discoverFrom(&wire{body: body}, testIssuer)
		if err != nil {
			if !isTyped(err) || got != nil {
				t.Errorf("%q: %v", body, err)
			}
			return
		}
		var members map[string]any
		if jose.CheckObject([]byte(body), answerDepth) != nil || json.Unmarshal([]byte(body), &members) != nil || members["issuer"] != testIssuer {
			t.Errorf("%q was accepted", body)
		}
		for name, endpoint := range map[string]string{
			"authorization_endpoint": got.AuthorizationEndpoint, "token_endpoint": got.TokenEndpoint, "jwks_uri": got.JWKSURI,
			"userinfo_endpoint": got.UserinfoEndpoint, "end_session_endpoint": got.EndSessionEndpoint,
			"revocation_endpoint": got.RevocationEndpoint,
		} {
			member, _ := members[name].(string)
			u, err := url.Parse(endpoint)
			good := err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil && u.Fragment == ""
			if endpoint != member || endpoint != "" && !good {
				t.Errorf("%q: %s is %q", body, name, endpoint)
			}
		}
	})
}

// FuzzIDToken signs any header and any claims with the provider's key. An accepted token is for this client, and valid now.
func FuzzIDToken(f *testing.F) {
	now := testNow.Unix()
	for _, claims := range []string{
		goodClaims(), goodClaims("aud", []string{"app", "app"}, "azp", "app"),
		goodClaims("aud", []string{"app", "other"}), goodClaims("iss", nil, "ISS", testIssuer),
		goodClaims("exp", now-30), goodClaims("exp", "9999999999"), goodClaims("exp", 1e19), goodClaims("iat", nil),
		goodClaims("sub", 7), goodClaims("sub", ""),
		goodClaims("azp", nil, "nbf", now+60), goodClaims("at_hash", testAccessHash), goodClaims("auth_time", "then"),
		`{"iss":"a",` + goodClaims()[1:], "{}", "[]", "",
	} {
		f.Add(goodHeader, claims)
	}
	for _, header := range []string{
		`{"alg":"RS256","kid":"nobody's"}`, `{"alg":"none"}`, `{"alg":"RS256"}`, `{"alg":"RS256","kid":"k1","typ":"at+jwt"}`, `{"alg":"RS256","kid":"k1","crit":["x"]}`,
		`{"ALG":"RS256"}`,
	} {
		f.Add(header, goodClaims())
	}
	check := testCheck(f, &wire{body: goodKeys()})
	f.Fuzz(func(t *testing.T, header, claims string) {
		got, err := check.verify(context.Background(), NewSecret(josetest.Compact(josetest.Key(), header, claims)))
		if err != nil {
			if !errors.Is(err, ErrIDToken) || !isTyped(err) || got.profile != (Profile{}) {
				t.Errorf("%q %q: %v", header, claims, err)
			}
			return
		}
		var h, c map[string]any
		if json.Unmarshal([]byte(header), &h) != nil || json.Unmarshal([]byte(claims), &c) != nil {
			t.Fatalf("%q %q is not JSON, but was accepted", header, claims)
		}
		exp, isNumber := c["exp"].(float64)
		iat, hasIAT := c["iat"].(float64)
		sub, _ := c["sub"].(string)
		audience, isList := c["aud"].([]any)
		for _, one := range audience {
			isList = isList && one == "app"
		}
		ours := c["aud"] == "app" || isList && (len(audience) == 1 || len(audience) > 1 && c["azp"] == "app")
		inTime := isNumber && exp > float64(now-30) && hasIAT && iat <= float64(now+30)
		person := sub != "" && sub == got.profile.Subject
		if h["alg"] != "RS256" || h["crit"] != nil || c["iss"] != testIssuer || !ours || !inTime || !person {
			t.Errorf("%q %q was accepted", header, claims)
		}
	})
}
