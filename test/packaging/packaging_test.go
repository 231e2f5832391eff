// Package packaging tests the packages, and the files from which they are made. What installs something needs the tag packages:
// scripts/test-packages.sh.
package packaging

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"text/template"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/internal/paths"
	"wails-openid-oauth/test/overlay"
)

// read returns a file of the project.
func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := overlay.ReadFile(filepath.Join("../..", name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// project is wails.json.
type project struct {
	OutputFilename string
	Info           struct{ CompanyName, ProductName, ProductVersion, Copyright, Comments string }
}

func readProject(t *testing.T) (p project) {
	t.Helper()
	if err := json.Unmarshal(read(t, "wails.json"), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// line returns what a line of a file has after a prefix.
func line(t *testing.T, name, prefix string) string {
	t.Helper()
	match := regexp.MustCompile(`(?m)^\s*` + regexp.QuoteMeta(prefix) + `(.*)$`).FindSubmatch(read(t, name))
	if match == nil {
		t.Fatalf("%s has no line with %q", name, prefix)
	}
	return string(match[1])
}

// only returns the name of the one file that matches.
func only(t *testing.T, pattern string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../..", pattern))
	if err != nil || len(files) != 1 {
		t.Fatalf("%s: %v, %v", pattern, files, err)
	}
	name, err := filepath.Rel("../..", files[0])
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// TestNames: the packages, the desktop and the app itself know the app by the same names. A desktop finds the entry of a window by
// the name of the program, and a software centre finds the entry of the app by the name of the file.
func TestNames(t *testing.T) {
	p := readProject(t)
	title := strings.Trim(line(t, "internal/app/window/options.go", "const Title = "), `"`)
	entry, info := "build/linux/"+paths.App+".desktop", only(t, "build/linux/*.metainfo.xml")
	var metainfo struct {
		ID         string `xml:"id"`
		Name       string `xml:"name"`
		Launchable string `xml:"launchable"`
		Icon       string `xml:"icon"`
		Binary     string `xml:"provides>binary"`
		Summary    string `xml:"summary"`
	}
	if err := xml.Unmarshal(read(t, info), &metainfo); err != nil {
		t.Fatal(err)
	}
	for where, names := range map[string][2]string{
		"wails.json, outputfilename": {p.OutputFilename, paths.App},
		"wails.json, productName":    {p.Info.ProductName, title},
		"nfpm.yaml":                  {line(t, "build/linux/nfpm.yaml", "name: "), paths.App},
		"desktop entry, Exec":        {line(t, entry, "Exec="), paths.App},
		"desktop entry, Icon":        {line(t, entry, "Icon="), paths.App},
		"desktop entry, class":       {line(t, entry, "StartupWMClass="), paths.App},
		"desktop entry, Name":        {line(t, entry, "Name="), title},
		"desktop entry, Comment":     {line(t, entry, "Comment="), p.Info.Comments},
		"metainfo, file":             {filepath.Base(info), metainfo.ID + ".metainfo.xml"},
		"metainfo, name":             {metainfo.Name, title},
		"metainfo, summary":          {metainfo.Summary, p.Info.Comments},
		"metainfo, launchable":       {metainfo.Launchable, paths.App + ".desktop"},
		"metainfo, icon":             {metainfo.Icon, paths.App},
		"metainfo, binary":           {metainfo.Binary, paths.App},
		"Info.plist, identifier":     {strings.ReplaceAll(infoPlist(t)["CFBundleIdentifier"].(string), "-", "_"), metainfo.ID},
	} {
		if names[0] != names[1] {
			t.Errorf("%s: %q, want %q", where, names[0], names[1])
		}
	}
}

// infoPlist is the file as "wails build" fills it in.
func infoPlist(t *testing.T) map[string]any {
	t.Helper()
	filled, err := template.New("").Parse(string(read(t, "build/darwin/Info.plist")))
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := filled.Execute(&text, readProject(t)); err != nil {
		t.Fatal(err)
	}
	info, err := parsePlist(&text)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// TestInfoPlist: macOS needs these keys to start the app, and to show it as it shows others.
func TestInfoPlist(t *testing.T) {
	p, info := readProject(t), infoPlist(t)
	want := map[string]any{
		"CFBundlePackageType": "APPL", "CFBundleInfoDictionaryVersion": "6.0", "CFBundleDevelopmentRegion": "en",
		"CFBundleName": p.Info.ProductName, "CFBundleDisplayName": p.Info.ProductName, "CFBundleExecutable": p.OutputFilename,
		"CFBundleIdentifier": info["CFBundleIdentifier"], // see TestNames
		"CFBundleVersion":    p.Info.ProductVersion, "CFBundleShortVersionString": p.Info.ProductVersion,
		"CFBundleIconFile": "iconfile", "LSApplicationCategoryType": "public.app-category.utilities", "LSMinimumSystemVersion": "12.0",
		"NSHighResolutionCapable": true, "NSSupportsAutomaticGraphicsSwitching": true, "NSHumanReadableCopyright": p.Info.Copyright,
		"NSAppTransportSecurity": map[string]any{"NSAllowsLocalNetworking": true},
	}
	if diff := cmp.Diff(want, info); diff != "" {
		t.Errorf("(-want +is):\n%s", diff)
	}
}

// TestEntitlements: the app asks macOS for no exception from the hardened runtime.
func TestEntitlements(t *testing.T) {
	asked, err := parsePlist(bytes.NewReader(read(t, "build/darwin/entitlements.plist")))
	if err != nil || len(asked) != 0 {
		t.Errorf("%v, %v", asked, err)
	}
}

// parsePlist reads a property list with texts, booleans and dictionaries.
func parsePlist(r io.Reader) (map[string]any, error) {
	d := xml.NewDecoder(r)
	for {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		switch start, ok := token.(xml.StartElement); {
		case !ok:
		case start.Name.Local == "dict":
			return parseDict(d)
		case start.Name.Local != "plist":
			return nil, fmt.Errorf("a property list has no %s", start.Name.Local)
		}
	}
}

// parseDict reads a dictionary up to its end.
func parseDict(d *xml.Decoder) (map[string]any, error) {
	dict, key := map[string]any{}, ""
	for {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.EndElement:
			if key != "" {
				err = fmt.Errorf("%s has no value", key)
			}
			return dict, err
		case xml.StartElement:
			if token.Name.Local == "key" {
				if key != "" {
					return nil, fmt.Errorf("%s has no value", key)
				}
				if err := d.DecodeElement(&key, &token); err != nil {
					return nil, err
				}
				if _, twice := dict[key]; twice || key == "" {
					return nil, fmt.Errorf("the key %q is there twice, or empty", key)
				}
				continue
			}
			if key == "" {
				return nil, errors.New("a value has no key")
			}
			if dict[key], err = parseValue(d, token); err != nil {
				return nil, fmt.Errorf("%s: %w", key, err)
			}
			key = ""
		}
	}
}

func parseValue(d *xml.Decoder, start xml.StartElement) (any, error) {
	switch start.Name.Local {
	case "dict":
		return parseDict(d)
	case "true", "false":
		return start.Name.Local == "true", d.Skip()
	case "string":
		var text string
		err := d.DecodeElement(&text, &start)
		return text, err
	default:
		return nil, fmt.Errorf("a value of the kind %s", start.Name.Local)
	}
}
