package loginwindow

import (
	"fmt"
	"net"
	"net/url"
	"strings"
)

// browserArguments keep the browser process from connecting to the host and port of EndURL on this machine. WebView2 may go on with
// a redirect that navigate has refused (MicrosoftEdge/WebView2Feedback, issues 576 and 5431). Then the request finds no host, and
// no other program at that port sees the code. Where StartURL has the same host and port, there is nothing to keep apart.
func browserArguments(p policy) string {
	if !loopback(p.end) || p.end.Scheme != "http" && p.end.Scheme != "https" || authority(p.start) == authority(p.end) {
		return ""
	}
	return fmt.Sprintf(`--host-resolver-rules="MAP %s ~NOTFOUND"`, authority(p.end))
}

// authority returns the host and port as Chromium writes them in its rules.
func authority(u *url.URL) string { return net.JoinHostPort(strings.ToLower(u.Hostname()), port(u)) }
