// Selectors compares the stand-ins for the headers of macOS with another project's bindings, and keeps what that knows of them:
//
//	go run ./test/standin/macos/selectors FOLDER... >test/standin/macos/selectors.txt
//
// The folders are those of the crates objc2-foundation, objc2-app-kit and objc2-web-kit, which a program makes from Apple's headers.
// The compiler sees that the login window uses no method that the stand-ins lack; the test sees that these lack nothing of their own.
package main

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

const folder = "test/standin/macos/"

func main() {
	known := map[string]map[string]bool{}
	for _, crate := range os.Args[1:] {
		if err := read(crate, known); err != nil {
			fmt.Fprintln(os.Stderr, "selectors:", err)
			os.Exit(1)
		}
	}
	declared, err := headers(folder)
	if err != nil {
		fmt.Fprintln(os.Stderr, "selectors:", err)
		os.Exit(1)
	}
	fmt.Println("# The methods that the stand-ins for the headers of macOS declare, as far as the crates objc2-foundation, objc2-app-kit and")
	fmt.Println("# objc2-web-kit 0.3.2 know them. Made by test/standin/macos/selectors.")
	for _, name := range slices.Sorted(maps.Keys(declared)) {
		var found []string
		for _, selector := range declared[name].methods {
			if declares(declared, known, name, selector) {
				found = append(found, selector)
			}
		}
		if found != nil {
			fmt.Println(name, strings.Join(found, " "))
		}
	}
}

// class is a class or a protocol of the stand-ins.
type class struct {
	base    string
	methods []string
}

// declares reports whether the bindings have the method for the class, for one above it, or for a protocol or a category.
func declares(declared map[string]class, known map[string]map[string]bool, name, selector string) bool {
	for ; name != ""; name = declared[name].base {
		if known[name][selector] {
			return true
		}
	}
	return known["protocols"][selector]
}

var (
	owner  = regexp.MustCompile(`^\s*(?:impl(?:<.*?>)?|pub unsafe trait) (\w+)`)
	method = regexp.MustCompile(`method\(([\w:]+)\)`)
)

// read adds the selectors of a crate, by class. Those of traits, which are protocols and categories, have the name "protocols", too.
func read(crate string, known map[string]map[string]bool) error {
	return filepath.WalkDir(crate, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".rs" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		names := []string{}
		for line := range strings.Lines(string(text)) {
			if found := owner.FindStringSubmatch(line); found != nil {
				names = []string{found[1]}
				if strings.Contains(line, "trait") {
					names = append(names, "protocols")
				}
			}
			for _, found := range method.FindAllStringSubmatch(line, -1) {
				for _, name := range names {
					if known[name] == nil {
						known[name] = map[string]bool{}
					}
					known[name][found[1]] = true
				}
			}
		}
		return nil
	})
}

var (
	begins    = regexp.MustCompile(`^@(?:interface|protocol) (\w+)(?: : (\w+))?`)
	argument  = regexp.MustCompile(`(\w+:)\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)\s*\w+`)
	returned  = regexp.MustCompile(`^[-+] \((?:[^()]|\([^()]*\))*\)`)
	following = regexp.MustCompile(`\n[ \t]+`)
)

// headers returns the classes and protocols that the stand-ins declare, with the selectors of their methods.
func headers(folder string) (map[string]class, error) {
	all := map[string]class{}
	for _, name := range []string{"appkit/Cocoa/Cocoa.h", "webkit/WebKit/WebKit.h"} {
		text, err := os.ReadFile(folder + name)
		if err != nil {
			return nil, err
		}
		current := ""
		for line := range strings.Lines(following.ReplaceAllString(string(text), " ")) {
			if found := begins.FindStringSubmatch(line); found != nil {
				current = found[1]
				if _, again := all[current]; !again {
					all[current] = class{base: found[2]}
				}
			}
			line = strings.TrimSpace(line)
			if !returned.MatchString(line) {
				continue
			}
			rest := strings.TrimSuffix(strings.TrimSpace(returned.ReplaceAllString(line, "")), ";")
			selector := strings.TrimSuffix(rest, ", ...")
			if parts := argument.FindAllStringSubmatch(rest, -1); parts != nil {
				selector = ""
				for _, part := range parts {
					selector += part[1]
				}
			}
			c := all[current]
			c.methods = append(c.methods, selector)
			all[current] = c
		}
	}
	return all, nil
}
