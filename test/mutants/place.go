package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
)

// block is what one declaration of a file takes up, with what follows it up to the next one. What has no name of its own, such as
// a rule of a style sheet or a statement of a module, has the name of its file.
type block struct {
	name       string // with the folder: auth.Session.Token, or frontend/home.html
	file       string
	begin, end int
}

// is reports whether in is the end of the block's name: Token, Session.Token and auth.Session.Token are the same method.
func (b block) is(in string) bool {
	before, found := strings.CutSuffix(b.name, in)
	return found && (before == "" || strings.HasSuffix(before, ".") || strings.HasSuffix(before, "/"))
}

// place is one part of a file.
type place struct {
	file, text string // text is the whole file
	begin, end int
}

// sources are the files that a mutant may change.
type sources struct {
	texts  map[string]string // by path below the root
	blocks []block
}

// locate returns the place of a statement. White space may differ, so that code can be moved to another file, and be indented. The
// statement must be there once.
func (s sources) locate(in, statement string) (place, error) {
	pattern := regexp.MustCompile(space.ReplaceAllString(regexp.QuoteMeta(statement), `\s+`))
	var found []place
	named := 0
	for _, b := range s.blocks {
		if !b.is(in) {
			continue
		}
		named++
		text := s.texts[b.file]
		for _, at := range pattern.FindAllStringIndex(text[b.begin:b.end], -1) {
			found = append(found, place{b.file, text, b.begin + at[0], b.begin + at[1]})
		}
	}
	switch {
	case named == 0:
		return place{}, fmt.Errorf("nothing is named %s", in)
	case len(found) == 0:
		return place{}, fmt.Errorf("%s has no such statement: %s", in, statement)
	case len(found) > 1:
		return place{}, fmt.Errorf("%s has the statement %d times, in %s and %s: %s", in, len(found), found[0].file, found[1].file, statement)
	}
	return found[0], nil
}

// tree reads the files of the project once, without its tests and without these lists.
var tree = sync.OnceValues(func() (sources, error) {
	out, err := exec.Command("git", "ls-files", "-co", "--exclude-standard", "*.go", "*.c", "*.h", "*.m", "*.js", "*.mjs", "*.css", "*.html", "*.txt", "*go.mod", "*.yml", "*.sh", "*Dockerfile", "*.plist", "*.xml", "*.desktop", "*.nsi").Output()
	if err != nil {
		return sources{}, fmt.Errorf("git ls-files: %w", err)
	}
	all := sources{texts: map[string]string{}}
	for _, path := range strings.Fields(string(out)) {
		if strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "test/mutants/") {
			continue
		}
		text, err := os.ReadFile(path)
		if os.IsNotExist(err) { // deleted, and not committed
			continue
		}
		if err != nil {
			return sources{}, err
		}
		all.texts[path] = string(text)
		all.blocks = append(all.blocks, blocks(path, string(text))...)
	}
	return all, nil
})

// blocks cuts a file where a line begins with a declaration, or with anything else but white space, a comment or a bracket. All
// languages of the project are written that way.
func blocks(path, text string) (list []block) {
	folder, offset, grouped := filepath.ToSlash(filepath.Dir(path))+".", 0, false
	if folder == ".." {
		folder = "main."
	}
	next := func(name string) {
		if len(list) > 0 {
			list[len(list)-1].end = offset
		}
		list = append(list, block{name, path, offset, len(text)})
	}
	next(path)
	for line := range strings.Lines(text) {
		name, opens := declared(line)
		inGroup := member.FindStringSubmatch(line)
		switch {
		case grouped && inGroup != nil:
			next(folder + inGroup[1])
		case name != "":
			next(folder + name)
		case opens || begins.MatchString(line):
			next(path)
		}
		grouped = opens || grouped && !strings.HasPrefix(line, ")")
		offset += len(line)
	}
	return list
}

var (
	space  = regexp.MustCompile(`\s+`)
	begins = regexp.MustCompile(`^[^\s/})\]{]`)            // a line that is no continuation
	group  = regexp.MustCompile(`^(?:const|var|type) \($`) // of declarations in Go
	member = regexp.MustCompile(`^\t(\w+)`)
)

// declarations match the line that a declaration begins with, up to its name.
var declarations = []*regexp.Regexp{
	regexp.MustCompile(`^func \((?:\w+ )?\*?(\w+)(?:\[.*?\])?\) (\w+)`), // a method in Go
	regexp.MustCompile(`^func (\w+)`),
	regexp.MustCompile(`^(?:export )?(?:default )?(?:const|var|let|type|class) \{?(\w+)`), // Go and JavaScript
	regexp.MustCompile(`^(?:export )?(?:default )?(?:async )?function\*? (\w+)`),
	regexp.MustCompile(`^[-+] \([^)]*\)\s*(\w+)`),                    // a method in Objective-C
	regexp.MustCompile(`^[A-Za-z_][\w \*]*?[ \*](\w+)(?:\(|\[| = )`), // C
}

// declared returns the name that a line declares, and whether it opens a group of Go: const ( … ).
func declared(line string) (name string, opens bool) {
	for _, d := range declarations {
		if found := d.FindStringSubmatch(line); found != nil {
			return strings.Join(found[1:], "."), false
		}
	}
	return "", group.MatchString(strings.TrimRight(line, "\n"))
}
