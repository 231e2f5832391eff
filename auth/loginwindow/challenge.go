package loginwindow

import (
	"net"
	"strconv"
	"strings"
)

// prompt is the form for a name and a password, which covers the page. Its text is plain text.
type prompt struct {
	heading string
	text    string
	again   bool // the last answer was wrong: keep the name
}

// hostPort returns the server's host and port. The native layers give an IPv6 address with or without brackets.
func (c challenge) hostPort() string {
	host := strings.ToLower(strings.Trim(c.host, "[]"))
	return net.JoinHostPort(host, strconv.FormatUint(uint64(c.port), 10))
}

// prompt returns the form for the challenge. It leaves out the realm, which is free text of the server.
func (c challenge) prompt() prompt {
	name := c.hostPort()
	if !c.proxy && (c.port == 443 || c.port == 80) {
		name = strings.TrimSuffix(name, ":"+strconv.FormatUint(uint64(c.port), 10))
	}
	p := prompt{heading: "“" + name + "” asks for your password", again: c.retry}
	if c.proxy {
		p.heading = "The proxy “" + name + "” asks for your password"
	}
	if c.retry {
		p.text = "The name or the password was not right. "
	}
	p.text += "What you type here goes to “" + name + "” and to nobody else."
	return p
}

// challenged decides on a challenge: true shows the form, false lets the load continue without a password. While a form
// is open, a challenge from within the page cannot replace it.
func (a *attempt) challenged(c challenge) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	who := a.place.asker(c)
	if a.ended || a.hidden || who == stranger || who == ownHost && a.cover == password || !a.spend(passwordForm) {
		return false
	}
	a.cover, a.asker = password, who
	a.window.native.ask(a.id, c.prompt())
	return true
}

// answered handles the user's "Log in". A form that the user answers does not count against the page's limit.
func (a *attempt) answered() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.cover != password {
		return
	}
	a.refund(passwordForm)
	a.cover = busy
	if a.asker == nextHost && a.place.pending != "" {
		a.window.native.notify(a.id, connectingTo(hostOf(a.place.pending)))
		return
	}
	a.restore()
}

// dismissed handles the user's "Cancel".
func (a *attempt) dismissed() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.cover == password {
		a.cover = busy
		a.restore()
	}
}

// withdrawn handles a challenge that ended by itself, because the page stopped its load or began another one.
func (a *attempt) withdrawn() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.cover == password {
		a.hold()
	}
}
