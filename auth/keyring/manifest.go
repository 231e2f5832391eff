package keyring

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

const (
	// maxItem bounds an item, in bytes. Windows takes 2,560 bytes. macOS takes a command line of 4,096 bytes with
	// the item in base64. The limit is the same everywhere, so that a test on one system holds for the others.
	maxItem = 2000
	// maxChunks bounds one entry to 96,000 bytes, more than any provider's token.
	maxChunks = 64
	// manifestVersion is the format of the item under the account's own name when the entry is in chunks.
	manifestVersion = 2
)

// errTooLarge: the entry needs more than maxChunks chunks.
var errTooLarge = errors.New("the entry is too large for the keyring")

// slots are the two places for the chunks of an entry: a write goes into the slot that the stored entry does not use.
var slots = [2]string{"a", "b"}

// manifest says where the chunks of an entry are. It holds no secret. The zero value means "in no slot".
type manifest struct {
	Version int    `json:"v"`
	Slot    string `json:"slot"`
	Chunks  int    `json:"chunks"`
	// Sum is the SHA-256 of the whole entry, in hexadecimal. Chunks with another sum belong to another entry.
	Sum string `json:"sum"`
}

// parseManifest parses the item under the account's own name. It returns false when that is no manifest of this
// version: then it is an entry in one item, or unreadable.
func parseManifest(text string) (manifest, bool) {
	var m manifest
	if json.Unmarshal([]byte(text), &m) != nil || m.Version != manifestVersion || m.Chunks < 1 || m.Chunks > maxChunks {
		return manifest{}, false
	}
	return m, true
}

// other returns the slot that m does not use.
func (m manifest) other() string {
	if m.Slot == slots[0] {
		return slots[1]
	}
	return slots[0]
}

// split cuts an entry into chunks for a slot. The chunks are base64, because an entry may hold any character, and
// keyrings treat half a character differently.
func split(text, slot string) (head string, m manifest, chunks []string, err error) {
	encoded := base64.RawStdEncoding.EncodeToString([]byte(text))
	for chunk := range slices.Chunk([]byte(encoded), maxItem) {
		chunks = append(chunks, string(chunk))
	}
	if len(chunks) > maxChunks {
		return "", manifest{}, nil, errTooLarge
	}
	m = manifest{Version: manifestVersion, Slot: slot, Chunks: len(chunks), Sum: sum(text)}
	encodedManifest, err := json.Marshal(m)
	return string(encodedManifest), m, chunks, err
}

// join returns the entry that the chunks of m hold.
func (m manifest) join(chunks []string) (string, error) {
	text, err := base64.RawStdEncoding.DecodeString(strings.Join(chunks, ""))
	if err != nil || sum(string(text)) != m.Sum {
		return "", errEntry
	}
	return string(text), nil
}

func sum(text string) string {
	s := sha256.Sum256([]byte(text))
	return hex.EncodeToString(s[:])
}
