package jose

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Claims are the members of a token's payload. Names are case-sensitive. Every error of its methods but Decode
// and UnmarshalJSON is a [*ClaimError].
type Claims struct{ payload object }

// UnmarshalJSON reads claims from plain JSON, such as a UserInfo response, as strictly as those of a token.
func (c *Claims) UnmarshalJSON(raw []byte) (err error) {
	c.payload, err = parseObject(bytes.Clone(raw), maxDepth)
	return err
}

// Decode reads the claims into value, a pointer to a struct with json tags or to a map. Names are case-sensitive. An error names
// the Go type that a claim does not fit, and quotes no claim.
func (c Claims) Decode(value any) error {
	err := json.Unmarshal(c.payload.raw, value)
	if misfit := new(json.SemanticError); errors.As(err, &misfit) && misfit.GoType != nil {
		return fmt.Errorf("a claim does not fit the type %v", misfit.GoType)
	}
	if err != nil {
		return errors.New("the claims cannot be decoded")
	}
	return nil
}

// Has reports whether the claim is present, even if it is null.
func (c Claims) Has(name string) bool { return c.payload.value(name) != nil }

// String returns a claim that has to be a string if it is present. An absent claim is "".
func (c Claims) String(name string) (string, error) {
	value := c.payload.value(name)
	switch {
	case value == nil:
		return "", nil
	case value.Kind() != '"':
		return "", &ClaimError{name, Invalid}
	}
	return text(value), nil
}

// Audience returns the "aud" claim, a string or an array of strings (RFC 7519, section 4.1.3).
func (c Claims) Audience() ([]string, error) {
	value := c.payload.value("aud")
	if value == nil {
		return nil, &ClaimError{"aud", Missing}
	}
	audience, _, err := textOrTexts(value)
	if err != nil {
		return nil, &ClaimError{"aud", Invalid}
	}
	return audience, nil
}

// textOrTexts reads a string, or an array of strings.
func textOrTexts(value jsontext.Value) (texts []string, isArray bool, err error) {
	if value.Kind() == '"' {
		return []string{text(value)}, false, nil
	}
	r := newReader(value, maxDepth)
	defer r.release()
	texts, err = r.texts()
	return texts, true, err
}

// texts reads an array of strings.
func (r *reader) texts() ([]string, error) {
	if err := r.open('['); err != nil {
		return nil, err
	}
	list := make([]string, 0, 2)
	for r.decoder.PeekKind() != ']' {
		element, err := r.skip()
		if err != nil {
			return nil, err
		}
		value := element.of(r.raw)
		if value.Kind() != '"' {
			return nil, errNotText
		}
		list = append(list, text(value))
	}
	return list, nil
}

var errNotText = errors.New("not a string")

// CheckIssuer requires "iss" to equal issuer byte for byte. An empty issuer matches nothing.
func (c Claims) CheckIssuer(issuer string) error {
	value, err := c.String("iss")
	switch {
	case err != nil:
		return err
	case !c.Has("iss"):
		return &ClaimError{"iss", Missing}
	case issuer == "" || value != issuer:
		return &ClaimError{"iss", Mismatch}
	}
	return nil
}
