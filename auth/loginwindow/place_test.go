package loginwindow

import (
	"fmt"
	"testing"
)

func TestWhoMayAsk(t *testing.T) {
	const evil, victim = "https://evil.example/", "https://victim.example/"
	asks := func(host string, port uint) challenge { return challenge{host: host, port: port} }
	tests := []struct {
		name string
		do   func(p *place)
		by   challenge
		want asker
	}{
		{"the first load", func(p *place) { p.allowed(victim); p.requested(victim) }, asks("victim.example", 443), nextHost},
		{"upper case", func(p *place) { p.allowed(victim); p.requested(victim) }, asks("VICTIM.example", 443), nextHost},
		{"IPv6", func(p *place) { p.requested("https://[2001:db8::1]:8443/") }, asks("2001:db8::1", 8443), nextHost},
		{"another port", func(p *place) { p.requested(victim) }, asks("victim.example", 8443), stranger},
		{"nothing yet", func(*place) {}, asks("victim.example", 443), stranger},
		{"a proxy", func(*place) {}, challenge{host: "proxy.example", port: 3128, proxy: true}, ownHost},
		{"a proxy of a load", func(p *place) { p.requested(victim) }, challenge{host: "proxy.example", port: 3128, proxy: true}, nextHost},
		{"the page's own", func(p *place) { p.commit(evil) }, asks("evil.example", 443), ownHost},
		{"a part from elsewhere", func(p *place) { p.commit(evil) }, asks("victim.example", 443), stranger},
		{"a frame from elsewhere", func(p *place) { p.commit(evil); p.allowed(victim) }, asks("victim.example", 443), stranger},
		{"where the page goes", func(p *place) { p.commit(evil); p.allowed(victim); p.requested(victim) }, asks("victim.example", 443), nextHost},
		{"a redirect", func(p *place) {
			p.commit(evil)
			for _, at := range []string{evil + "to", victim} {
				p.allowed(at)
				p.requested(at)
			}
		}, asks("victim.example", 443), nextHost},
		{"the page itself meanwhile", func(p *place) { p.commit(evil); p.requested(victim) }, asks("evil.example", 443), ownHost},
		{"a frame while the page goes there", func(p *place) { p.commit(evil); p.allowed(victim); p.requested(victim); p.allowed(victim + "frame") },
			asks("victim.example", 443), stranger},
		{"a frame before the page went there", func(p *place) { p.commit(evil); p.allowed(victim + "frame"); p.allowed(victim); p.requested(victim) },
			asks("victim.example", 443), stranger},
		{"more frames than are counted", func(p *place) {
			p.commit(evil)
			for i := range maxFramed + 1 {
				p.allowed(fmt.Sprintf("https://%d.example/", i))
			}
			p.allowed(victim + "frame")
			p.requested(victim)
		}, asks("victim.example", 443), stranger},
		{"after the load stopped", func(p *place) { p.commit(evil); p.requested(victim); p.stopped() }, asks("victim.example", 443), stranger},
		{"after the load came", func(p *place) { p.requested(victim); p.commit(evil) }, asks("victim.example", 443), stranger},
		{"a blank page", func(p *place) { p.commit(evil); p.commit("about:blank") }, asks("evil.example", 443), stranger},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var p place
			tt.do(&p)
			if got := p.asker(tt.by); got != tt.want {
				t.Errorf("asker = %v, want %v", got, tt.want)
			}
		})
	}
}

// A challenge may come before word of its load. One of a load that was not allowed never waits.
func TestAChallengeBeforeItsLoad(t *testing.T) {
	const victim = "https://victim.example/"
	var p place
	by := challenge{host: "victim.example", port: 443}
	for _, step := range []struct {
		name string
		do   func()
		want bool
	}{
		{"nothing", func() { p.commit("https://evil.example/") }, false},
		{"allowed", func() { p.allowed(victim) }, true},
		{"requested", func() { p.requested(victim) }, false},
		{"a frame", func() { p.allowed(victim) }, true},
		{"another page", func() { p.commit("https://evil.example/2") }, false},
	} {
		if step.do(); p.expects(by) != step.want {
			t.Errorf("%s: got %v", step.name, !step.want)
		}
	}
}

// Nobody sees the form of a hidden page, or of one that has ended: their challenges do not wait.
func TestWhoseChallengeWaits(t *testing.T) {
	early := challenge{host: "next.example", port: 443}
	for _, hidden := range []bool{false, true} {
		p, _ := visited(t, hidden)
		if p.mayAskSoon(early) {
			t.Error("a challenge waits, and its load was not allowed")
		}
		p.navigate(navigation{url: "https://next.example/"})
		if p.mayAskSoon(early) == hidden {
			t.Errorf("a page that is hidden %t: the challenge waits %t", hidden, !hidden)
		}
		p.end()
		if p.mayAskSoon(early) {
			t.Error("a challenge waits after the end")
		}
	}
}
