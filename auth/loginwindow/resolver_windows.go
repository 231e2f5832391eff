package loginwindow

import (
	"net"
	"net/url"
	"slices"
	"strings"
)

// browserArguments keep the browser process from connecting to the port of EndURL on this machine. WebView2 may go on with a redirect
// that navigate has refused (MicrosoftEdge/WebView2Feedback, issues 576 and 5431). Then the request finds no host, and no other program
// at that port sees the code. Where StartURL has the same port on this machine, there is nothing to keep apart.
func browserArguments(p policy) string {
	if !loopback(p.end) || port(p.end) == "" || loopback(p.start) && port(p.start) == port(p.end) {
		return ""
	}
	var rules []string
	for _, host := range names(p.end) {
		rules = append(rules, "MAP "+net.JoinHostPort(host, port(p.end))+" ~NOTFOUND")
	}
	return `--host-resolver-rules="` + strings.Join(rules, ", ") + `"`
}

// names are the host of EndURL and the usual ones of this machine.
func names(end *url.URL) []string {
	usual := []string{"localhost", "127.0.0.1", "::1"}
	if own := strings.ToLower(end.Hostname()); !slices.Contains(usual, own) {
		return append(usual, own)
	}
	return usual
}
