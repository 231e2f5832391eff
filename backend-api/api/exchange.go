package api

import (
	"math/rand/v2"
	"net/http"
)

// exchange is a request and its answer. It is the answer's [http.ResponseWriter], and records the status. It is used again after the
// request.
type exchange struct {
	http.ResponseWriter
	tally  *tally // The one in which it is counted; it stays the same.
	id     string
	reason string // why the request was refused
	status int    // 0 until the answer begins
}

// WriteHeader implements [http.ResponseWriter]. After a status below 200 another one follows. The status counts only once net/http has
// accepted it.
func (e *exchange) WriteHeader(status int) {
	e.ResponseWriter.WriteHeader(status)
	if e.status == 0 && status >= http.StatusOK {
		e.status = status
	}
}

// Write implements [http.ResponseWriter].
func (e *exchange) Write(body []byte) (int, error) {
	if e.status == 0 {
		e.status = http.StatusOK
	}
	return e.ResponseWriter.Write(body)
}

// Unwrap serves [http.ResponseController].
func (e *exchange) Unwrap() http.ResponseWriter { return e.ResponseWriter }

// newID returns 128 random bits as 26 characters of base32. An ID finds a request in the log, and need not be hard to guess.
func newID() string {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	var id [26]byte
	for half := range 2 {
		bits := rand.Uint64()
		for i := range 13 {
			id[13*half+i] = digits[bits%32]
			bits /= 32
		}
	}
	return string(id[:])
}
