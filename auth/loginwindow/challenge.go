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
func (p *page) challenged(c challenge) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	who := p.place.asker(c)
	if p.ended || p.hidden || who == stranger || who == ownHost && p.cover == password || !p.spend(passwordForm) {
		return false
	}
	p.cover, p.asker, p.asks, p.reply.beyond = password, who, c.hostPort(), true
	p.window.native.ask(p.id, c.prompt())
	return true
}

// mayAskSoon reports whether a challenge that was refused may belong to a load that was allowed, and of which word has not come yet.
// WebKitGTK gets the two from different processes.
func (p *page) mayAskSoon(c challenge) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.ended && !p.hidden && p.place.expects(c)
}

// lost handles a challenge that ended while it waited for word of its load: WebKitGTK ends each open challenge when it hears that a load
// has begun, and with the challenge its load. The user has not seen the form.
func (p *page) lost() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lostForm = true
}

// answered handles the user's "Log in". A form that the user answers does not count against the page's limit.
func (p *page) answered() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cover != password {
		return
	}
	p.refund(passwordForm)
	p.cover = busy
	if p.asker == nextHost && p.place.pending != "" {
		p.window.native.notify(p.id, connectingTo(hostOf(p.place.pending)))
		return
	}
	p.restore()
}

// dismissed handles the user's "Cancel".
func (p *page) dismissed() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cover == password {
		p.cover = busy
		p.restore()
	}
}

// askedForCertificate records the server that asked for a certificate of the user. It gets none.
func (p *page) askedForCertificate(c challenge) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.certificate == "" {
		p.certificate = c.hostPort()
	}
}

// tellCertificate says, once, that the host of the page at raw has asked for a certificate. The caller holds p.mu.
func (p *page) tellCertificate(raw string) {
	if p.certificate != "" && p.certificate == hostPort(raw) {
		p.certificate = "told"
		p.cannot(limitCertificate)
	}
}

// withdrawn handles a challenge that ended by itself, because the page stopped its load or began another one.
func (p *page) withdrawn() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cover == password {
		p.hold()
	}
}
