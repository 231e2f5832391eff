package jwks

import (
	"bytes"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/MicahParks/jwkset"

	"wails-openid-oauth/internal/jose"
)

// The sizes of a modulus, in bits. RFC 7518, section 3.3, sets the lower one. Above the upper one, checking a signature costs
// more time than a stranger should be able to cause.
const (
	minBits = 2048
	maxBits = 8192
)

// These bound the cost of reading a set, whoever publishes it. The set is read twice a second while there are no keys, and
// strangers can cause one more read per cool-down.
const (
	// maxKeys is how many keys a set may contain. Real ones contain a few, and the largest some dozens.
	maxKeys = 200
	// maxMember is how long a member that is read may be, in bytes. The modulus is the longest, with 1,366 for 8,192 bits.
	maxMember = 2 << 10
	// keyDepth is how deep a key's members may nest: "oth" needs three.
	keyDepth = 4
)

// ErrNoSet means that the answer is something else than a key set. See [AnswerError] and ErrNoUsableKey for others that bring no
// keys.
var ErrNoSet = errors.New("the answer is not a JSON Web Key Set")

// parse reads a key set, key by key. It returns the keys that can be used for the allowed algorithms, in their order, the reason for
// every other one, and ErrNoUsableKey if there is none. It refuses a set with too many keys as a whole, like one that is too long.
// If it left out some keys, they would count as unknown, and their good tokens as bad.
func parse(body []byte, allowed []jose.Algorithm) (keys []jwkset.JWK, unusable []string, err error) {
	var set map[string]json.RawMessage // A struct would accept "KEYS" as "keys".
	if jose.CheckNames(body) != nil || json.Unmarshal(body, &set) != nil {
		return nil, nil, ErrNoSet
	}
	members, err := keysOf(set["keys"])
	if err != nil {
		return nil, nil, err
	}
	seen := make(map[string]bool)
	for i, raw := range members {
		key, err := parseKey(raw, allowed)
		kid := key.Marshal().KID
		if err == nil && kid != "" && seen[kid] {
			err = errors.New("its kid was used before")
		}
		if err != nil {
			unusable = append(unusable, fmt.Sprintf("key %d of %d: %v", i+1, len(members), err))
			continue
		}
		seen[kid] = true
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, unusable, ErrNoUsableKey
	}
	return keys, unusable, nil
}

