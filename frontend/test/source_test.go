package test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
)

// sources are the files of the pages themselves.
func sources(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	root := pageFiles{}
	for _, pattern := range []string{"*.html", "css/*", "js/*", "assets/*"} {
		names, err := fs.Glob(root, pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: nothing found (%v)", pattern, err)
		}
		for _, name := range names {
			data, err := fs.ReadFile(root, name)
			if err != nil {
				t.Fatal(err)
			}
			files[name] = string(data)
		}
	}
	return files
}

var comment = regexp.MustCompile(`(?m)^\s*(?:/\*\*|\*|//).*$`)

// Only bridge.js knows that there is a Wails behind the page.
func TestOnlyTheBridgeImportsWails(t *testing.T) {
	for name, text := range sources(t) {
		text = comment.ReplaceAllString(text, "") // which may name Go's methods as types
		if strings.HasSuffix(name, ".js") && strings.Contains(text, "wailsjs") != (name == "js/bridge.js") {
			t.Errorf("%s: mentions wailsjs: %t", name, strings.Contains(text, "wailsjs"))
		}
	}
}

// TestReplacedPagesGo allows querySelectorAll only at the document. After it was called for another element, WebKitGTK 2.50 keeps the
// page in memory, with a thread, when another page has replaced it. "make soak-app" shows that.
func TestReplacedPagesGo(t *testing.T) {
	for name, text := range sources(t) {
		if strings.Contains(strings.ReplaceAll(text, "document.querySelectorAll(", ""), "querySelectorAll(") {
			t.Errorf("%s: querySelectorAll of an element", name)
		}
	}
}

// What the policy would stop, or what could read text as markup, is not there to begin with.
func TestNothingInlineRemoteOrMarkup(t *testing.T) {
	refused := map[string]*regexp.Regexp{
		"an inline script":     regexp.MustCompile(`<script(?:\s+type="module")?>`),
		"an inline style":      regexp.MustCompile(`(?i)<style|\sstyle\s*=|\.style\b|cssText`),
		"an event attribute":   regexp.MustCompile(`(?i)<[^>]*\son[a-z]+\s*=`),
		"W-EMBED-ONLY, remote": regexp.MustCompile(`(?i)(?:https?|wss?):\/\/(?:www\.w3\.org\/2000\/svg)?(?:[^"\s]*)`),
		"W-NAV, a way out":     regexp.MustCompile(`window\.open|(?i:<[^>]*\starget\s*=)|(?i:<a\s)`),
		"W-PERM, a device":     regexp.MustCompile(`navigator\.(?:mediaDevices|geolocation|permissions|usb|bluetooth)|requestPermission`),
		"W-NOEXP, a frame":     regexp.MustCompile(`(?i)<(?:webview|iframe|frame|object|embed|portal)\b`),
		"text read as markup":  regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function`),
		"a log to nobody":      regexp.MustCompile(`console\.`),
		"a store on the page":  regexp.MustCompile(`localStorage|sessionStorage|indexedDB|document\.cookie`),
	}
	for name, text := range sources(t) {
		text = strings.ReplaceAll(text, `xmlns="http://www.w3.org/2000/svg"`, "")
		for what, pattern := range refused {
			if found := pattern.FindString(text); found != "" {
				t.Errorf("%s: %s: %s", name, what, found)
			}
		}
	}
}
