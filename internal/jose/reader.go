package jose

import (
	"bytes"
	"io"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// reader reads one JSON text, and finds the places of its parts.
type reader struct {
	raw     []byte
	depth   int // how deep objects and arrays may nest
	text    bytes.Buffer
	decoder jsontext.Decoder
}

// span is the place of a part in a text, without the white space around it.
type span struct{ start, end uint32 }

func (s span) of(raw []byte) jsontext.Value { return raw[s.start:s.end] }

// readers are reused, because making one costs more than reading most tokens.
var readers = sync.Pool{New: func() any { return new(reader) }}

func newReader(raw []byte, depth int) *reader {
	r := readers.Get().(*reader)
	r.raw, r.depth, r.text = raw, depth, *bytes.NewBuffer(raw)
	r.decoder.Reset(&r.text)
	return r
}

// release must be the last use of a reader. The reader does not keep the text.
func (r *reader) release() {
	r.raw, r.text = nil, bytes.Buffer{}
	r.decoder.Reset(&r.text)
	readers.Put(r)
}

// read reads one token of JSON.
func (r *reader) read() error {
	if _, err := r.decoder.ReadToken(); err != nil {
		return err
	}
	if r.decoder.StackDepth() > r.depth {
		return errTooDeep
	}
	return nil
}

// open reads the beginning of an object or array.
func (r *reader) open(kind jsontext.Kind) error {
	if r.decoder.PeekKind() != kind {
		return errNotObject
	}
	return r.read()
}

// skip skips a name or a value, and returns its place.
func (r *reader) skip() (span, error) {
	outside, at := r.decoder.StackDepth(), r.decoder.InputOffset()
	for first := true; first || r.decoder.StackDepth() > outside; first = false {
		if err := r.read(); err != nil {
			return span{}, err
		}
	}
	for isBetween(r.raw[at]) {
		at++
	}
	return span{uint32(at), uint32(r.decoder.InputOffset())}, nil
}

// isBetween reports whether a character may stand between two parts.
func isBetween(c byte) bool {
	return c == ':' || c == ',' || c == ' ' || c == '\t' || c == '\r' || c == '\n'
}

// end returns an error if anything but white space is left.
func (r *reader) end() error {
	if _, err := r.decoder.ReadToken(); err != io.EOF {
		return errNotObject
	}
	return nil
}
