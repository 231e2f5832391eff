package apiclient

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/go-json-experiment/json/jsontext"
)

// GetJSON sends a GET for a path below the base URL, such as "/orders?page=2", and reads the answer into what out points
// to, as encoding/json does. With a nil out it ignores the answer's body.
//
// The answer has to be one JSON value in UTF-8, with nothing after it and no repeated name in an object. Any other answer is a
// BadAnswer. Errors: those of [Client.Do].
func (c *Client) GetJSON(ctx context.Context, path string, out any) error {
	return c.exchangeJSON(ctx, http.MethodGet, path, nil, out)
}

// PostJSON sends in as JSON in a POST to a path below the base URL and reads the answer as [Client.GetJSON] does. With a
// nil in, the request has no body. After a 503 or a lost connection a POST is not repeated, because the API may have acted
// on it. If it needs a repetition, use [Client.Do] with an Idempotency-Key field; see [Transport].
//
// Errors: those of [Client.Do], or that of [json.Marshal] for in; then nothing was sent.
func (c *Client) PostJSON(ctx context.Context, path string, in, out any) error {
	if in == nil {
		return c.exchangeJSON(ctx, http.MethodPost, path, nil, out)
	}
	body, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("write the request as JSON: %w", err)
	}
	return c.exchangeJSON(ctx, http.MethodPost, path, body, out)
}

// exchangeJSON sends a request and reads its answer.
func (c *Client) exchangeJSON(ctx context.Context, method, path string, body []byte, out any) error {
	resp, err := c.request(ctx, method, path, body, "application/json")
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if out == nil {
		return nil
	}
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	return readJSON(text, out, resp.StatusCode)
}

// readJSON reads an answer into what out points to. Its errors name only types of the program. They quote nothing of the answer;
// those of encoding/json would.
func readJSON(text []byte, out any, status int) error {
	if !jsontext.Value(text).IsValid() {
		return &Error{Kind: BadAnswer, Status: status, cause: errors.New("it is not one JSON value in UTF-8, or has a name twice")}
	}
	err := json.Unmarshal(text, out)
	misfit := new(json.UnmarshalTypeError)
	switch {
	case err == nil:
		return nil
	case errors.As(err, new(*json.InvalidUnmarshalError)):
		return err // The program's own mistake.
	case errors.As(err, &misfit):
		return &Error{Kind: BadAnswer, Status: status, cause: fmt.Errorf("its JSON does not fit %s in %T", misfit.Type, out)}
	}
	return &Error{Kind: BadAnswer, Status: status, cause: fmt.Errorf("its JSON does not fit %T", out)}
}
