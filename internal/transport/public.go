package transport

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// ErrNotPublic says that an address does not belong to the public internet.
var ErrNotPublic = errors.New("the address is not public")

// Reach is what a foreign URL may lead to, besides the public internet.
type Reach struct {
	// Loopback allows this machine.
	Loopback bool
	// Host is "host:port", and may have any address; empty for none.
	Host string
}

// Public returns a RoundTripper for foreign URLs. It uses t's settings, and connects only to public addresses and within the
// reach. It checks the address when it connects, so a name that resolves to another address the second time gains nothing. The
// same check holds for redirects.
//
// A proxy from the environment resolves names by itself, and may have any address. Behind a proxy, only addresses in the URL
// are checked. Errors wrap [ErrNotPublic].
func Public(t *http.Transport, reach Reach) http.RoundTripper {
	p := &public{reach: reach, proxied: t, direct: t.Clone()}
	p.direct.Proxy = nil
	p.direct.DialContext = p.dial
	return p
}

type public struct {
	reach           Reach
	proxied, direct *http.Transport
}

func (p *public) RoundTrip(r *http.Request) (*http.Response, error) {
	if p.proxied.Proxy == nil {
		return p.direct.RoundTrip(r)
	}
	proxy, err := p.proxied.Proxy(r)
	switch {
	case err != nil:
		return nil, err
	case proxy == nil:
		return p.direct.RoundTrip(r)
	}
	if address, err := netip.ParseAddr(r.URL.Hostname()); err == nil && !p.reaches(address) && r.URL.Host != p.reach.Host {
		return nil, ErrNotPublic
	}
	return p.proxied.RoundTrip(r)
}

// dial connects. It checks every address that the name resolves to before it sends anything there.
func (p *public) dial(ctx context.Context, network, hostAndPort string) (net.Conn, error) {
	dialer := &net.Dialer{Timeout: 30 * time.Second}
	if hostAndPort != p.reach.Host {
		dialer.Control = func(_, address string, _ syscall.RawConn) error {
			if parsed, err := netip.ParseAddrPort(address); err != nil || !p.reaches(parsed.Addr()) {
				return ErrNotPublic
			}
			return nil
		}
	}
	return dialer.DialContext(ctx, network, hostAndPort)
}

func (p *public) reaches(address netip.Addr) bool {
	return isPublic(address) || p.reach.Loopback && address.Unmap().IsLoopback()
}

var (
	// special are the IPv4 networks outside the public internet (IANA's registry of special-purpose addresses).
	special = prefixes("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
		"192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3")
	// global is the one public IPv6 network; special6 are the networks in it that are not public, or that carry an IPv4 address.
	global   = netip.MustParsePrefix("2000::/3")
	special6 = prefixes("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
	// nat64 carries an IPv4 address for networks with only IPv6 (RFC 6052).
	nat64 = netip.MustParsePrefix("64:ff9b::/96")
)

func prefixes(texts ...string) (list []netip.Prefix) {
	for _, text := range texts {
		list = append(list, netip.MustParsePrefix(text))
	}
	return list
}

// isPublic reports whether an address belongs to the public internet.
func isPublic(address netip.Addr) bool {
	if address.Zone() != "" {
		return false
	}
	address = address.Unmap()
	if nat64.Contains(address) {
		bytes := address.As16()
		address = netip.AddrFrom4([4]byte(bytes[12:]))
	}
	reserved := special6
	if address.Is4() {
		reserved = special
	} else if !global.Contains(address) {
		return false
	}
	for _, prefix := range reserved {
		if prefix.Contains(address) {
			return false
		}
	}
	return true
}
