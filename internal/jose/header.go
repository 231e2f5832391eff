package jose

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
)

// Header has the parameters of the protected header (RFC 7515, section 4.1) that callers may use.
type Header struct {
	// Alg is one of the algorithms that the caller allowed.
	Alg Algorithm
	// Typ is the media type as the token spells it; empty if it names none. Compare it without regard to case.
	Typ string
	// Kid names the key; empty if the token names none. It is the sender's text: never log it, and never build a path
	// from it.
	Kid string
}

// parsedHeader is a header, and the part of it that a key source gets.
type parsedHeader struct {
	Header
	members map[string]any
}

// lastHeader is the header of the last verified token, with its text. An issuer's tokens begin with the same text as long as it
// signs with one key, so most headers need not be read again. Only verified tokens change it, so strangers cannot.
var lastHeader atomic.Pointer[struct {
	text string
	parsedHeader
}]

// headerOf reads a header from its part of the token. It leaves open whether the caller allows the algorithm. Errors: ErrOpaque,
// ErrMalformed, ErrAlgorithm.
func headerOf(part string) (parsedHeader, error) {
	if last := lastHeader.Load(); last != nil && last.text == part {
		return last.parsedHeader, nil
	}
	o, err := decodeObject(part)
	switch {
	case errors.Is(err, errNotBase64url), errors.Is(err, errNotObject):
		return parsedHeader{}, ErrOpaque
	case err != nil:
		return parsedHeader{}, err
	}
	header, err := readHeader(o)
	return parsedHeader{header, header.members()}, err
}

// knowHeader keeps the header of a verified token.
func knowHeader(part string, header parsedHeader) {
	if last := lastHeader.Load(); last != nil && last.text == part {
		return
	}
	lastHeader.Store(&struct {
		text string
		parsedHeader
	}{strings.Clone(part), header}) // Without the copy, the part would keep the whole token in memory.
}

// readHeader refuses what every recipient has to refuse (RFC 7515, section 4.1.11; RFC 7797, section 7).
func readHeader(o object) (Header, error) {
	for _, name := range []string{"crit", "b64"} {
		if o.value(name) != nil {
			return Header{}, fmt.Errorf("%w: the header parameter %s is not allowed", ErrMalformed, name)
		}
	}
	alg := o.value("alg")
	if alg.Kind() != '"' || Algorithm(text(alg)).method() == nil {
		return Header{}, ErrAlgorithm
	}
	typ, err := readParameter(o, "typ")
	if err != nil {
		return Header{}, err
	}
	kid, err := readParameter(o, "kid")
	return Header{Alg: Algorithm(text(alg)), Typ: typ, Kid: kid}, err
}

// readParameter returns a header parameter that is a non-empty string, or "" if it is absent.
func readParameter(o object, name string) (string, error) {
	value := o.value(name)
	if value == nil {
		return "", nil
	}
	if value.Kind() != '"' || len(value) == len(`""`) {
		return "", fmt.Errorf("%w: the header parameter %s must be a non-empty string", ErrMalformed, name)
	}
	return text(value), nil
}

// members is the header for a key source. It contains only parameters that were checked.
func (h Header) members() map[string]any {
	members := map[string]any{"alg": string(h.Alg)}
	if h.Kid != "" {
		members["kid"] = h.Kid
	}
	return members
}
