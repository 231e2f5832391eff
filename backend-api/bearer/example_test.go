package bearer_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"time"

	"wails-openid-oauth/backend-api/bearer"
)

func Example() {
	issuer := startIssuer() // Yours is an https URL.
	guard, err := bearer.New(bearer.Options{
		Issuer: issuer, Audience: "https://api.example", Leeway: 30 * time.Second,
	})
	if err != nil {
		log.Fatal(err)
	}
	defer guard.Close()
	whoAmI := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, _ := bearer.FromContext(r.Context())
		fmt.Fprintln(w, token.Claims().Subject)
	})
	mux := http.NewServeMux()
	mux.Handle("GET /me", guard.Require(whoAmI, "read:profile"))

	answer := httptest.NewRecorder()
	mux.ServeHTTP(answer, httptest.NewRequest("GET", "/me", nil))
	fmt.Println(answer.Code, answer.Header().Get("WWW-Authenticate"))
	// Output: 401 Bearer realm="api"
}

// A readiness probe tells a load balancer whether to send requests. Do not use it as a liveness probe.
func ExampleGuard_Ready() {
	var guard *bearer.Guard // from bearer.New
	http.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if !guard.Ready() {
			http.Error(w, "the issuer's keys are not available", http.StatusServiceUnavailable)
		}
	})
}

// A handler reads the issuer's additional claims into its own struct.
func ExampleToken_Decode() {
	_ = func(w http.ResponseWriter, r *http.Request) {
		token, _ := bearer.FromContext(r.Context())
		var further struct {
			Department string `json:"https://example.com/department"`
		}
		if err := token.Decode(&further); err != nil {
			http.Error(w, http.StatusText(http.StatusForbidden), http.StatusForbidden)
			return
		}
		fmt.Fprintln(w, "Hello,", further.Department)
	}
}

// A server without HTTP calls Verify itself.
func ExampleGuard_Verify() {
	var guard *bearer.Guard // from bearer.New
	_ = func(ctx context.Context, accessToken string) error {
		token, err := guard.Verify(ctx, accessToken)
		if after, later := bearer.RetryAfter(err); later {
			return fmt.Errorf("try again in %v", after) // The token may be good.
		}
		switch {
		case errors.Is(err, bearer.ErrExpired):
			return errors.New("renew the token")
		case err != nil:
			return errors.New("unauthenticated")
		}
		fmt.Println("hello,", token.Claims().Subject)
		return nil
	}
}
