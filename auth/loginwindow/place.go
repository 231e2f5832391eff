package loginwindow

import "net/url"

// maxFramed bounds the hosts of frames that a place remembers.
const maxFramed = 100

// place is where the main frame of a window is. Only a committed document counts for what the user is told: the address
// of a load that waits is whatever the page in the window chose.
type place struct {
	committed string // the document in the window, or its nearest predecessor with a host; "" for none
	pending   string // what a load of the main frame asks for before it commits; "" for none
	// framed counts, by host and port, the allowed navigations that no load of the main frame has answered for. Such a
	// navigation is one of a frame: the native layer cannot tell them apart.
	framed map[string]int
}

// allowed notes that a navigation of some frame may load.
func (p *place) allowed(raw string) {
	if p.framed == nil {
		p.framed = map[string]int{}
	}
	if key := hostPort(raw); len(p.framed) < maxFramed || p.framed[key] > 0 {
		p.framed[key]++
	}
}

// requested notes what the main frame asks for now: a new load, or the target of a redirect.
func (p *place) requested(raw string) {
	p.pending = raw
	if key := hostPort(raw); p.framed[key] > 0 {
		p.framed[key]--
	}
}

// stopped notes that the pending load will not commit.
func (p *place) stopped() { p.pending = "" }

// commit notes a new document. One without a host (about:blank) belongs to whoever made it: to the document before.
func (p *place) commit(raw string) {
	if u, err := url.Parse(raw); err == nil && u.Host != "" {
		p.committed = raw
	}
	p.pending, p.framed = "", nil
}

// challenge is a server's wish for a name and a password (RFC 9110, section 11).
type challenge struct {
	host  string
	port  uint
	proxy bool // host is a proxy's, not a page's
	retry bool // the last answer was wrong
}

// asker says whose challenge it is.
type asker int

const (
	stranger asker = iota // a frame, picture or script from elsewhere: never asks the user
	ownHost               // the host of the committed document, for something in it
	nextHost              // the host of the pending load
)

// asker decides whose challenge it is. A proxy may always ask, as the network's owner chose it. Where the old page has
// a frame of the very host that it navigates to, the challenge may be the frame's, and that host is a stranger.
func (p *place) asker(c challenge) asker {
	switch key := c.hostPort(); {
	case p.pending != "" && (c.proxy || key == hostPort(p.pending) && (p.framed[key] == 0 && len(p.framed) < maxFramed)):
		return nextHost
	case c.proxy || p.committed != "" && key == hostPort(p.committed):
		return ownHost
	}
	return stranger
}
