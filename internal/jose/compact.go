package jose

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// maxDepth is how deep objects and arrays may nest in a header or payload. The deepest claim in use, authorization
// details, needs about five.
const maxDepth = 16

// checkCompact is the look at a token before anything decodes it for use.
func checkCompact(compact string, maxBytes int) error {
	if len(compact) > maxBytes {
		return fmt.Errorf("%w: longer than %d bytes", ErrMalformed, maxBytes)
	}
	parts := strings.SplitN(compact, ".", 4)
	if len(parts) != 3 {
		return fmt.Errorf("%w: not three parts", ErrMalformed)
	}
	for i, part := range parts {
		raw, err := decode(part)
		if err != nil {
			return err
		}
		if i == 2 {
			break // The signature is bytes, not JSON.
		}
		if err := CheckObject(raw, maxDepth); err != nil {
			return fmt.Errorf("%w: %w", ErrMalformed, err)
		}
	}
	return nil
}

// decode reads unpadded base64url (RFC 7515, section 2) in the one way each value can be written. The decoder of the
// standard library skips line breaks, which the length gives away.
func decode(part string) ([]byte, error) {
	encoding := base64.RawURLEncoding.Strict()
	raw, err := encoding.DecodeString(part)
	if err != nil || len(raw) == 0 || encoding.EncodedLen(len(raw)) != len(part) {
		return nil, fmt.Errorf("%w: a part is not canonical base64url", ErrMalformed)
	}
	return raw, nil
}
