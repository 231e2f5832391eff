package jose

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// compactJWS has the parts of a JWS in compact serialization (RFC 7515, section 7.1).
type compactJWS struct {
	text                       string
	header, payload, signature string
	// signed is the part of the text that the signature covers (RFC 7515, section 5.2).
	signed string
}

// split splits a compact serialization into its parts. Errors: ErrTooLong, ErrOpaque.
func split(compact string, maxBytes int) (compactJWS, error) {
	if len(compact) > maxBytes {
		return compactJWS{}, fmt.Errorf("%w: it has more than %d bytes", ErrTooLong, maxBytes)
	}
	header, rest, _ := strings.Cut(compact, ".")
	payload, signature, three := strings.Cut(rest, ".")
	if !three || strings.Contains(signature, ".") {
		return compactJWS{}, ErrOpaque
	}
	return compactJWS{compact, header, payload, signature, compact[:len(header)+1+len(payload)]}, nil
}

func decodeObject(part string) (object, error) {
	raw, err := decode(part)
	if err != nil {
		return object{}, err
	}
	o, err := parseObject(raw, maxDepth)
	if err != nil {
		return object{}, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return o, nil
}

var base64url = base64.RawURLEncoding.Strict()

var errNotBase64url = errors.New("a part is not canonical base64url")

// decode reads unpadded base64url (RFC 7515, section 2), and accepts only the canonical spelling of each value. The standard
// library's decoder skips line breaks; a comparison of lengths detects them.
func decode(part string) ([]byte, error) {
	raw, err := base64url.DecodeString(part)
	if err != nil || len(raw) == 0 || base64url.EncodedLen(len(raw)) != len(part) {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, errNotBase64url)
	}
	return raw, nil
}
