package bearer

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/test/josetest"
)

// An ID token is refused, whatever it looks like, and access tokens that look a little like one are not.
func TestA_IDTOKEN(t *testing.T) {
	refused := answer{401, invalid, "id_token"}
	typed := func(typ string, changes ...any) string {
		return josetest.Compact(josetest.Key(), `{"alg":"RS256","kid":"k1","typ":"`+typ+`"}`, claims(changes...))
	}
	both := []string{clientID, audience, "4711"}
	tests := []struct {
		name, token string
		want        answer
	}{
		{"audience alone", typed("JWT", "aud", clientID), refused},
		{"audience alone, in a list", typed("JWT", "aud", []string{clientID}), refused},
		{"audience alone, twice", typed("JWT", "aud", []string{clientID, clientID}), refused},
		{"audience alone, with the type of an access token", typed("at+jwt", "aud", clientID), refused},
		{"audience alone, with Keycloak's type", typed("JWT", "aud", clientID, "typ", "Bearer"), refused},
		{"the client and somebody else", typed("JWT", "aud", []string{clientID, "4711"}), answer{401, invalid, "aud_mismatch"}},
		{"nobody", typed("JWT", "aud", []string{}), answer{401, invalid, "aud_mismatch"}},

		{"nonce", typed("JWT", "nonce", "n"), refused},
		{"nonce with the type of an access token", typed("at+jwt", "nonce", "n"), passed},
		{"nonce with the whole media type", typed("Application/AT+JWT", "nonce", "n"), passed},
		{"nonce in Keycloak before 25", typed("JWT", "nonce", "n", "typ", "Bearer", "azp", clientID), passed},
		{"nonce with another type", typed("JWT", "nonce", "n", "typ", "bearer"), refused},
		{"nonce with a type that is no text", typed("JWT", "nonce", "n", "typ", []string{"Bearer"}), refused},
		{"nonce with Keycloak's type of ID tokens", typed("JWT", "nonce", "n", "typ", "ID"), refused},

		{"at_hash", typed("at+jwt", "at_hash", "h", "typ", "Bearer"), refused},
		{"c_hash", typed("at+jwt", "c_hash", "h", "typ", "Bearer"), refused},
		{"s_hash", typed("at+jwt", "s_hash", "h", "typ", "Bearer"), refused},
		{"at_hash that is null", typed("JWT", "at_hash", nullClaim{}), refused},
		{"Keycloak's type of ID tokens", typed("JWT", "typ", "ID"), refused},
		{"Keycloak's type of ID tokens, and that of an access token", typed("at+jwt", "typ", "ID"), refused},

		{"ZITADEL's access token", typed("JWT", "aud", both, "jti", "1", "azp", clientID), passed},
		{"ZITADEL's ID token", typed("JWT", "aud", both, "auth_time", now, "amr", []string{"pwd"}, "at_hash", "h"), refused},
		{"ZITADEL's ID token of a refresh", typed("JWT", "aud", both, "auth_time", now), refused},
		{"audience and amr", typed("JWT", "aud", both, "amr", []string{"pwd"}), refused},
		{"audience and acr", typed("JWT", "aud", both, "acr", "1"), refused},
		{"audience and nonce", typed("JWT", "aud", both, "nonce", "n"), refused},
		{"audience and auth_time with the type of an access token", typed("at+jwt", "aud", both, "auth_time", now), passed},
		{"audience and acr in Keycloak", typed("JWT", "aud", both, "acr", "1", "typ", "Bearer", "nonce", "n"), passed},
		{"auth_time of an access token for the API alone", typed("JWT", "auth_time", now, "acr", "1", "amr", []string{"pwd"}), passed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, ask(t, options(), get("Bearer "+tt.token))); diff != "" {
				t.Error(diff)
			}
		})
	}
	o := options()
	o.ClientID = ""
	if diff := cmp.Diff(answer{401, invalid, "aud_mismatch"}, ask(t, o, get("Bearer "+typed("JWT", "aud", "")))); diff != "" {
		t.Errorf("without a client ID, an empty audience: %s", diff)
	}
	if diff := cmp.Diff(passed, ask(t, o, get("Bearer "+typed("JWT", "aud", both, "auth_time", now)))); diff != "" {
		t.Errorf("without a client ID: %s", diff)
	}
}

// nullClaim is null in JSON. The value nil would remove the claim.
type nullClaim struct{}

// MarshalJSON implements json.Marshaler.
func (nullClaim) MarshalJSON() ([]byte, error) { return []byte("null"), nil }
