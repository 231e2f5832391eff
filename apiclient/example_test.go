package apiclient_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"wails-openid-oauth/apiclient"
)

// session stands for an auth.Session, which is a TokenSource.
type session struct{}

func (session) Token(_ context.Context, rejected string) (string, error) {
	if rejected == "old" {
		return "new", nil
	}
	return "old", nil
}

// orders stands for your API. It no longer takes the token "old".
func orders(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Header.Get("Authorization") != "Bearer new":
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		w.WriteHeader(http.StatusUnauthorized)
	case r.Method == http.MethodDelete:
		w.Header().Set("WWW-Authenticate", `Bearer error="insufficient_scope", scope="write:orders"`)
		w.WriteHeader(http.StatusForbidden)
	default:
		_, _ = io.WriteString(w, `[{"id":7,"article":"tea"}]`)
	}
}

// Calls with JSON need only a session and the API's address.
func ExampleClient() {
	server := httptest.NewServer(http.HandlerFunc(orders))
	defer server.Close()

	api, err := apiclient.New(apiclient.Options{BaseURL: server.URL, Tokens: session{}})
	if err != nil {
		fmt.Println(err)
		return
	}
	var list []struct {
		ID      int    `json:"id"`
		Article string `json:"article"`
	}
	err = api.GetJSON(context.Background(), "/orders?page=2", &list)
	fmt.Println(list, err)
	// Output: [{7 tea}] <nil>
}

// Do sends any request. Its error says what to tell the user.
func ExampleClient_Do() {
	server := httptest.NewServer(http.HandlerFunc(orders))
	defer server.Close()

	api, err := apiclient.New(apiclient.Options{BaseURL: server.URL, Tokens: session{}})
	if err != nil {
		fmt.Println(err)
		return
	}
	req, err := http.NewRequestWithContext(context.Background(), http.MethodDelete, "/orders/7", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	resp, err := api.Do(req)
	if failed := new(apiclient.Error); errors.As(err, &failed) && failed.Kind == apiclient.InsufficientScope {
		fmt.Println("You need the permission", failed.Scopes)
		return
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	fmt.Println(resp.Status)
	// Output: You need the permission [write:orders]
}

// A Transport serves an http.Client of your own, or a client that was generated from the API's description.
func ExampleTransport() {
	server := httptest.NewServer(http.HandlerFunc(orders))
	defer server.Close()

	transport, err := apiclient.NewTransport(apiclient.Options{BaseURL: server.URL, Tokens: session{}})
	if err != nil {
		fmt.Println(err)
		return
	}
	client := &http.Client{Transport: transport}
	resp, err := client.Post(server.URL+"/orders", "application/json", strings.NewReader(`{"article":"tea"}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	fmt.Println(resp.Status)

	_, err = client.Get("https://elsewhere.example/")
	fmt.Println(errors.Is(err, apiclient.ErrOutside))
	// Output:
	// 200 OK
	// true
}
