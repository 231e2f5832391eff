// Package overlay tells tests about the mutant that they meet (see test/mutants). It reads files of the project with what the mutant puts
// in their place.
package overlay

import (
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
)

// Variable names the file that says what replaces what, in the form of Go's flag -overlay.
const Variable = "MUTANT_OVERLAY"

// ReadFile is [os.ReadFile] of the file, or of what replaces it.
func ReadFile(path string) ([]byte, error) {
	whole, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	replaced, err := Replaced()
	if err != nil {
		return nil, err
	}
	return os.ReadFile(cmp.Or(replaced[whole], path))
}

// Replaced says by path what stands in the place of a file.
var Replaced = sync.OnceValues(func() (map[string]string, error) {
	file := os.Getenv(Variable)
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var all struct{ Replace map[string]string }
	err = json.Unmarshal(text, &all)
	return all.Replace, err
})
