package bearer_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"wails-openid-oauth/backend-api/bearer"
	"wails-openid-oauth/internal/jwks"
)

func Example() {
	keys, err := jwks.New(jwks.Options{Locate: jwks.Discover("https://idp.example/", nil)})
	if err != nil {
		panic(err)
	}
	guard, err := bearer.New(bearer.Options{
		Issuer: "https://idp.example/", Audience: "https://api.example", Leeway: 30 * time.Second, Keys: keys,
	})
	if err != nil {
		panic(err)
	}
	whoAmI := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, _ := bearer.FromContext(r.Context())
		subject, _ := token.Claims().String("sub")
		fmt.Fprintln(w, subject)
	})

	answer := httptest.NewRecorder()
	guard.Require(whoAmI, "read:profile").ServeHTTP(answer, httptest.NewRequest("GET", "/me", nil))
	fmt.Println(answer.Code, answer.Header().Get("WWW-Authenticate"))
	// Output: 401 Bearer realm="api"
}
