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

// object is one JSON object with only one meaning: it is valid UTF-8, nothing follows it, and no object in it repeats a member
// name (RFC 7515, section 4; RFC 7519, section 4). Names are compared after their escapes are resolved, and case counts. The
// text is read once, and values stay where they are in it: a token is checked on every request, and most of its members are
// never used.
type object struct {
	raw     []byte
	members []member
}

// member is a name, and the place of its value in the object's text.
type member struct {
	name  string
	value span
}

// usualMembers is more than what most headers and payloads have.
const usualMembers = 12

// The reasons for which a text is not an object. They say what is wrong and quote nothing.
var (
	errNotObject = errors.New("not one valid JSON object")
	errTwice     = errors.New("a member name occurs twice")
	errTooDeep   = errors.New("nested too deep")
)

// CheckObject returns an error unless raw is one JSON object with only one meaning, in which objects and arrays nest at most depth
// deep.
func CheckObject(raw []byte, depth int) error {
	_, err := parseObject(raw, depth)
	return err
}

// CheckNames returns an error unless raw is one JSON object that repeats none of its own names. It does not check the values:
// a caller that wants to drop only the bad ones checks them one by one.
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

// parseObject keeps raw, so the caller must not change it.
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

// text returns the value of a JSON string. Without escapes it shares its bytes, which never change, with the object, so reading
// a claim allocates nothing.
func text(quoted jsontext.Value) string {
	inside := quoted[1 : len(quoted)-1]
	for _, c := range inside {
		if c == '\\' {
			unquoted, _ := jsontext.AppendUnquote(nil, quoted) // It was read before, so it is valid.
			return string(unquoted)
		}
	}
	return unsafe.String(unsafe.SliceData(inside), len(inside))
}
