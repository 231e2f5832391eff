// Package licences makes the lists of the licences of what ships, and says which licences may be in them.
package licences

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Program is something that ships, and the file with its list.
type Program struct{ Name, Package, File string }

// Programs are what ships. Their paths are those below the root of the project.
var Programs = []Program{
	{"This app", ".", "internal/app/about/licences.txt"},
	{"This API", "./backend-api", "backend-api/licences.txt"},
}

// systems are those for which there is a program.
var systems = []string{"linux", "windows", "darwin"}

// List returns each licence once, below the names of those that have it and their copyright notices, and the kind of licence of
// each name. root is the root of the project. It is an error if a licence is missing, unknown or not permitted.
func (p Program) List(root string) (list string, kinds map[string]string, err error) {
	folders, embedded, err := p.modules(root)
	if err != nil {
		return "", nil, err
	}
	kinds = map[string]string{}
	owners := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(folders)) {
		notices, text, err := read(folders[name])
		if err != nil {
			return "", nil, fmt.Errorf("%s: %w", name, err)
		}
		if kinds[name], err = Kind(text); err != nil {
			return "", nil, fmt.Errorf("%s: %w", name, err)
		}
		owners[text] = append(owners[text], name+"\n"+notices)
	}
	var out strings.Builder
	// The licence of the most first.
	for _, text := range slices.SortedFunc(maps.Keys(owners), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(owners[b]), len(owners[a])), cmp.Compare(owners[a][0], owners[b][0]))
	}) {
		fmt.Fprintf(&out, "%s\n%s\n\n", strings.Join(owners[text], "\n"), text)
	}
	for _, file := range embedded {
		words, kind, err := ofFile(file)
		if err != nil {
			return "", nil, err
		}
		if kind != "" {
			fmt.Fprintf(&out, "%s\n\n", words)
			kinds[file] = kind
		}
	}
	return strings.TrimSpace(out.String()) + "\n", kinds, nil
}

// ofFile returns what the list says of a file that a module puts into the program, and the kind of its licence: nothing if the
// file has the licence of its module.
func ofFile(name string) (words, kind string, err error) {
	words, known := carried[name]
	switch {
	case !known:
		return "", "", fmt.Errorf("a module puts %s into the program: whose is it, and under which licence?", name)
	case words != "":
		kind = "Microsoft's terms"
	}
	return words, kind, nil
}

// carried are the files of modules that are in a program as they are. Those without words have the licence of their module.
var carried = map[string]string{
	"git.sr.ht/~jackmordaunt/go-toast/v2/tmpl/powershell.go.tmpl":                    "",
	"git.sr.ht/~jackmordaunt/go-toast/v2/tmpl/xml.go.tmpl":                           "",
	"github.com/wailsapp/wails/v2/internal/frontend/runtime/ipc.js":                  "",
	"github.com/wailsapp/wails/v2/internal/frontend/runtime/runtime_prod_desktop.js": "",
	"github.com/wailsapp/wails/v2/pkg/assetserver/defaultindex.html":                 "",
	"google.golang.org/protobuf/internal/editiondefaults/editions_defaults.binpb":    "",
	"github.com/wailsapp/wails/v2/internal/webview2runtime/MicrosoftEdgeWebview2Setup.exe": "MicrosoftEdgeWebview2Setup.exe, in the program for Windows only\nCopyright (c) Microsoft Corporation. All rights reserved.\n\n" +
		"Microsoft's installer of the WebView2 Runtime. Microsoft lets apps distribute it, and its license terms apply.",
}

