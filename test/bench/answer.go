//go:build linux

package main

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"wails-openid-oauth/backend-api/api"
)

// answer is a response of HTTP.
type answer struct {
	status       int
	header, body []byte
}

var (
	endOfHeader    = []byte("\r\n\r\n")
	contentLengths = [][]byte{[]byte("\r\nContent-Length: "), []byte("\r\ncontent-length: ")} // as Go and as Node.js spell it
)

// parse reads the answers of the servers, which always have a length. The reader of net/http takes longer than some of them
// take to answer.
func parse(text []byte) (a answer, complete bool, err error) {
	header, body, found := bytes.Cut(text, endOfHeader)
	if !found {
		return answer{}, false, nil
	}
	var length []byte
	for _, name := range contentLengths {
		if _, length, found = bytes.Cut(header, name); found {
			break
		}
	}
	if !found || len(header) < len("HTTP/1.1 200") {
		return answer{}, false, fmt.Errorf("no length in %q", header)
	}
	length, _, _ = bytes.Cut(length, []byte("\r\n"))
	n, err := strconv.Atoi(string(length))
	if err != nil {
		return answer{}, false, err
	}
	status, err := strconv.Atoi(string(header[len("HTTP/1.1 "):][:3]))
	if err != nil || len(body) < n {
		return answer{}, false, err
	}
	return answer{status, header, body}, true, nil
}

// The right answers.
func isPrivate(a answer) bool {
	return a.status == http.StatusOK && string(a.body) == api.PrivateMessage
}
func isInvalid(a answer) bool {
	return a.status == http.StatusUnauthorized && strings.Contains(string(a.header), `error="invalid_token"`)
}

// isUnknown is right for an unknown key: the provider does not have it, or there was no room to wait for the provider.
func isUnknown(a answer) bool {
	return isInvalid(a) || a.status == http.StatusServiceUnavailable && strings.Contains(string(a.header), "\r\nRetry-After: ")
}
