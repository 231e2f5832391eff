package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// FileName is what the settings file is called, as in the tutorial.
const FileName = "env-variables.json"

// maxFile bounds what is read: a settings file has eight short lines.
const maxFile = 64 << 10

// File is a place where the settings file may be.
type File struct {
	// Name is what messages call it: its path.
	Name string
	open func() (fs.File, error)
}

// OnDisk is the settings file in the folder dir.
func OnDisk(dir string) File {
	path := filepath.Join(dir, FileName)
	return File{Name: path, open: func() (fs.File, error) { return os.Open(path) }}
}

// Carried is the settings file that was in the project when the program was built, if there was one.
func Carried(files fs.FS) File {
	return File{Name: FileName + " inside this app", open: func() (fs.File, error) { return files.Open(FileName) }}
}

// read returns the file's keys, or nil where there is no such file.
func (f File) read() (map[string]string, error) {
	file, err := f.open()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, &Error{Place: f.Name, Problem: "cannot be opened", Remedy: "Check that you may read it"}
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err != nil || len(text) > maxFile {
		return nil, &Error{Place: f.Name, Problem: "cannot be read", Remedy: "It has to be a file of less than 64 KiB"}
	}
	return f.parse(text)
}

func (f File) parse(text []byte) (map[string]string, error) {
	var object map[string]any
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))))
	err := decoder.Decode(&object)
	if err == nil && decoder.More() {
		err = errors.New("more than one value")
	}
	if wrongType := new(json.UnmarshalTypeError); errors.As(err, &wrongType) || err == nil && object == nil {
		return nil, &Error{Place: f.Name, Problem: "is not a JSON object", Remedy: "Compare it with " + FileName + ".template"}
	}
	if err != nil {
		return nil, &Error{Place: f.Name, Problem: "is not JSON: " + reason(text, err),
			Remedy: "Compare it with " + FileName + ".template"}
	}
	keys := make(map[string]string, len(object))
	for _, key := range slices.Sorted(maps.Keys(object)) {
		value, isText := object[key].(string)
		if !slices.ContainsFunc(settings, func(s setting) bool { return s.key == key }) {
			return nil, &Error{Place: f.Name, Key: key, Problem: "is not a key that this app knows", Remedy: suggest(key)}
		}
		if !isText {
			return nil, &Error{Place: f.Name, Key: key, Problem: "is not a text", Remedy: "Put the value in double quotes"}
		}
		keys[key] = value
	}
	return keys, nil
}

// reason puts a line number before a syntax error.
func reason(text []byte, err error) string {
	syntax := new(json.SyntaxError)
	if !errors.As(err, &syntax) {
		return err.Error()
	}
	before := text[:min(int(syntax.Offset), len(text))]
	return fmt.Sprintf("line %d, %v", 1+bytes.Count(before, []byte("\n")), err)
}

func suggest(key string) string {
	known := make([]string, len(settings))
	for i, s := range settings {
		known[i] = s.key
		if strings.EqualFold(s.key, key) || strings.EqualFold(s.variable, key) {
			return "Did you mean " + s.key + "?"
		}
	}
	return "It knows " + strings.Join(known, ", ")
}
