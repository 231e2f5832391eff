//go:build cgo && !gnustep

package loginwindow_test

import (
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wails-openid-oauth/auth/loginwindow/internal/gtkloop"
	"wails-openid-oauth/test/hosts"
)

// visit is what came to a port.
type visit int32

const (
	nobody    visit = iota
	silent          // a connection that has sent nothing yet
	plain           // bytes that are not encrypted
	encrypted       // the beginning of TLS (RFC 8446, section 5.1)
)

// visitors listens at n ports of every address in the world. The function tells what has come to a port.
func (b *bench) visitors(first, n int) (came func(port int) visit) {
	b.Helper()
	hosts.EveryAddress(b)
	visits := make([]atomic.Int32, n)
	for i := range n {
		l, err := net.Listen("tcp", fmt.Sprintf(":%d", first+i))
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { l.Close() })
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				visits[i].CompareAndSwap(int32(nobody), int32(silent))
				go func() {
					defer c.Close()
					_ = c.SetDeadline(time.Now().Add(waitLimit))
					begin := make([]byte, 1)
					if _, err := c.Read(begin); err == nil && begin[0] == 22 {
						visits[i].CompareAndSwap(int32(silent), int32(encrypted))
					} else if err == nil {
						visits[i].Store(int32(plain))
					}
				}()
			}
		}()
	}
	return func(port int) visit { return visit(visits[port-first].Load()) }
}

// A page of the internet cannot load an image from this machine or its network, in whatever form the address is written.
// It can load images from everywhere else.
func TestNothingIsLoadedFromThisMachine(t *testing.T) {
	b := newBench(t)
	addresses := []string{"127.0.0.1", "127.8.9.1", "0x7f.1", "2130706433", "127.1", "0.0.0.0", "0", "[::1]", "[::]",
		"[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "localhost", "LOCALHOST", "localhost.", "x.localhost", "x.y.localhost.",
		"localhost.localdomain", "ip6-localhost", "ip6-loopback", "user:secret@127.0.0.1", "user@127.0.0.1", "10.1.2.3", "172.16.0.1",
		"172.20.1.1", "172.31.255.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "100.99.1.1", "100.127.0.1",
		"[fe80::1]", "[fd00::1]", "[fc00::1]", "[64:ff9b::a00:1]", "router.local", "router", "router."}
	allowed := []string{"cdn.example", "10.example", "127.0.0.1.example", "localhost.example", "local.example",
		"192.168.example", "11.1.2.3", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "[2001:db8::1]"}
	var images strings.Builder
	for i, host := range append(addresses, allowed...) {
		if !strings.ContainsAny(host, ":@") {
			b.web.Name(host) // so that it would be found
		}
		for j, scheme := range []string{"http", "https"} {
			fmt.Fprintf(&images, `<img src="%s://%s:%d/%d">`, scheme, host, 8100+i, j)
		}
	}
	came := b.visitors(8100, len(addresses)+len(allowed))
	b.page("/login", images.String())
	done := b.open(t.Context(), "/login", false)
	for i, host := range allowed {
		b.eventually("request to "+host, func() bool { return came(8100+len(addresses)+i) != nobody })
	}
	for i, host := range addresses {
		if came(8100+i) != nobody {
			t.Errorf("the page requested an image from %s", host)
		}
	}
	gtkloop.Close(b.host())
	receive(b, "result", done)
}

// A page of the local network can load from that network, but not from this machine. All other tests show that a page of
// this machine can load from it.
func TestAPageOfTheNetworkLoadsFromThere(t *testing.T) {
	b := newBench(t)
	b.origin = "https://10.1.2.3"
	came := b.visitors(8001, 3)
	b.page("10.1.2.3/login", `<img src="https://127.0.0.1:8001/"><img src="https://192.168.0.1:8002/"><iframe src="https://10.9.9.9:8003/"></iframe>`)
	done := b.open(t.Context(), "/login", false)
	b.eventually("request for the image", func() bool { return came(8002) != nobody })
	b.eventually("request for the frame", func() bool { return came(8003) != nobody })
	if came(8001) != nobody {
		t.Error("the page requested an image from 127.0.0.1")
	}
	gtkloop.Close(b.host())
	receive(b, "result", done)
}

