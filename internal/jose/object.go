package jose

import (
	"bytes"
	"errors"
	"unsafe"

	"github.com/go-json-experiment/json"
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
	depth   int
}

// member says where a name and a value lie in an object's text: with quotes, and without the white space around them.
type member struct{ nameStart, nameEnd, valueStart, valueEnd uint32 }

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

// parseObject keeps raw, which must not change.
func parseObject(raw []byte, depth int) (object, error) {
	o := object{raw: raw, depth: depth}
	err := json.Unmarshal(raw, &o)
	switch {
	case err == nil && o.depth == depth:
		return o, nil
	case errors.Is(err, jsontext.ErrDuplicateName):
		return object{}, errTwice
	case errors.Is(err, errTooDeep):
		return object{}, errTooDeep
	}
	return object{}, errNotObject
}

// UnmarshalJSONFrom implements [json.UnmarshalerFrom].
func (o *object) UnmarshalJSONFrom(decoder *jsontext.Decoder) error {
	if decoder.PeekKind() != '{' {
		return errNotObject
	}
	if _, err := decoder.ReadToken(); err != nil {
		return err
	}
	o.members = make([]member, 0, bytes.Count(o.raw, []byte(`":`)))
	for decoder.PeekKind() != '}' {
		nameStart, nameEnd, err := o.skip(decoder)
		if err != nil {
			return err
		}
		valueStart, valueEnd, err := o.skip(decoder)
		if err != nil {
			return err
		}
		o.members = append(o.members, member{nameStart, nameEnd, valueStart, valueEnd})
	}
	_, err := decoder.ReadToken()
	return err
}

// skip passes over a name or a value and returns where it lies.
func (o *object) skip(decoder *jsontext.Decoder) (start, end uint32, err error) {
	outside := decoder.StackDepth()
	before := decoder.InputOffset()
	for first := true; first || decoder.StackDepth() > outside; first = false {
		if _, err := decoder.ReadToken(); err != nil {
			return 0, 0, err
		}
		if decoder.StackDepth() > o.depth {
			return 0, 0, errTooDeep
		}
	}
	after := decoder.InputOffset()
	text := bytes.TrimLeft(o.raw[before:after], ":, \t\r\n")
	return uint32(after) - uint32(len(text)), uint32(after), nil
}

// value returns the text of a member's value, or nil.
func (o object) value(name string) jsontext.Value {
	for _, m := range o.members {
		if o.is(m, name) {
			return o.raw[m.valueStart:m.valueEnd]
		}
	}
	return nil
}

func (o object) is(m member, name string) bool {
	return text(o.raw[m.nameStart:m.nameEnd]) == name
}

// text is the string that a JSON string stands for. Without escapes it shares its bytes, which never change, with the
// object: looking at a claim costs nothing.
func text(quoted jsontext.Value) string {
	if inside := quoted[1 : len(quoted)-1]; bytes.IndexByte(inside, '\\') < 0 {
		return unsafe.String(unsafe.SliceData(inside), len(inside))
	}
	unquoted, _ := jsontext.AppendUnquote(nil, quoted) // It was read before, so it has no fault.
	return string(unquoted)
}
