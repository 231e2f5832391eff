package loginwindow

import "encoding/json"

// Regular expressions for hosts in URLs, in the dialect of WebKit's content rules: no alternatives, no counts. WebKit
// normalizes a URL first (lower case, "0x7f.1" becomes "127.0.0.1", IPv6 in its shortest form).
var (
	// thisMachine are the loopback addresses (RFC 6890), the other addresses of this machine (0.0.0.0/8), IPv4 within
	// IPv6, and the names of RFC 6761.
	thisMachine = []string{
		`127\.[0-9.]+`, `0\.[0-9.]+`, `\[::[0-9a-f:.]*\]`, `localhost\.?`, `([^/]*\.)localhost\.?`, `localhost\.localdomain\.?`,
		`ip6-localhost\.?`, `ip6-loopback\.?`,
	}
	// itsNetwork are private (RFC 1918, RFC 4193), shared (RFC 6598) and link-local addresses (RFC 3927, RFC 4291), their
	// NAT64 forms (RFC 6052, RFC 8215), names of the local link (RFC 6762), and names without a dot, which no public host
	// has.
	itsNetwork = []string{
		`10\.[0-9.]+`, `172\.1[6-9]\.[0-9.]+`, `172\.2[0-9]\.[0-9.]+`, `172\.3[01]\.[0-9.]+`, `192\.168\.[0-9.]+`,
		`169\.254\.[0-9.]+`, `100\.6[4-9]\.[0-9.]+`, `100\.[7-9][0-9]\.[0-9.]+`, `100\.1[01][0-9]\.[0-9.]+`,
		`100\.12[0-7]\.[0-9.]+`, `\[f[cd][0-9a-f:.]*\]`, `\[fe[89a-f][0-9a-f:.]*\]`, `\[64:ff9b:[0-9a-f:.]*\]`,
		`([^/]*\.)local\.?`, `[^./:@\[]+\.?`,
	}
)

// rule is one of WebKit's content rules.
type rule struct {
	Trigger struct {
		URL     string   `json:"url-filter"`
		Types   []string `json:"resource-type"`
		Context []string `json:"load-context,omitempty"`
		Unless  []string `json:"unless-top-url"`
	} `json:"trigger"`
	Action struct {
		Type string `json:"type"`
	} `json:"action"`
}

// contentRules returns the rules, as JSON for WebKit, that block loads of a page from this machine and its network.
// Except for plain http, they do not cover the document of a main frame, in the log-in's own window or in a pop-up, which
// the navigation policy decides. A page that is on this machine itself may load from both, and a page of the network may
// load from the network.
func contentRules() string {
	machine, network := urls(thisMachine), urls(itsNetwork)
	rules := append(block(machine, machine), block(network, append(network, machine...))...)
	rules = append(rules, blockPlain(machine))
	text, err := json.Marshal(rules)
	if err != nil {
		panic(err) // strings always encode
	}
	return string(text)
}

// block returns rules that block the URLs for all pages except unless: everything that is not a document, and documents
// of frames.
func block(urls, unless []string) []rule {
	var rules []rule
	for _, u := range urls {
		var r rule
		r.Trigger.URL, r.Trigger.Unless, r.Action.Type = u, unless, "block"
		r.Trigger.Types = []string{"image", "style-sheet", "script", "font", "raw", "svg-document", "media", "ping",
			"fetch", "websocket", "other", "csp-report"}
		rules = append(rules, r)
		r.Trigger.Types, r.Trigger.Context = []string{"document"}, []string{"child-frame"}
		rules = append(rules, r)
	}
	return rules
}

// blockPlain returns the rule that blocks every document over plain http, of the window and of frames, except in pages of
// this machine. For those, the navigation policy decides.
func blockPlain(machine []string) (r rule) {
	r.Trigger.URL, r.Trigger.Unless, r.Action.Type = `^http://`, machine, "block"
	r.Trigger.Types = []string{"document"}
	return r
}

// urls turns expressions for hosts into expressions for URLs, with or without user and port.
func urls(hosts []string) []string {
	var all []string
	for _, host := range hosts {
		all = append(all, `^[a-z]+://([^/@]*@)?`+host+`[:/]`)
	}
	return all
}