// ways are all ways in which a page can load something.
var ways = map[string]string{
	"image":            `<img src="URL">`,
	"image set":        `<img srcset="URL 2x">`,
	"input":            `<input type=image src="URL">`,
	"background":       `<body background="URL">`,
	"svg image":        `<svg><image href="URL"/></svg>`,
	"style sheet":      `<link rel=stylesheet href="URL">`,
	"import":           `<style>@import "URL";</style>`,
	"cursor":           `<style>body { background: url(URL); cursor: url(URL), auto }</style>`,
	"font":             `<style>@font-face { font-family: x; src: url(URL) } body { font-family: x }</style>text`,
	"script":           `<script src="URL"></script>`,
	"module":           `<script type=module>import("URL")</script>`,
	"video":            `<video src="URL" poster="URL" autoplay muted preload=auto></video>`,
	"audio":            `<audio src="URL" autoplay preload=auto></audio>`,
	"track":            `<video crossorigin><track default src="URL"></video>`,
	"frame":            `<iframe src="URL"></iframe>`,
	"object":           `<object data="URL"></object>`,
	"embed":            `<embed src="URL">`,
	"icon":             `<link rel=icon href="URL">`,
	"preload":          `<link rel=preload as=image href="URL">`,
	"prefetch":         `<link rel=prefetch href="URL">`,
	"preconnect":       `<link rel=preconnect href="URL"><link rel=dns-prefetch href="URL">`,
	"manifest":         `<link rel=manifest href="URL">`,
	"fetch":            `<script>fetch("URL", {mode: "no-cors"}).catch(() => 0)</script>`,
	"post":             `<script>fetch("URL", {mode: "no-cors", method: "POST", body: "x"}).catch(() => 0)</script>`,
	"XMLHttpRequest":   `<script>x = new XMLHttpRequest(); x.open("GET", "URL"); x.send()</script>`,
	"beacon":           `<script>navigator.sendBeacon("URL", "x")</script>`,
	"ping":             `<a ping="URL" href="#x">x</a><script>document.querySelector("a").click()</script>`,
	"events":           `<script>new EventSource("URL")</script>`,
	"socket":           `<script>new WebSocket("URL".replace("http", "ws"))</script>`,
	"worker":           `<script>w = new Worker("/worker.js"); w.postMessage("URL")</script>`,
	"redirected image": `<img src="/to?URL">`,
	"redirected frame": `<iframe src="/to?URL"></iframe>`,
	"redirected fetch": `<script>fetch("/to?URL", {mode: "no-cors"}).catch(() => 0)</script>`,
	"service worker": `<script>navigator.serviceWorker.register("/worker.js").then(() => navigator.serviceWorker.ready)
		.then(r => r.active.postMessage("URL"))</script>`,
	"form in a frame":  `<iframe name=f></iframe><form target=f action="URL"></form><script>document.forms[0].submit()</script>`,
	"frame in a frame": `<iframe srcdoc='<img src="URL">'></iframe>`,
	"header":           `<iframe src="/with?URL"></iframe>`,
	"foreign frame":    `<iframe src="https://cdn.example/frame?URL"></iframe>`,
}

// never are ways in which WebKitGTK loads nothing from anywhere.
var never = []string{"icon", "track", "preconnect", "prefetch", "manifest"}

// loadEveryWay opens a page that loads from the targets in every way, and from https://cdn.example. It returns what came to each
// target, by way and target, after everything has come to the other host.
func (b *bench) loadEveryWay(targets ...string) (came map[string]visit) {
	b.Helper()
	b.handle("/to", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.RawQuery, http.StatusFound) })
	b.handle("/with", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Link", "<"+r.URL.RawQuery+">; rel=preload; as=image") // RFC 8288
		w.Header().Set("Content-Type", "text/html")
	})
	b.handle("cdn.example/frame", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<img src="%s">`, r.URL.RawQuery)
	})
	b.handle("/worker.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprint(w, `onmessage = e => fetch(e.data, {mode: "no-cors"})`)
	})
	const first = 20000 // where no port is of a known service: WebKit connects to none of those, such as 2049
	const cdn = "https://cdn.example"
	var all strings.Builder
	var names []string
	for name, html := range ways {
		for _, target := range append(targets, cdn) {
			address := fmt.Sprintf("%s:%d/", target, first+len(names))
			names = append(names, name+" of "+target)
			b.page(fmt.Sprintf("/%d", len(names)), strings.ReplaceAll(html, "URL", address))
			fmt.Fprintf(&all, `<iframe src="/%d"></iframe>`, len(names))
		}
	}
	at := b.visitors(first, len(names))
	b.page("/login", all.String())
	done := b.open(b.Context(), "/login", false)
	came = map[string]visit{}
	for i, name := range names {
		way, target, _ := strings.Cut(name, " of ")
		if target == cdn && !slices.Contains(never, way) {
			b.eventually("request: "+name, func() bool { return at(first+i) != nobody })
		}
	}
	for i, name := range names {
		if !strings.HasSuffix(name, cdn) {
			came[name] = at(first + i)
		}
	}
	b.window.Close()
	receive(b, "result", done)
	return came
}

func TestNoWayIntoThisMachine(t *testing.T) {
	b := newBench(t)
	for name, visit := range b.loadEveryWay("https://127.0.0.1", "http://127.0.0.1", "https://10.1.2.3") {
		if visit != nobody {
			t.Errorf("the page requested %s", name)
		}
	}
}

// A page over https loads nothing over http: WebKit blocks it, or loads it over https.
func TestNothingIsLoadedWithoutEncryption(t *testing.T) {
	b := newBench(t)
	b.web.Name("plain.example")
	for name, visit := range b.loadEveryWay("http://plain.example") {
		if visit == plain {
			t.Errorf("the page requested without encryption: %s", name)
		}
	}
}
