package desktopproxy

import (
	"net/url"
	"path"
	"strings"
)

// static is a manual configuration in the form of Windows.
type static struct {
	// proxies is "host:port" for every scheme, or a list such as "http=host:port;https=host:port;socks=host:port".
	proxies string
	// bypass is a list of hosts that need no proxy: "*.example;10.*;<local>", where "<local>" is every name without a dot.
	bypass string
}

// fields splits a list of Windows: at semicolons and white space.
func fields(list string) []string {
	return strings.FieldsFunc(list, func(c rune) bool { return strings.ContainsRune("; \t\r\n", c) })
}

// find returns the proxies for a URL in the form of [choose].
func (s static) find(target *url.URL) []string {
	if s.bypasses(target) {
		return []string{"direct://"}
	}
	var found, socks []string
	for _, one := range fields(s.proxies) {
		scheme, proxy, named := strings.Cut(one, "=")
		if !named {
			scheme, proxy = target.Scheme, one
		}
		if !strings.Contains(proxy, "://") {
			proxy = "http://" + proxy
		}
		switch {
		case strings.EqualFold(scheme, target.Scheme):
			found = append(found, proxy)
		case strings.EqualFold(scheme, "socks"): // Windows speaks version 4. Most servers know version 5, too.
			socks = append(socks, "socks5://"+proxy[strings.Index(proxy, "://")+3:])
		}
	}
	if found = append(found, socks...); len(found) == 0 {
		return []string{"direct://"}
	}
	return found
}

func (s static) bypasses(target *url.URL) bool {
	host := strings.ToLower(target.Hostname())
	for _, pattern := range fields(s.bypass) {
		pattern = strings.ToLower(pattern)
		if scheme, rest, found := strings.Cut(pattern, "://"); found {
			if scheme != target.Scheme {
				continue
			}
			pattern = rest
		}
		if pattern == "<local>" && !strings.ContainsAny(host, ".:") {
			return true
		}
		for _, name := range []string{host, host + ":" + target.Port()} {
			if matches, err := path.Match(pattern, name); err == nil && matches {
				return true
			}
		}
	}
	return false
}
