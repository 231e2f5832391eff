package main

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// byHand are methods that the other project has by hand, and not from Apple's headers, or not at all: those with any number of
// arguments.
var byHand = []string{"UTF8String", "initWithUTF8String:", "stringWithFormat:", "appendFormat:", "arrayWithObjects:"}

// Every method of the stand-ins is one that another source has for the class, too.
func TestSelectors(t *testing.T) {
	t.Chdir("../../../..")
	text, err := os.ReadFile(folder + "selectors.txt")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string][]string{}
	for line := range strings.Lines(string(text)) {
		name, methods, _ := strings.Cut(strings.TrimSpace(line), " ")
		known[name] = strings.Fields(methods)
	}
	declared, err := headers(folder)
	if err != nil {
		t.Fatal(err)
	}
	looked := 0
	for name, c := range declared {
		for _, selector := range c.methods {
			looked++
			if !slices.Contains(known[name], selector) && !slices.Contains(byHand, selector) {
				t.Errorf("%s has no method %s", name, selector)
			}
		}
	}
	if looked < 240 {
		t.Errorf("looked at %d methods only", looked)
	}
}
