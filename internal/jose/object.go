package jose

import (
	"bytes"
	"errors"
	"io"
	"unsafe"

	"github.com/go-json-experiment/json/jsontext"
)

// maxDepth is how deep objects and arrays may nest in a header or payload. The deepest claim in use, authorization
// details, needs about five.
const maxDepth = 16

// object is one JSON object that can mean only one thing: valid UTF-8, nothing after it, no member name twice in one
// object (RFC 7515, section 4; RFC 7519, section 4), names compared after their escapes are resolved and in their own
// case. It is read once, and its members are looked up where they stand: a token is checked on every request, and most
// of its members are never asked for.
type object struct {
	raw     []byte
	members []member
}

// member is a name, and where its value lies in the object's text.
type member struct {
	name  string
	value span
}

// usualMembers is more than what most headers and payloads have.
const usualMembers = 12

// The reasons for which a text is no object. They name what is wrong and quote nothing.
var (
	errNotObject = errors.New("not one valid JSON object")
	errTwice     = errors.New("a member name twice")
	errTooDeep   = errors.New("nested too deep")
)

// CheckObject reports whether raw is one JSON object that can mean only one thing, with objects and arrays at most depth
// deep.
func CheckObject(raw []byte, depth int) error {
	_, err := parseObject(raw, depth)
	return err
}

// CheckNames reports whether raw is one JSON object that has none of its own names twice. What its values hold is not
// looked at: whoever wants to lose only the bad ones among them checks them one by one.
func CheckNames(raw []byte) error {
	decoder := jsontext.NewDecoder(bytes.NewReader(raw), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if start, err := decoder.ReadToken(); err != nil || start.Kind() != '{' {
		return errNotObject
	}
	seen := map[string]bool{}
	for decoder.PeekKind() != '}' {
		name, err := decoder.ReadToken()
		if err != nil {
			return errNotObject
		}
		if seen[name.String()] {
			return errTwice
		}
		seen[name.String()] = true
		if decoder.SkipValue() != nil {
			return errNotObject
		}
	}
	if _, err := decoder.ReadToken(); err != nil { // the object's end
		return errNotObject
	}
	if _, err := decoder.ReadToken(); err != io.EOF {
		return errNotObject
	}
	return nil
}

// parseObject keeps raw, which must not change.
func parseObject(raw []byte, depth int) (object, error) {
	r := newReader(raw, depth)
	defer r.release()
	members, err := r.members()
	if err == nil {
		err = r.end()
	}
	switch {
	case err == nil:
		return object{raw, members}, nil
	case errors.Is(err, jsontext.ErrDuplicateName):
		return object{}, errTwice
	case errors.Is(err, errTooDeep):
		return object{}, errTooDeep
	}
	return object{}, errNotObject
}

// members reads an object.
func (r *reader) members() ([]member, error) {
	if err := r.open('{'); err != nil {
		return nil, err
	}
	members := make([]member, 0, usualMembers)
	for r.decoder.PeekKind() != '}' {
		name, err := r.skip()
		if err != nil {
			return nil, err
		}
		value, err := r.skip()
		if err != nil {
			return nil, err
		}
		members = append(members, member{text(name.of(r.raw)), value})
	}
	return members, r.read()
}

// value returns the text of a member's value, or nil.
func (o object) value(name string) jsontext.Value {
	for _, m := range o.members {
		if m.name == name {
			return m.value.of(o.raw)
		}
	}
	return nil
}

// text is the string that a JSON string stands for. Without escapes it shares its bytes, which never change, with the
// object: looking at a claim costs nothing.
func text(quoted jsontext.Value) string {
	inside := quoted[1 : len(quoted)-1]
	for _, c := range inside {
		if c == '\\' {
			unquoted, _ := jsontext.AppendUnquote(nil, quoted) // It was read before, so it has no fault.
			return string(unquoted)
		}
	}
	return unsafe.String(unsafe.SliceData(inside), len(inside))
}
