package test

import (
	"strings"
	"testing"
)

const markup = `<img src=x onerror="window.hurt=1"><script>window.hurt=1</script><b>bold</b>{provider}$&`

// Nothing that comes from a provider or an API is read as markup.
func TestTextIsNeverMarkup(t *testing.T) {
	p := newTab(t)
	hostile := with(state("signed-in", "", ""), func(s *session) {
		s.Provider = markup
		s.Profile = &profile{Name: markup, Email: markup, Initials: "<bold", Picture: ""}
		s.Notice = &failure{Code: markup, Message: markup}
	})
	p.app.be(hostile)
	p.app.answer("GetPrivateData", answer{value: markup})
	p.open("/home.html")
	p.click("get-private-message", 1)
	p.shows(atHome(func(v *view) {
		v.Name, v.Email, v.Initials, v.Picture = markup, markup, "<B", ""
	}))
	p.showsCard(cardView{Buttons: "get-private-message", Answer: markup})

	p.app.become(with(state("signed-out", "provider_error", markup), func(s *session) { s.Provider = markup }))
	p.wait(`document.documentElement.dataset.page === "sign-in" && document.documentElement.dataset.state === "signed-out"`)
	if got := string(p.view().Error); !strings.Contains(got, markup+" refused the log-in.") || !strings.HasSuffix(got, "| "+markup) {
		t.Errorf("error: %s", got)
	}
	if got := eval[int](p, `document.querySelectorAll("main b, main script, main img:not(.logo)").length`); got != 0 {
		t.Errorf("%d elements were made of text", got)
	}
	if eval[bool](p, `"hurt" in window`) {
		t.Error("a script ran")
	}
}

// A picture is taken from our own asset server only, and initials stand in where there is none.
func TestPicture(t *testing.T) {
	cases := []struct{ name, picture, want string }{
		{"own", "/profile/picture?v=2", "/profile/picture?v=2"},
		{"none", "", ""},
		{"missing", "/profile/none", ""},
		{"other origin", "https://attacker.example/a.png", ""},
		{"other origin without a scheme", "//attacker.example/a.png", ""},
		{"other origin in disguise", `/\attacker.example/a.png`, ""},
		{"script", "javascript:alert(1)", ""},
	}
	p := newTab(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p.use(t)
			p.allowed = "/profile/none"
			p.app.be(with(state("signed-in", "", ""), func(s *session) {
				s.Profile = &profile{Name: "Ada Lovelace", Email: "ada@example.com", Initials: "AL", Picture: c.picture}
			}))
			p.open("/home.html")
			p.shows(atHome(func(v *view) { v.Picture = c.want }))
			if hidden := eval[bool](p, `document.getElementById("profile-picture").hidden`); hidden != (c.want == "") {
				t.Errorf("the picture is hidden: %v", hidden)
			}
		})
	}
	t.Run("changes with the person", func(t *testing.T) {
		p.use(t)
		p.app.be(state("signed-in", "", ""))
		p.open("/home.html")
		p.shows(atHome(noChange))
		p.app.become(with(state("signed-in", "", ""), func(s *session) { s.Profile = &profile{Name: "Grace", Initials: "G"} }))
		p.shows(atHome(func(v *view) { v.Name, v.Email, v.Initials, v.Picture = "Grace", "", "G", "" }))
		p.wait(`document.getElementById("profile-picture").hidden`)
		p.app.become(state("signed-in", "", ""))
		p.shows(atHome(noChange))
	})
}
