package test

import (
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
)

// controlsScript lists the controls that a person can use now, in the order in which they are read: by rows, and from the left.
const controlsScript = `(() => {
	const box = (e) => e.getBoundingClientRect();
	const list = [...document.querySelectorAll("button, summary, input, select, a")]
		.filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.disabled);
	const part = (e) => ["header", ".banner", ".card", "main"].map((s) => e.closest(s)).find(Boolean);
	return list.sort((a, b) => {
		const [p, q] = [part(a), part(b)];
		if (p !== q) return box(p).top - box(q).top || box(p).left - box(q).left;
		return box(a).bottom <= box(b).top || box(b).bottom <= box(a).top ? box(a).top - box(b).top : box(a).left - box(b).left;
	}).map((e) => e.id || e.textContent.trim());
})()`

// focusScript says what has the keyboard focus, and what is wrong with how it shows that.
const focusScript = `(() => {
	const e = document.activeElement;
	if (e === document.body) return "nothing";
	const {outlineStyle, outlineWidth} = getComputedStyle(e);
	const {top, bottom} = e.getBoundingClientRect();
	const wrong = outlineStyle !== "solid" || parseFloat(outlineWidth) < 3 ? " without a ring" : top < -1 || bottom > innerHeight + 1 ? " out of sight" : "";
	return (e.id || e.textContent.trim()) + wrong;
})()`

// ordered goes through the page with the Tab key: each control gets the focus once, in the order in which it is read, and shows it.
// Shift+Tab goes back the same way.
func (p *tab) ordered() {
	p.t.Helper()
	for _, size := range [][2]int64{{1000, 600}, {400, 300}} {
		p.resize(size[0], size[1])
		p.goesThrough(fmt.Sprintf("%d × %d", size[0], size[1]))
	}
}

func (p *tab) goesThrough(where string) {
	p.t.Helper()
	// The Tab key starts from what had the focus last, which is made the whole page.
	eval[chromedp.Void](p, `((page) => { page.tabIndex = -1; page.focus(); page.removeAttribute("tabindex"); scrollTo(0, 0); })(document.documentElement)`)
	want := eval[[]string](p, controlsScript)
	got := []string{}
	for range want {
		p.key(kb.Tab)
		got = append(got, eval[string](p, focusScript))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		p.t.Fatalf("%s, Tab (-want +got):\n%s", where, diff)
	}
	for i := len(want) - 2; i >= 0; i-- {
		p.do(chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)))
		if got := eval[string](p, focusScript); got != want[i] {
			p.t.Fatalf("%s, Shift+Tab from %s: %s, want %s", where, want[i+1], got, strings.Join(want[:i+1], " "))
		}
	}
}
