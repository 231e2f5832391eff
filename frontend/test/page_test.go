package test

import (
	"context"
	"encoding/json"
	"fmt"
	goruntime "runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/test/overlay"
)

// waitLimit bounds every wait of a test.
var waitLimit = overlay.WaitLimit

// tab is one window of the app. It fails its test on a console error, on a violation of the policy, and on a request
// to any other origin.
type tab struct {
	t       *testing.T
	life    context.Context // as long as the tab
	ctx     context.Context // as long as t may take
	origin  string
	app     app
	prefers map[string]string // what the system prefers

	mu       sync.Mutex
	faults   []string
	requests []string
	allowed  string // A part of the faults that a test provokes.
}

// newTab opens a window of the app's size on an empty page, on which a test tells the fake bridge what to do. Go on with open.
func newTab(t *testing.T) *tab {
	t.Helper()
	t.Parallel()
	p := newTabAt(t, newServer(t).URL)
	p.open("/before.html")
	return p
}

// newTabAt opens a window of the app's size, for the pages of a server.
func newTabAt(t *testing.T, origin string) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(func() {
		painting.RLock()
		defer painting.RUnlock()
		cancel()
	})
	p := &tab{life: ctx, origin: origin, prefers: map[string]string{}}
	p.app = app{p}
	p.openWindow(t)
	p.use(t)
	p.resize(1000, 600)
	if err := chromedp.Listen(ctx, p.event); err != nil {
		t.Fatal(err)
	}
	call(p, network.Enable, network.EnableParams{})
	call(p, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: "Asia/Kolkata"})
	return p
}

// openWindow runs the first step with the context of the window: chromedp reads the window's messages for as long as the context of
// the first step lives, and that of one test ends before the tests that share a window do.
func (p *tab) openWindow(t *testing.T) {
	t.Helper()
	painting.RLock()
	defer painting.RUnlock()
	if err := chromedp.Do(p.life); err != nil {
		t.Fatal(err)
	}
}

// use gives the window to a test until that ends. The test answers for what the page does wrong meanwhile.
func (p *tab) use(t *testing.T) {
	before, ctx := p.t, p.ctx
	limited, stop := context.WithTimeout(p.life, 2*time.Minute)
	p.t, p.ctx = t, limited
	t.Cleanup(func() {
		p.check()
		stop()
		p.t, p.ctx, p.allowed = before, ctx, ""
	})
}

// tabs are windows that the subtests of a test share: to open one takes longer than most of them.
type tabs chan *tab

// newTabs opens them. prepare may be nil.
func newTabs(t *testing.T, origin string, prepare func(*tab)) tabs {
	t.Helper()
	all := make(tabs, goruntime.GOMAXPROCS(0))
	for range cap(all) {
		p := newTabAt(t, origin)
		if prepare != nil {
			prepare(p)
		}
		all <- p
	}
	return all
}

// take waits for a window that no other subtest has. It is of the app's size, and shows what the subtest before it has left.
func (all tabs) take(t *testing.T) *tab {
	t.Helper()
	t.Parallel()
	p := <-all
	t.Cleanup(func() { all <- p })
	p.use(t)
	p.resize(1000, 600)
	p.media()
	return p
}

// eachState runs a subtest for each state of ../ui/states.js, on the empty page from which newTab starts. prepare may be nil.
func eachState(t *testing.T, prepare func(*tab), test func(p *tab, s appState)) {
	t.Helper()
	t.Parallel()
	all := newTabs(t, newServer(t).URL, prepare)
	first := <-all
	first.open("/before.html")
	states := first.states()
	all <- first
	for _, s := range states {
		t.Run(s.Name, func(t *testing.T) {
			p := all.take(t)
			p.open("/before.html")
			test(p, s)
		})
	}
}

// event runs on the goroutine that reads from the browser: it must not call it.
func (p *tab) event(event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" {
			p.fault("console: %s %s", e.Type, consoleText(e))
		}
	case *runtime.EventExceptionThrown:
		p.fault("exception: %s", describe(e.ExceptionDetails))
	case *log.EventEntryAdded:
		if e.Entry.Level != "verbose" && e.Entry.Level != "info" {
			p.fault("log: %s %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		p.mu.Lock()
		p.requests = append(p.requests, e.Request.URL)
		p.mu.Unlock()
		if !strings.HasPrefix(e.Request.URL, p.origin+"/") {
			p.fault("request to another origin: %s", e.Request.URL)
		}
	}
}

func consoleText(e *runtime.EventConsoleAPICalled) string {
	var parts []string
	for _, arg := range e.Args {
		parts = append(parts, string(arg.Value)+arg.Description)
	}
	return strings.Join(parts, " ")
}

func describe(details *runtime.ExceptionDetails) string {
	if details.Exception != nil {
		return details.Text + " " + details.Exception.Description
	}
	return details.Text
}

func (p *tab) fault(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = append(p.faults, fmt.Sprintf(format, args...))
}

// check reports what the page did wrong since it was asked last.
func (p *tab) check() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, fault := range p.faults {
		if p.allowed == "" || !strings.Contains(fault, p.allowed) {
			p.t.Error(fault)
		}
	}
	p.faults = nil
}

