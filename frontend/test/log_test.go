package test

import (
	"fmt"
	"testing"
)

// TestOpenLogFolder: on every page, a message that points to the log has a button for it.
func TestOpenLogFolder(t *testing.T) {
	for name, tt := range map[string]struct {
		session       session
		page, message string
	}{
		"sign-in":  {state("signed-out", "internal", "raw"), "/", "#error"},
		"home":     {state("signed-in", "internal", "raw"), "/home.html", "#error"},
		"card":     {state("signed-in", "", ""), "/home.html", "#private-message-error"},
		"settings": {state("signed-out", "", ""), "/settings.html", "#failure"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newTab(t)
			p.app.be(tt.session)
			for _, method := range []string{"GetPrivateData", "GetSettings"} {
				p.app.answer(method, fails("internal", "raw"))
			}
			p.open(tt.page)
			if name == "card" {
				p.click("get-private-message", 1)
			}
			button := fmt.Sprintf(`document.querySelector("%s button")`, tt.message)
			p.wait(button + `?.checkVisibility() && ` + button + `.textContent === "Open log folder"`)
			eval[bool](p, `(`+button+`.click(), true)`)
			if !p.until(func() bool { return p.app.count("OpenLogFolder") == 1 }) {
				t.Error("the folder was not opened")
			}
		})
	}
}
