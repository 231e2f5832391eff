// Interfaces writes down in which order WebView2's interfaces have their methods, and makes a C header of that:
//
//	go run ./test/standin/webview2/interfaces <test/standin/webview2/interfaces.txt >interfaces.h
//	go run ./test/standin/webview2/interfaces -from bindings.rs <test/standin/webview2/interfaces.txt
//
// The first reads interfaces.txt, and writes the header. The second writes interfaces.txt anew, for the same interfaces, from another
// project's bindings: those of the crate webview2-com-sys are made by a program from Microsoft's own metadata.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
)

func main() {
	from := flag.String("from", "", "bindings.rs of webview2-com-sys")
	flag.Parse()
	all, head, err := read(os.Stdin)
	if err == nil && *from != "" {
		err = rewrite(all, head, *from)
	} else if err == nil {
		header(all)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "interfaces:", err)
		os.Exit(1)
	}
}

// entry is an interface. The methods are its own, without those of its base.
type entry struct {
	name, iid, base string
	methods         []string
}

// read reads interfaces.txt: an interface in each line, and comments at the beginning.
func read(file io.Reader) (all []entry, head string, err error) {
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "#") {
			head += lines.Text() + "\n"
			continue
		}
		words := strings.Fields(lines.Text())
		if len(words) < 3 {
			return nil, "", fmt.Errorf("no interface: %q", lines.Text())
		}
		all = append(all, entry{words[0], words[1], words[2], words[3:]})
	}
	return all, head, lines.Err()
}

// header writes the places of the methods.
func header(all []entry) {
	slots := map[string]int{"IUnknown": 3}
	for _, e := range all {
		fmt.Printf("#define IID_%s \"%s\"\n", e.name, e.iid)
		for i, method := range e.methods {
			fmt.Printf("#define %s__%s %d\n", e.name, method, slots[e.base]+i)
		}
		slots[e.name] = slots[e.base] + len(e.methods)
		fmt.Printf("#define N_%s %d\n", e.name, slots[e.name])
	}
}

var (
	table  = regexp.MustCompile(`(?s)pub struct (\w+)_Vtbl \{(.*?)\n\}`)
	parent = regexp.MustCompile(`pub base__: (?:\w+::)*(\w+?)_Vtbl`)
	field  = regexp.MustCompile(`(?m)^\s+pub (\w+):`)
	number = regexp.MustCompile(`define_interface!\(\s*(\w+),\s*\w+_Vtbl,\s*0x([0-9a-f_]+)`)
)

func rewrite(all []entry, head, from string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	known := map[string]entry{}
	for _, found := range table.FindAllStringSubmatch(string(text), -1) {
		e := entry{name: found[1], base: "IUnknown"}
		if base := parent.FindStringSubmatch(found[2]); base != nil {
			e.base = strings.TrimPrefix(base[1], "windows_core::")
		}
		for _, name := range field.FindAllStringSubmatch(found[2], -1) {
			if name[1] != "base__" {
				e.methods = append(e.methods, name[1])
			}
		}
		known[e.name] = e
	}
	numbers := map[string]string{}
	for _, found := range number.FindAllStringSubmatch(string(text), -1) {
		hex := strings.ReplaceAll(found[2], "_", "")
		numbers[found[1]] = strings.Join([]string{hex[:8], hex[8:12], hex[12:16], hex[16:20], hex[20:]}, "-")
	}
	fmt.Print(head)
	for _, e := range all {
		e, ok := known[e.name]
		if !ok {
			return fmt.Errorf("%s is not in %s", e.name, from)
		}
		fmt.Println(e.name, numbers[e.name], e.base, strings.Join(e.methods, " "))
	}
	return nil
}
