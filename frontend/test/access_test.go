package test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
)

func await(p *runtime.EvaluateParams) {
	yes := true
	p.AwaitPromise = &yes
}

func (p *tab) key(key string) {
	p.t.Helper()
	p.do(chromedp.KeyEvent(key))
}

func (p *tab) focused(id string) {
	p.t.Helper()
	p.wait(`document.activeElement?.id === "` + id + `"`)
}

// The whole journey, without a mouse. The focus follows the button that takes another one's place.
func TestKeyboardOnly(t *testing.T) {
	p := newTab(t)
	for _, method := range []string{"LogIn", "CancelLogIn", "LogOut", "GetPrivateData"} {
		p.app.answer(method, answer{hold: true})
	}
	p.app.be(state("signed-out", "", ""))
	p.open("/")
	p.shows(atSignIn(noChange))
	p.focused("log-in")
	p.key(kb.Tab)
	p.key(kb.Tab)
	p.focused("log-in")
	ring := eval[string](p, `getComputedStyle(document.activeElement).outlineStyle + " " +
		getComputedStyle(document.activeElement).outlineWidth`)
	if ring != "solid 3px" {
		t.Errorf("the focus ring is %q", ring)
	}
	p.picture("focus")
	p.key(kb.Enter)
	p.wait(`document.getElementById("log-in").disabled`)
	p.app.become(state("signing-in", "", ""))
	p.focused("cancel")
	p.key(" ")
	p.wait(`document.getElementById("cancel").disabled`)
	p.app.become(state("signed-out", "cancelled", ""))
	p.focused("log-in")
	p.key(kb.Enter)
	p.app.become(state("signed-in", "", ""))
	p.shows(atHome(noChange))

	p.focused("get-private-message")
	p.do(chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)))
	p.focused("log-out")
	p.key(kb.Tab)
	p.focused("get-private-message")
	p.key(kb.Enter)
	p.wait(`document.getElementById("get-private-message").disabled`)
	p.app.release("GetPrivateData", answer{value: message})
	p.showsCard(answered)
	p.focused("get-private-message")

	p.app.become(state("expired", "", ""))
	p.shows(atHome(func(v *view) {
		v.State, v.Banner, v.Status = "expired", "expired", "Your session ended. Log in again."
		v.Success = ""
		v.Buttons = "log-out log-in"
	}))
	p.focused("get-private-message")
	p.do(chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)))
	p.focused("log-in")
	p.key(kb.Enter)
	p.app.become(state("signing-in", "", ""))
	p.focused("cancel")
	p.app.become(state("signed-in", "", ""))
	p.focused("main")
}

