package jose

import "testing"

// BenchmarkParse reads a token of the usual size.
func BenchmarkParse(b *testing.B) {
	compact := sign(header, `{"iss":"https://idp.example/","sub":"auth0|0123456789abcdef",`+
		`"aud":["https://api.example","https://idp.example/userinfo"],"iat":1700000000,"exp":1700007200,`+
		`"scope":"openid profile offline_access read:messages","azp":"the-app","jti":"0123456789abcdef","permissions":["read:messages"]}`)
	if _, err := Verify(b.Context(), compact, MaxAccessToken, rs256, &oneKey{}); err != nil { // From then on the header is remembered.
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(compact, MaxAccessToken, rs256); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAudience(b *testing.B) {
	u, err := Parse(sign(header, `{"aud":["https://api.example","https://idp.example/userinfo"]}`), MaxAccessToken, rs256)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := u.Claims.Audience(); err != nil {
			b.Fatal(err)
		}
	}
}
