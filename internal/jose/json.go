package jose

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"
)

// CheckObject reports whether raw can mean only one thing: one JSON object in valid UTF-8, nothing after it, no member
// name twice in one object (RFC 7515, section 4; RFC 7519, section 4), and objects and arrays at most depth deep. Names
// are compared after their escapes are resolved. It does not replace decoding, which still has to follow.
func CheckObject(raw []byte, depth int) error {
	if !utf8.Valid(raw) {
		return errors.New("not valid UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if first, err := decoder.Token(); err != nil || first != json.Delim('{') {
		return errors.New("not a JSON object")
	}
	if err := checkMembers(decoder, depth-1); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("text after the JSON object")
	}
	return nil
}

var errNotJSON = errors.New("not valid JSON")

// checkMembers reads an object whose brace is open, up to and with its closing brace.
func checkMembers(decoder *json.Decoder, depth int) error {
	seen := make(map[string]struct{})
	for decoder.More() {
		token, err := decoder.Token()
		name, ok := token.(string)
		if err != nil || !ok {
			return errNotJSON
		}
		if _, twice := seen[name]; twice {
			return errors.New("a member name twice")
		}
		seen[name] = struct{}{}
		if err := checkValue(decoder, depth); err != nil {
			return err
		}
	}
	return checkClosed(decoder)
}

// checkValue reads one value that may still hold depth levels of objects and arrays.
func checkValue(decoder *json.Decoder, depth int) error {
	token, err := decoder.Token()
	if err != nil {
		return errNotJSON
	}
	delim, nested := token.(json.Delim)
	switch {
	case !nested:
		return nil
	case depth == 0:
		return errors.New("nested too deep")
	case delim == '{':
		return checkMembers(decoder, depth-1)
	}
	for decoder.More() {
		if err := checkValue(decoder, depth-1); err != nil {
			return err
		}
	}
	return checkClosed(decoder)
}

func checkClosed(decoder *json.Decoder) error {
	if _, err := decoder.Token(); err != nil {
		return errNotJSON
	}
	return nil
}
