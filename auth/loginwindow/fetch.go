package loginwindow

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// mayFetch decides on one request of a page, where the web view asks before each. It is the content filter for such web views, and
// keeps what navigate has refused from being requested all the same. The document at top is in the window; of the document of the
// main frame, top is the address itself.
func (p policy) mayFetch(top, target string, document bool) bool {
	u, err := url.Parse(target)
	if err != nil || reaches(u, p.end) {
		return false
	}
	if document && u.Scheme != "http" && u.Scheme != "https" {
		return true // navigate decides
	}
	if document && loopback(u) && !p.allowsLoopback(u) {
		return false
	}
	return !blocks(top, target, document)
}

// blocks reports what the rules of contentRules block.
func blocks(top, target string, document bool) bool {
	target, top = strings.ToLower(target), strings.ToLower(top)
	machine := onMachine(top)
	switch {
	case onMachine(target):
		return !machine
	case inNetwork(target):
		return !machine && !inNetwork(top)
	}
	return document && strings.HasPrefix(target, "http:") && !machine
}

var (
	onMachine = matcher(thisMachine)
	inNetwork = matcher(itsNetwork)
)

// matcher matches the URLs of hosts.
func matcher(hosts []string) func(string) bool {
	compiled := sync.OnceValue(func() (all []*regexp.Regexp) {
		for _, one := range urls(hosts) {
			all = append(all, regexp.MustCompile(one))
		}
		return all
	})
	return func(raw string) bool {
		return slices.ContainsFunc(compiled(), func(one *regexp.Regexp) bool { return one.MatchString(raw) })
	}
}