func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// resize changes the size of the window.
func (p *tab) resize(width, height int64, options ...chromedp.EmulateViewportOption) {
	p.t.Helper()
	painting.RLock()
	defer painting.RUnlock()
	p.do(chromedp.EmulateViewport(width, height, options...))
}

// open loads a page and waits until it has read its session.
func (p *tab) open(path string) {
	p.t.Helper()
	p.do(chromedp.Navigate(p.origin + path))
}

// eval returns the value of an expression in the page.
func eval[T any](p *tab, expression string, options ...chromedp.EvaluateOption) T {
	p.t.Helper()
	value, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, options...))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// wait polls a condition until it holds. A page that is being replaced has no answer: it is asked again.
func (p *tab) wait(condition string) {
	p.t.Helper()
	var err error
	if !p.until(func() bool {
		var ok bool
		ok, err = chromedp.Run(p.ctx, chromedp.Evaluate[bool]("Boolean("+condition+")"))
		return err == nil && ok
	}) {
		p.t.Fatalf("never true: %s (%v)\non the page: %+v", condition, err, p.view())
	}
}

// until polls a condition, bounded by waitLimit.
func (p *tab) until(condition func() bool) bool {
	deadline := time.After(waitLimit)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if condition() {
			return true
		}
		select {
		case <-deadline:
			return false
		case <-p.ctx.Done():
			return false
		case <-tick.C:
		}
	}
}

// shows waits until the page shows exactly what is wanted.
func (p *tab) shows(want view) {
	p.t.Helper()
	var got view
	if !p.until(func() bool { got = p.view(); return cmp.Equal(want, got) }) {
		p.t.Fatalf("the page (-want +got):\n%s", cmp.Diff(want, got))
	}
}

// view is all that a person, or a driver, finds on a page, except for the cards of the calls (see cardView). Absent and invisible
// elements are empty.
type view struct {
	Page, State, Title, Lead, Status       string
	Buttons                                string // The visible ones by id; "!" after one that is disabled.
	Name, Email, Initials, Picture, Banner string
	Success                                string
	Error, Notice, Problems                lines
}

// lines are the texts of several elements, with " | " between them. In JavaScript they are a list.
type lines string

func (l *lines) UnmarshalJSON(text []byte) error {
	var parts []string
	err := json.Unmarshal(text, &parts)
	*l = lines(strings.Join(parts, " | "))
	return err
}

const viewScript = `(() => {
  const seen = (e) => e && e.checkVisibility({visibilityProperty: true}) ? e : null;
  const text = (id) => seen(document.getElementById(id))?.innerText.trim() ?? "";
  const parts = (id) => [...(seen(document.getElementById(id))?.children ?? [])].map((e) => e.textContent);
  const root = document.documentElement.dataset;
  const picture = seen(document.getElementById("profile-picture"));
  return JSON.stringify({
    Page: root.page, State: root.state, Title: text("title"), Lead: text("lead"), Status: text("status"), Error: parts("error"),
    Buttons: [...document.querySelectorAll("button")].filter((b) => seen(b) && !b.closest(".card, [role=alert]")).map((b) => b.id + (b.disabled ? "!" : "")).join(" "),
    Name: text("profile-name"), Email: text("profile-email"), Initials: text("profile-initials"),
    Picture: picture?.complete && picture.naturalWidth > 0 ? picture.getAttribute("src") : "",
    Banner: document.getElementById("banner")?.dataset.kind ?? "",
    Success: text("success"), Notice: parts("notice"),
    Problems: [...document.querySelectorAll(".problem")].filter(seen).map((e) => e.innerText.trim().replace(/\s+/g, " ")).filter(Boolean),
  });
})()`

// view reads the page as it is now; the zero view when there is none at the moment.
func (p *tab) view() view {
	var v view
	if text, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](viewScript)); err == nil {
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			p.t.Fatal(err)
		}
	}
	return v
}

// click presses the mouse on an element, as often as count, within one moment. The page must have its session by then:
// what that shows can move the element.
func (p *tab) click(id string, count int) {
	p.t.Helper()
	p.wait(fmt.Sprintf(`document.documentElement.dataset.state !== "loading" &&
		document.getElementById(%q)?.checkVisibility({visibilityProperty: true})`, id))
	type point struct{ X, Y float64 }
	at := eval[point](p, fmt.Sprintf(`(() => {
		const e = document.getElementById(%q);
		e.scrollIntoView({block: "nearest"});
		const r = e.getBoundingClientRect();
		return {X: r.x + r.width / 2, Y: r.y + r.height / 2};
	})()`, id))
	for i := range count {
		p.do(chromedp.MouseClickXY(at.X, at.Y, chromedp.ClickCount(i+1)))
	}
}

// media sets what the system prefers, for example "prefers-color-scheme", "dark"; and nothing else.
func (p *tab) media(pairs ...string) {
	p.t.Helper()
	p.prefers = map[string]string{}
	for pair := range slices.Chunk(pairs, 2) {
		p.prefers[pair[0]] = pair[1]
	}
	p.emulate(p.prefers)
}

func (p *tab) emulate(prefers map[string]string) {
	p.t.Helper()
	features := []*emulation.MediaFeature{}
	for name, value := range prefers {
		features = append(features, &emulation.MediaFeature{Name: name, Value: value})
	}
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
}

// early runs a script before those of every later page.
func (p *tab) early(script string) {
	p.t.Helper()
	call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
}