// Screen readers hear what changes: each region is in place, and empty, before it speaks. TestEveryCall looks at those of the cards.
func TestLiveRegions(t *testing.T) {
	regions := map[string]string{"status": "status", "error": "alert", "notice": "status"}
	for _, path := range []string{"/", "/home.html"} {
		t.Run(path, func(t *testing.T) {
			p := newTab(t)
			p.app.answer("GetSession", answer{hold: true})
			p.open(path)
			got := eval[map[string]string](p, `Object.fromEntries([...document.querySelectorAll("[role=status], [role=alert]")]
				.filter((e) => e.textContent.trim() === "" && !e.closest(".card")).map((e) => [e.id, e.getAttribute("role")]))`)
			if diff := cmp.Diff(regions, got); diff != "" {
				t.Errorf("live regions (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("speaks once", func(t *testing.T) {
		p := newTab(t)
		p.app.be(state("expired", "timeout", ""))
		p.open("/home.html")
		p.wait(`document.documentElement.dataset.state === "expired"`)
		eval[bool](p, `(() => {
			window.changes = 0;
			new MutationObserver((list) => window.changes += list.length).observe(document.getElementById("banner"),
				{subtree: true, childList: true, characterData: true});
			return true;
		})()`)
		p.app.emit(state("expired", "timeout", ""))
		settled(p)
		if got := eval[int](p, "window.changes"); got != 0 {
			t.Errorf("an event without news changed %d texts", got)
		}
	})
}

// TestLongWords: TestEveryState looks at what a state usually says. Words without an end break, too.
func TestLongWords(t *testing.T) {
	long := strings.Repeat("Wolfeschlegelsteinhausenbergerdorff", 4)
	p := newTab(t)
	for name, s := range map[string]session{
		"path": with(state("signed-out", "config", configMessage+"\n/"+long), func(s *session) { s.CanLogIn = false }),
		"host": with(state("signed-out", "offline", ""), func(s *session) { s.Provider = long + ".example" }),
		"name": with(state("expired", "cancelled", ""), func(s *session) {
			s.Remembered = &profile{Name: longName, Email: long[:60] + "@example.com", Initials: "WW"}
			s.Notice = &failure{Code: "keyring"}
		}),
		"answer": state("signed-in", "", ""),
	} {
		t.Run(name, func(t *testing.T) {
			p.use(t)
			p.app.be(s)
			p.app.answer("GetPrivateData", answer{value: long + long})
			p.open("/")
			p.wait(`document.documentElement.dataset.state === "` + s.State + `"`)
			if s.Profile != nil {
				p.click("get-private-message", 1)
				p.wait(`document.getElementById("private-message").textContent !== ""`)
			}
			p.fits()
			p.picture("long " + name)
		})
	}
}

// contrastScript lists the visible texts whose contrast is too little: WCAG's AA wants 4.5:1 (success criterion 1.4.3), AAA 7:1
// (1.4.6). And the controls that can be used whose edge or ground has under 3:1 against what is around them (1.4.11).
const contrastScript = `((least) => {
  const parse = (c) => { const n = c.match(/[\d.]+/g).map(Number); return {rgb: n.slice(0, 3), alpha: n[3] ?? 1}; };
  const light = (rgb) => { const [r, g, b] = rgb.map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c.alpha === 1) return c.rgb; if (c.alpha !== 0) throw new Error("half transparent"); } return [255, 255, 255]; };
  const ratio = (a, b) => { const [more, less] = [light(a), light(b)].sort((x, y) => y - x); return (more + 0.05) / (less + 0.05); };
  const poor = [];
  for (const e of document.querySelectorAll("button:not([aria-disabled=true])")) {
    if (!e.checkVisibility({visibilityProperty: true})) continue;
    const {backgroundColor, borderTopColor} = getComputedStyle(e);
    const around = ground(e.parentElement);
    const seen = Math.max(...[backgroundColor, borderTopColor].map(parse).map((c) => c.alpha === 1 ? ratio(c.rgb, around) : 1));
    if (seen < 3) poor.push(seen.toFixed(2) + " edge of " + e.id);
  }
  for (const e of document.querySelectorAll("body *")) {
    const text = [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join("").trim();
    if (!text || !e.checkVisibility({visibilityProperty: true}) || e.classList.contains("visually-hidden")) continue;
    const seen = ratio(parse(getComputedStyle(e).color).rgb, ground(e));
    if (seen < least) poor.push(seen.toFixed(2) + " " + text);
  }
  return poor;
})(%g)`

// TestContrast: in both colour schemes, and with more contrast for people who ask their system for that.
func TestContrast(t *testing.T) {
	sessions := map[string]session{
		"signed out": state("signed-out", "provider_error", "text"),
		"signing in": state("signing-in", "", ""),
		"waiting":    with(state("signing-in", "", ""), inBrowser),
		"signed in":  with(state("signed-in", "provider", ""), func(s *session) { s.Notice = &failure{Code: "keyring"} }),
		"offline":    with(state("offline", "", ""), func(s *session) { s.Profile = &profile{Name: "Grace", Initials: "G"} }),
		"expired":    state("expired", "cancelled", ""),
	}
	grounds := map[string]string{"light": "rgb(244, 245, 248)", "dark": "rgb(20, 23, 28)"}
	least := map[string]float64{"no-preference": 4.5, "more": 7}
	p := newTab(t)
	p.app.answer("GetPrivateData", fails("api_forbidden", ""))
	for name, s := range sessions {
		for scheme, ground := range grounds {
			t.Run(name+" "+scheme, func(t *testing.T) {
				p.use(t)
				p.media("prefers-color-scheme", scheme)
				p.app.be(s)
				p.open("/")
				p.wait(`document.documentElement.dataset.state === "` + s.State + `"`)
				if got := eval[string](p, `getComputedStyle(document.body).backgroundColor`); got != ground {
					t.Errorf("the page is %s, want %s", got, ground)
				}
				if s.Profile != nil {
					p.click("get-private-message", 1)
					p.wait(`document.getElementById("private-message-error").childElementCount > 0`)
				}
				for wish, ratio := range least {
					p.media("prefers-color-scheme", scheme, "prefers-contrast", wish)
					p.picture("contrast " + wish + " " + name)
					if poor := eval[[]string](p, fmt.Sprintf(contrastScript, ratio)); len(poor) > 0 {
						t.Errorf("%s: contrast under %g: %q", wish, ratio, poor)
					}
				}
			})
		}
	}
}

func TestReducedMotion(t *testing.T) {
	for motion, want := range map[string]bool{"no-preference": true, "reduce": false} {
		t.Run(motion, func(t *testing.T) {
			p := newTab(t)
			p.media("prefers-reduced-motion", motion)
			p.app.be(state("signing-in", "", ""))
			p.open("/")
			p.shows(signingIn)
			if got := eval[bool](p, movesScript); got != want {
				t.Errorf("something moves: %t, want %t", got, want)
			}
		})
	}
}

// movesScript is true while something on the page goes on moving.
const movesScript = `document.getAnimations().some((a) => a.effect.getTiming().iterations === Infinity)`

// bareScript lists what cannot be told from the page around it when the system paints all in a few colours of its own: buttons and
// cards without an edge, a ring without a gap, and a focus that shows nothing.
const bareScript = `(() => {
	const bare = [];
	const edge = (e) => getComputedStyle(e).borderTopStyle === "solid" && parseFloat(getComputedStyle(e).borderTopWidth) >= 1 &&
		getComputedStyle(e).borderTopColor !== getComputedStyle(document.body).backgroundColor;
	for (const e of document.querySelectorAll(".button, .card, .panel, .alert:not(:empty), .banner[data-kind]:not([data-kind=''])")) {
		if (e.checkVisibility({visibilityProperty: true}) && !e.querySelector(".alert:not(:empty)") && !edge(e)) bare.push(e.id || e.className);
	}
	for (const [e, part] of [...document.querySelectorAll(".progress")].map((e) => [e]).concat([...document.querySelectorAll("[aria-busy].button")].map((e) => [e, "::before"]))) {
		const {borderTopColor, borderRightColor} = getComputedStyle(e, part);
		if (e.checkVisibility({visibilityProperty: true}) && borderTopColor === borderRightColor) bare.push("the ring of " + (e.id || e.className));
	}
	const button = [...document.querySelectorAll("button:enabled")].find((e) => e.checkVisibility({visibilityProperty: true}));
	document.activeElement.blur(); // else the focus stays as it began: without a ring
	button?.focus({focusVisible: true});
	if (button && getComputedStyle(button).outlineStyle !== "solid") bare.push("the focus of " + button.id);
	return bare;
})()`

// axe runs axe-core, the file that AXE names, in both colour schemes, of which the second differs in nothing but colours. "make test"
// fetches it; without it, the other checks run alone.
func (p *tab) axe() {
	p.t.Helper()
	script, err := axeCore()
	if err != nil {
		p.t.Fatal(err)
	}
	if script == "" {
		return
	}
	eval[chromedp.Void](p, script)
	for scheme, rules := range map[string]string{"light": "{}", "dark": `{runOnly: ["color-contrast", "link-in-text-block"]}`} {
		p.media("prefers-color-scheme", scheme)
		found := eval[[]string](p, `axe.run(`+rules+`).then(({violations}) => violations.flatMap(({id, help, nodes}) =>
			nodes.map(({html}) => id + ": " + help + ": " + html)))`, await)
		if len(found) > 0 {
			p.t.Errorf("axe, %s: %s", scheme, strings.Join(found, "\n"))
		}
	}
}

var axeCore = sync.OnceValues(func() (string, error) {
	path := os.Getenv("AXE")
	if path == "" {
		return "", nil
	}
	script, err := os.ReadFile(path)
	return string(script) + "; void 0", err
})

// TestEveryState looks at each state with axe, and for what axe cannot see: with a name of 70 characters, all fits; the keyboard gets everywhere; in
// the system's own colours everything that has a ground has an edge, too; and nothing moves for people who want less motion.
func TestEveryState(t *testing.T) {
	eachState(t, func(p *tab) { p.early(stopwatch) }, func(p *tab, c appState) {
		p.media("prefers-reduced-motion", "reduce", "forced-colors", "active")
		p.app.load(withLongName(p.t, c))
		p.open("/" + c.Page)
		p.wait(`fake.pressed && document.documentElement.dataset.state === "` + c.Sees.State + `"`)
		if c.Card != nil {
			p.showsCard(*c.Card)
		}
		if c.Sees.Problems != "" {
			p.wait(`document.querySelector("[aria-invalid=true]")`)
		}
		eval[bool](p, "pass(1000)") // A call that takes long can be cancelled.
		settled(p)
		if eval[bool](p, movesScript) {
			p.t.Error("something moves")
		}
		if bare := eval[[]string](p, bareScript); len(bare) > 0 {
			p.t.Errorf("in forced colours, not to be told from the page: %q", bare)
		}
		p.axe()
		p.ordered()
		p.fits()
	})
}
