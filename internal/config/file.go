package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"wails-openid-oauth/internal/safefile"
)

// FileName is the name of the settings file, as in the tutorial.
const FileName = "env-variables.json"

// maxFile bounds a settings file, in bytes. Such a file has some twenty short lines.
const maxFile = 64 << 10

// allowOverride is the key by which a carried file lets other places override it. It has an effect only there. Other files may
// contain it, because one file serves the app's build, "wails dev" and the API.
const allowOverride = "allowOverride"

// File is a place where the settings file may be. The zero value is a place without one.
type File struct {
	// Name is what messages call it: its path.
	Name string
	// folder is the base of relative paths in the file. It is empty for a file inside the app.
	folder string
	text   func() ([]byte, error)
}

// OnDisk is the settings file in the folder dir. Only this user or root may be able to write it; see [safefile.Read].
func OnDisk(dir string) File {
	path := filepath.Join(dir, FileName)
	return File{Name: path, folder: dir, text: func() ([]byte, error) { return safefile.Read(path, maxFile) }}
}

// BesideExecutable is the settings file in the folder of the running program.
func BesideExecutable() File {
	path, err := os.Executable()
	if err != nil {
		return File{}
	}
	return OnDisk(filepath.Dir(path))
}

// Carried is the settings file that was in the project when the program was built, if there was one.
func Carried(files fs.FS) File {
	return File{Name: FileName + " inside this app", text: func() ([]byte, error) { return fs.ReadFile(files, FileName) }}
}

// read returns the file's text. Errors: [fs.ErrNotExist], [Error].
func (f File) read() ([]byte, error) {
	if f.text == nil {
		return nil, fs.ErrNotExist
	}
	text, err := f.text()
	fault := new(safefile.Fault)
	switch {
	case err == nil, errors.Is(err, fs.ErrNotExist):
		return text, err
	case errors.As(err, &fault):
		return nil, &Error{Place: f.Name, Problem: fault.Problem, Remedy: fault.Remedy}
	}
	return nil, &Error{Place: f.Name, Problem: "cannot be opened", Remedy: "Check that you may read it"}
}

// parse returns the keys of a text. Beside an error, it returns those that can be used.
func (f File) parse(text []byte) (map[string]string, error) {
	object, err := f.decode(text)
	if err != nil {
		return nil, err
	}
	keys := make(map[string]string, len(object))
	for _, key := range slices.Sorted(maps.Keys(object)) {
		value, fault := f.member(key, object[key])
		if fault == nil {
			keys[key] = value
		} else if err == nil {
			err = fault
		}
	}
	return keys, err
}

// decode reads the text as one JSON object.
func (f File) decode(text []byte) (map[string]any, error) {
	var object map[string]any
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))))
	err := decoder.Decode(&object)
	if err == nil && decoder.More() {
		err = errors.New("more than one value")
	}
	if wrongType := new(json.UnmarshalTypeError); errors.As(err, &wrongType) || err == nil && object == nil {
		return nil, &Error{Place: f.Name, Problem: "is not a JSON object", Remedy: compare}
	}
	if err != nil {
		return nil, &Error{Place: f.Name, Problem: "is not JSON: " + reason(text, err), Remedy: compare}
	}
	return object, nil
}

// compare is the remedy for a file that is not one of settings.
const compare = `Write it like {"issuer": "https://login.example", "clientId": "...", "apiIdentifier": "https://api.example"}`

// member returns the text of a key's value.
func (f File) member(key string, value any) (text string, fault *Error) {
	if key == allowOverride {
		allowed, isBool := value.(bool)
		if !isBool {
			return "", &Error{Place: f.Name, Key: key, Problem: "is neither true nor false", Remedy: "Write it without quotes"}
		}
		return strconv.FormatBool(allowed), nil
	}
	if !named(settings, key) {
		return "", &Error{Place: f.Name, Key: key, Problem: "is not a key that this app knows", Remedy: suggest(key)}
	}
	text, remedy := textOf(key, value)
	if remedy != "" {
		return "", &Error{Place: f.Name, Key: key, Problem: "has the wrong form", Remedy: remedy}
	}
	return text, nil
}

func named(list []setting, key string) bool {
	return slices.ContainsFunc(list, func(s setting) bool { return s.key == key })
}

// textOf returns the value of a key as the environment has it: an object as a URL's query, a list separated by spaces. remedy says
// what to do about a value of the wrong type.
func textOf(key string, value any) (text, remedy string) {
	switch {
	case named(objects, key):
		return queryOf(value)
	case named(lists, key):
		return joined(value)
	}
	text, isText := value.(string)
	if !isText {
		return "", "Put the value in double quotes"
	}
	return text, ""
}

func queryOf(value any) (text, remedy string) {
	object, isObject := value.(map[string]any)
	query := url.Values{}
	for name, member := range object {
		text, isText := member.(string)
		isObject = isObject && isText
		query.Set(name, text)
	}
	if !isObject {
		return "", `Write it as {"name": "value"}, with every value in double quotes`
	}
	return query.Encode(), ""
}

func joined(value any) (text, remedy string) {
	list, isList := value.([]any)
	var texts []string
	for _, element := range list {
		text, isText := element.(string)
		isList = isList && isText && len(strings.Fields(text)) == 1
		texts = append(texts, strings.TrimSpace(text))
	}
	if !isList {
		return "", `Write it as ["one", "another"], without spaces inside of the double quotes`
	}
	return strings.Join(texts, " "), ""
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
	var known []string
	for _, s := range append(slices.Clone(settings), setting{key: allowOverride, variable: allowOverride}) {
		known = append(known, s.key)
		if strings.EqualFold(s.key, key) || strings.EqualFold(s.variable, key) {
			return "Did you mean " + s.key + "?"
		}
	}
	return "It knows " + strings.Join(known, ", ")
}
