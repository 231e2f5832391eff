package transport

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

func TestIsPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.216.34": true, "1.1.1.1": true, "100.63.255.255": true, "172.32.0.1": true, "223.255.255.255": true,
		"2606:4700:4700::1111": true, "64:ff9b::101:101": true, "::ffff:1.1.1.1": true,
		"127.0.0.1": false, "127.255.255.255": false, "0.0.0.0": false, "0.1.2.3": false, "10.0.0.1": false, "100.64.0.1": false,
		"100.127.255.255": false, "169.254.169.254": false, "172.16.0.1": false, "172.31.255.255": false, "192.0.0.8": false,
		"192.0.2.1": false, "192.168.0.1": false, "198.18.0.1": false, "198.51.100.1": false, "203.0.113.1": false,
		"224.0.0.1": false, "240.0.0.1": false, "255.255.255.255": false,
		"::": false, "::1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::127.0.0.1": false, "fe80::1": false,
		"fe80::1%eth0": false, "2606:4700::1%eth0": false, "fc00::1": false, "fd12::1": false, "fec0::1": false, "ff02::1": false,
		"64:ff9b::7f00:1": false, "64:ff9b::a00:1": false, "64:ff9b:1::1": false, "2001::1": false, "2001:db8::1": false,
		"2002:7f00:1::": false, "100::1": false,
	} {
		if got := isPublic(netip.MustParseAddr(address)); got != want {
			t.Errorf("isPublic(%s) = %v", address, got)
		}
	}
}

// TestPublic tries to connect to a server on this machine, under every name and through every detour.
func TestPublic(t *testing.T) {
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { asked++ }))
	defer server.Close()
	away := httptest.NewServer(http.RedirectHandler(server.URL, http.StatusFound))
	defer away.Close()
	host, other := strings.TrimPrefix(server.URL, "http://"), strings.TrimPrefix(away.URL, "http://")
	port := host[strings.LastIndex(host, ":"):]
	proxy := func(*http.Request) (*url.URL, error) { return url.Parse(server.URL) }
	tests := []struct {
		name, url string
		reach     Reach
		proxy     func(*http.Request) (*url.URL, error)
		ok        bool
	}{
		{"an address", server.URL, Reach{}, nil, false},
		{"a name that resolves to it", "http://localhost" + port, Reach{}, nil, false},
		{"an address in another form", "http://[::ffff:127.0.0.1]" + port, Reach{}, nil, false},
		{"no address in particular", "http://0.0.0.0" + port, Reach{}, nil, false},
		{"this machine, where it is allowed", server.URL, Reach{Loopback: true}, nil, true},
		{"the one host", server.URL, Reach{Host: host}, nil, true},
		{"another port of the one host", server.URL, Reach{Host: other}, nil, false},
		{"a redirect from the one host", away.URL, Reach{Host: other}, nil, false},
		{"by a proxy on this machine", "http://pictures.example/", Reach{}, proxy, true},
		{"an address by a proxy", "http://192.168.0.1/", Reach{}, proxy, false},
		{"the one host by a proxy", "http://192.168.0.1:81/", Reach{Host: "192.168.0.1:81"}, proxy, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			base, err := New(nil)
			if err != nil {
				t.Fatal(err)
			}
			base.Proxy = tt.proxy
			before := asked
			resp, err := (&http.Client{Transport: Public(base, tt.reach)}).Get(tt.url)
			if err == nil {
				resp.Body.Close()
			}
			if (err == nil) != tt.ok || err != nil && !errors.Is(err, ErrNotPublic) || asked-before > 0 != tt.ok {
				t.Errorf("error %v, %d requests", err, asked-before)
			}
		})
	}
}
