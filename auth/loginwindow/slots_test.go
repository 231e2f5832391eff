package loginwindow

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"wails-openid-oauth/test/overlay"
)

// The places that the login window calls on Windows are those of a table from another source. The comments in slots_windows.go say which method
// is meant.
func TestSlots(t *testing.T) {
	table, numbers := interfaces(t)
	source, err := overlay.ReadFile("slots_windows.go")
	if err != nil {
		t.Fatal(err)
	}
	slots := regexp.MustCompile(`(?m)^\t(\w+)\s+= (\d+)\s*// (\w+)\.(\w+)$`).FindAllStringSubmatch(string(source), -1)
	if len(slots) < 100 || len(slots) != strings.Count(string(source), "// I")-strings.Count(string(source), "guid(\"") {
		t.Fatalf("%d methods were found", len(slots))
	}
	for _, s := range slots {
		if want := table[s[3]+"."+s[4]]; want != s[2] {
			t.Errorf("%s is %s, but %s.%s is at %q", s[1], s[2], s[3], s[4], want)
		}
	}
	identifiers := regexp.MustCompile(`(?m)^\tiid\w+\s+= guid\("(.*)"\) // (\w+)$`).FindAllStringSubmatch(string(source), -1)
	if len(identifiers) < 15 {
		t.Fatalf("%d identifiers were found", len(identifiers))
	}
	for _, found := range identifiers {
		if want := numbers[found[2]]; want != found[1] {
			t.Errorf("%s is %s, not %s", found[2], want, found[1])
		}
	}
}

// interfaces reads the table: the place of each method by "interface.method", and the identifier of each interface.
func interfaces(t *testing.T) (places, identifiers map[string]string) {
	t.Helper()
	text, err := os.ReadFile("../../test/standin/webview2/interfaces.txt")
	if err != nil {
		t.Fatal(err)
	}
	places, identifiers = map[string]string{}, map[string]string{}
	lengths := map[string]int{"IUnknown": 3}
	for i, method := range []string{"QueryInterface", "AddRef", "Release"} {
		places["IUnknown."+method] = strconv.Itoa(i)
	}
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if words[0] == "#" {
			continue
		}
		name, base := words[0], words[2]
		for i, method := range words[3:] {
			places[name+"."+method] = strconv.Itoa(lengths[base] + i)
		}
		lengths[name], identifiers[name] = lengths[base]+len(words)-3, words[1]
	}
	return places, identifiers
}
