package test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
)

// settingKeys are the fields of the form, in its order.
var settingKeys = []string{"issuer", "clientId", "apiIdentifier", "apiUrl", "loginWith"}

// openSettings opens the page of the settings in a state of ../ui/states.js.
func openSettings(t *testing.T, name string) *tab {
	t.Helper()
	p := newTab(t)
	states := p.states()
	i := slices.IndexFunc(states, func(s appState) bool { return s.Name == name })
	if i < 0 {
		t.Fatalf("there is no state %q", name)
	}
	p.app.load(states[i])
	p.open("/settings.html")
	p.shows(states[i].Sees)
	return p
}

// field is what a person finds of one setting.
type field struct{ Value, Source, Problem string }

func (p *tab) field(key string) field {
	p.t.Helper()
	return eval[field](p, fmt.Sprintf(`(() => {
		const text = (id) => [...(document.getElementById(id)?.childNodes ?? [])].map((n) => n.textContent).join(" ").trim();
		const input = document.getElementById(%[1]q);
		const wrong = input.getAttribute("aria-invalid") === "true";
		const problem = text(%[1]q + "-problem");
		if (wrong !== (problem !== "")) return {Problem: "aria-invalid is " + wrong + " beside: " + problem};
		const fixed = input.readOnly || input.disabled ? " (fixed)" : "";
		return {Value: input.value + fixed, Source: text(%[1]q + "-source"), Problem: problem};
	})()`, key))
}

// enter replaces the value of a field, key by key.
func (p *tab) enter(key, value string) {
	p.t.Helper()
	p.click(key, 3)
	p.do(chromedp.KeyEvent(kb.Backspace), chromedp.KeyEvent(value))
}

// waitForCalls waits until a method was called that often.
func (p *tab) waitForCalls(method string, count int) {
	p.t.Helper()
	p.wait(fmt.Sprintf("fake.count(%q) >= %d", method, count))
}

func checkedWith(issuer string, usable bool, problems map[string]failure) answer {
	return answer{value: map[string]any{"issuer": issuer, "usable": usable, "problems": problems}}
}

