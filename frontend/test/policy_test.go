package test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// elsewhere is another server, which notes what it is asked for.
type elsewhere struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
}

func newElsewhere(t *testing.T) *elsewhere {
	t.Helper()
	e := &elsewhere{}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e.mu.Lock()
		e.asked = append(e.asked, r.URL.Path)
		e.mu.Unlock()
		w.Header().Set("Access-Control-Allow-Origin", "*")
		if page := r.URL.Query().Get("frame"); page != "" {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte(`<!doctype html><iframe src="` + page + `"></iframe>`))
		}
	}))
	t.Cleanup(e.Close)
	return e
}

// wasAsked tells what the server was asked for since it was asked last.
func (e *elsewhere) wasAsked() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	asked := e.asked
	e.asked = nil
	return asked
}

// trying defines what the tries use. An element settles when it has loaded, or has failed.
const trying = `Object.assign(window, {
	count: 0,
	reached: () => { window.count++; },
	put: (name, attributes) => {
		const element = Object.assign(document.createElement(name), attributes);
		document.body.append(element);
		return element;
	},
	load: (name, attributes) => new Promise((done) => put(name, {...attributes, onload: done, onerror: done})).then(() => true),
}) && true`

// tries are what the headers forbid. Each settles, blocked or not. What is not blocked asks the other server, or calls reached.
var tries = map[string]string{
	"default-src: a font":                      `new FontFace("x", "url({there})").load().then(() => true, () => true)`,
	"default-src: a video":                     `load("video", {src: "{there}"})`,
	"script-src: a script from elsewhere":      `load("script", {src: "{there}"})`,
	"script-src: a script in the page":         `put("script", {textContent: "reached()"}) && true`,
	"script-src: a text that is run":           `new Promise((done) => setTimeout(() => { try { eval("reached()"); } catch {} done(true); }))`,
	"script-src: an attribute":                 `(put("p", {innerHTML: "<button onclick='reached()'>x</button>"}).firstChild.click(), true)`,
	"style-src: a style sheet":                 `load("link", {rel: "stylesheet", href: "{there}"})`,
	"style-src: a style in the page":           `(put("style", {textContent: "p { color: red }"}).sheet?.cssRules.length && reached(), true)`,
	"img-src: a picture":                       `load("img", {src: "{there}"})`,
	"connect-src: a request":                   `fetch("{there}").then(() => true, () => true)`,
	"base-uri: another base":                   `(put("base", {href: "{there}"}), document.baseURI === location.href || reached(), true)`,
	"frame-src: a frame":                       `load("iframe", {src: "{there}"})`,
	"nosniff: a text that is read as a script": `load("script", {src: "/sniffed.txt"})`,
}

// TestWhatTheHeadersForbid tries all of it in a browser, with the headers that the app sends.
func TestWhatTheHeadersForbid(t *testing.T) {
	p, there := newTab(t), newElsewhere(t)
	p.allowed = ":" // the browser tells of everything that it blocks, sometimes late
	eval[bool](p, trying)
	for _, name := range slices.Sorted(maps.Keys(tries)) {
		eval[bool](p, strings.ReplaceAll(tries[name], "{there}", there.URL+"/x"), await)
		if asked := there.wasAsked(); len(asked) > 0 || eval[int](p, `count`) != 0 {
			t.Errorf("%s: it is not blocked", name)
			eval[int](p, `count = 0`)
		}
	}

	eval[bool](p, `(addEventListener("securitypolicyviolation", (e) => { window.refused = e.effectiveDirective; }),
		put("form", {action: "`+there.URL+`/form"}).submit(), true)`)
	if !p.until(func() bool {
		return len(there.wasAsked()) > 0 || eval[string](p, `window.refused ?? ""`) == "form-action"
	}) {
		t.Error("form-action: nothing became of the form")
	}
	if at := eval[string](p, `location.href`); !strings.HasPrefix(at, p.origin) {
		t.Error("form-action: a form leads elsewhere")
	}

	p.open("/before.html")
	eval[bool](p, `(location.assign("/before.html?again"), true)`)
	p.wait(`location.search === "?again" && document.readyState === "complete"`)
	if from := eval[string](p, `document.referrer`); from != "" {
		t.Errorf("Referrer-Policy: the next page learns of %s", from)
	}

	p.excuse()
	p.do(chromedp.Navigate(there.URL + "/?frame=" + p.origin + "/index.html"))
	framed := false
	if !p.until(func() bool { framed = p.asked("/js/"); return framed || p.wasTold("frame-ancestors") }) || framed {
		t.Error("frame-ancestors: the page is shown in a page from elsewhere")
	}
}

// asked reports whether the page has asked its server for what begins with a path.
func (p *tab) asked(path string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.ContainsFunc(p.requests, func(url string) bool { return strings.HasPrefix(url, p.origin+path) })
}

// wasTold reports whether one of the faults has a word.
func (p *tab) wasTold(word string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.ContainsFunc(p.faults, func(fault string) bool { return strings.Contains(fault, word) })
}

// excuse forgets what the page has done so far.
func (p *tab) excuse() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults, p.requests = nil, nil
}
