package idp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// Response is a buffered answer, to be changed before it is sent. It implements [http.ResponseWriter].
type Response struct {
	Status int
	Fields http.Header
	Body   []byte
}

// Buffer runs a handler and returns its answer.
func Buffer(handler http.Handler, r *http.Request) *Response {
	response := &Response{Fields: http.Header{}}
	handler.ServeHTTP(response, r)
	if response.Status == 0 {
		response.Status = http.StatusOK
	}
	return response
}

// Header implements [http.ResponseWriter].
func (r *Response) Header() http.Header { return r.Fields }

// WriteHeader implements [http.ResponseWriter].
func (r *Response) WriteHeader(status int) {
	if r.Status == 0 {
		r.Status = status
	}
}

// Write implements [http.ResponseWriter].
func (r *Response) Write(body []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	r.Body = append(r.Body, body...)
	return len(body), nil
}

// Send sends the answer. A Content-Length is set to fit the body.
func (r *Response) Send(w http.ResponseWriter) {
	header := w.Header()
	for name, values := range r.Fields {
		header[name] = values
	}
	header.Set("Content-Length", strconv.Itoa(len(r.Body)))
	w.WriteHeader(r.Status)
	_, _ = w.Write(r.Body)
}

// EditJSON changes the body, which must be a JSON object. Numbers arrive as [json.Number].
func (r *Response) EditJSON(edit func(object map[string]any)) error {
	decoder := json.NewDecoder(bytes.NewReader(r.Body))
	decoder.UseNumber()
	var object map[string]any
	if err := decoder.Decode(&object); err != nil {
		return fmt.Errorf("the answer is no JSON object: %w", err)
	}
	edit(object)
	body, err := json.Marshal(object)
	if err != nil {
		return err
	}
	r.Body = body
	return nil
}