// TestSettingsSources: each value says where it comes from. What another place decides cannot be changed.
func TestSettingsSources(t *testing.T) {
	for name, want := range map[string][]field{
		"settings": {{"https://login.example.com", "", ""},
			{"app (fixed)", "It comes from the variable WAILS_OPENID_CLIENT_ID of the environment, which stands above these settings.", ""},
			{"https://api.example.com", "", ""}, {"http://localhost:3000", "This is the default.", ""}, {"webview", "This is the default.", ""}},
		"settings that a build carries": {{"the issuer (fixed)", "It is carried in this build.", ""}, {"the clientId (fixed)", "It is carried in this build.", ""},
			{"the apiIdentifier (fixed)", "It is carried in this build.", ""}, {"http://localhost:3000 (fixed)", "This is the default.", ""}, {"webview (fixed)", "This is the default.", ""}},
		"settings that cannot be used": {{"", "", ""}, {"<YOUR_CLIENT_ID>", "", "Client ID still holds a placeholder. Put your own there."},
			{"", "", ""}, {"http://localhost:3000", "This is the default.", ""}, {"webview", "This is the default.", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			p := openSettings(t, name)
			var got []field
			for _, key := range settingKeys {
				got = append(got, p.field(key))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			p.picture(name)
		})
	}
}

// TestSettingsCheck: the form is checked while a person types, and only the answer to the newest question counts.
func TestSettingsCheck(t *testing.T) {
	p := openSettings(t, "nothing is configured")
	p.focused("issuer")
	p.app.answer("CheckSettings", answer{hold: true})
	p.enter("issuer", "login")
	p.waitForCalls("CheckSettings", 1)
	p.wait(`document.getElementById("issuer-found").textContent === "Looking for the provider…"`)
	p.enter("issuer", "login.example.com")
	p.waitForCalls("CheckSettings", 2)
	p.app.releaseFirst("CheckSettings", checkedWith("", false, map[string]failure{"issuer": {Code: "offline"}}))
	settled(p)
	if got := p.field("issuer"); got.Problem != "" {
		t.Errorf("a late answer shows %q", got.Problem)
	}
	p.app.releaseFirst("CheckSettings", checkedWith("https://login.example.com/", false, map[string]failure{"clientId": {Code: "setting", Message: "is missing."}}))
	p.wait(`document.getElementById("issuer-found").textContent === "Found: https://login.example.com/"`)
	for _, key := range []string{"issuer", "clientId"} { // of which nobody has touched the second
		if got := p.field(key); got.Problem != "" {
			t.Errorf("%s: %q", key, got.Problem)
		}
	}
	var sent []map[string]string
	if err := json.Unmarshal([]byte(p.app.last("CheckSettings")), &sent); err != nil || len(sent) != 1 {
		t.Fatal(err, sent)
	}
	want := map[string]string{"issuer": "login.example.com", "clientId": "", "apiIdentifier": "", "apiUrl": "http://localhost:3000", "loginWith": "webview"}
	if diff := cmp.Diff(want, sent[0]); diff != "" {
		t.Errorf("the page sent (-want +got):\n%s", diff)
	}
	for code, words := range map[string]string{
		"offline":   "Nothing answers there. Check the spelling, and your network connection.",
		"discovery": "There is no OpenID provider at this address. Copy the issuer from the provider’s own pages. a\nb",
		"issuer":    "This provider calls itself by another name. Enter what it publishes, if that is the provider you mean. a\nb",
		"tls":       "There is no secure connection to this provider.",
		"portal":    "Something else than a provider answers there.",
		"setting":   "Domain or issuer a\nb",
		"toString":  "Something went wrong inside the app.",
	} {
		before := p.app.count("CheckSettings")
		p.app.answer("CheckSettings", checkedWith("", false, map[string]failure{"issuer": {Code: code, Message: "a\nb"}}))
		p.enter("issuer", code+".example")
		p.waitForCalls("CheckSettings", before+1)
		var got string
		if !p.until(func() bool { got = p.field("issuer").Problem; return strings.HasPrefix(got, words) }) {
			t.Errorf("%s: %q, want %q", code, got, words)
		}
	}
	p.picture("settings with a problem")
}

// TestSettingsSave: Go decides. Without its yes, the page stays.
func TestSettingsSave(t *testing.T) {
	p := openSettings(t, "nothing is configured")
	p.app.answer("CheckSettings", checkedWith("", false, map[string]failure{
		"clientId": {Code: "setting", Message: "is missing."}, "apiIdentifier": {Code: "setting", Message: "is missing."},
	}))
	p.do(chromedp.KeyEvent("op.example"), chromedp.KeyEvent(kb.Enter))
	p.focused("clientId")
	for _, key := range []string{"clientId", "apiIdentifier"} {
		if got := p.field(key); !strings.HasSuffix(got.Problem, " is missing.") {
			t.Errorf("%s: %q", key, got.Problem)
		}
	}
	p.app.answer("CheckSettings", answer{value: map[string]any{
		"issuer": "", "usable": false, "problems": map[string]failure{}, "problem": failure{Code: "config", Message: "the environment: CA_BUNDLE is bad. Mend it"},
	}})
	p.click("save", 1)
	p.wait(`document.getElementById("error").textContent.includes("CA_BUNDLE is bad")`)
	if asked := p.app.count("SaveSettings"); asked != 0 {
		t.Errorf("the page asked to save %d times what cannot be used", asked)
	}
	p.app.answer("CheckSettings", checkedWith("https://op.example", true, map[string]failure{}))
	p.app.answer("SaveSettings", answer{hold: true})
	p.click("save", 2)
	p.waitForCalls("SaveSettings", 1)
	p.wait(`document.getElementById("save").disabled`)
	p.app.release("SaveSettings", answer{value: false})
	p.wait(`document.getElementById("status").textContent === "Nothing was changed." && !document.getElementById("save").disabled`)
	p.app.answer("SaveSettings", fails("not_saved", "no space"))
	p.click("save", 1)
	p.wait(`document.getElementById("error").textContent.startsWith("The settings could not be saved.")`)
	p.app.answer("SaveSettings", answer{value: true})
	p.app.be(state("signed-out", "", ""))
	p.click("save", 1)
	p.shows(atSignIn(noChange))
}

// TestSettingsAreReached: from the menu on every page, from failures that other settings may mend, and back.
func TestSettingsAreReached(t *testing.T) {
	p := openSettings(t, "settings")
	p.click("back", 1)
	p.shows(atHome(noChange))
	for _, s := range []session{state("signed-in", "", ""), state("signed-out", "", "")} {
		p.app.be(s)
		p.open("/")
		p.wait(`document.documentElement.dataset.state === "` + s.State + `"`)
		p.do(chromedp.Evaluate[chromedp.Void](`void window.wails.EventsNotify(JSON.stringify({name: "settings:open", data: []}))`))
		p.wait(`document.documentElement.dataset.page === "settings" && document.documentElement.dataset.state === "ready"`)
	}
	p.app.be(state("signed-out", "issuer", "raw"))
	p.open("/")
	p.click("settings", 1)
	p.wait(`document.documentElement.dataset.page === "settings" && document.documentElement.dataset.state === "ready"`)
}

// TestSettingsByKeyboard goes through the form in its order.
func TestSettingsByKeyboard(t *testing.T) {
	p := openSettings(t, "settings")
	for _, id := range append(slices.Clone(settingKeys), "save", "test", "back") {
		p.key(kb.Tab)
		p.focused(id)
	}
	p.key(kb.Enter)
	p.shows(atHome(noChange))
}

// TestSettingsTestLogIn: the page says who logged in, or why nobody did.
func TestSettingsTestLogIn(t *testing.T) {
	p := openSettings(t, "settings")
	p.app.answer("TestLogIn", answer{hold: true})
	p.click("test", 2)
	p.waitForCalls("TestLogIn", 1)
	p.wait(`document.getElementById("save").disabled && document.getElementById("test").disabled`)
	p.click("cancel-test", 1)
	p.waitForCalls("CancelTest", 1)
	p.app.release("TestLogIn", fails("cancelled", ""))
	p.wait(`document.getElementById("status").textContent === "The test was cancelled." && !document.getElementById("save").disabled`)
	p.app.answer("TestLogIn", answer{value: ada})
	p.click("test", 1)
	p.wait(`document.getElementById("status").textContent ===
		"The log-in works: Ada Lovelace (ada@example.com) was logged in, and out again. Nothing was stored."`)
	p.app.answer("TestLogIn", fails("client", "invalid_client"))
	p.click("test", 1)
	p.wait(`document.getElementById("error").textContent.startsWith("login.example.com does not know this app")`)
	p.app.answer("CheckSettings", checkedWith("", false, map[string]failure{"issuer": {Code: "offline"}}))
	before := p.app.count("TestLogIn")
	p.click("test", 1)
	p.focused("issuer")
	if after := p.app.count("TestLogIn"); after != before {
		t.Error("the page tried a form that cannot be used")
	}
}
