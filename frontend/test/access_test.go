package test

import (
	"strings"
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

	p.key(kb.Tab)
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

// At 200 % zoom the window of 1000 × 600 holds 500 × 300 CSS pixels: nothing may need scrolling sideways.
func TestZoom(t *testing.T) {
	long := strings.Repeat("Wolfeschlegelsteinhausenbergerdorff", 4)
	cases := []struct {
		name    string
		session session
	}{
		{"signed out", state("signed-out", "provider", "")},
		{"configuration", with(state("signed-out", "config", configMessage+"\n/"+long), func(s *session) { s.CanLogIn = false })},
		{"signing in", with(state("signing-in", "", ""), either)},
		{"waiting for the browser", with(state("signing-in", "", ""), inBrowser)},
		{"long host", with(state("signed-out", "offline", ""), func(s *session) { s.Provider = long + ".example" })},
		{"signed in", state("signed-in", "", "")},
		{"expired", with(state("expired", "provider", ""), either)},
		{"long name", with(state("expired", "cancelled", ""), func(s *session) {
			s.Remembered = &profile{Name: long, Email: long + "@example.com", Initials: "WW"}
			s.Notice = &failure{Code: "keyring"}
		})},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := newTab(t)
			p.do(chromedp.EmulateViewport(500, 300, chromedp.EmulateScale(2)))
			p.app.be(c.session)
			p.app.answer("GetPrivateData", answer{value: long + long})
			p.open("/")
			p.wait(`document.documentElement.dataset.state === "` + c.session.State + `"`)
			if c.session.Profile != nil {
				p.click("get-private-message", 1)
				p.wait(`document.getElementById("private-message").textContent !== ""`)
			}
			p.picture("zoom " + c.name)
			beyond := eval[[]string](p, `[...document.querySelectorAll("body *")].filter((e) => e.checkVisibility() &&
				e.getBoundingClientRect().width > 1 && !e.closest(".names")?.contains(e.parentElement) &&
				(e.getBoundingClientRect().right > innerWidth + 0.5 || e.getBoundingClientRect().left < -0.5))
				.map((e) => e.tagName + "#" + e.id)`)
			if len(beyond) > 0 {
				t.Errorf("beyond the window's edge: %v", beyond)
			}
			if wide := eval[int](p, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); wide > 0 {
				t.Errorf("the page is %d pixels too wide", wide)
			}
		})
	}
}

// contrastScript lists the visible texts whose contrast is under WCAG's AA, 4.5:1 (success criterion 1.4.3).
const contrastScript = `(() => {
  const parse = (c) => { const n = c.match(/[\d.]+/g).map(Number); return {rgb: n.slice(0, 3), alpha: n[3] ?? 1}; };
  const light = (rgb) => { const [r, g, b] = rgb.map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c.alpha === 1) return c.rgb; if (c.alpha !== 0) throw new Error("half transparent"); } return [255, 255, 255]; };
  const poor = [];
  for (const e of document.querySelectorAll("body *")) {
    const text = [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join("").trim();
    if (!text || !e.checkVisibility({visibilityProperty: true}) || e.classList.contains("visually-hidden")) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color).rgb), light(ground(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) poor.push(ratio.toFixed(2) + " " + text);
  }
  return poor;
})()`

func TestContrastLightAndDark(t *testing.T) {
	sessions := map[string]session{
		"signed out": state("signed-out", "provider_error", "text"),
		"signing in": state("signing-in", "", ""),
		"waiting":    with(state("signing-in", "", ""), inBrowser),
		"signed in":  with(state("signed-in", "provider", ""), func(s *session) { s.Notice = &failure{Code: "keyring"} }),
		"offline":    with(state("offline", "", ""), func(s *session) { s.Profile = &profile{Name: "Grace", Initials: "G"} }),
		"expired":    state("expired", "cancelled", ""),
	}
	grounds := map[string]string{"light": "rgb(244, 245, 248)", "dark": "rgb(20, 23, 28)"}
	for name, s := range sessions {
		for scheme, ground := range grounds {
			t.Run(name+" "+scheme, func(t *testing.T) {
				p := newTab(t)
				p.media("prefers-color-scheme", scheme)
				p.app.be(s)
				p.app.answer("GetPrivateData", fails("api_forbidden", ""))
				p.open("/")
				p.wait(`document.documentElement.dataset.state === "` + s.State + `"`)
				if got := eval[string](p, `getComputedStyle(document.body).backgroundColor`); got != ground {
					t.Errorf("the page is %s, want %s", got, ground)
				}
				if s.Profile != nil {
					p.click("get-private-message", 1)
					p.wait(`document.getElementById("private-message-error").childElementCount > 0`)
				}
				if poor := eval[[]string](p, contrastScript); len(poor) > 0 {
					t.Errorf("contrast under 4.5: %q", poor)
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
			if got := eval[int](p, `document.getAnimations().length`) > 0; got != want {
				t.Errorf("something moves: %t, want %t", got, want)
			}
		})
	}
}
