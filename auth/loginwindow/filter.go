package loginwindow

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

// urls turns expressions for hosts into expressions for URLs, with or without user and port.
func urls(hosts []string) []string {
	var all []string
	for _, host := range hosts {
		all = append(all, `^[a-z]+://([^/@]*@)?`+host+`[:/]`)
	}
	return all
}
