package apiclient

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

type order struct {
	ID   int       `json:"id"`
	Name string    `json:"name"`
	At   time.Time `json:"at,omitzero"`
}

// says answers with a status and a text.
func says(status int, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status); fmt.Fprint(w, text) }
}

func TestGetJSON(t *testing.T) {
	const secret = "a-secret-of-the-API"
	one := []order{{ID: 1, Name: "a"}}
	tests := []struct {
		name, answer string
		status       int
		want         []order // nil: BadAnswer
	}{
		{"a list", `[{"id":1,"name":"a"}]`, 200, one},
		{"white space around it", " \n[{\"id\":1, \"name\":\"a\"}]\r\n", 200, one},
		{"more than the program reads", `[{"id":1,"name":"a","more":{"x":[1]}}]`, 200, one},
		{"another success", `[{"id":1,"name":"a"}]`, 201, one},
		{"an empty list", `[]`, 200, []order{}},
		{"nothing", ``, 200, nil},
		{"no content", ``, 204, nil},
		{"a page", `<html>` + secret, 200, nil},
		{"something after it", `[] ` + secret, 200, nil},
		{"a second value", `[][]`, 200, nil},
		{"a name twice", `[{"id":1,"id":2}]`, 200, nil},
		{"a name twice where the program does not look", `[{"more":[{"` + secret + `":1,"` + secret + `":2}]}]`, 200, nil},
		{"no UTF-8", "[{\"name\":\"\xff\"}]", 200, nil},
		{"cut off", `[{"id":1`, 200, nil},
		{"another type", `[{"id":"` + secret + `"}]`, 200, nil},
		{"another type of all", `{"` + secret + `":1}`, 200, nil},
		{"a value that its type refuses", `[{"at":"` + secret + `"}]`, 200, nil},
		{"a number too large", `[{"id":123456789012345678901234567890}]`, 200, nil},
		{"too long", `["` + strings.Repeat("x", maxBody) + `"]`, 200, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			client, seen := serve(t, new(source), says(tt.status, tt.answer))
			var got []order
			err := client.GetJSON(t.Context(), "/orders?page=2", &got)
			if tt.want == nil {
				if failed := new(Error); !errors.As(err, &failed) || failed.Kind != BadAnswer || failed.Status != tt.status {
					t.Errorf("got %v, want BadAnswer with the status of the answer", err)
				}
				if err != nil && (strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), "1234")) {
					t.Errorf("the error quotes the answer: %v", err)
				}
			} else if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
				t.Errorf("%v; %s", err, diff)
			}
			if diff := cmp.Diff([]string{"GET /orders Bearer token-1"}, *seen); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestMistakesOfTheProgram: a mistake of the program is not reported as an error of the API.
func TestMistakesOfTheProgram(t *testing.T) {
	client, seen := serve(t, new(source), says(200, `{}`))
	if err := client.GetJSON(t.Context(), "/orders", order{}); !errors.As(err, new(*json.InvalidUnmarshalError)) {
		t.Errorf("out is no pointer: got %v, want InvalidUnmarshalError", err)
	}
	*seen = nil
	if err := client.PostJSON(t.Context(), "/orders", math.NaN(), nil); !errors.As(err, new(*json.UnsupportedValueError)) {
		t.Errorf("a value that JSON does not have: got %v, want UnsupportedValueError", err)
	}
	for _, path := range []string{"orders", "/../admin", "https://evil.example/"} {
		if err := client.GetJSON(t.Context(), path, nil); !errors.Is(err, ErrOutside) {
			t.Errorf("%s: got %v, want ErrOutside", path, err)
		}
	}
	if len(*seen) != 0 {
		t.Errorf("the API got the requests %q, want none", *seen)
	}
}

func TestPostJSON(t *testing.T) {
	type sent struct{ Method, Type, Accept, Body string }
	var got []sent
	answer := says(201, `{"id":7}`)
	client, _ := serve(t, new(source), func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = append(got, sent{r.Method, r.Header.Get("Content-Type"), r.Header.Get("Accept"), string(body)})
		answer(w, r)
	})
	posted := sent{"POST", "application/json", "application/json", `{"id":0,"name":"a"}`}
	check := func(t *testing.T, err error, kind Kind, want ...sent) {
		t.Helper()
		if (err == nil) != (kind == "") || err != nil && !IsKind(err, kind) {
			t.Errorf("got %v, want %q", err, kind)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		got = nil
	}
	var made order
	check(t, client.PostJSON(t.Context(), "/orders", order{Name: "a"}, &made), "", posted)
	if made.ID != 7 {
		t.Errorf("read %+v", made)
	}
	check(t, client.PostJSON(t.Context(), "/orders", nil, &made), "", sent{"POST", "", "application/json", ""})
	answer = says(202, "it is no JSON")
	check(t, client.PostJSON(t.Context(), "/orders", order{Name: "a"}, nil), "", posted)
	answer = says(204, "")
	check(t, client.PostJSON(t.Context(), "/orders", order{Name: "a"}, nil), "", posted)
	answer = refuse(401, `Bearer error="invalid_token"`)
	check(t, client.PostJSON(t.Context(), "/orders", order{Name: "a"}, nil), Unauthorized, posted, posted)
	answer = busy([]int{503}, []string{"1", "1"})
	check(t, client.PostJSON(t.Context(), "/orders", order{Name: "a"}, nil), Unavailable, posted)
	answer = says(409, "")
	check(t, client.PostJSON(t.Context(), "/orders", order{Name: "a"}, nil), BadAnswer, posted)
}
