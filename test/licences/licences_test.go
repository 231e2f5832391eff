package licences

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wails-openid-oauth/test/overlay"
)

const root = "../.."

// TestLicences: the lists are those of the modules in the programs, and nothing else has got into them. LICENCES=write writes the
// lists anew.
func TestLicences(t *testing.T) {
	for _, program := range Programs {
		want, kinds, err := program.List(root)
		if err != nil {
			t.Errorf("%s: %v", program.Name, err)
			continue
		}
		file := filepath.Join(root, program.File)
		if os.Getenv("LICENCES") == "write" {
			if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			for _, name := range slices.Sorted(maps.Keys(kinds)) {
				t.Logf("%-16s %s", kinds[name], name)
			}
			continue
		}
		got, err := overlay.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s is not that of the modules in the program: run make licences", program.File)
		}
	}
}

// TestKind: a licence that is not permitted, or that nobody knows, does not get into a program.
func TestKind(t *testing.T) {
	ours, err := os.ReadFile(root + "/LICENSE")
	if err != nil {
		t.Fatal(err)
	}
	_, grant, _ := strings.Cut(string(ours), "\n\n")
	bsd := "Redistribution and use in source and binary forms, with or without\nmodification, are permitted provided that the following conditions\nare met: "
	for _, tt := range []struct{ text, want string }{
		{string(ours), "MIT"},
		{bsd, "BSD-2-Clause"},
		{bsd + "to endorse or promote products derived from this\nsoftware", "BSD-3-Clause"},
		{"", ""},
		{"All rights reserved.", ""},
		{"GNU GENERAL PUBLIC LICENSE Version 3", ""},
		{grant + "\nor, at your choice, the GNU Affero General Public License", ""},
		{grant + "\n\"Commons Clause\" License Condition v1.0", ""},
		{grant + strings.Repeat(" and you pay", 15), ""},
	} {
		if got, err := Kind(tt.text); got != tt.want || (err != nil) != (tt.want == "") {
			t.Errorf("%.50q: %q, %v, want %q", tt.text, got, err, tt.want)
		}
	}
}

// TestRead: a folder without a licence, or with two, is an error, and a NOTICE stands with its licence.
func TestRead(t *testing.T) {
	for _, tt := range []struct {
		files         map[string]string
		notices, text string
		fails         bool
	}{
		{map[string]string{"readme.md": "MIT"}, "", "", true},
		{map[string]string{"LICENSE": "Copyright (c) A\n\nMIT", "COPYING": "GPL"}, "", "", true},
		{map[string]string{"LICENSE": "Copyright (c) A\n\nMIT"}, "Copyright (c) A\n", "MIT", false},
		{map[string]string{"LICENSE": "Apache", "NOTICE": "By A\n"}, "\nBy A\n", "Apache", false},
	} {
		folder := t.TempDir()
		for name, text := range tt.files {
			if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		notices, text, err := read(folder)
		if notices != tt.notices || text != tt.text || (err != nil) != tt.fails {
			t.Errorf("%v: %q, %q, %v", tt.files, notices, text, err)
		}
	}
}

// TestOfFile: nobody gets a file into a program unseen.
func TestOfFile(t *testing.T) {
	for name, words := range carried {
		if got, kind, err := ofFile(name); got != words || (kind != "") != (words != "") || err != nil {
			t.Errorf("%s: %q, %q, %v", name, got, kind, err)
		}
	}
	if _, _, err := ofFile("example.com/new/blob.bin"); err == nil {
		t.Error("a file that nobody knows is taken")
	}
}
