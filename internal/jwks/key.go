package jwks

import (
	"bytes"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

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

var errNoSet = errors.New("the answer is not a JSON Web Key Set")

// parse reads a key set, key by key. It returns the usable keys in their order, the reason for every other one, and an error if no
// key is usable. It refuses a set with too many keys as a whole, like one that is too long. If it left out some keys, they would
// count as unknown, and their good tokens as bad.
func parse(body []byte) (keys []jwkset.JWK, unusable []string, err error) {
	var set map[string]json.RawMessage // A struct would accept "KEYS" as "keys".
	if jose.CheckNames(body) != nil || json.Unmarshal(body, &set) != nil {
		return nil, nil, errNoSet
	}
	members, err := keysOf(set["keys"])
	if err != nil {
		return nil, nil, err
	}
	seen := make(map[string]bool)
	for i, raw := range members {
		key, err := parseKey(raw)
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
		return nil, unusable, errors.New("the key set holds no usable key")
	}
	return keys, unusable, nil
}

// keysOf splits a list of keys, and stops as soon as there are too many.
func keysOf(list json.RawMessage) ([]json.RawMessage, error) {
	decoder := json.NewDecoder(bytes.NewReader(list))
	if begin, err := decoder.Token(); err != nil || begin != json.Delim('[') {
		return nil, errNoSet
	}
	var keys []json.RawMessage
	for decoder.More() {
		if len(keys) == maxKeys {
			return nil, fmt.Errorf("the key set holds more than %d keys", maxKeys)
		}
		var key json.RawMessage
		if err := decoder.Decode(&key); err != nil {
			return nil, errNoSet
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// parseKey decides whether a key may verify RS256 signatures. It passes on only the members that it has checked, so that
// a broken certificate, for example, does no harm.
func parseKey(raw json.RawMessage) (jwkset.JWK, error) {
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
		{"n", &known.N}, {"e", &known.E},
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
	known.KEYOPS = nil // Checked above; jwkset would refuse operations that it does not know.
	key, err := jwkset.NewJWKFromMarshal(known, jwkset.JWKMarshalOptions{}, jwkset.JWKValidateOptions{})
	if err != nil {
		return jwkset.JWK{}, errors.New("its modulus or exponent is malformed")
	}
	return key, checkStrength(key.Key())
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
	case key.KTY != jwkset.KtyRSA:
		return errors.New("it is not an RSA key")
	case has("use") && key.USE != jwkset.UseSig:
		return errors.New("its use is not sig")
	case has("key_ops") && !slices.Contains(key.KEYOPS, jwkset.KeyOpsVerify):
		return errors.New("its key_ops do not name verify")
	case has("alg") && key.ALG != jwkset.AlgRS256:
		return errors.New("its alg is not RS256")
	}
	return nil
}

// checkStrength checks those properties of the numbers that jwkset does not. jwkset has refused an exponent that does not fit an
// int.
func checkStrength(key any) error {
	public, ok := key.(*rsa.PublicKey)
	switch {
	case !ok || public.N.Bit(0) == 0:
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
