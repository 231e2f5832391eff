package loginwindow

import "log/slog"

// limitation is something that log-in pages use and this window cannot do.
type limitation int

const (
	limitDownload    limitation = iota // a file to save, such as recovery codes
	limitPrint                         // Ctrl+P, or print() of a script
	limitCertificate                   // a certificate of the user (RFC 8446, section 4.3.2)
	limitEmbedded                      // the provider takes no log-ins from web views in apps
	limitStuck                         // the web process does not answer
)

// String names the limitation in the log.
func (l limitation) String() string {
	return [...]string{"download", "print", "client certificate", "embedded web view", "page does not answer"}[l]
}

// words says what is not possible, and what to do. host is the page's.
func (l limitation) words(host string) string {
	switch l {
	case limitDownload:
		return "This window cannot save files. Select the text that you need, such as recovery codes, and copy it."
	case limitPrint:
		return "This window cannot print. Select the text that you need, and copy it."
	case limitCertificate:
		return "“" + host + "” asked for a certificate of yours. This window cannot use certificates or smart cards."
	case limitEmbedded:
		return "“" + host + "” does not allow a log-in in a window of an app."
	case limitStuck:
		return "The page of “" + host + "” does not answer. Wait, or load it again."
	}
	return ""
}

// cannot tells the user about a limitation that the page has just met. The caller holds p.mu.
func (p *page) cannot(what limitation) {
	if p.ended || !p.spend(limitationLine) {
		return
	}
	host := hostOf(p.place.committed)
	p.note(slog.LevelInfo, "login window: the page needs what this window cannot do", "what", what.String(), "host", host)
	l, act := p.suggest(what, what.words(host))
	p.say(l, act)
}

// limited handles the native layer's event of a limitation.
func (p *page) limited(what limitation) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if what == limitStuck {
		p.hangs()
		return
	}
	p.cannot(what)
}

// hangs offers to load a page again that does not answer. The user's keys do not come back from such a page. The caller
// holds p.mu.
func (p *page) hangs() {
	if !p.ended && p.spend(limitationLine) {
		p.say(line{text: limitStuck.words(hostOf(p.place.committed)), action: "_Load it again"}, p.reload)
	}
}
