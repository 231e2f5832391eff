package test

import "testing"

// Each system has its own word for where a sign-in is stored.
func TestWordsOfTheSystem(t *testing.T) {
	for system, want := range map[string]string{
		"Windows NT 10.0; Win64; x64":       "Your sign-in could not be stored in the Credential Manager.",
		"Macintosh; Intel Mac OS X 10_15_7": "Your sign-in could not be stored in the Keychain.",
		"X11; Linux x86_64":                 "Your sign-in could not be stored in the keyring.",
	} {
		t.Run(system, func(t *testing.T) {
			p := newTab(t)
			p.early(`Object.defineProperty(navigator, "userAgent", {get: () => "Mozilla/5.0 (` + system + `)"})`)
			p.app.be(with(state("signed-in", "", ""), func(s *session) { s.Notice = &failure{Code: "keyring"} }))
			p.open("/")
			p.wait(`document.documentElement.dataset.state === "signed-in"`)
			p.wait(`document.body.innerText.includes("` + want + `")`)
		})
	}
}
