package loginwindow

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/urlscheme"
)

// programs are the schemes that a page may have opened by another program, and what the question calls that program.
// Options.Schemes adds others.
var programs = map[string]string{
	"bankid":                  "BankID",                 // bankid:///?autostarttoken=…
	"mailto":                  "your mail program",      // RFC 6068
	"openid-credential-offer": "your wallet",            // OpenID for Verifiable Credential Issuance, section 4.1
	"openid4vp":               "your wallet",            // OpenID for Verifiable Presentations, section 13.1.2
	"otpauth":                 "your authenticator app", // the key of a second factor
}

// maxTarget bounds a URL for a program, in bytes. A program gets it as an argument.
const maxTarget = 8 << 10

// mailFields are the parts of a mail that a page may write. Others, such as "attach", could send a file of the user.
var mailFields = []string{"to", "cc", "bcc", "subject", "body"}

// schemesOf returns programs with further schemes. Its error wraps auth.ErrConfig.
func schemesOf(further []string) (map[string]string, error) {
	all := maps.Clone(programs)
	for _, name := range further {
		if err := urlscheme.Check(name); err != nil {
			return nil, fmt.Errorf("loginwindow: %q %w: %w", name, err, auth.ErrConfig)
		}
		if all[name] == "" {
			all[name] = "the program for “" + name + ":”"
		}
	}
	return all, nil
}

// opensProgram reports whether the policy lets a program open u, once the user agrees.
func (p policy) opensProgram(u *url.URL, raw string) bool {
	if p.schemes[u.Scheme] == "" || len(raw) > maxTarget {
		return false
	}
	if u.Scheme != "mailto" {
		return true
	}
	fields, err := url.ParseQuery(u.RawQuery)
	for name := range fields {
		if !slices.Contains(mailFields, strings.ToLower(name)) {
			return false
		}
	}
	return err == nil
}

// offer asks the user whether a program may open the URL. A page gets one question for each click. The host in the
// question is that of the page, which stands above it, too. The caller holds p.mu.
func (p *page) offer(scheme, target string) {
	name, host := p.policy.schemes[scheme], hostOf(p.place.committed)
	switch {
	case p.cover != document || hostPort(p.place.committed) == "":
	case !p.byClick():
		p.remark("“" + host + "” wanted to open " + name + " without a click of yours. Use its link or its button.")
	case p.spend(programQuestion):
		question := line{text: "Open " + name + "? “" + host + "” asks for it.", action: "_Open"}
		p.say(question, func() { p.window.native.showURI(p.id, target) })
	}
}

// notOpened handles a URL for which the desktop has no program.
func (p *page) notOpened(target string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.remark("No program on this computer opens “" + schemeOf(target) + ":” addresses.")
}

// remark shows a line about what the page wanted, unless a question waits for the user. The caller holds p.mu.
func (p *page) remark(text string) {
	if p.bar.act == nil && p.spend(pageRemark) {
		p.say(line{text: text}, nil)
	}
}

// explain tells the user about a navigation that the policy has refused. Frames have data: and blob: URLs of their own,
// so only a link to one counts, which is how pages offer files to save. fail explains refused web pages. The caller holds
// p.mu.
func (p *page) explain(n navigation) {
	switch scheme := schemeOf(n.url); scheme {
	case "", "http", "https", "about":
	case "data", "blob":
		if n.kind == byLink {
			p.cannot(limitDownload)
		}
	default:
		p.remark("“" + hostOf(p.place.committed) + "” wanted to open a “" + scheme + ":” address. This window does not do that.")
	}
}

// schemeOf returns the scheme of a URL, or "" if it has none. It is cut for a line.
func schemeOf(raw string) string {
	const most = 40
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return u.Scheme[:min(len(u.Scheme), most)]
}
