//go:build !windows

package loginwindow

import "encoding/json"

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