// keysOf splits a list of keys, and stops as soon as there are too many.
func keysOf(list json.RawMessage) ([]json.RawMessage, error) {
	decoder := json.NewDecoder(bytes.NewReader(list))
	if begin, err := decoder.Token(); err != nil || begin != json.Delim('[') {
		return nil, ErrNoSet
	}
	var keys []json.RawMessage
	for decoder.More() {
		if len(keys) == maxKeys {
			return nil, fmt.Errorf("the key set holds more than %d keys", maxKeys)
		}
		var key json.RawMessage
		if err := decoder.Decode(&key); err != nil {
			return nil, ErrNoSet
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// parseKey decides whether a key may verify signatures by one of the allowed algorithms. It passes on only the members that it has
// checked, so that a broken certificate, for example, does no harm.
func parseKey(raw json.RawMessage, allowed []jose.Algorithm) (jwkset.JWK, error) {
	if err := jose.CheckObject(raw, keyDepth); err != nil {
		return jwkset.JWK{}, err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return jwkset.JWK{}, errors.New("not valid JSON")
	}
	var known jwkset.JWKMarshal
	for _, member := range []struct { // In a fixed order, so that the same key gets the same text each time.
		name  string
		field any
	}{
		{"kty", &known.KTY}, {"kid", &known.KID}, {"use", &known.USE}, {"alg", &known.ALG}, {"key_ops", &known.KEYOPS},
		{"n", &known.N}, {"e", &known.E}, {"crv", &known.CRV}, {"x", &known.X}, {"y", &known.Y},
	} {
		value, present := members[member.name]
		switch {
		case len(value) > maxMember:
			return jwkset.JWK{}, fmt.Errorf("the member %s is too long", member.name)
		case present && (string(value) == "null" || json.Unmarshal(value, member.field) != nil):
			return jwkset.JWK{}, fmt.Errorf("the member %s is malformed", member.name)
		}
	}
	if err := checkPurpose(members, known); err != nil {
		return jwkset.JWK{}, err
	}
	if err := checkForm(known); err != nil {
		return jwkset.JWK{}, err
	}
	known.KEYOPS = nil // Checked above; jwkset would refuse operations that it does not know.
	key, err := jwkset.NewJWKFromMarshal(known, jwkset.JWKMarshalOptions{}, jwkset.JWKValidateOptions{})
	if err != nil {
		return jwkset.JWK{}, malformed(known)
	}
	if err := checkStrength(key.Key()); err != nil {
		return jwkset.JWK{}, err
	}
	return key, checkAlgorithm(known, key.Key(), allowed)
}

// malformed is the error for a key whose numbers make no key.
func malformed(key jwkset.JWKMarshal) error {
	if key.KTY == jwkset.KtyEC {
		return errors.New("its coordinates are not those of a point on the curve")
	}
	return errors.New("its modulus or exponent is malformed")
}

// checkPurpose checks what the key is for (RFC 7517, sections 4.1 to 4.4).
func checkPurpose(members map[string]json.RawMessage, key jwkset.JWKMarshal) error {
	for _, name := range []string{"d", "p", "q", "dp", "dq", "qi", "oth", "k"} {
		if _, present := members[name]; present {
			return errors.New("it is published with private or secret members")
		}
	}
	has := func(name string) bool { _, present := members[name]; return present }
	switch {
	case key.KTY != jwkset.KtyRSA && key.KTY != jwkset.KtyEC:
		return errors.New("it is neither an RSA key nor an EC key")
	case has("use") && key.USE != jwkset.UseSig:
		return errors.New("its use is not sig")
	case has("key_ops") && !slices.Contains(key.KEYOPS, jwkset.KeyOpsVerify):
		return errors.New("its key_ops do not name verify")
	case has("alg") && key.ALG == "":
		return errors.New("its alg is empty")
	}
	return nil
}

// coordinate is how long a coordinate of P-256 is in base64url: 32 bytes, with leading zeros if need be (RFC 7518, section 6.2.1.2).
const coordinate = 43

// checkForm checks those properties of an EC key's text that jwkset does not.
func checkForm(key jwkset.JWKMarshal) error {
	if key.KTY != jwkset.KtyEC {
		return nil
	}
	if key.CRV != jwkset.CrvP256 {
		return errors.New("its curve is not P-256")
	}
	for _, text := range []string{key.X, key.Y} {
		raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
		if err != nil || len(text) != coordinate || len(raw) != 32 { // The decoder skips line breaks.
			return malformed(key)
		}
	}
	return nil
}

// checkAlgorithm requires the key to be for an algorithm that is allowed: the one that it names (RFC 7517, section 4.4), or else any
// that takes such a key.
func checkAlgorithm(published jwkset.JWKMarshal, key any, allowed []jose.Algorithm) error {
	named := jose.Algorithm(published.ALG)
	for _, one := range allowed {
		if one.Takes(key) && (named == "" || named == one) {
			return nil
		}
	}
	switch {
	case slices.Contains(allowed, named):
		return errors.New("its alg does not take keys of its kty")
	case named != "":
		return fmt.Errorf("its alg is not %s", either(allowed))
	}
	return fmt.Errorf("it is an %s key, which is not for %s", published.KTY, either(allowed))
}

// either is a list in words, such as "RS256 or ES256".
func either(allowed []jose.Algorithm) string {
	names := make([]string, len(allowed))
	for i, one := range allowed {
		names[i] = string(one)
	}
	return strings.Join(names, " or ")
}

// checkStrength checks those properties of an RSA key's numbers that jwkset does not. jwkset has refused an exponent that does not
// fit an int, and a point that is not on its curve.
func checkStrength(key any) error {
	public, ok := key.(*rsa.PublicKey)
	switch {
	case !ok:
		return nil
	case public.N.Bit(0) == 0:
		return errors.New("its modulus is malformed")
	case public.N.BitLen() < minBits:
		return fmt.Errorf("it is shorter than %d bits", minBits)
	case public.N.BitLen() > maxBits:
		return fmt.Errorf("it is longer than %d bits", maxBits)
	case public.E < 3 || public.E&1 == 0:
		return errors.New("its exponent is out of range")
	}
	return nil
}
