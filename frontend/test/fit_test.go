package test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
)

// longName has 70 characters.
const longName = "Wolfeschlegelsteinhausen Bergerdorff, Countess of Lovelace and Babbage"

// fitScript lists what does not fit on the page: controls whose text takes two lines or leaves them, controls that overlap each
// other, or are smaller than WCAG's 24 pixels (success criterion 2.5.8), a name that is cut off, whatever leaves the window, and a
// page that scrolls sideways.
const fitScript = `(() => {
	const wrong = [];
	const wide = document.documentElement.clientWidth;
	const name = (e) => e.id || e.textContent.trim();
	const controls = [...document.querySelectorAll("button, summary, input, select, a")].filter((e) => e.checkVisibility({visibilityProperty: true}));
	for (const e of controls) {
		const box = e.getBoundingClientRect();
		const text = document.createRange();
		text.selectNodeContents(e);
		const lines = new Set([...text.getClientRects()].filter((r) => r.width > 0).map((r) => Math.round(r.top)));
		const words = text.getBoundingClientRect();
		if (lines.size > 1) wrong.push(name(e) + " takes " + lines.size + " lines");
		const shows = words.width > 0; // a field has its text in a box of its own, which scrolls
		if (shows && (words.left < box.left || words.right > box.right || words.top < box.top - 1 || words.bottom > box.bottom + 1))
			wrong.push("the text of " + name(e) + " leaves it");
		if (box.width < 24 || box.height < 24) wrong.push(name(e) + " is small: " + box.width + " by " + box.height);
		for (const other of controls) {
			const b = other.getBoundingClientRect();
			if (other !== e && box.left < b.right && b.left < box.right && box.top < b.bottom && b.top < box.bottom)
				wrong.push(name(e) + " overlaps " + name(other));
		}
	}
	for (const id of ["profile-name", "profile-email"]) {
		const e = document.getElementById(id);
		if (e?.checkVisibility() && e.scrollHeight > e.clientHeight + 1) wrong.push(id + " is cut off");
	}
	for (const e of document.querySelectorAll("body *")) {
		const {left, right, width} = e.getBoundingClientRect();
		if (e.checkVisibility() && width > 1 && (left < -0.5 || right > wide + 0.5)) wrong.push((e.id || e.tagName + "." + e.className) + " leaves the window");
	}
	const over = document.documentElement.scrollWidth - wide;
	if (over > 0) wrong.push("the page is " + over + " pixels too wide");
	return wrong;
})()`

// textScript gives the text another size, as people can in their system, without zooming anything else.
const textScript = `((size) => {
	const style = new CSSStyleSheet();
	style.replaceSync("html { font-size: " + size + " }");
	document.adoptedStyleSheets = [style];
})(%q)`

// fits checks the page from 320 pixels on, at 200 % zoom and at 200 % text.
func (p *tab) fits() {
	p.t.Helper()
	for _, size := range [][2]int64{{320, 480}, {400, 300}, {1000, 600}, {1600, 1000}} {
		p.resize(size[0], size[1])
		p.fitsIn(fmt.Sprintf("%d × %d", size[0], size[1]))
		eval[chromedp.Void](p, fmt.Sprintf(textScript, "200%"))
		p.fitsIn(fmt.Sprintf("%d × %d, text at 200 %%", size[0], size[1]))
		eval[chromedp.Void](p, fmt.Sprintf(textScript, "100%"))
		p.resize(size[0]/2, size[1]/2, chromedp.EmulateScale(2))
		p.fitsIn(fmt.Sprintf("%d × %d at 200 %%", size[0], size[1]))
	}
}

func (p *tab) fitsIn(where string) {
	p.t.Helper()
	if wrong := eval[[]string](p, fitScript); len(wrong) > 0 {
		p.t.Errorf("%s: %s", where, strings.Join(wrong, ", "))
		p.picture("does not fit " + where)
	}
}

