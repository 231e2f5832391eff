package loginwindow

// maxFramed bounds how many hosts of frames a place remembers.
const maxFramed = 100

// place is where the main frame of a window is. The user is told only about a committed document, because the page in
// the window can choose the address of a pending load.
type place struct {
	committed string // the document in the window; "" for none
	pending   string // the address of a load of the main frame that has not committed; "" for none
	// framed counts, by host and port, the allowed navigations that no load of the main frame has matched. Each may be
	// one of a frame: the native layer does not distinguish them.
	framed map[string]int
}

// allowed records that a navigation of the main frame or another frame may load.
func (p *place) allowed(raw string) {
	if p.framed == nil {
		p.framed = map[string]int{}
	}
	if key := hostPort(raw); len(p.framed) < maxFramed || p.framed[key] > 0 {
		p.framed[key]++
	}
}

// requested records what the main frame requests now: a new load, or the target of a redirect.
func (p *place) requested(raw string) {
	p.pending = raw
	if key := hostPort(raw); p.framed[key] > 0 {
		p.framed[key]--
	}
}

// stopped records that the pending load will not commit.
func (p *place) stopped() { p.pending = "" }

// commit records a new document.
func (p *place) commit(raw string) { p.committed, p.pending, p.framed = raw, "", nil }

// challenge is a server's request for a name and a password (RFC 9110, section 11).
type challenge struct {
	host  string
	port  uint
	proxy bool // the host is a proxy
	retry bool // the last answer was wrong
}

// asker says who sent a challenge.
type asker int

const (
	stranger asker = iota // a frame, picture or script from elsewhere: never asks the user
	ownHost               // the host of the committed document, for a load in it
	nextHost              // the host of the pending load
)

// asker decides who sent the challenge. A proxy may always ask, because the network's owner chose it. If the old page
// has a frame of the same host that it navigates to, the challenge may be the frame's, and the host counts as a
// stranger.
func (p *place) asker(c challenge) asker {
	switch key := c.hostPort(); {
	case p.pending != "" && (c.proxy || key == hostPort(p.pending) && (p.framed[key] == 0 && len(p.framed) < maxFramed)):
		return nextHost
	case c.proxy || p.committed != "" && key == hostPort(p.committed):
		return ownHost
	}
	return stranger
}

// expects reports whether a navigation to the challenge's host was allowed, and may be one of the main frame that has not been
// requested yet.
func (p *place) expects(c challenge) bool { return p.framed[c.hostPort()] > 0 }
