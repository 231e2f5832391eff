// Api is the smallest API that requires access tokens: GET /me needs any valid token, GET /orders a token with the scope
// read:orders.
//
//	ISSUER=https://idp.example/ AUDIENCE=https://api.example ADDRESS=127.0.0.1:3000 go run ./examples/api
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"time"

	"wails-openid-oauth/backend-api/bearer"
)

func main() {
	guard, err := bearer.New(bearer.Options{
		Issuer: os.Getenv("ISSUER"), Audience: os.Getenv("AUDIENCE"), Leeway: 30 * time.Second,
	})
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /me", guard.Require(http.HandlerFunc(me)))
	mux.Handle("GET /orders", guard.Require(http.HandlerFunc(orders), "read:orders"))
	server := &http.Server{Addr: os.Getenv("ADDRESS"), Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.ListenAndServe())
}

func me(w http.ResponseWriter, r *http.Request) {
	token, _ := bearer.FromContext(r.Context())
	fmt.Fprintf(w, "You are %s.\n", token.Claims().Subject)
}

func orders(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "There are no orders yet.") }
