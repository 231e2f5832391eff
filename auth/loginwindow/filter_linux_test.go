//go:build cgo

package loginwindow_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"wails-openid-oauth/auth/loginwindow/internal/gtkloop"
)

// A page of the internet cannot load an image from this machine or its network, in whatever form the address is written.
// It can load images from everywhere else.
func TestNothingIsLoadedFromThisMachine(t *testing.T) {
	b := newBench(t)
	h := newHosts(b, "provider.example", "cdn.example")
	addresses := []string{"127.0.0.1", "127.8.9.1", "0x7f.1", "2130706433", "127.1", "0.0.0.0", "0", "[::1]", "[::]",
		"[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "localhost", "LOCALHOST", "localhost.", "x.localhost", "x.y.localhost.",
		"localhost.localdomain", "ip6-localhost", "ip6-loopback", "user:secret@127.0.0.1", "user@127.0.0.1", "10.1.2.3", "172.16.0.1",
		"172.20.1.1", "172.31.255.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "100.99.1.1", "100.127.0.1",
		"[fe80::1]", "[fd00::1]", "[fc00::1]", "[64:ff9b::a00:1]", "router.local", "router", "router."}
	allowed := []string{"cdn.example", "10.example", "127.0.0.1.example", "localhost.example", "local.example",
		"192.168.example", "11.1.2.3", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "[2001:db8::1]"}
	var images strings.Builder
	for i, host := range append(addresses, allowed...) {
		for j, scheme := range []string{"http", "https"} {
			fmt.Fprintf(&images, `<img src="%s://%s:%d/%d">`, scheme, host, 8100+i, j)
		}
	}
	b.page("provider.example/login", images.String())
	done := b.open(t.Context(), "/login", false)
	for i, host := range allowed {
		h.eventually("request to "+host, func() bool { return h.askedAt(8100 + len(addresses) + i) })
	}
	for i, host := range addresses {
		if h.askedAt(8100 + i) {
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
	h := newHosts(b, "10.1.2.3")
	b.page("10.1.2.3/login", `<img src="https://127.0.0.1:8001/"><img src="https://192.168.0.1:8002/"><iframe src="https://10.9.9.9:8003/"></iframe>`)
	done := b.open(t.Context(), "/login", false)
	h.eventually("request for the image", func() bool { return h.askedAt(8002) })
	h.eventually("request for the frame", func() bool { return h.askedAt(8003) })
	if h.askedAt(8001) {
		t.Error("the page requested an image from 127.0.0.1")
	}
	gtkloop.Close(b.host())
	receive(b, "result", done)
}

// This test tries every way in which a page can load something, except images.
func TestNoWayIntoThisMachine(t *testing.T) {
	ways := map[string]string{
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
		"foreign frame":    `<iframe src="https://cdn.example/frame?URL"></iframe>`,
	}
	never := []string{"icon", "track", "preconnect", "prefetch", "manifest"} // WebKitGTK loads none of them from anywhere
	b := newBench(t)
	h := newHosts(b, "provider.example", "cdn.example")
	b.mux.HandleFunc("provider.example/to", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.RawQuery, http.StatusFound)
	})
	b.mux.HandleFunc("cdn.example/frame", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<img src="%s">`, r.URL.RawQuery)
	})
	b.mux.HandleFunc("provider.example/worker.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprint(w, `onmessage = e => fetch(e.data, {mode: "no-cors"})`)
	})
	var all strings.Builder
	var names []string
	for name, html := range ways {
		for _, target := range []string{"https://127.0.0.1", "http://127.0.0.1", "https://10.1.2.3", "https://cdn.example"} {
			url := fmt.Sprintf("%s:%d/", target, 2000+len(names))
			names = append(names, name+" of "+target)
			b.page(fmt.Sprintf("provider.example/%d", len(names)), strings.ReplaceAll(html, "URL", url))
			fmt.Fprintf(&all, `<iframe src="/%d"></iframe>`, len(names))
		}
	}
	b.page("provider.example/login", all.String())
	done := b.open(t.Context(), "/login", false)
	for i, name := range names {
		way, _, _ := strings.Cut(name, " of ")
		if strings.HasSuffix(name, "cdn.example") && !slices.Contains(never, way) {
			h.eventually("request: "+name, func() bool { return h.askedAt(2000 + i) })
		}
	}
	for i, name := range names {
		if !strings.HasSuffix(name, "cdn.example") && h.askedAt(2000+i) {
			t.Errorf("the page requested %s", name)
		}
	}
	gtkloop.Close(b.host())
	receive(b, "result", done)
}
