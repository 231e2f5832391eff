package authtest

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"wails-openid-oauth/auth"
)

// The pages are those of demo/idp, so these expressions are enough to read them.
var (
	formAction  = regexp.MustCompile(`<form method="post" action="([^"]+)"`)
	formButtons = regexp.MustCompile(`<button[^>]* id="([^"]+)" name="([^"]+)" value="([^"]+)"`)
)

// answer does on a page what the user chose, and returns the resulting request.
func (u user) answer(from *http.Request, page string) (*http.Request, error) {
	action := formAction.FindStringSubmatch(page)
	if action == nil {
		return nil, errStay
	}
	buttons := map[string]url.Values{}
	for _, match := range formButtons.FindAllStringSubmatch(page, -1) {
		buttons[match[1]] = url.Values{match[2]: {html.UnescapeString(match[3])}}
	}
	id, err := u.choose(buttons)
	if err != nil {
		return nil, err
	}
	fields, ok := buttons[id]
	if !ok {
		return nil, fmt.Errorf("authtest: the page has no button #%s", id)
	}
	target, err := from.URL.Parse(html.UnescapeString(action[1]))
	if err != nil {
		return nil, err
	}
	next, err := http.NewRequestWithContext(
		from.Context(), http.MethodPost, target.String(), strings.NewReader(fields.Encode()))
	if err == nil {
		next.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return next, err
}

// choose returns the id of the button to press.
func (u user) choose(buttons map[string]url.Values) (string, error) {
	if buttons[logoutButton] != nil {
		return "", errStay // nobody sees a hidden window
	}
	_, consent := buttons["consent-accept"]
	_, confirm := buttons[confirmButton]
	u.met(consent, confirm)
	switch {
	case u.choice == CloseWindow:
		return "", auth.ErrCancelled
	case u.choice == WalkAway:
		return "", errStay
	case confirm:
		return confirmButton, nil
	case consent && u.choice == DenyConsent:
		return "consent-deny", nil
	case consent:
		return "consent-accept", nil
	case u.choice == Deny:
		return "deny", nil
	}
	return "login-" + u.person, nil
}

// The ids of the buttons before a callback, see Auth0.ConfirmCallback, and before a log-out.
const confirmButton, logoutButton = "confirm-callback", "confirm-logout"

func (u user) met(consent, confirm bool) {
	page := "login"
	switch {
	case confirm:
		page = "confirm"
	case consent:
		page = "consent"
	}
	u.mu.Lock()
	u.pages = append(u.pages, page)
	u.mu.Unlock()
	if u.onPage != nil {
		u.onPage(page)
	}
}
