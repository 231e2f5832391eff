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
// section 2 are not offered; next to the header they make the request ambiguous, and so invalid.
func credentials(r *http.Request) (string, *refusal) {
	fields := r.Header.Values("Authorization")
	if len(fields) == 0 || fields[0] == "" && len(fields) == 1 {
		return "", noCredentials("no_credentials")
	}
	if len(fields) > 1 {
		return "", invalidRequest("header_repeated")
	}
	scheme, rest, _ := strings.Cut(fields[0], " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", noCredentials("other_scheme")
	}
	token := strings.TrimLeft(rest, " ") // RFC 9110, section 11.4: one space or more.
	switch {
	case !isToken68(token):
		return "", invalidRequest("header_malformed")
	case r.URL.RawQuery != "" && hasToken(r.URL.RawQuery), hasToken(peekForm(r)):
		return "", invalidRequest("token_twice")
	}
	return token, nil
}

// isToken68 is the syntax of RFC 9110, section 11.2.
func isToken68(text string) bool {
	text = strings.TrimRight(text, "=")
	return text != "" && !strings.ContainsFunc(text, func(c rune) bool {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		return !letter && !('0' <= c && c <= '9') && !strings.ContainsRune("-._~+/", c)
	})
}

// hasToken looks for RFC 6750's parameter, which a handler behind us might take.
func hasToken(form string) bool {
	values, _ := url.ParseQuery(form) // What is left after a fault is what others see as well.
	return values.Has("access_token")
}

// peekForm returns the beginning of a form in the body, and leaves the body as it was.
func peekForm(r *http.Request) string {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/x-www-form-urlencoded" || r.Body == nil {
		return ""
	}
	peeked, _ := io.ReadAll(io.LimitReader(r.Body, maxForm)) // The handler meets the same error when it reads on.
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(peeked), r.Body), r.Body}
	return string(peeked)
}
