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

// ErrNotPublic says that an address is not one of the public internet.
var ErrNotPublic = errors.New("the address is not public")

// Reach is what a URL of somebody else's may lead to, beyond the public internet.
type Reach struct {
	// Loopback allows this machine.
	Loopback bool
	// Host is "host:port", which may be anywhere; empty for none.
	Host string
}

// Public returns a RoundTripper for URLs of somebody else's: it takes t's settings, and connects to public addresses and
// within the reach only. The address is looked at when the connection is made, so that a name which resolves to another
// address the second time gains nothing, and redirects are held to the same.
//
// A proxy of the environment resolves names by itself, and is itself anywhere: behind one, only addresses that stand in
// the URL are looked at. Errors wrap [ErrNotPublic].
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

// dial connects, and has every address looked at that the name resolved to before anything is sent there.
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
	// special are the IPv4 networks that are not the public internet (IANA's registry of special-purpose addresses).
	special = prefixes("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
		"192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3")
	// global is the one IPv6 network that is; special6 are those in it that are not, or that carry an IPv4 address.
	global   = netip.MustParsePrefix("2000::/3")
	special6 = prefixes("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
	// nat64 carries an IPv4 address for networks that have IPv6 only (RFC 6052).
	nat64 = netip.MustParsePrefix("64:ff9b::/96")
)

func prefixes(texts ...string) (list []netip.Prefix) {
	for _, text := range texts {
		list = append(list, netip.MustParsePrefix(text))
	}
	return list
}

// isPublic reports whether an address is one of the public internet.
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
