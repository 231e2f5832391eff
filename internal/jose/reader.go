package jose

import (
	"bytes"
	"io"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// reader passes over one JSON text, and finds where its parts lie.
type reader struct {
	raw     []byte
	depth   int // how deep objects and arrays may nest
	text    bytes.Buffer
	decoder jsontext.Decoder
}

// span is where a part of a text lies, without the white space around it.
type span struct{ start, end uint32 }

func (s span) of(raw []byte) jsontext.Value { return raw[s.start:s.end] }

// readers are used again: making one costs more than reading most tokens.
var readers = sync.Pool{New: func() any { return new(reader) }}

func newReader(raw []byte, depth int) *reader {
	r := readers.Get().(*reader)
	r.raw, r.depth, r.text = raw, depth, *bytes.NewBuffer(raw)
	r.decoder.Reset(&r.text)
	return r
}

// release must be the last that is done with a reader, which does not keep the text.
func (r *reader) release() {
	r.raw, r.text = nil, bytes.Buffer{}
	r.decoder.Reset(&r.text)
	readers.Put(r)
}

// read passes over a token of JSON.
func (r *reader) read() error {
	if _, err := r.decoder.ReadToken(); err != nil {
		return err
	}
	if r.decoder.StackDepth() > r.depth {
		return errTooDeep
	}
	return nil
}

// open passes over the beginning of an object or array.
func (r *reader) open(kind jsontext.Kind) error {
	if r.decoder.PeekKind() != kind {
		return errNotObject
	}
	return r.read()
}

// skip passes over a name or a value, and returns where it lies.
func (r *reader) skip() (span, error) {
	outside, at := r.decoder.StackDepth(), r.decoder.InputOffset()
	for first := true; first || r.decoder.StackDepth() > outside; first = false {
		if err := r.read(); err != nil {
			return span{}, err
		}
	}
	for strings.IndexByte(":, \t\r\n", r.raw[at]) >= 0 {
		at++
	}
	return span{uint32(at), uint32(r.decoder.InputOffset())}, nil
}

// end wants nothing but white space after what was read.
func (r *reader) end() error {
	if _, err := r.decoder.ReadToken(); err != io.EOF {
		return errNotObject
	}
	return nil
}
