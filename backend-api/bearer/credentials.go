package bearer

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// maxForm is how much of a form is searched for a token, in bytes.
const maxForm = 64 << 10

// credentials takes the token from the Authorization header field (RFC 6750, section 2.1). The other two methods of
// section 2 are not supported; in addition to the header they make the request ambiguous, and so invalid. credentials does not
// check the token's syntax, because a token that verifies has the right one.
func credentials(r *http.Request) (string, *refusal) {
	fields := r.Header["Authorization"]
	if len(fields) == 0 || fields[0] == "" && len(fields) == 1 {
		return "", noCredentials
	}
	if len(fields) > 1 {
		return "", headerRepeated
	}
	scheme, rest, _ := strings.Cut(fields[0], " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", otherScheme
	}
	token := strings.TrimLeft(rest, " ") // RFC 9110, section 11.4: one space or more.
	if r.URL.RawQuery != "" && hasToken(r.URL.RawQuery) || isForm(r) && hasToken(peek(r)) {
		if !isToken68(token) {
			return "", headerMalformed
		}
		return "", tokenTwice
	}
	return token, nil
}

// isToken68 checks the syntax of RFC 9110, section 11.2.
func isToken68(text string) bool {
	text = strings.TrimRight(text, "=")
	return text != "" && !strings.ContainsFunc(text, func(c rune) bool {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		return !letter && !('0' <= c && c <= '9') && !strings.ContainsRune("-._~+/", c)
	})
}

// hasToken looks for RFC 6750's parameter, which a handler behind the guard might use.
func hasToken(form string) bool {
	values, _ := url.ParseQuery(form) // After a syntax error, other readers get the same values.
	return values.Has("access_token")
}

func isForm(r *http.Request) bool {
	if r.Body == nil || r.Body == http.NoBody {
		return false
	}
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && media == "application/x-www-form-urlencoded"
}

// peek returns the beginning of the body, and restores the body.
func peek(r *http.Request) string {
	peeked, _ := io.ReadAll(io.LimitReader(r.Body, maxForm)) // The handler meets the same error when it reads on.
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(peeked), r.Body), r.Body}
	return string(peeked)
}