// withLongName gives the person of a state the long name.
func withLongName(t *testing.T, c appState) appState {
	t.Helper()
	var scene map[string]any
	if err := json.Unmarshal(c.scene, &scene); err != nil {
		t.Fatal(err)
	}
	session, _ := scene["session"].(map[string]any)
	for _, key := range []string{"profile", "remembered"} {
		if person, ok := session[key].(map[string]any); ok {
			person["name"], person["email"] = longName, "countess.of.lovelace@wolfeschlegelsteinhausen.example"
		}
	}
	var err error
	if c.scene, err = json.Marshal(scene); err != nil {
		t.Fatal(err)
	}
	return c
}

// places are the boxes of what has to stay where it is, by selector.
func (p *tab) places(selectors ...string) map[string]string {
	p.t.Helper()
	list, err := json.Marshal(selectors)
	if err != nil {
		p.t.Fatal(err)
	}
	return eval[map[string]string](p, fmt.Sprintf(`Object.fromEntries(%s.map((s) => {
		const {x, y, width, height} = document.querySelector(s).getBoundingClientRect();
		return [s, [x, y, width, height].map(Math.round).join(" ")];
	}))`, list))
}

// TestNothingJumps: what is on a page stays in its place when the session arrives, and when it changes.
func TestNothingJumps(t *testing.T) {
	t.Run("home", func(t *testing.T) {
		p := newTab(t)
		p.app.answer("GetSession", answer{hold: true})
		p.open("/home.html")
		fixed := []string{".bar", "#log-out", "h1", ".lead", ".card", "#get-private-message", "#get-scoped-message"}
		p.wait(`document.querySelector(".card")`)
		before := p.places(fixed...)
		for _, s := range []session{
			state("signed-in", "", ""), state("offline", "offline", ""), state("expired", "login_required", ""), state("signed-in", "", ""),
		} {
			p.app.emit(s)
			p.wait(`document.documentElement.dataset.state === "` + s.State + `"`)
			if diff := cmp.Diff(before, p.places(fixed...)); diff != "" {
				t.Errorf("%s (-before +now):\n%s", s.State, diff)
			}
		}
		p.app.answer("GetPrivateData", answer{value: message})
		p.click("get-private-message", 1)
		p.showsCard(answered)
		if diff := cmp.Diff(before, p.places(fixed...)); diff != "" {
			t.Errorf("with an answer (-before +now):\n%s", diff)
		}
	})
	t.Run("sign-in", func(t *testing.T) {
		p := newTab(t)
		p.app.be(state("signed-out", "", ""))
		p.open("/")
		p.shows(atSignIn(noChange))
		fixed := []string{".sign-in", ".logo", ".brand", "h1", ".actions"}
		position := func() map[string]string { // A heading is as wide as its words.
			places := p.places(fixed...)
			places["h1"] = strings.Fields(places["h1"])[1]
			return places
		}
		before := position()
		for _, name := range []string{"signing-in", "signed-out"} {
			p.app.become(state(name, "", ""))
			p.wait(`document.documentElement.dataset.state === "` + name + `"`)
			if diff := cmp.Diff(before, position()); diff != "" {
				t.Errorf("%s (-before +now):\n%s", name, diff)
			}
		}
	})
}

// TestRingComesLater: what takes a moment shows no sign of progress.
func TestRingComesLater(t *testing.T) {
	p := newTab(t)
	p.app.answer("LogIn", answer{hold: true})
	p.app.be(state("signed-out", "", ""))
	p.open("/")
	p.click("log-in", 1)
	p.wait(`document.getElementById("log-in").disabled`)
	p.app.become(state("signing-in", "", ""))
	p.wait(`document.documentElement.dataset.state === "signing-in"`)
	late := eval[bool](p, `document.getAnimations().filter((a) => a.animationName === "appear")
		.every((a) => a.effect.getTiming().delay >= 300 && a.effect.getTiming().fill === "backwards" && a.effect.getKeyframes()[0].opacity === "0")
		&& getComputedStyle(document.querySelector(".progress")).animationName.includes("appear")`)
	if !late {
		t.Error("the ring is there at once")
	}
}