// modules returns the folders of the modules that are in the program on any system, and the files that those modules embed. Not
// every installation of Go has its licence, which is that of golang.org/x.
func (p Program) modules(root string) (folders map[string]string, embedded []string, err error) {
	folders = map[string]string{}
	const template = "{{with .Module}}{{if .Main}}\t{{.Dir}}{{else}}{{.Path}}\t{{.Dir}}{{range $.EmbedFiles}}\t{{$.ImportPath}}/{{.}}{{end}}{{end}}{{end}}"
	for _, system := range systems {
		cmd := exec.Command("go", "list", "-deps", "-tags", "desktop,production", "-f", template, p.Package)
		cmd.Dir = root
		cmd.Env = append(os.Environ(), "CGO_ENABLED=1", "GOFLAGS=", "GOOS="+system)
		var errs bytes.Buffer
		cmd.Stderr = &errs
		out, err := cmd.Output()
		if err != nil {
			return nil, nil, fmt.Errorf("go list for %s: %w: %s", system, err, errs.String())
		}
		for line := range strings.Lines(string(out)) {
			if fields := strings.Split(strings.TrimRight(line, "\n"), "\t"); len(fields) > 1 {
				folders[cmp.Or(fields[0], p.Name)] = fields[1]
				embedded = append(embedded, fields[2:]...)
			}
		}
	}
	folders["The Go standard library"] = folders["golang.org/x/sys"]
	slices.Sort(embedded)
	return folders, slices.Compact(embedded), nil
}

var (
	names    = regexp.MustCompile(`(?i)^(licen[cs]e|copying)(\.(md|txt|code))?$`)
	noticed  = regexp.MustCompile(`(?i)^notice(\.(md|txt))?$`)
	notice   = regexp.MustCompile(`(?m)^[ \t]*(Copyright \(c\)|Copyright \d|Copyright ©|Copyright The ).*\n`)
	blank    = regexp.MustCompile(`\n{3,}`)
	anySpace = regexp.MustCompile(`\s+`)
)

// read returns the text of the licence in a folder, and what has to stand with it: the copyright notices, and the file NOTICE.
func read(folder string) (notices, text string, err error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "", "", err
	}
	var also string
	for _, entry := range entries {
		isLicence := names.MatchString(entry.Name())
		if !isLicence && !noticed.MatchString(entry.Name()) {
			continue
		}
		content, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return "", "", err
		}
		plain := strings.ReplaceAll(string(content), "\r", "")
		switch {
		case !isLicence:
			also += "\n" + strings.TrimSpace(plain) + "\n"
		case text != "":
			return "", "", fmt.Errorf("there is a second licence, %s", entry.Name())
		default:
			for _, line := range notice.FindAllString(plain, -1) {
				notices += strings.TrimSpace(line) + "\n"
			}
			text = strings.TrimSpace(blank.ReplaceAllString(notice.ReplaceAllString(plain, ""), "\n\n"))
		}
	}
	if text == "" {
		return "", "", fmt.Errorf("there is no licence in %s", folder)
	}
	return notices + also, text, nil
}

// permitted are the licences that what ships may have: they ask for their text and the notices, and for nothing else. A text that
// is longer than its licence has something in it that nobody has read.
var permitted = []struct {
	kind  string
	has   []string
	words int
}{
	{"Apache-2.0", []string{"apache license version 2.0, january 2004", "end of terms and conditions"}, 1700},
	{"Unlicense OR MIT", []string{"spdx-license-identifier: unlicense or mit"}, 420},
	{"MIT", []string{"permission is hereby granted, free of charge, to any person obtaining a copy of this software", "without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense"}, 200},
	{"BSD-3-Clause", []string{"redistribution and use in source and binary forms, with or without modification, are permitted provided that the following conditions are met", "endorse or promote products derived from this software"}, 250},
	{"BSD-2-Clause", []string{"redistribution and use in source and binary forms, with or without modification, are permitted provided that the following conditions are met"}, 220},
}

// refused are words of licences that ask for more, also where a permitted one stands beside them.
var refused = regexp.MustCompile(`\b(gnu|affero|mozilla public|commons clause|business source|server side public|creative commons|eclipse public|common development|non-?commercial use|no resale|evaluation)\b`)

// Kind returns the SPDX identifier of a permitted licence.
func Kind(text string) (string, error) {
	plain := anySpace.ReplaceAllString(strings.ToLower(text), " ")
	if word := refused.FindString(plain); word != "" {
		return "", fmt.Errorf("the licence is not permitted: it speaks of %q", word)
	}
	for _, p := range permitted {
		if slices.ContainsFunc(p.has, func(words string) bool { return !strings.Contains(plain, words) }) {
			continue
		}
		if n := len(strings.Fields(plain)); n > p.words {
			return "", fmt.Errorf("the licence is %s and more: it has %d words, want at most %d", p.kind, n, p.words)
		}
		return p.kind, nil
	}
	return "", fmt.Errorf("the licence is none of those that are permitted: %.60q", text)
}
